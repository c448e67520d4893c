//! Links, as the entities of people and of tweets have them.

use std::borrow::Cow;

use dialect::blocks::{find, is};
use dialect::json::Json;
use serde::Serialize;

use super::tweet_entities::write_indices;

/// A link. The service shortened `url`; here it is the address itself ([inferred]).
#[derive(Serialize)]
pub(super) struct Url<'u> {
    url: &'u str,
    expanded_url: &'u str,
    display_url: Cow<'u, str>,
    indices: [usize; 2],
}

impl<'u> Url<'u> {
    /// One that stands there, in code points.
    pub(super) fn new(url: &'u str, indices: [usize; 2]) -> Self {
        Self { url, expanded_url: url, display_url: display(url), indices }
    }

    /// Writes it.
    pub(super) fn write(&self, out: &mut Json) {
        out.raw(r#"{"url":""#);
        let written = out.address(self.url);
        out.raw(r#"","expanded_url":""#);
        out.again(written);
        out.raw(r#"","display_url":""#);
        out.address(&self.display_url);
        write_indices(out, self.indices);
    }
}

/// An address as people see it: host and path, the path cut after fifteen characters ([recorded]
/// `mesos.apache.org/blog/mesos-0-2…`), without the scheme and a lone slash at the end.
fn display(url: &str) -> Cow<'_, str> {
    match shown(url) {
        (shown, true) => Cow::Owned(format!("{shown}…")),
        (shown, false) => Cow::Borrowed(shown),
    }
}

/// What of an address is [displayed](display), and whether it is cut.
pub(super) fn shown(url: &str) -> (&str, bool) {
    const MOST_PATH: usize = 15;
    // The usual schemes first: looking for any is most of what this costs.
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let bare = bare.unwrap_or_else(|| url.split_once("://").map_or(url, |(_, rest)| rest));
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let path = find(bare, |word| is(word, b'/')).unwrap_or(bare.len());
    // So few bytes are no more characters.
    let tail = Some(&bare[path..]).filter(|tail| tail.len() > MOST_PATH);
    match tail.and_then(|tail| tail.char_indices().nth(MOST_PATH)) {
        Some((cut, _)) => (&bare[..path + cut], true),
        None => (bare.strip_suffix('/').unwrap_or(bare), false),
    }
}

#[cfg(test)]
mod tests {
    use super::display;

    #[test]
    fn addresses_are_shown_as_the_recordings_have_them() {
        for (url, shown) in [
            ("http://foo.com", "foo.com"),
            ("https://github.com/tweepy/tweepy", "github.com/tweepy/tweepy"),
            ("http://smarturl.it/DangerousWoman", "smarturl.it/DangerousWoman"),
            ("http://mesos.apache.org/blog/mesos-0-21-0-released/", "mesos.apache.org/blog/mesos-0-2…"),
            ("https://twitter.com/arianagrande/status/521955353622495232", "twitter.com/arianagrande/s…"),
            ("https://www.example.com/", "example.com"),
            ("http://exämple.com/ääääääääääääääää", "exämple.com/ääääääääääääää…"),
            ("", ""),
        ] {
            assert_eq!(display(url), shown);
        }
    }
}
