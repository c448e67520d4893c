//! JSON as App.net wrote it: minified, in ASCII, with `\u` escapes for everything else ([recorded]); or pretty.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

/// The indentation of pretty JSON ([inferred]: the documentation's examples have it).
const INDENT: &[u8] = b"    ";
/// Room for one user object, so that most bodies are written without growing.
const ROOM: usize = 1536;

/// Minified and without a byte beyond ASCII, which also makes the text safe inside a script (JSONP).
struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if fragment.is_ascii() {
            return writer.write_all(fragment.as_bytes());
        }
        let mut units = [0; 2];
        for character in fragment.chars() {
            match u8::try_from(character) {
                Ok(byte) if byte.is_ascii() => writer.write_all(&[byte])?,
                _ => character.encode_utf16(&mut units).iter().try_for_each(|unit| write!(writer, "\\u{unit:04x}"))?,
            }
        }
        Ok(())
    }
}

/// Writes `value`: minified, or pretty with a line break at the end ([doc]).
pub(crate) fn write(value: &impl Serialize, pretty: bool) -> Vec<u8> {
    let mut body = Vec::with_capacity(ROOM);
    // Writing to a Vec cannot fail, and every map of the wire types has strings for keys.
    if pretty {
        let formatter = PrettyFormatter::with_indent(INDENT);
        let _ = value.serialize(&mut Serializer::with_formatter(&mut body, formatter));
        body.push(b'\n');
    } else {
        let _ = value.serialize(&mut Serializer::with_formatter(&mut body, Ascii));
    }
    body
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
        let written = write(&"prot\u{e9}g\u{e9}s \"\u{4ffa}\"\r\n\u{1f600}/\u{2028}\u{7f}", false);
        let expected = "\"prot\\u00e9g\\u00e9s \\\"\\u4ffa\\\"\\r\\n\\ud83d\\ude00/\\u2028\u{7f}\"";
        assert_eq!(String::from_utf8(written).unwrap(), expected);
    }

    #[test]
    fn pretty_json_ends_with_a_line_break() {
        assert_eq!(write(&[1], true), b"[\n    1\n]\n");
    }
}
