//! Everything that is proved of the whole gateway, in one binary, so that it is linked once.

#![cfg(test)]

mod coverage;
mod errors;
#[cfg(feature = "postgres")]
mod faults;
mod matrix;
mod parity;
mod plans;
mod policy;
mod promises;
mod properties;
mod scenarios;
mod sign_in;
#[cfg(feature = "redis")]
mod together;
mod translation;
mod walls;

/// The top of the workspace.
fn root() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of the workspace.
fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}
