//! Who sits at the browser, as far as a request tells: the session it keeps, and whether it runs on this very machine.

use std::net::IpAddr;

use block_graph::Secret;
use block_graph::access::{Browser, session};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use dialect::{Reply, Request};

/// The cookie that keeps the session.
const COOKIE: &str = "portcullis_session";

/// Names under which a browser on this machine finds the real services' pages when `/etc/hosts` sends them here.
const SERVICES: [&str; 8] = [
    "api.twitter.com",
    "twitter.com",
    "api.x.com",
    "x.com",
    "account.app.net",
    "alpha.app.net",
    "alpha-api.app.net",
    "api.app.net",
];

/// The browser that sent a request.
pub(crate) fn of(request: &Request<'_>) -> Browser {
    Browser { session: session(request), trusted: is_here(request) }
}

fn session(request: &Request<'_>) -> Option<Secret> {
    let cookies = Cookie::split_parse(request.headers.get("cookie")?);
    let own = cookies.filter_map(Result::ok).find(|cookie| cookie.name() == COOKIE)?;
    (!own.value().is_empty()).then(|| Secret::new(own.value()))
}

/// Gives the browser a session to keep.
pub(crate) fn keep(reply: &mut Reply, session: Option<&Secret>, secure: bool) {
    let Some(session) = session else { return };
    let mut cookie = Cookie::build((COOKIE, session.expose()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .path("/")
        .max_age(Duration::milliseconds(session::LIFE));
    if secure {
        cookie = cookie.secure(true);
    }
    reply.header("Set-Cookie", cookie.build().to_string());
}

/// Whether whoever sits at the browser sits at this machine: people without a password are for them alone.
///
/// The address must be loopback. A proxy on this machine makes everybody look so, unless the settings trust it: what says
/// that it was forwarded for somebody elsewhere is not from here. And a name that anybody could have pointed at this
/// machine is none of ours: a page of that name could read and send our forms (DNS rebinding).
fn is_here(request: &Request<'_>) -> bool {
    request.address.to_canonical().is_loopback() && !is_forwarded(request) && is_ours(request.origin.host)
}

fn is_forwarded(request: &Request<'_>) -> bool {
    let loopback = |hop: &str| hop.trim().parse::<IpAddr>().is_ok_and(|hop| hop.to_canonical().is_loopback());
    let elsewhere = |name| request.headers.get(name).is_some_and(|hops: &str| !hops.split(',').all(loopback));
    elsewhere("x-forwarded-for") || elsewhere("x-real-ip") || request.headers.get("forwarded").is_some()
}

/// Whether a host, as the browser wrote it, is an address, a name without a dot, or one that only we can stand behind.
fn is_ours(host: &str) -> bool {
    if host.starts_with('[') {
        return true;
    }
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).to_ascii_lowercase();
    let address = name.parse::<IpAddr>().is_ok();
    let reserved = name.ends_with(".localhost") || name.ends_with(".test");
    !name.is_empty() && (address || reserved || !name.contains('.') || SERVICES.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use block_graph::Timestamp;
    use dialect::{Headers, Method, NoHeaders, Origin};

    fn seen(headers: &dyn Headers, address: &str, host: &str) -> Browser {
        let origin = Origin { scheme: "http", host };
        let mut request = Request::new(Method::Get, "/", headers, b"", origin, Timestamp(0));
        request.address = address.parse().unwrap();
        of(&request)
    }

    #[test]
    fn the_session_is_the_cookie_of_that_name() {
        for (cookies, expected) in [
            ("portcullis_session=a.1.2.b", Some("a.1.2.b")),
            ("other=1; portcullis_session=a.b ; third", Some("a.b")),
            ("portcullis_session=first; portcullis_session=second", Some("first")),
            ("portcullis_session=", None),
            ("Portcullis_Session=a", None),
            ("portcullis_sessions=a", None),
            ("; ; =; garbage", None),
        ] {
            let browser = seen(&[("cookie", cookies)], "127.0.0.1", "localhost");
            assert_eq!(browser.session.as_ref().map(Secret::expose), expected, "{cookies}");
        }
        assert_eq!(seen(&NoHeaders, "127.0.0.1", "localhost").session, None);
    }

    #[test]
    fn the_cookie_is_kept_from_scripts_other_sites_and_plain_wires() {
        let mut reply = Reply::new(200, "", "");
        keep(&mut reply, Some(&Secret::new("a.1.2.b-_")), true);
        let expected = "portcullis_session=a.1.2.b-_; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=43200";
        assert_eq!(reply.get_header("set-cookie"), Some(expected));
        let mut plain = Reply::new(200, "", "");
        keep(&mut plain, Some(&Secret::new("a")), false);
        let expected = "portcullis_session=a; HttpOnly; SameSite=Lax; Path=/; Max-Age=43200";
        assert_eq!(plain.get_header("set-cookie"), Some(expected));
        let mut none = Reply::new(200, "", "");
        keep(&mut none, None, true);
        assert_eq!(none.headers.as_str(), "");
    }

    #[test]
    fn only_this_machine_is_trusted() {
        for address in ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1"] {
            assert!(seen(&NoHeaders, address, "localhost:8080").trusted, "{address}");
        }
        for address in ["192.168.0.1", "::ffff:192.168.0.1", "2001:db8::1", "0.0.0.0"] {
            assert!(!seen(&NoHeaders, address, "localhost:8080").trusted, "{address}");
        }
    }

    #[test]
    fn what_was_forwarded_for_others_is_not_from_here() {
        let here = |name, value| seen(&[(name, value)], "127.0.0.1", "localhost").trusted;
        assert!(here("x-forwarded-for", "127.0.0.1") && here("x-forwarded-for", "::1, 127.0.0.1"));
        for value in ["203.0.113.9", "127.0.0.1, 203.0.113.9", "unknown", ""] {
            assert!(!here("x-forwarded-for", value), "{value:?}");
        }
        assert!(!here("x-real-ip", "203.0.113.9") && !here("forwarded", "for=203.0.113.9"));
    }

    #[test]
    fn a_name_that_others_can_point_here_is_not_ours() {
        let here = |host| seen(&NoHeaders, "127.0.0.1", host).trusted;
        for host in ["localhost", "127.0.0.1:8080", "[::1]:8080", "LOCALHOST:1", "gate.localhost", "mybox:80", "a.test"]
        {
            assert!(here(host), "{host}");
        }
        assert!(SERVICES.into_iter().all(here));
        for host in ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "localhost.evil.example", ""] {
            assert!(!here(host), "{host}");
        }
    }
}
