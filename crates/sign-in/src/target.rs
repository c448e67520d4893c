//! Where a person is sent back to. Whether the app may name the place is the graph's to say; here only what a browser can
//! be sent to at all passes, and what is brought back is written at its end.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Schemes that mean "run this", "show this" or "read this here", and none that an app could be reached by.
const NO_PLACES: [&str; 9] =
    ["about", "blob", "chrome", "data", "file", "filesystem", "javascript", "vbscript", "view-source"];

/// Everything but RFC 3986's unreserved characters.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A place that a browser can be sent to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Target<'t> {
    uri: &'t str,
    /// The scheme's length.
    scheme: usize,
}

/// Where in an address what is brought back stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    /// Before the `#`: the app's server sees it.
    Query,
    /// After it: the browser keeps it.
    Fragment,
}

impl<'t> Target<'t> {
    /// Reads an absolute address. `None` when it is none, holds anything but printable ASCII, has a scheme that reaches no
    /// app, or is a web address whose host can be misread (user names, backslashes).
    pub(crate) fn parse(uri: &'t str) -> Option<Self> {
        let (scheme, rest) = uri.split_once(':')?;
        let named = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
        let printable = uri.bytes().all(|byte| byte.is_ascii_graphic());
        let place = !NO_PLACES.contains(&scheme.to_ascii_lowercase().as_str());
        let target = Self { uri, scheme: scheme.len() };
        let fits = named && printable && place && !rest.is_empty();
        (fits && (!target.is_web() || target.host().is_some())).then_some(target)
    }

    /// The address.
    pub(crate) fn uri(&self) -> &'t str {
        self.uri
    }

    /// The scheme, in lower case.
    pub(crate) fn scheme(&self) -> String {
        self.uri[..self.scheme].to_ascii_lowercase()
    }

    /// Whether it is an address of the web.
    pub(crate) fn is_web(&self) -> bool {
        matches!(self.scheme().as_str(), "http" | "https")
    }

    /// Whether it has a fragment, which OAuth 2 forbids (RFC 6749, 3.1.2).
    pub(crate) fn has_fragment(&self) -> bool {
        self.uri.contains('#')
    }

    /// The place in short, for people: the host and port of a web address, the scheme of another.
    pub(crate) fn short(&self) -> String {
        let host = self.host().filter(|_| self.is_web());
        host.map_or_else(|| format!("{}:", self.scheme()), str::to_owned)
    }

    /// Host and port of a web address.
    fn host(&self) -> Option<&'t str> {
        let rest = self.uri[self.scheme..].strip_prefix("://")?;
        let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte);
        (!host.is_empty() && !host.starts_with(':') && host.bytes().all(plain)).then_some(host)
    }

    /// The address with what is brought back, its own query and fragment untouched.
    pub(crate) fn with(&self, part: Part, pairs: &[(&str, &str)]) -> String {
        let (base, fragment) = match self.uri.split_once('#') {
            Some((base, fragment)) => (base, Some(fragment)),
            None => (self.uri, None),
        };
        let mut text = base.to_owned();
        match (part, base.split_once('?')) {
            (Part::Fragment, _) => text.push('#'),
            (Part::Query, None) => text.push('?'),
            (Part::Query, Some((_, query))) if query.is_empty() || query.ends_with('&') => {}
            (Part::Query, Some(_)) => text.push('&'),
        }
        text.push_str(&query(pairs));
        if let (Part::Query, Some(fragment)) = (part, fragment) {
            let _ = write!(text, "#{fragment}");
        }
        text
    }
}

/// Pairs as a query string.
pub(crate) fn query(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        let separator = if text.is_empty() { "" } else { "&" };
        let _ = write!(text, "{separator}{name}={}", utf8_percent_encode(value, VALUE));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_can_be_sent_to() {
        for (good, short) in [
            ("https://app.example/back?x=1", "app.example"),
            ("http://127.0.0.1:5000/callback", "127.0.0.1:5000"),
            ("http://[::1]:5000", "[::1]:5000"),
            ("HTTPS://App.Example/", "App.Example"),
            ("my-app://back", "my-app:"),
            ("com.example.app:/back", "com.example.app:"),
        ] {
            assert_eq!(Target::parse(good).map(|target| target.short()).as_deref(), Some(short), "{good}");
        }
        for bad in [
            "",
            "back",
            "/back",
            "//evil.example/",
            "https:",
            "https:/app.example",
            "https://",
            "https:///back",
            "https://:80/",
            "https://app.example@evil.example/",
            "https://app.example\\@evil.example/",
            "https://a.example;script-src/",
            "https://app.example/\r\nSet-Cookie: a=b",
            "https://app.example/ back",
            "https://\u{e4}pp.example/",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://app.example/1",
            "view-source:https://app.example",
            "1app://back",
            "my app://back",
        ] {
            assert_eq!(Target::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn what_is_brought_back_stands_at_the_end() {
        let pairs = [("code", "a b&c=d#\u{e9}"), ("state", "x")];
        let with = |uri, part| Target::parse(uri).unwrap().with(part, &pairs);
        let coded = "code=a%20b%26c%3Dd%23%C3%A9&state=x";
        for (uri, expected) in [
            ("https://a.example", format!("https://a.example?{coded}")),
            ("https://a.example/b", format!("https://a.example/b?{coded}")),
            ("https://a.example/b?", format!("https://a.example/b?{coded}")),
            ("https://a.example/b?c=%2F+d", format!("https://a.example/b?c=%2F+d&{coded}")),
            ("https://a.example/b?c=d&", format!("https://a.example/b?c=d&{coded}")),
            ("https://a.example/b?c=d#top", format!("https://a.example/b?c=d&{coded}#top")),
            ("my-app:/back", format!("my-app:/back?{coded}")),
        ] {
            assert_eq!(with(uri, Part::Query), expected);
        }
        assert_eq!(with("https://a.example/b?c=d", Part::Fragment), format!("https://a.example/b?c=d#{coded}"));
    }
}
