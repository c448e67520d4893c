//! Keys and randomness: the key that seals secrets in the store, and files that their owner alone may read.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use block_graph::access::seal::SealKey;
use block_graph::access::session::Sessions;
use sha2::{Digest as _, Sha256};

use crate::settings::Access;

/// What is made of the one key that the operator keeps.
pub struct Keys {
    /// Seals secrets in the store.
    pub seal: SealKey,
    /// Signs browsers' sessions.
    pub sessions: Sessions,
    /// Under which the names of windows and nonces are hashed where processes count together.
    pub counting: [u8; 32],
}

impl Keys {
    fn of(key: &[u8; 32]) -> Self {
        // A key of its own for each use, so that none tells anything of the other.
        let derived = |purpose: &str| Sha256::new_with_prefix(purpose).chain_update(key).finalize().into();
        let sessions = Sessions::new(derived("portcullis sessions"));
        Self { seal: SealKey::new(key), sessions, counting: derived("portcullis counting") }
    }

    /// The keys: from the settings, from their file, or new in their file.
    ///
    /// # Errors
    /// One line that says what is wrong with the key or its file.
    pub fn read(access: &Access) -> Result<Self, String> {
        read(access).map(|key| Self::of(&key))
    }

    /// Keys for a world that is gone with the process.
    ///
    /// # Errors
    /// That the system has no randomness to give.
    pub fn passing() -> Result<Self, String> {
        random().map(|key| Self::of(&key)).map_err(|error| format!("no randomness: {error}"))
    }
}

fn read(access: &Access) -> Result<[u8; 32], String> {
    if let Some(key) = hex_key(&access.seal_key) {
        return Ok(key);
    }
    let path = &access.seal_key_file;
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => new_key(path)?,
        Err(error) => return Err(format!("cannot read the sealing key {}: {error}", path.display())),
    };
    hex_key(text.trim()).ok_or_else(|| format!("{} is no sealing key: 64 hex digits", path.display()))
}

fn new_key(path: &Path) -> Result<String, String> {
    let failed = |error: &dyn std::fmt::Display| format!("cannot make the sealing key {}: {error}", path.display());
    let bytes: [u8; 32] = random().map_err(|error| failed(&error))?;
    let text: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    // Two processes may start at once: only one makes the file, the other reads it.
    match private().create_new(true).open(path) {
        Ok(mut file) => {
            file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| failed(&error))?;
            Ok(text)
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            fs::read_to_string(path).map_err(|error| failed(&error))
        }
        Err(error) => Err(failed(&error)),
    }
}

/// Options for a file that its owner alone may read.
pub fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Random bytes.
///
/// # Errors
/// That the system has none to give.
pub fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// 32 bytes from 64 hex digits.
pub fn hex_key(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        text.chars().map(|digit| digit.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect();
    if digits.len() == 64 { bytes.try_into().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_64_hex_digits() {
        assert_eq!(hex_key(&"0f".repeat(32)), Some([15; 32]));
        assert_eq!(hex_key(&"0f".repeat(31)), None);
        assert_eq!(hex_key(&"0g".repeat(32)), None);
    }
}
