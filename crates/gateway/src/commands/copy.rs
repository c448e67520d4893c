//! Moving house: a whole store into another, with a bar that says how far it is, and the proof that both hold the same.

mod bar;

use std::path::{Path, PathBuf};
use std::time::Instant;

use block_graph::store::diesel::{Compared, DieselStore, Manner};
use clap::Args;
use serde_json::{Value, json};

use self::bar::Bar;
use super::{free, note, say};
use crate::assemble;
use crate::instance::Claim;
use crate::keys::Keys;
use crate::settings::Settings;

/// From where to where.
#[derive(Debug, Args)]
pub(crate) struct Copy {
    /// The store that is copied [default: the one of the settings]. No gateway may own it
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// The store that it is copied into: empty, or the same copy begun before
    #[arg(long, value_name = "URL")]
    to: String,
    /// The key that opens the source's secrets [default: the one of the settings]
    #[arg(long, value_name = "FILE")]
    from_seal_key_file: Option<PathBuf>,
    /// The key that is to seal the target's secrets [default: the one of the settings]
    #[arg(long, value_name = "FILE")]
    to_seal_key_file: Option<PathBuf>,
    /// Copy nothing; only compare the two
    #[arg(long, conflicts_with_all = ["anew", "live"])]
    verify: bool,
    /// Delete what an unfinished copy left in the target and begin again
    #[arg(long)]
    anew: bool,
    /// The source may be written to meanwhile: the copy is of the moment at which it began
    #[arg(long)]
    live: bool,
    /// So many rows are one transaction
    #[arg(long, value_name = "ROWS", default_value_t = Manner::default().chunk)]
    chunk: u32,
}

/// Copies and compares, or only compares.
pub(crate) fn copy(settings: &Settings, asked: &Copy, json: bool) -> Result<(), String> {
    let from_url = asked.from.as_ref().unwrap_or(&settings.store.url);
    if *from_url == asked.to {
        return Err("the two stores are one and the same".to_owned());
    }
    if let Some(path) = from_url.strip_prefix("sqlite://").filter(|path| !Path::new(path).exists()) {
        return Err(format!("there is no store at {path}"));
    }
    let began = Instant::now();
    let from = Side::open(settings, from_url, asked.from_seal_key_file.as_deref())?;
    let to = Side::open(settings, &asked.to, asked.to_seal_key_file.as_deref())?;
    let bar = Bar::new();
    let watch = |step| {
        bar.tell(&step);
        Ok(())
    };
    let failed = |error| format!("cannot copy: {error}");
    let (tables, went_on) = if asked.verify {
        (from.store.compare_with(&to.store, &watch).map_err(|error| format!("cannot compare: {error}"))?, false)
    } else {
        let manner = Manner { chunk: asked.chunk, anew: asked.anew };
        let outcome = from.store.copy_into(&to.store, manner, &watch).map_err(failed)?;
        (outcome.tables, outcome.went_on)
    };
    bar.finish();
    tell(&tables, began.elapsed().as_secs_f64(), json);
    let wrong: Vec<_> = tables.iter().filter(|table| !table.is_equal()).map(describe).collect();
    if !wrong.is_empty() {
        return Err(format!("the two differ: {}", wrong.join("; ")));
    }
    match (went_on, asked.live) {
        (false, _) => Ok(()),
        (true, true) => {
            note("the source was written to meanwhile: the copy is of the moment at which it began");
            Ok(())
        }
        (true, false) => Err("the copy is whole, but the source was written to meanwhile and that is not in it: stop \
                              what writes there, empty the target and copy again (or say --live)"
            .to_owned()),
    }
}

/// One of the two stores, ours as long as this lives.
struct Side {
    store: DieselStore,
    _claim: Claim,
}

impl Side {
    fn open(settings: &Settings, url: &str, key: Option<&Path>) -> Result<Self, String> {
        if url == "memory" {
            return Err("the memory store keeps nothing: there is nothing to copy from it or into it".to_owned());
        }
        let mut settings = settings.clone();
        url.clone_into(&mut settings.store.url);
        if let Some(file) = key {
            settings.access.seal_key.clear();
            file.clone_into(&mut settings.access.seal_key_file);
        }
        // A key made up now would open nothing of the one store, and be unknown to who starts the other.
        let file = &settings.access.seal_key_file;
        if settings.access.seal_key.is_empty() && !file.exists() {
            let what = settings.shown().store.url;
            return Err(format!("there is no sealing key for {what}: {} is not there", file.display()));
        }
        let claim = free(&settings, "copy")?;
        let store = assemble::open_store(&settings, &Keys::read(&settings.access)?)?.ok_or("there is no store")?;
        Ok(Self { store, _claim: claim })
    }
}

fn tell(tables: &[Compared], seconds: f64, json: bool) {
    if json {
        let tables: Vec<Value> = tables
            .iter()
            .map(|table| {
                json!({
                    "table": table.table,
                    "equal": table.is_equal(),
                    "from": {"rows": table.from.rows, "sha256": table.from.digest},
                    "to": {"rows": table.to.rows, "sha256": table.to.digest},
                    "differs": table.differs,
                })
            })
            .collect();
        say(&format!("{:#}", json!({"tables": tables, "seconds": seconds})));
        return;
    }
    for Compared { table, from, to, .. } in tables {
        let word = if from == to { "equal" } else { "DIFFERS" };
        let digest = from.digest.get(..16).unwrap_or_default();
        say(&format!("{table:<14} {:>12} rows  sha256 {digest}…  {word}", from.rows));
    }
    say(&format!("in {seconds:.1} seconds"));
}

fn describe(table: &Compared) -> String {
    let Compared { table, from, to, differs } = table;
    let place = differs.as_deref().map_or(String::new(), |key| format!(", first at {key}"));
    format!("{table} ({} rows and {}{place})", from.rows, to.rows)
}
