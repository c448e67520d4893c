//! JSON as the service wrote it ([recorded]): pure ASCII, anything else as `\uXXXX` in lower-case hex and surrogate
//! pairs, `/` as `\/`, `<` and `>` escaped, no whitespace.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// Writes `value`. `capacity` is a guess at its length in bytes.
pub(crate) fn to_vec(value: &impl Serialize, capacity: usize) -> Vec<u8> {
    let mut body = Vec::with_capacity(capacity);
    // A Vec takes all that is written to it, and no wire type refuses to be written: there is no error to report.
    let _ = value.serialize(&mut Serializer::with_formatter(&mut body, Ascii));
    body
}

/// serde_json escapes quotes, backslashes and control characters itself, the latter in lower-case hex too; the runs
/// between them pass through here.
struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.bytes().position(is_escaped) {
            let (plain, tail) = rest.split_at(at);
            writer.write_all(plain.as_bytes())?;
            let mut characters = tail.chars();
            match characters.next() {
                Some('/') => writer.write_all(b"\\/")?,
                Some(character) => write_units(writer, character)?,
                None => {}
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Bytes of a run that cannot stay as they are.
fn is_escaped(byte: u8) -> bool {
    byte >= 0x80 || matches!(byte, b'/' | b'<' | b'>')
}

/// Writes a character as its one or two UTF-16 units.
fn write_units<W: ?Sized + io::Write>(writer: &mut W, character: char) -> io::Result<()> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for unit in character.encode_utf16(&mut [0; 2]) {
        let digit = |shift: u32| DIGITS[usize::from(*unit >> shift & 15)];
        writer.write_all(&[b'\\', b'u', digit(12), digit(8), digit(4), digit(0)])?;
    }
    Ok(())
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
