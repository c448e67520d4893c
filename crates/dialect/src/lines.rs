//! A reply's headers as the text that HTTP/1.1 sends: put together once, where a dialect names them, and then written as
//! it is. Other versions of HTTP read it back.

use std::fmt;

use crate::hex;

/// Lines of `name: value`, each ended by CR LF, in order.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct HeaderLines {
    text: Vec<u8>,
    cased: bool,
}

/// What most replies need.
const ROOM: usize = 1024;

impl HeaderLines {
    /// Adds a header; not one whose value HTTP cannot carry, such as a line break.
    pub fn push(&mut self, name: &'static str, value: &str) {
        if value.bytes().fold(true, |good, byte| good & (matches!(byte, b' '..=b'~') | (byte == b'\t'))) {
            self.name(name);
            self.text.extend_from_slice(value.as_bytes());
            self.text.extend_from_slice(b"\r\n");
        }
    }

    /// Adds a header whose value is a number.
    pub fn push_number(&mut self, name: &'static str, value: i64) {
        self.name(name);
        self.text.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
        self.text.extend_from_slice(b"\r\n");
    }

    /// Adds a header whose value is numbers in sixteen hex digits each.
    pub fn push_hex(&mut self, name: &'static str, values: &[u64]) {
        self.name(name);
        values.iter().for_each(|value| self.text.extend_from_slice(&hex::sixteen(*value)));
        self.text.extend_from_slice(b"\r\n");
    }

    /// Adds whole lines, which are the program's own; names in lower case.
    pub fn push_lines(&mut self, lines: &'static str) {
        debug_assert!(lines.is_empty() || lines.ends_with("\r\n"), "{lines:?}");
        self.room();
        self.text.extend_from_slice(lines.as_bytes());
    }

    fn name(&mut self, name: &'static str) {
        self.room();
        self.cased |= name.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
        self.text.extend_from_slice(name.as_bytes());
        self.text.extend_from_slice(b": ");
    }

    fn room(&mut self) {
        if self.text.capacity() == 0 {
            self.text.reserve(ROOM);
        }
    }

    /// Name and value of each, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.as_str().split_terminator("\r\n").filter_map(|line| line.split_once(": "))
    }

    /// The value of the first of that name, without case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Whether names begin with capitals, as the service wrote them.
    pub fn is_cased(&self) -> bool {
        self.cased
    }

    /// The lines as text.
    pub fn as_str(&self) -> &str {
        // Names, numbers and values that were looked at are ASCII: nothing else comes in.
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    /// The lines as they are sent, as a piece of memory of their own.
    pub fn into_bytes(self) -> Vec<u8> {
        self.text
    }
}

impl fmt::Debug for HeaderLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_back_as_they_were_put_there() {
        let mut lines = HeaderLines::default();
        lines.push_lines("server: tsa_b\r\npragma: no-cache\r\n");
        lines.push("x-empty", "");
        lines.push("location", "https://a.example/?b: c");
        lines.push_number("x-number", -7);
        lines.push_hex("x-hash", &[0xabc, u64::MAX]);
        assert!(!lines.is_cased());
        lines.push("Retry-After", "1");
        assert!(lines.is_cased());
        let told: Vec<_> = lines.iter().collect();
        assert_eq!(
            told,
            [
                ("server", "tsa_b"),
                ("pragma", "no-cache"),
                ("x-empty", ""),
                ("location", "https://a.example/?b: c"),
                ("x-number", "-7"),
                ("x-hash", "0000000000000abcffffffffffffffff"),
                ("Retry-After", "1"),
            ]
        );
        assert_eq!((lines.get("retry-after"), lines.get("nothing")), (Some("1"), None));
    }

    #[test]
    fn a_value_cannot_end_its_line() {
        let mut lines = HeaderLines::default();
        for value in ["a\r\nset-cookie: b", "a\nb", "a\rb", "\0", "\u{7f}", "ü"] {
            lines.push("location", value);
        }
        assert_eq!(lines.as_str(), "");
    }
}
