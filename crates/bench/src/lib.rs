//! How fast the gateway is, beside references that say how fast it could be: constant answers from the same framework,
//! one durable transaction a request, a bare scan, a bare flush to disk. Also fixed calls whose instructions are counted.
//!
//! `make bench` measures, `cargo bench -p portcullis-bench` times the pure parts, `make guard` counts instructions.

pub mod derived;
pub mod guard;
pub mod load;
pub mod parts;
pub mod reference;
pub mod runner;
pub mod shots;
