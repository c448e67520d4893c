//! Load: requests prepared in advance, sent by wrk, or by a client of one's own where each kind of request is timed apart.

mod client;
mod mixed;
mod prepared;
mod wrk;

pub use client::{Answer, Client};
pub use mixed::{Timed, mixed};
pub use prepared::Preparer;
pub use wrk::{Burst, Wrk};
