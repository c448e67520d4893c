//! Entities of people: their link.

use std::borrow::Cow;

use serde::Serialize;

/// The entities of a person.
#[derive(Serialize)]
pub(crate) struct UserEntities<'u> {
    /// Only of a person who has a link ([recorded]).
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Urls<[Url<'u>; 1]>>,
    /// Always there ([recorded], [client] egg-mode); the graph knows of no links in descriptions.
    description: Urls<[(); 0]>,
}

impl<'u> UserEntities<'u> {
    /// Of a person with that link.
    pub(crate) fn new(url: Option<&'u str>) -> Self {
        let whole = |url: &'u str| Url::new(url, [0, url.chars().count()]);
        Self { url: url.map(|url| Urls { urls: [whole(url)] }), description: Urls { urls: [] } }
    }
}

#[derive(Serialize)]
struct Urls<U> {
    urls: U,
}

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
}

/// An address as people see it: host and path, the path cut after fifteen characters ([recorded]
/// `mesos.apache.org/blog/mesos-0-2…`), without the scheme and a lone slash at the end.
fn display(url: &str) -> Cow<'_, str> {
    const MOST_PATH: usize = 15;
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let path = bare.find('/').unwrap_or(bare.len());
    match bare[path..].char_indices().nth(MOST_PATH) {
        Some((cut, _)) => Cow::Owned(format!("{}…", &bare[..path + cut])),
        None => Cow::Borrowed(bare.strip_suffix('/').unwrap_or(bare)),
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
