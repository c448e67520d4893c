//! JSON as v2 writes it: minified, in UTF-8.

use std::io;

use dialect::json::{Escapes, Json};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// Writes what serde says of `value`.
pub(crate) fn value(out: &mut Json, value: &impl Serialize) {
    let compact = Compact;
    // A Vec takes all that is written to it, and no wire type refuses to be written: there is no error to report.
    out.with(|body| _ = value.serialize(&mut Serializer::with_formatter(body, compact)));
}

/// An object that was written by hand, within one that serde writes: only [`value`] knows what to do with it.
pub(crate) struct Written(Vec<u8>);

impl Written {
    /// What `write` writes; `room` is a guess at its length in bytes.
    pub(crate) fn by(room: usize, write: impl FnOnce(&mut Json)) -> Self {
        let mut out = Json::new(Escapes::PLAIN, room);
        write(&mut out);
        Self(out.into_bytes())
    }
}

impl Serialize for Written {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

/// Minified JSON. A byte array, which no wire type has, is JSON that is written already.
struct Compact;

impl Formatter for Compact {
    fn write_byte_array<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: &[u8]) -> io::Result<()> {
        writer.write_all(value)
    }
}
