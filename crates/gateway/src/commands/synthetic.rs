//! Filling an empty store with a made-up world, and telling who is in it.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use block_graph::event::Event;
use block_graph::{Clock as _, Mint, StoreError, SystemClock};
use clap::Args;
use serde_json::json;

use super::{free, say, show};
use crate::assemble;
use crate::keys::private;
use crate::settings::Settings;
use crate::world::synthetic::{Shape, Synthetic};

/// A made-up world, for measuring; the demo world if it is not asked for.
#[derive(Debug, Args)]
pub(crate) struct Made {
    /// Make up a world to measure with. Anybody can work its tokens out: do not serve it to others
    #[arg(long)]
    pub(crate) synthetic: bool,
    /// So many people, and a few named ones
    #[arg(long, default_value_t = 1_000_000, requires = "synthetic")]
    people: u32,
    /// So many edges
    #[arg(long, default_value_t = 10_000_000, requires = "synthetic")]
    edges: u64,
    /// How unevenly edges fall on people: the exponent of Zipf's law
    #[arg(long, default_value_t = 0.9, requires = "synthetic")]
    zipf: f64,
    /// Another world for every number
    #[arg(long, default_value_t = 1, requires = "synthetic")]
    seed: u64,
    /// Where to write who is who, with all tokens
    #[arg(long, value_name = "FILE", default_value = "synthetic.json", requires = "synthetic")]
    manifest: PathBuf,
}

/// Makes the world and writes its manifest.
pub(crate) fn seed_synthetic(settings: &Settings, made: &Made, json: bool) -> Result<(), String> {
    let _claim = free(settings, "seed it")?;
    let began = Instant::now();
    let Made { people, edges, zipf, seed, .. } = *made;
    let world = Synthetic::new(Shape { people, edges, zipf, seed })?;
    let store = assemble::open_store(settings, &assemble::keys(settings)?)?
        .ok_or("the memory store keeps nothing: name another with --store")?;
    store.migrate().map_err(|error| format!("cannot migrate the store: {error}"))?;
    let mint = Mint::new(Arc::new(SystemClock), 0);
    let (first, at) = (mint.id(), SystemClock.now());
    let event = |change| Event { id: mint.id(), at, actor: None, app: None, change };
    let rest: Vec<_> = world.rest().into_iter().map(event).collect();
    store.fill(first, &world, &rest).map_err(|error| match error {
        StoreError::Taken(_) => "the store is not empty: `portcullis reset` empties it".to_owned(),
        other => format!("cannot fill the store: {other}"),
    })?;

    let manifest = world.manifest();
    let text = serde_json::to_string(&manifest).map_err(|error| error.to_string())?;
    // Its tokens are good as long as the store is: for its owner's eyes alone.
    let written = private().create(true).truncate(true).open(&made.manifest);
    written
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| format!("cannot write {}: {error}", made.manifest.display()))?;
    let path = fs::canonicalize(&made.manifest).unwrap_or_else(|_| made.manifest.clone());
    let told = json!({
        "people": world.everybody(),
        "edges": world.edge_count(),
        "manifest": path,
        "seconds": began.elapsed().as_secs_f64(),
    });
    if json {
        say(&format!("{told:#}"));
    } else {
        show(&told);
    }
    Ok(())
}
