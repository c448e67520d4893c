//! A page of ids that is kept reaches clients of every door as it was written the first time.

use std::io::{Read as _, Write as _};

use block_graph::event::Change;
use block_graph::{Counts, Edge, EdgeKind, Position, Profile, Timestamp, UserId, Username};
use rustls::pki_types::ServerName;
use tokio_rustls::TlsConnector;

use crate::house::{House, connect, get, house, signed, with};

const PATH: &str = "/1.1/blocks/ids.json";
const CROWD: i64 = 5_000;

/// Amy, as the tests' signatures have her, blocks five thousand people of nineteen digits.
fn crowd(house: &House) {
    let mut changes = Vec::new();
    for number in 1..=CROWD {
        let one = UserId(1_000_000_000_000_000_000 + number);
        let person = Profile::new(one, Username::new(&format!("one{number}")).unwrap(), Timestamp(0));
        changes.push(Change::AddUser(person.into(), Counts::default()));
        let source = UserId(1_212_092_628_029_698_101);
        changes.push(Change::AddEdge(Edge { source, kind: EdgeKind::Block, target: one, position: Position(number) }));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(house.gateway.engine.import(changes)).unwrap();
}

fn read(house: &House) -> String {
    let mut stream = connect(house.doors.http);
    let (head, body) = get(&mut stream, "localhost", PATH, &signed("http", "localhost", PATH));
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}{body}");
    body
}

fn metric(house: &House, line: &str) -> Option<u64> {
    let (_, text) = get(&mut connect(house.admin), "127.0.0.1", "/metrics", "Accept: */*");
    text.lines().find_map(|found| found.strip_prefix(line)?.trim().parse().ok())
}

#[test]
fn every_door_gives_the_same_bytes() {
    let house = house();
    crowd(&house);
    let first = read(&house);
    assert!(first.len() > 100_000 && first.contains("1000000000000005000"), "{}", first.len());
    for _ in 0..3 {
        assert!(read(&house) == first, "another page over http");
        let mut secure = house.secure(connect(house.doors.https.unwrap()), "api.twitter.com");
        let (_, body) = get(&mut secure, "api.twitter.com", PATH, &signed("https", "api.twitter.com", PATH));
        assert!(body == first, "another page over https");
        assert!(over_http2(&house) == first, "another page over HTTP/2");
    }
    let mut stream = connect(house.doors.http);
    for _ in 0..2 {
        // A connection goes on after it.
        let (_, body) = get(&mut stream, "localhost", PATH, &signed("http", "localhost", PATH));
        assert!(body == first, "another page after one");
    }
    assert_eq!(metric(&house, "portcullis_pages_total{found=\"no\"}"), Some(2));
    assert_eq!(metric(&house, "portcullis_pages_total{found=\"yes\"}"), Some(10));
    let bytes = metric(&house, "portcullis_page_bytes").unwrap();
    assert!((140_000..200_000).contains(&bytes), "{bytes}");
}

fn over_http2(house: &House) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let socket = tokio::net::TcpStream::connect(house.doors.https.unwrap()).await.unwrap();
        let name = ServerName::try_from("api.twitter.com").unwrap();
        let stream = TlsConnector::from(house.trusting(&["h2"])).connect(name, socket).await.unwrap();
        let (client, connection) = h2::client::handshake(stream).await.unwrap();
        let connection = tokio::spawn(connection);
        let mut client = client.ready().await.unwrap();
        let line = signed("https", "api.twitter.com", PATH);
        let (name, value) = line.split_once(": ").unwrap();
        let uri = format!("https://api.twitter.com{PATH}");
        let ask = http::Request::builder().uri(uri).header(name, value).body(()).unwrap();
        let mut body = client.send_request(ask, true).unwrap().0.await.unwrap().into_body();
        let mut text = Vec::new();
        while let Some(part) = body.data().await {
            let part = part.unwrap();
            body.flow_control().release_capacity(part.len()).unwrap();
            text.extend_from_slice(&part);
        }
        drop(client);
        connection.abort();
        String::from_utf8(text).unwrap()
    })
}

#[test]
fn without_room_pages_are_written_each_time() {
    let house = with(|settings| settings.store.page_cache_mb = 0);
    crowd(&house);
    let first = read(&house);
    assert!(read(&house) == first && read(&house) == first);
    assert_eq!(metric(&house, "portcullis_pages_total{found=\"no\"}"), None);
    assert_eq!(metric(&house, "portcullis_page_bytes"), Some(0));
}

#[test]
fn a_kept_page_is_compressed_whole() {
    let house = with(|settings| settings.server.compress = true);
    crowd(&house);
    let whole = |length: usize| {
        let mut stream = connect(house.doors.http);
        let line = signed("http", "localhost", PATH);
        let ask = format!(
            "GET {PATH} HTTP/1.1\r\nHost: localhost\r\n{line}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(ask.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        assert!(bytes.starts_with(b"HTTP/1.1 200 OK\r\n") && bytes.ends_with(b"\r\n0\r\n\r\n"));
        let body = bytes.windows(4).position(|end| end == b"\r\n\r\n").unwrap();
        assert!(length == 0 || bytes.len() - body == length, "{} and not {length}", bytes.len() - body);
        bytes.len() - body
    };
    let first = whole(0);
    for _ in 0..3 {
        whole(first);
    }
}
