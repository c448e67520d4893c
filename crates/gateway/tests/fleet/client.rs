//! A client on one connection at a time, which sends what a test asks and never sends it twice.

use std::io::{BufRead as _, BufReader, Error, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use block_graph::Timestamp;
use conformance::{Answer, Ask};
use dialect::{Method, Reply};

/// What a client waits for an answer: longer than a gateway may take.
const WAIT: Duration = Duration::from_secs(30);

/// Where a client connects.
#[derive(Clone, Debug)]
pub(crate) enum Way {
    Gateway(SocketAddr),
    Balancer(PathBuf),
}

trait Stream: Read + Write + Send {}
impl<S: Read + Write + Send> Stream for S {}

pub(crate) struct Client {
    way: Way,
    stream: Option<BufReader<Box<dyn Stream>>>,
}

impl Client {
    pub(crate) fn new(way: &Way) -> Self {
        Self { way: way.clone(), stream: None }
    }

    /// Sends a request and waits for what comes back. After an error nobody knows what came of it.
    pub(crate) fn ask(&mut self, ask: &Ask) -> Result<Answer> {
        let answer = self.exchange(ask);
        if answer.is_err() {
            self.stream = None;
        }
        answer
    }

    fn exchange(&mut self, ask: &Ask) -> Result<Answer> {
        static NONCE: AtomicU64 = AtomicU64::new(0);
        let (nonce, now) = (NONCE.fetch_add(1, Ordering::Relaxed), SystemTime::now().duration_since(UNIX_EPOCH));
        let now = i64::try_from(now.map_err(Error::other)?.as_millis()).map_err(Error::other)?;
        let host = match &self.way {
            Way::Gateway(address) => address.to_string(),
            Way::Balancer(_) => "127.0.0.1:8080".to_owned(),
        };
        let ask = ask.clone().to(&host);
        let method = match ask.method {
            Method::Get => "GET",
            Method::Delete => "DELETE",
            _ => "POST",
        };
        let mut text =
            format!("{method} {} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\n", ask.target, ask.body.len());
        for (name, value) in ask.head(Timestamp(now), &format!("fleet{}x{nonce}", std::process::id())) {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("\r\n{}", ask.body));
        if self.stream.is_none() {
            self.stream = Some(BufReader::new(connect(&self.way)?));
        }
        let Some(stream) = self.stream.as_mut() else { return Err(Error::other("not connected")) };
        stream.get_mut().write_all(text.as_bytes())?;
        let (answer, closes) = read(stream)?;
        if closes {
            self.stream = None;
        }
        Ok(answer)
    }
}

fn connect(way: &Way) -> Result<Box<dyn Stream>> {
    Ok(match way {
        Way::Gateway(address) => {
            let stream = TcpStream::connect_timeout(address, WAIT)?;
            stream.set_nodelay(true)?;
            stream.set_read_timeout(Some(WAIT))?;
            Box::new(stream)
        }
        Way::Balancer(path) => {
            let stream = UnixStream::connect(path)?;
            stream.set_read_timeout(Some(WAIT))?;
            Box::new(stream)
        }
    })
}

/// An answer, and whether the connection ends with it.
fn read(stream: &mut BufReader<Box<dyn Stream>>) -> Result<(Answer, bool)> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(Error::other("closed before an answer"));
    }
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    let mut reply = Reply::new(status.ok_or_else(|| Error::other(line.clone()))?, "", Vec::new());
    let (mut length, mut closes) = (None, false);
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Err(Error::other("closed in a head"));
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        let value = value.trim_start();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok(),
            "connection" => closes = value.eq_ignore_ascii_case("close"),
            "retry-after" => reply.header("Retry-After", value),
            _ => {}
        }
    }
    match length {
        Some(length) => {
            let mut body = vec![0; length];
            stream.read_exact(&mut body)?;
            reply.body = body.into();
        }
        // What a balancer says itself may end with its connection.
        None if closes => drop(reply.body.change(|body| stream.read_to_end(body))?),
        None => return Err(Error::other("an answer of unknown length")),
    }
    Ok((Answer(reply), closes))
}
