//! A client of the least that HTTP/1.1 needs: requests are bytes, answers have a Content-Length.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its body.
    pub body: Vec<u8>,
}

/// One connection.
#[derive(Debug)]
pub struct Client(TcpStream);

impl Client {
    /// Connects.
    ///
    /// # Errors
    /// What the system says.
    pub fn connect(address: SocketAddr) -> Result<Self, String> {
        let patience = Duration::from_secs(20);
        let stream = TcpStream::connect_timeout(&address, patience).map_err(|error| format!("{address}: {error}"))?;
        let set = stream.set_read_timeout(Some(patience)).and_then(|()| stream.set_nodelay(true));
        set.map_err(|error| format!("{address}: {error}"))?;
        Ok(Self(stream))
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    /// That the connection broke off, or that the answer cannot be read.
    pub fn send(&mut self, request: &[u8]) -> Result<Answer, String> {
        let failed = |error: std::io::Error| format!("no answer: {error}");
        self.0.write_all(request).map_err(failed)?;
        let (mut read, mut chunk) = (Vec::new(), [0; 65_536]);
        loop {
            if let Some((status, body)) = measure(&read)?
                && read.len() >= body.end
            {
                return Ok(Answer { status, body: read[body].to_vec() });
            }
            match self.0.read(&mut chunk).map_err(failed)? {
                0 => return Err("the connection was closed amid an answer".to_owned()),
                length => read.extend_from_slice(&chunk[..length]),
            }
        }
    }
}

/// The status and where the body stands, once the head is there.
///
/// # Errors
/// That there is no status or no length.
pub(super) fn measure(read: &[u8]) -> Result<Option<(u16, std::ops::Range<usize>)>, String> {
    let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = String::from_utf8_lossy(&read[..end]);
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or("an answer without a status")?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let length = length.ok_or("an answer without a length")?;
    Ok(Some((status, end + 4..end + 4 + length)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_whole_when_its_length_is_there() {
        let answer = b"HTTP/1.1 201 Created\r\nContent-length: 3\r\n\r\nabc";
        assert_eq!(measure(answer), Ok(Some((201, 43..46))));
        assert_eq!(measure(&answer[..30]), Ok(None));
        assert!(measure(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
