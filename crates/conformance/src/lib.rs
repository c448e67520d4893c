//! The whole gateway in one process, without sockets, for tests that prove the dialects against each other.
//!
//! A [`House`] is a gateway on a store of its own, on a clock that stands still, with the demo world in it. An [`Ask`]
//! is a request that somebody sends with some [`Proof`] of who they are; the [`Answer`] is what would go over the wire. A
//! [`Browser`] is a person's, as far as the sign-in pages need one.
//! [`speech`] is the one place that knows how each dialect says one intent, [`words`] how each says no. A [`Story`] is
//! a scenario in neutral words that every dialect on every store must tell alike.

// A harness that cannot be set up must fail the test at once, so it asserts as tests do.
#![expect(clippy::panic, clippy::expect_used, reason = "this crate is made of tests")]

mod ask;
mod browser;
mod house;
mod place;
mod proof;
pub mod speech;
mod story;
#[cfg(feature = "redis")]
pub mod together;
pub mod words;

pub use ask::{Answer, Ask};
pub use browser::{Browser, Page, address, problem};
pub use house::{BODY_LIMIT, House, NOBODY, NOW, at_once, engine, id, runtime};
#[cfg(feature = "postgres")]
pub use place::own::Server;
pub use place::{Place, StoreKind};
pub use proof::{Minted, Proof, Signature, new_app};
pub use story::{Story, run, run_in};
