//! A text that cannot be printed: consumer secrets and token secrets live in it from the moment they are read.

use std::fmt;

use subtle::ConstantTimeEq as _;

/// A secret text. It prints as `…`, is compared only on purpose, and is shown only by [`Secret::expose`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Box<str>);

impl Secret {
    /// Wraps `text`.
    pub fn new(text: impl Into<Box<str>>) -> Self {
        Self(text.into())
    }

    /// The secret itself. Callers answer for where it goes.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether two are the same, in a time that does not tell where they differ.
    pub fn same(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_does_not_print() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "Secret(…)");
    }
}
