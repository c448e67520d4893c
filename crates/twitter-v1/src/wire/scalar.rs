//! Scalars that the wire writes in forms of its own.

use block_graph::Timestamp;
use dialect::moment;
use serde::{Serialize, Serializer};

/// An id as a string, which clients without 64-bit numbers read.
#[derive(Clone, Copy)]
pub(crate) struct Text(pub i64);

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A moment as `Tue Feb 20 14:35:54 +0000 2007` ([recorded]).
#[derive(Clone, Copy)]
pub(crate) struct Moment(pub Timestamp);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&moment::twitter(self.0))
    }
}
