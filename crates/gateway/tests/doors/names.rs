//! Header names as the services sent them, through the whole server.

use std::io::Write as _;

use crate::house::{APP_NET, BEARER, connect, get, house, reply, with};

const PATH: &str = "/stream/0/token";

#[test]
fn app_net_names_are_in_their_own_case() {
    let house = house();
    let mut plain = connect(house.doors.http);
    let mut secure = house.secure(connect(house.doors.https.unwrap()), "alpha-api.app.net");
    // Later replies of a connection take another road than its first.
    for _ in 0..3 {
        for (head, body) in
            [get(&mut plain, "localhost", PATH, APP_NET), get(&mut secure, "alpha-api.app.net", PATH, APP_NET)]
        {
            for name in
                ["X-OAuth-Scopes: ", "X-ADN-Migrations-Enabled: ", "P3P: ", "Content-Type: ", "Content-Length: "]
            {
                assert!(head.contains(&format!("\r\n{name}")), "{name} is not in {head}");
            }
            assert!(body.contains("\"username\":\"amy\""));
        }
    }
    let (head, _) = get(&mut plain, "localhost", "/stream/0/users/me/blocked", APP_NET);
    assert!(head.contains("\r\nX-OAuth-Scopes: "), "{head}");
}

#[test]
fn other_dialects_names_stay_as_they_were() {
    let house = house();
    let (head, _) = get(&mut connect(house.doors.http), "localhost", "/2/users/me", BEARER);
    assert!(head.lines().skip(1).all(|line| !line.starts_with(|letter: char| letter.is_ascii_uppercase())), "{head}");
}

#[test]
fn requests_sent_ahead_get_their_replies_in_order_each_in_its_case() {
    let house = house();
    let mut stream = connect(house.doors.http);
    let ask = |path: &str, header: &str| format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n");
    let (old, new) = (ask(PATH, APP_NET), ask("/2/users/me", BEARER));
    let head_only = old.replacen("GET", "HEAD", 1);
    let all = [&new, &old, &old, &new, &head_only, &old].map(String::as_str).concat();
    stream.write_all(all.as_bytes()).unwrap();
    for is_old in [false, true, true, false] {
        let (head, body) = reply(&mut stream);
        assert_eq!(head.contains("\r\nX-OAuth-Scopes: "), is_old, "{head}");
        assert_eq!(head.contains("\r\nContent-Length: "), is_old, "{head}");
        assert!(body.contains("\"username\":\"amy\""), "{body}");
    }
    let head = crate::house::head(&mut stream);
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("\r\nX-OAuth-Scopes: "), "{head}");
    let (head, body) = reply(&mut stream);
    assert!(head.contains("\r\nX-OAuth-Scopes: ") && body.contains("\"username\":\"amy\""), "{head}");
}

#[test]
fn a_compressed_reply_has_its_names_too() {
    let house = with(|settings| settings.server.compress = true);
    let mut stream = connect(house.doors.http);
    let header = format!("{APP_NET}\r\nAccept-Encoding: gzip");
    for _ in 0..2 {
        let request = format!("GET {PATH} HTTP/1.1\r\nHost: localhost\r\n{header}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let head = crate::house::head(&mut stream);
        assert!(head.contains("\r\nX-OAuth-Scopes: ") && head.contains("Content-Encoding: gzip"), "{head}");
        assert!(head.contains("Transfer-Encoding: chunked"), "{head}");
        // Up to the last chunk: a body that was shifted by a byte would not end there.
        let mut body = Vec::new();
        while !body.ends_with(b"\r\n0\r\n\r\n") {
            let mut byte = [0];
            std::io::Read::read_exact(&mut stream, &mut byte).unwrap();
            body.extend(byte);
        }
    }
}

#[test]
fn a_body_that_is_announced_is_waited_for() {
    let house = house();
    let mut stream = connect(house.doors.http);
    let body = "text=hello+from+an+old+client";
    let head = format!(
        "POST /stream/0/posts HTTP/1.1\r\nHost: localhost\r\n{APP_NET}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
        Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    assert_eq!(crate::house::head(&mut stream), "HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(body.as_bytes()).unwrap();
    let (head, body) = reply(&mut stream);
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.contains("\r\nX-OAuth-Scopes: "), "{head}");
    assert!(body.contains("hello from an old client"), "{body}");
}
