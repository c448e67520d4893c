//! The forward proxy: what is the gateway's own, what is not, and how it says so.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use portcullis::settings::Elsewhere;

use crate::house::{APP_NET, BEARER, connect, get, head, house, reply, signed, with};

/// All that is said until the connection ends.
fn rest(stream: &mut impl std::io::Read) -> String {
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_real_host_is_answered_through_a_tunnel() {
    let house = house();
    for host in ["api.twitter.com", "api.x.com", "twitter.com", "x.com"] {
        let mut stream = house.secure(house.tunnel(host), host);
        let target = "/1.1/account/verify_credentials.json";
        let (head, body) = get(&mut stream, host, target, &signed("https", host, target));
        assert!(head.starts_with("HTTP/1.1 200 ") && body.contains("\"amy\""), "{host}: {head}{body}");
        let (head, _) = get(&mut stream, host, "/2/users/me", BEARER);
        assert!(head.starts_with("HTTP/1.1 200 "), "{host}: {head}");
    }
    for host in ["api.app.net", "alpha-api.app.net", "account.app.net", "alpha.app.net"] {
        let mut stream = house.secure(house.tunnel(host), host);
        let (head, _) = get(&mut stream, host, "/stream/0/token", APP_NET);
        assert!(head.starts_with("HTTP/1.1 200 "), "{host}: {head}");
    }
}

#[test]
fn plain_http_is_answered_by_full_address_and_in_a_tunnel() {
    let house = house();
    let target = "/1.1/blocks/ids.json";
    let line = signed("http", "api.twitter.com", target);
    let ask = format!("GET http://api.twitter.com{target} HTTP/1.1\r\nHost: elsewhere.example\r\n{line}\r\n\r\n");
    let mut stream = house.asked(&ask);
    let (head, _) = reply(&mut stream);
    assert!(head.starts_with("HTTP/1.1 200 ") && head.to_lowercase().contains("connection: close"), "{head}");
    assert_eq!(rest(&mut stream), "", "the next request may be for another host");
    // Some clients ask a proxy for https in this form; what they sign is https.
    let line = signed("https", "api.twitter.com", target);
    let mut stream = house.asked(&format!("GET https://api.twitter.com{target} HTTP/1.1\r\nHost: x\r\n{line}\r\n\r\n"));
    assert!(reply(&mut stream).0.starts_with("HTTP/1.1 200 "));
    let mut tunnel = house.tunnel("api.twitter.com");
    let (head, _) = get(&mut tunnel, "api.twitter.com", target, &signed("http", "api.twitter.com", target));
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
}

#[test]
fn the_gateways_own_ports_are_its_own_and_others_of_this_machine_are_not() {
    let house = house();
    let own = house.doors.http;
    let mut stream = house.asked(&format!("GET http://{own}/2/users/me HTTP/1.1\r\nHost: {own}\r\n{BEARER}\r\n\r\n"));
    assert!(reply(&mut stream).0.starts_with("HTTP/1.1 200 "));
    let mut stream = house.asked("CONNECT localhost:9 HTTP/1.1\r\nHost: localhost:9\r\n\r\n");
    assert!(head(&mut stream).starts_with("HTTP/1.1 403 "));
}

#[test]
fn other_hosts_are_refused_named_and_counted() {
    let house = house();
    for (ask, host) in [
        ("CONNECT telemetry.example:443 HTTP/1.1\r\nHost: telemetry.example:443\r\n\r\n", "telemetry.example:443"),
        (
            "POST http://plain.example/collect HTTP/1.1\r\nHost: plain.example\r\nContent-Length: 3\r\n\r\na=b",
            "plain.example:80",
        ),
        ("CONNECT api.twitter.com.evil.example:443 HTTP/1.1\r\n\r\n", "api.twitter.com.evil.example:443"),
        ("CONNECT [2001:db8::1]:443 HTTP/1.1\r\n\r\n", "[2001:db8::1]:443"),
    ] {
        let mut stream = house.asked(ask);
        let (head, body) = reply(&mut stream);
        assert!(head.starts_with("HTTP/1.1 403 ") && head.lines().next().unwrap().contains(host), "{head}");
        assert!(body.contains(host) && body.contains("proxy.elsewhere"), "{body}");
        assert_eq!(rest(&mut stream), "");
        let line = format!("portcullis_elsewhere_total{{host=\"{host}\",passed=\"no\"}} 1");
        assert!(house.gateway.metrics.text().contains(&line), "{line}");
    }
}

#[test]
fn what_is_no_request_to_a_proxy_is_told_so() {
    let house = house();
    for ask in
        ["GET /2/users/me HTTP/1.1\r\nHost: x\r\n\r\n", "\u{16}\u{3}\u{1}\r\n\r\n", "CONNECT nowhere HTTP/1.1\r\n\r\n"]
    {
        let (head, body) = reply(&mut house.asked(ask));
        assert!(head.starts_with("HTTP/1.1 400 ") && body.contains("this is a proxy"), "{ask:?}: {head}{body}");
    }
}

#[test]
fn other_hosts_are_let_through_where_the_settings_say_so() {
    let house = with(|settings| settings.proxy.elsewhere = Elsewhere::Pass);
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = other.local_addr().unwrap();
    let serving = std::thread::spawn(move || {
        let (mut tunnelled, _) = other.accept().unwrap();
        let mut said = [0; 4];
        tunnelled.read_exact(&mut said).unwrap();
        tunnelled.write_all(b"pong").unwrap();
        drop(tunnelled);
        let (mut asked, _) = other.accept().unwrap();
        let head = head(&mut asked);
        asked.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").unwrap();
        head
    });
    let mut tunnel = house.asked(&format!("CONNECT {at} HTTP/1.1\r\nHost: {at}\r\n\r\nping"));
    assert!(head(&mut tunnel).starts_with("HTTP/1.1 200 "));
    assert_eq!(rest(&mut tunnel), "pong");
    let mut asked =
        house.asked(&format!("GET http://{at}/a?b=c HTTP/1.1\r\nHost: {at}\r\nProxy-Connection: x\r\n\r\n"));
    assert!(rest(&mut asked).ends_with("\r\n\r\nok"));
    let head = serving.join().unwrap();
    assert_eq!(head, format!("GET /a?b=c HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n"));
    let line = format!("portcullis_elsewhere_total{{host=\"{at}\",passed=\"yes\"}} 2");
    assert!(house.gateway.metrics.text().contains(&line));
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (head, body) = reply(&mut house.asked(&format!("CONNECT {closed} HTTP/1.1\r\n\r\n")));
    assert!(head.starts_with("HTTP/1.1 502 ") && body.contains("cannot be reached"), "{head}{body}");
}

#[test]
fn further_hosts_of_the_settings_are_the_gateways_own() {
    let house = with(|settings| settings.tls.names = vec!["Gateway.example".to_owned()]);
    let mut stream = house.secure(house.tunnel("gateway.example"), "gateway.example");
    assert!(get(&mut stream, "gateway.example", "/2/users/me", BEARER).0.starts_with("HTTP/1.1 200 "));
    let mut direct = house.secure(connect(house.doors.https.unwrap()), "gateway.example");
    assert!(get(&mut direct, "gateway.example", "/2/users/me", BEARER).0.starts_with("HTTP/1.1 200 "));
}
