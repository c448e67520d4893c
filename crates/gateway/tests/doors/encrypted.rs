//! https: HTTP/1.1 and HTTP/2, by the real names.

use crate::house::{BEARER, connect, get, house, signed};
use rustls::pki_types::ServerName;
use tokio_rustls::TlsConnector;

#[test]
fn a_signature_over_https_holds_for_the_real_host() {
    let house = house();
    let mut stream = house.secure(connect(house.doors.https.unwrap()), "api.twitter.com");
    let target = "/1.1/blocks/ids.json?stringify_ids=true";
    let (head, body) = get(&mut stream, "api.twitter.com", target, &signed("https", "api.twitter.com", target));
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}{body}");
    assert_eq!(stream.conn.alpn_protocol(), Some(&b"http/1.1"[..]));
    let (head, _) = get(&mut stream, "api.twitter.com", target, &signed("https", "api.x.com", target));
    assert!(head.starts_with("HTTP/1.1 401 "), "what was signed for another host was not sent there: {head}");
}

#[test]
fn http2_is_spoken_and_sees_the_same_host() {
    let house = house();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let socket = tokio::net::TcpStream::connect(house.doors.https.unwrap()).await.unwrap();
        let name = ServerName::try_from("api.twitter.com").unwrap();
        let stream = TlsConnector::from(house.trusting(&["h2"])).connect(name, socket).await.unwrap();
        assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        let (client, connection) = h2::client::handshake(stream).await.unwrap();
        let connection = tokio::spawn(connection);
        let mut client = client.ready().await.unwrap();
        let ask = |target: &str, line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            let uri = format!("https://api.twitter.com{target}");
            http::Request::builder().uri(uri).header(name, value).body(()).unwrap()
        };
        let target = "/1.1/blocks/ids.json?stringify_ids=true";
        let (answer, _) = client.send_request(ask(target, &signed("https", "api.twitter.com", target)), true).unwrap();
        assert_eq!(answer.await.unwrap().status(), 200);
        let (answer, _) = client.send_request(ask("/2/users/me", BEARER), true).unwrap();
        let answer = answer.await.unwrap();
        assert_eq!(answer.status(), 200);
        let mut body = answer.into_body();
        let mut text = Vec::new();
        while let Some(part) = body.data().await {
            text.extend_from_slice(&part.unwrap());
        }
        assert!(String::from_utf8(text).unwrap().contains("\"username\":\"amy\""));
        drop(client);
        connection.abort();
    });
}

#[test]
fn more_requests_at_once_than_are_answered_at_once_are_all_answered() {
    let house = house();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let socket = tokio::net::TcpStream::connect(house.doors.https.unwrap()).await.unwrap();
        let name = ServerName::try_from("api.x.com").unwrap();
        let stream = TlsConnector::from(house.trusting(&["h2"])).connect(name, socket).await.unwrap();
        let (client, connection) = h2::client::handshake(stream).await.unwrap();
        let connection = tokio::spawn(connection);
        let mut client = client.ready().await.unwrap();
        let answers: Vec<_> = (0..400)
            .map(|_| {
                let request = http::Request::get("https://api.x.com/2/nowhere").body(()).unwrap();
                client.send_request(request, true).unwrap().0
            })
            .collect();
        for answer in answers {
            assert_eq!(answer.await.unwrap().status(), 404);
        }
        connection.abort();
    });
}

#[test]
fn a_body_comes_by_http2_without_a_length() {
    let house = house();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let socket = tokio::net::TcpStream::connect(house.doors.https.unwrap()).await.unwrap();
        let name = ServerName::try_from("api.x.com").unwrap();
        let stream = TlsConnector::from(house.trusting(&["h2"])).connect(name, socket).await.unwrap();
        let (mut client, connection) = h2::client::handshake(stream).await.unwrap();
        let connection = tokio::spawn(connection);
        let (name, value) = BEARER.split_once(": ").unwrap();
        let request = http::Request::post("https://api.x.com/2/users/1212092628029698101/blocking")
            .header(name, value)
            .header("content-type", "application/json")
            .body(())
            .unwrap();
        let (answer, mut sending) = client.send_request(request, false).unwrap();
        sending.send_data("{\"target_user_id\":\"1212092628029698105\"}".into(), true).unwrap();
        assert_eq!(answer.await.unwrap().status(), 200);
        connection.abort();
    });
}

#[test]
fn who_does_not_trust_the_authority_is_not_served() {
    let (house, other) = (house(), house());
    let mut stream = other.secure(connect(house.doors.https.unwrap()), "api.twitter.com");
    let error = std::io::Write::write_all(&mut stream, b"GET / HTTP/1.1\r\n\r\n").unwrap_err();
    assert!(error.to_string().contains("UnknownIssuer") || error.to_string().contains("BadSignature"), "{error}");
}
