//! Requests made ready before they are sent: signed at the present time, each with a nonce of its own, and no pair of
//! people blocked twice.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use portcullis::world::synthetic::{Manifest, Person};

use crate::shots::{Ask, bare};

/// Makes requests ready; it remembers what it has given out.
#[derive(Debug)]
pub struct Preparer {
    /// Who is who in the world that is asked.
    pub manifest: Manifest,
    serial: u64,
    pairs: u64,
}

impl Preparer {
    /// For the world that this manifest tells of.
    pub fn new(manifest: Manifest) -> Self {
        Self { manifest, serial: 0, pairs: 0 }
    }

    /// So many requests into one file a thread, for that host; those of a `reader` who is named, with what more stands in
    /// the query, else of all in turn.
    ///
    /// # Errors
    /// That a file cannot be written, or that nobody is left to be blocked.
    pub fn write(
        &mut self,
        files: &Path,
        threads: usize,
        (ask, reader): (Ask, Option<(&Person, &str)>),
        (host, count): (&str, u64),
    ) -> Result<(), String> {
        let mut outs = open(files, threads)?;
        for number in 0..count {
            let request = self.request(ask, reader, host)?;
            put(&mut outs[number as usize % threads], &request)?;
        }
        close(outs)
    }

    /// One request, ready to be sent.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn request(&mut self, ask: Ask, reader: Option<(&Person, &str)>, host: &str) -> Result<Vec<u8>, String> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?;
        self.serial += 1;
        let Manifest { app, signers, targets, .. } = &self.manifest;
        let (count, of) = (signers.len() as u64, targets.len() as u64);
        let number = if ask.writes() { self.pairs } else { self.serial };
        // Each target meets each signer once: the signer changes with every request, and shifts when the targets are through.
        let target = number % of;
        let signer = (number + number / of) % count;
        if ask.writes() {
            if self.pairs >= count.saturating_mul(of) / 2 {
                return Err("everybody has blocked everybody: ask for a larger world".to_owned());
            }
            self.pairs += 1;
        }
        let (who, more) = reader.unwrap_or((&signers[signer as usize], ""));
        let mut target = target as usize;
        if targets[target] == who.id {
            // Nobody blocks themselves; their neighbour is asked for by nobody else at this place.
            target = (target + 1) % targets.len();
        }
        let mut shot = ask.shot(who, &targets[target]);
        shot.target.push_str(more);
        let nonce = format!("{:x}{:08x}", now.as_nanos(), self.serial);
        Ok(shot.wire(host, &shot.authorization(app, host, now.as_secs() as i64, &nonce)))
    }

    /// As many bare requests as [`write`](Self::write) would write, for a server that looks at nothing.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_bare(&self, files: &Path, threads: usize, ask: Ask, host: &str) -> Result<(), String> {
        let (who, target) = (self.manifest.signers.first(), self.manifest.targets.first());
        let (who, target) = who.zip(target).ok_or("the manifest names nobody")?;
        let request = bare(host, &ask.shot(who, target));
        let mut outs = open(files, threads)?;
        for out in &mut outs {
            for _ in 0..1_000 {
                put(out, &request)?;
            }
        }
        close(outs)
    }
}

type Out = (BufWriter<File>, std::path::PathBuf);

fn open(files: &Path, threads: usize) -> Result<Vec<Out>, String> {
    let make = |number: usize| {
        let path = files.with_added_extension(number.to_string());
        let file = File::create(&path).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
        Ok((BufWriter::with_capacity(1 << 20, file), path))
    };
    (0..threads).map(make).collect()
}

fn put((out, path): &mut Out, request: &[u8]) -> Result<(), String> {
    let written = write!(out, "{:06}", request.len()).and_then(|()| out.write_all(request));
    written.map_err(|error| format!("cannot write {}: {error}", path.display()))
}

fn close(outs: Vec<Out>) -> Result<(), String> {
    for (mut out, path) in outs {
        out.flush().map_err(|error| format!("cannot write {}: {error}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use portcullis::world::synthetic::{Shape, Synthetic};
    use std::collections::HashSet;

    #[test]
    fn no_pair_is_blocked_twice_and_the_end_is_told() {
        let world = Synthetic::new(Shape { people: 20, edges: 0, zipf: 0.9, seed: 1 }).unwrap();
        let mut preparer = Preparer::new(world.manifest());
        let mut seen = HashSet::new();
        loop {
            match preparer.request(Ask::CreateAppNet, None, "h") {
                Ok(request) => assert!(seen.insert(request)),
                Err(error) => break assert!(error.contains("larger world"), "{error}"),
            }
        }
        assert_eq!(seen.len(), 200);
    }
}
