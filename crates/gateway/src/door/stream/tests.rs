//! However the socket takes the bytes, the client gets what the server wrote with what was added to it.

use std::collections::VecDeque;

use tokio::io::AsyncWriteExt as _;

use super::*;

const HEAD: &str = "HTTP/1.1 200 OK\r\ndate: now\r\n\r\n";
const LINES: &str = "X-RateLimit-Limit: 5\r\nP3P: a\r\n";
const WHOLE: &str = "HTTP/1.1 200 OK\r\nX-RateLimit-Limit: 5\r\nP3P: a\r\ndate: now\r\n\r\n";
/// A body that looks like a head.
const BODY: &str = "HTTP/1.1 200 OK\r\n\r\n:)";

fn addition(lines: &str, body: &str) -> Addition {
    Addition { lines: lines.as_bytes().to_vec(), body: body.into() }
}

/// A socket that takes a given number of bytes at a time, and nothing every other time.
struct Narrow {
    takes: VecDeque<usize>,
    rest: usize,
    blocks: bool,
    got: Vec<u8>,
}

impl Narrow {
    fn new(takes: impl IntoIterator<Item = usize>, rest: usize) -> Self {
        Self { takes: takes.into_iter().collect(), rest, blocks: false, got: Vec::new() }
    }
}

impl AsyncRead for Narrow {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Narrow {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.blocks = !self.blocks;
        if self.blocks {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let rest = self.rest;
        let taken = self.takes.pop_front().unwrap_or(rest).min(bytes.len());
        self.got.extend_from_slice(&bytes[..taken]);
        Poll::Ready(Ok(taken))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let whole: Vec<u8> = slices.iter().flat_map(|slice| slice.iter().copied()).collect();
        self.poll_write(cx, &whole)
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// What a future says to one more question.
fn polled<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(std::task::Waker::noop()))
}

fn over(socket: Narrow) -> Stream<Narrow> {
    Stream::over(socket, Connection::new(false, false))
}

#[tokio::test]
async fn a_reply_is_whole_however_the_socket_takes_it() {
    for (body, rests) in [(BODY.to_owned(), [7, 1000]), (BODY.repeat(ONE_PIECE / 10), [5000, 100_000])] {
        let expected = format!("{WHOLE}{body}");
        for first in 1..expected.len().min(130) {
            for rest in rests {
                let mut stream = over(Narrow::new([first], rest));
                stream.connection().outgoing.add(addition(LINES, &body), true).await;
                stream.write_all(HEAD.as_bytes()).await.unwrap();
                stream.flush().await.unwrap();
                let got = String::from_utf8_lossy(&stream.layer.got);
                assert!(got == expected, "the socket took {first}, then {rest} at a time: {got}");
            }
        }
    }
}

#[tokio::test]
async fn replies_one_after_another_are_each_as_they_asked() {
    let mut stream = over(Narrow::new([], 5));
    let connection = stream.connection();
    let by_server = format!("HTTP/1.1 404 Not Found\r\ncontent-length: 1\r\n\r\nx{BODY}");
    for lines in ["P3P: 1\r\n", "", "P3P: 2\r\n"] {
        if lines.is_empty() {
            connection.outgoing.leave();
            stream.write_all(by_server.as_bytes()).await.unwrap();
            continue;
        }
        let add = connection.outgoing.add(addition(lines, BODY), true);
        let mut add = std::pin::pin!(add);
        if polled(&mut add).is_pending() {
            stream.flush().await.unwrap();
            assert!(polled(&mut add).is_ready());
        }
        stream.write_all(HEAD.as_bytes()).await.unwrap();
    }
    stream.flush().await.unwrap();
    let own = |lines: &str| HEAD.replacen("date", &format!("{lines}date"), 1) + BODY;
    let expected = format!("{}{by_server}{}", own("P3P: 1\r\n"), own("P3P: 2\r\n"));
    assert_eq!(String::from_utf8_lossy(&stream.layer.got), expected);
}

#[tokio::test]
async fn nothing_is_changed_without_being_asked() {
    let mut stream = over(Narrow::new([3, 1], 11));
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\np3p: x\n\r\n0\r\n\r\n";
    stream.write_all(chunked.as_bytes()).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&stream.layer.got), chunked);
}

#[tokio::test(start_paused = true)]
async fn a_client_that_takes_nothing_is_given_up() {
    struct Full;
    impl AsyncRead for Full {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
    }
    impl AsyncWrite for Full {
        fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
            Poll::Pending
        }
        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Pending
        }
    }
    let began = tokio::time::Instant::now();
    let mut stream = Stream::over(Full, Connection::new(false, false));
    assert_eq!(stream.write_all(b"x").await.unwrap_err().kind(), io::ErrorKind::TimedOut);
    assert_eq!(began.elapsed().as_secs(), STALL.as_secs());
}
