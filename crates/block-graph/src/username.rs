//! Names people are called by: stored as written, compared without case.

use std::fmt;

/// A username as its owner writes it: 1 to 20 of `[A-Za-z0-9_]`.
///
/// X allows 15 ([spec] `^[A-Za-z0-9_]{1,15}$`), App.net 20 ([doc]); the graph takes the wider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Username(Box<str>);

impl Username {
    /// Checks and keeps `text`; `None` when it is not a username.
    pub fn new(text: &str) -> Option<Self> {
        fits(text).then(|| Self(text.into()))
    }

    /// What was a username before.
    pub(crate) fn known(text: &str) -> Self {
        Self(text.into())
    }

    /// The name as its owner writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key that names are compared by.
    pub fn key(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for Username {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Username {
    type Error = String;

    /// As [`new`](Self::new), but a text that is no username comes back.
    fn try_from(text: String) -> Result<Self, String> {
        if fits(&text) { Ok(Self(text.into_boxed_str())) } else { Err(text) }
    }
}

fn fits(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The form under which usernames are compared: ASCII lower case.
pub fn fold(name: &str) -> String {
    name.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_casing_and_folds_the_key() {
        let name = Username::new("Twitter_1").unwrap();
        assert_eq!((name.as_str(), name.key().as_str()), ("Twitter_1", "twitter_1"));
        assert_eq!(Username::try_from("Twitter_1".to_owned()), Ok(name));
        for bad in ["", "@a", "a b", "é", "abcdefghijklmnopqrstu"] {
            assert!(Username::new(bad).is_none(), "{bad:?}");
            assert_eq!(Username::try_from(bad.to_owned()), Err(bad.to_owned()));
        }
    }
}
