//! JSON as App.net wrote it: minified, in ASCII, with `\u` escapes for everything else ([recorded]); or pretty.

mod pretty;

use std::io;

use dialect::json::{Escapes, Json};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// The escapes of minified JSON: without a byte beyond ASCII, which also makes the text safe inside a script (JSONP); and
/// of pretty JSON.
pub(crate) fn escapes(pretty: bool) -> Escapes {
    if pretty { Escapes::PLAIN } else { Escapes::ASCII }
}

/// What `write` writes: minified, or pretty with a line break at the end ([doc]). `room` is a guess at its length.
pub(crate) fn write(pretty: bool, room: usize, write: impl FnOnce(&mut Json)) -> Vec<u8> {
    let mut out = Json::new(escapes(pretty), room);
    write(&mut out);
    if pretty { pretty::indented(&out.into_bytes()) } else { out.into_bytes() }
}

/// Writes what serde says of `value`.
pub(crate) fn value(out: &mut Json, value: &impl Serialize) {
    let compact = Compact(out.escapes());
    // A Vec takes all that is written to it, and no wire type refuses to be written: there is no error to report.
    out.with(|body| _ = value.serialize(&mut Serializer::with_formatter(body, compact)));
}

/// An object that was written by hand, within one that serde writes: only [`value`] knows what to do with it.
pub(crate) struct Written(Vec<u8>);

impl Written {
    /// What `write` writes; `room` is a guess at its length in bytes.
    pub(crate) fn by(escapes: Escapes, room: usize, write: impl FnOnce(&mut Json)) -> Self {
        let mut out = Json::new(escapes, room);
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
struct Compact(Escapes);

impl Formatter for Compact {
    /// serde_json has taken out what every JSON text escapes.
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if self.0.keep(fragment) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut escaped = Vec::with_capacity(2 * fragment.len());
        self.0.push(&mut escaped, fragment);
        writer.write_all(&escaped)
    }

    fn write_byte_array<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: &[u8]) -> io::Result<()> {
        writer.write_all(value)
    }
}

/// Puts another key and its value before the first `key` of a body, in the style the body was written in.
pub(crate) fn insert_before(body: &mut Vec<u8>, key: &str, name: &str, value: &str, pretty: bool) {
    let quoted = format!("\"{key}\":");
    let Some(at) = body.windows(quoted.len()).position(|window| window == quoted.as_bytes()) else {
        return;
    };
    // Two levels deep: inside the envelope, inside `meta`.
    let text = if pretty { format!("\"{name}\": \"{value}\",\n        ") } else { format!("\"{name}\":\"{value}\",") };
    body.splice(at..at, text.into_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_beyond_ascii_is_escaped_as_recorded() {
        let text = "prot\u{e9}g\u{e9}s \"\u{4ffa}\"\r\n\u{1f600}/\u{2028}\u{7f}";
        let written = write(false, 0, |out| value(out, &text));
        let expected = "\"prot\\u00e9g\\u00e9s \\\"\\u4ffa\\\"\\r\\n\\ud83d\\ude00/\\u2028\u{7f}\"";
        assert_eq!(String::from_utf8(written).unwrap(), expected);
    }

    #[test]
    fn pretty_json_ends_with_a_line_break() {
        assert_eq!(write(true, 0, |out| value(out, &[1])), b"[\n    1\n]\n");
    }
}
