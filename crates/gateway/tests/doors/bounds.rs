//! What a client can take of the gateway: time, bytes and connections all end somewhere.

use std::io::{Read as _, Write as _};
use std::net::Shutdown;
use std::time::Instant;

use crate::house::{BEARER, connect, get, head, house, impatient, reply, with};

/// How long it takes until the other side ends the connection.
fn ends_after(mut socket: std::net::TcpStream) -> f64 {
    let began = Instant::now();
    let mut rest = Vec::new();
    // A reset is an end too.
    let _ = socket.read_to_end(&mut rest);
    began.elapsed().as_secs_f64()
}

#[test]
fn a_proxys_head_is_bounded_in_bytes_and_time() {
    let house = with(|settings| impatient(&mut settings.proxy));
    let long = format!("CONNECT api.x.com:443 HTTP/1.1\r\nX: {}\r\n\r\n", "x".repeat(20_000));
    assert!(reply(&mut house.asked(&long)).0.starts_with("HTTP/1.1 431 "));
    let mut slow = house.asked("CONNECT api.x.com");
    assert!(reply(&mut slow).0.starts_with("HTTP/1.1 408 "));
    // A tunnel in which nothing is said.
    let silent = house.tunnel("api.x.com");
    assert!(ends_after(silent) < 10.0);
}

#[test]
fn a_handshake_is_bounded_in_time() {
    let house = with(|settings| settings.tls.handshake = 1);
    let at = house.doors.https.unwrap();
    let silent = connect(at);
    let mut stuck = connect(at);
    stuck.write_all(&[0x16, 3, 1, 2, 0]).unwrap();
    assert!(ends_after(silent) < 10.0 && ends_after(stuck) < 10.0);
}

#[test]
fn stuck_handshakes_hold_others_up_no_longer_than_their_time() {
    let house = with(|settings| (settings.tls.handshake, settings.tls.handshakes) = (3, 1));
    let at = house.doors.https.unwrap();
    let silent = connect(at);
    // Who says nothing takes no place.
    let mut stream = house.secure(connect(at), "localhost");
    assert!(get(&mut stream, "localhost", "/2/users/me", BEARER).0.starts_with("HTTP/1.1 200 "));
    drop(silent);
}

#[test]
fn a_proxys_connections_are_counted_and_given_back() {
    let house = with(|settings| settings.proxy.connections = 1);
    let mut only = house.secure(house.tunnel("api.x.com"), "api.x.com");
    assert!(get(&mut only, "api.x.com", "/2/users/me", BEARER).0.starts_with("HTTP/1.1 200 "));
    let mut late = house.asked("CONNECT api.x.com:443 HTTP/1.1\r\n\r\n");
    assert!(reply(&mut late).0.starts_with("HTTP/1.1 503 "));
    drop(only);
    // The place is free once the server has seen that the client has gone.
    let came = (0..1000)
        .any(|_| head(&mut house.asked("CONNECT api.x.com:443 HTTP/1.1\r\n\r\n")).starts_with("HTTP/1.1 200 "));
    assert!(came, "the place was not given back");
}

#[test]
fn a_client_that_has_said_all_still_gets_its_reply() {
    let house = house();
    let ask = format!("GET /2/users/me HTTP/1.1\r\nHost: localhost\r\n{BEARER}\r\n\r\n");
    let mut plain = connect(house.doors.http);
    plain.write_all(ask.as_bytes()).unwrap();
    plain.shutdown(Shutdown::Write).unwrap();
    assert!(reply(&mut plain).0.starts_with("HTTP/1.1 200 "));
    assert!(ends_after(plain) < 10.0, "the server closes its side too");
    let mut secure = house.secure(connect(house.doors.https.unwrap()), "localhost");
    secure.write_all(ask.as_bytes()).unwrap();
    secure.conn.send_close_notify();
    secure.flush().unwrap();
    secure.sock.shutdown(Shutdown::Write).unwrap();
    assert!(reply(&mut secure).0.starts_with("HTTP/1.1 200 "));
}

#[test]
fn a_head_that_does_not_end_is_cut_off() {
    let house = house();
    let mut slow = connect(house.doors.http);
    slow.write_all(b"GET /2/users/me HTTP/1.1\r\nHost: local").unwrap();
    assert!(reply(&mut slow).0.starts_with("HTTP/1.1 408 "));
    assert!(ends_after(slow) < 10.0);
}

#[test]
fn idle_connections_leave_room_for_one_more() {
    // Both ends are in this process, whose files may be limited; `make bounds` holds a thousand.
    let house = house();
    let idle: Vec<_> = (0..200)
        .map(|_| {
            let mut stream = connect(house.doors.http);
            assert!(get(&mut stream, "localhost", "/2/users/me", BEARER).0.starts_with("HTTP/1.1 "));
            stream
        })
        .collect();
    let mut stream = house.secure(connect(house.doors.https.unwrap()), "localhost");
    assert!(get(&mut stream, "localhost", "/2/users/me", BEARER).0.starts_with("HTTP/1.1 "));
    assert_eq!(idle.len(), 200);
}
