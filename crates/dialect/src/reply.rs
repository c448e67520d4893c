//! A reply as a dialect makes it.

use crate::body::Body;
use crate::lines::HeaderLines;

/// What goes back to the client.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The content type; empty for none.
    pub content_type: &'static str,
    /// Further headers, in order, named as the service wrote them.
    pub headers: HeaderLines,
    /// The body.
    pub body: Body,
}

impl Reply {
    /// A reply with that status, content type and body and no further headers.
    pub fn new(status: u16, content_type: &'static str, body: impl Into<Body>) -> Self {
        Self { status, content_type, headers: HeaderLines::default(), body: body.into() }
    }

    /// Adds a header.
    pub fn header(&mut self, name: &'static str, value: impl AsRef<str>) {
        self.headers.push(name, value.as_ref());
    }

    /// The value of a header that was added, by name without case.
    pub fn get_header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }
}
