//! JSON as the service wrote it ([recorded]): pure ASCII, anything else as `\uXXXX` in lower-case hex and surrogate
//! pairs, `/` as `\/`, `<` and `>` escaped, no whitespace.

use std::io;

use dialect::json::{Escapes, Json};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// What is escaped.
pub(crate) const ESCAPES: Escapes = Escapes::ASCII_AND_MARKUP;

/// Writes `value`. `capacity` is a guess at its length in bytes.
pub(crate) fn to_vec(value: &impl Serialize, capacity: usize) -> Vec<u8> {
    let mut body = Json::new(ESCAPES, capacity);
    self::value(&mut body, value);
    body.into_bytes()
}

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
        let mut out = Json::new(ESCAPES, room);
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
    /// serde_json has taken out what every JSON text escapes.
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if ESCAPES.keep(fragment) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut escaped = Vec::with_capacity(2 * fragment.len());
        ESCAPES.push(&mut escaped, fragment);
        writer.write_all(&escaped)
    }

    fn write_byte_array<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: &[u8]) -> io::Result<()> {
        writer.write_all(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        String::from_utf8(to_vec(&text, 0)).unwrap()
    }

    #[test]
    fn text_is_ascii_with_the_services_escapes() {
        assert_eq!(written("plain & simple's"), "\"plain & simple's\"");
        assert_eq!(written("<a/>"), r#""\u003ca\/\u003e""#);
        assert_eq!(written("ave. ☽ 🔥é"), r#""ave. \u263d \ud83d\udd25\u00e9""#);
        assert_eq!(written("\"\\\n\u{1f}\u{7f}"), "\"\\\"\\\\\\n\\u001f\u{7f}\"");
        assert_eq!(written(""), "\"\"");
    }

    #[test]
    fn every_text_reads_back() {
        let text: String = (0..=0x2fff_u32).chain(0x1_f300..0x1_f700).filter_map(char::from_u32).collect();
        let body = to_vec(&text, 0);
        assert!(body.is_ascii());
        assert_eq!(serde_json::from_slice::<String>(&body).unwrap(), text);
    }
}
