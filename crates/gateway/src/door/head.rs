//! What a client asks of a proxy: the head of its first request, read within bounds and no further understood than needed.

use std::io;

use actix_web::http::Uri;
use actix_web::http::uri::Authority;
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// The longest name a host can have.
const LONGEST_HOST: usize = 255;

/// Where a client wants to go.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Target {
    /// Host name or address, in lower case, without brackets.
    pub(super) host: String,
    /// Port.
    pub(super) port: u16,
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]:{}", self.host, self.port)
        } else {
            write!(f, "{}:{}", self.host, self.port)
        }
    }
}

/// What a client asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    /// A tunnel (`CONNECT host:port`).
    Tunnel(Target),
    /// One request, which names its host (`GET http://host/path`).
    Request(Target),
    /// Neither: it takes the proxy for a server, or does not speak HTTP.
    Other,
}

/// Why a head could not be read.
#[derive(Debug)]
pub(super) enum Unread {
    /// It is longer than is taken.
    TooLong,
    /// The client went away.
    Gone,
}

impl From<io::Error> for Unread {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// Reads up to the end of a head. Returns what was read, and how much of it is the head.
pub(super) async fn read(stream: &mut (impl AsyncRead + Unpin), limit: usize) -> Result<(Vec<u8>, usize), Unread> {
    let mut bytes = Vec::with_capacity(1024.min(limit));
    let mut searched: usize = 0;
    loop {
        if let Some(at) = bytes[searched..].windows(4).position(|window: &[u8]| window == b"\r\n\r\n") {
            let length = searched + at + 4;
            return if length > limit { Err(Unread::TooLong) } else { Ok((bytes, length)) };
        }
        if bytes.len() >= limit {
            return Err(Unread::TooLong);
        }
        searched = bytes.len().saturating_sub(3);
        bytes.reserve(1024);
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(Unread::Gone);
        }
    }
}

/// What the first line of a head asks for.
pub(super) fn parse(head: &[u8]) -> Asked {
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let Ok(line) = std::str::from_utf8(line) else { return Asked::Other };
    let mut words = line.split(' ');
    let (Some(method), Some(place), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Asked::Other;
    };
    if !version.starts_with("HTTP/1.") {
        return Asked::Other;
    }
    if method == "CONNECT" {
        let target = place.parse().ok().and_then(|authority: Authority| target(&authority, None));
        return target.map_or(Asked::Other, Asked::Tunnel);
    }
    let Ok(uri) = place.parse::<Uri>() else { return Asked::Other };
    let port = match uri.scheme_str() {
        Some("http") => 80,
        Some("https") => 443,
        _ => return Asked::Other,
    };
    uri.authority().and_then(|authority| target(authority, Some(port))).map_or(Asked::Other, Asked::Request)
}

fn target(authority: &Authority, port: Option<u16>) -> Option<Target> {
    let host = authority.host().trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    let port = authority.port_u16().or(port)?;
    let good = !host.is_empty() && host.len() <= LONGEST_HOST;
    good.then(|| Target { host: host.to_ascii_lowercase(), port })
}

/// The head as the server behind the proxy is to see it: the path alone, and nothing that was meant for the proxy.
pub(super) fn for_origin(head: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(head).ok()?;
    let mut lines = text.trim_end_matches("\r\n").split("\r\n");
    let mut words = lines.next()?.split(' ');
    let (method, place, version) = (words.next()?, words.next()?.parse::<Uri>().ok()?, words.next()?);
    let path = place.path_and_query().map_or("/", |path| path.as_str());
    let mut own = format!("{method} {path} {version}\r\n");
    for line in lines {
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        if !["connection", "proxy-connection", "proxy-authorization", "keep-alive"].contains(&name.as_str()) {
            own.push_str(line);
            own.push_str("\r\n");
        }
    }
    own.push_str("Connection: close\r\n\r\n");
    Some(own.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(host: &str, port: u16) -> Target {
        Target { host: host.to_owned(), port }
    }

    #[test]
    fn first_lines_say_where_to_go() {
        for (line, asked) in [
            ("CONNECT api.twitter.com:443 HTTP/1.1", Asked::Tunnel(at("api.twitter.com", 443))),
            ("CONNECT API.Twitter.COM.:443 HTTP/1.0", Asked::Tunnel(at("api.twitter.com", 443))),
            ("CONNECT [::1]:8443 HTTP/1.1", Asked::Tunnel(at("::1", 8443))),
            ("CONNECT api.twitter.com HTTP/1.1", Asked::Other),
            ("GET http://api.x.com/2/users/me?a=b HTTP/1.1", Asked::Request(at("api.x.com", 80))),
            ("POST https://api.x.com/2 HTTP/1.1", Asked::Request(at("api.x.com", 443))),
            ("GET http://127.0.0.1:8080/ HTTP/1.1", Asked::Request(at("127.0.0.1", 8080))),
            ("GET ftp://files.example/ HTTP/1.1", Asked::Other),
            ("GET /2/users/me HTTP/1.1", Asked::Other),
            ("CONNECT a:1 b HTTP/1.1", Asked::Other),
            ("CONNECT a:99999 HTTP/1.1", Asked::Other),
            ("\u{16}\u{3}\u{1}", Asked::Other),
            ("", Asked::Other),
        ] {
            assert_eq!(parse(format!("{line}\r\nHost: x\r\n\r\n").as_bytes()), asked, "{line}");
        }
    }

    #[test]
    fn the_origin_sees_no_proxy() {
        let head = b"GET http://e.example/a?b=c HTTP/1.1\r\nHost: e.example\r\nProxy-Connection: keep-alive\r\n\
            Connection: keep-alive\r\nProxy-Authorization: Basic x\r\nAccept: */*\r\n\r\n";
        let expected = b"GET /a?b=c HTTP/1.1\r\nHost: e.example\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        assert_eq!(for_origin(head).as_deref(), Some(&expected[..]));
    }

    #[tokio::test]
    async fn heads_come_in_pieces_and_end_within_bounds() {
        let (mut client, mut server) = tokio::io::duplex(7);
        let sent = b"CONNECT a.example:1 HTTP/1.1\r\nHost: a.example:1\r\n\r\nmore";
        let sending = tokio::spawn(async move { tokio::io::AsyncWriteExt::write_all(&mut client, sent).await });
        let (bytes, length) = read(&mut server, 64).await.unwrap();
        assert_eq!(&bytes[..length], &sent[..sent.len() - 4]);
        drop(server);
        drop(sending.await);
        for (text, limit) in [("CONNECT a:1 HTTP/1.1\r\n\r\n", 20), (&*"x".repeat(5000), 4096)] {
            assert!(matches!(read(&mut text.as_bytes(), limit).await, Err(Unread::TooLong)), "{limit}");
        }
        assert!(matches!(read(&mut &b"CONNECT a"[..], 64).await, Err(Unread::Gone)));
    }
}
