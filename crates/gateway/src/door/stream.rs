//! The stream that the server reads requests from and writes replies to: adds to a reply's head what the reply left for
//! it, and its body, and gives up clients that do not take what they asked for.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use dialect::Body;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::Connection;
use super::outgoing::{Addition, head};
use super::turn;
use super::wire::{Layer, Wire};

/// How long a client may take nothing of a reply that waits for it.
const STALL: Duration = Duration::from_secs(30);

/// A client's stream over what carries it.
pub(super) struct Stream<L = Layer> {
    layer: L,
    connection: Rc<Connection>,
    sending: Option<Sending>,
    stalled: Option<Pin<Box<Sleep>>>,
}

/// A reply that is being written. For the server its head is written when all of it is.
struct Sending {
    head: Vec<u8>,
    body: Body,
    written: usize,
    /// How much of what the server wrote it stands for.
    taken: usize,
}

/// Replies up to so many bytes are written from one piece of memory, which the system takes quicker.
const ONE_PIECE: usize = 8 * 1024;

impl Sending {
    /// What the server wrote, with what is added to it. Nothing where the server wrote no reply.
    fn new(bytes: &[u8], addition: Addition) -> Option<Self> {
        let Addition { lines, mut body } = addition;
        let (at, taken) = head(bytes)?;
        let small = taken + lines.len() + body.len() <= ONE_PIECE;
        let mut head = Vec::with_capacity(taken + lines.len() + if small { body.len() } else { 0 });
        head.extend_from_slice(&bytes[..at]);
        head.extend_from_slice(&lines);
        head.extend_from_slice(&bytes[at..taken]);
        if small {
            head.extend_from_slice(&body);
            body = Body::default();
        }
        Some(Self { head, body, written: 0, taken })
    }

    /// Writes some of it; `None` when there is nothing left.
    fn poll_some<L: AsyncWrite + Unpin>(&self, layer: &mut L, cx: &mut Context<'_>) -> Option<Poll<io::Result<usize>>> {
        let layer = Pin::new(layer);
        Some(match self.head.get(self.written..) {
            Some(head) if !head.is_empty() && self.body.is_empty() => layer.poll_write(cx, head),
            Some(head) if !head.is_empty() => {
                layer.poll_write_vectored(cx, &[IoSlice::new(head), IoSlice::new(&self.body)])
            }
            _ => match self.body.get(self.written - self.head.len()..) {
                Some(body) if !body.is_empty() => layer.poll_write(cx, body),
                _ => return None,
            },
        })
    }
}

impl Stream {
    /// A client's stream without TLS of its own.
    pub(super) fn new(wire: Wire, secure: bool, last: bool) -> Self {
        Self::over(Layer::Plain(wire), Connection::new(secure, last))
    }
}

impl<L: AsyncRead + AsyncWrite + Unpin> Stream<L> {
    /// A client's stream over what carries it.
    pub(super) fn over(layer: L, connection: Connection) -> Self {
        Self { layer, connection: Rc::new(connection), sending: None, stalled: None }
    }

    /// What is known of the connection.
    pub(super) fn connection(&self) -> Rc<Connection> {
        Rc::clone(&self.connection)
    }

    /// Writes a reply to its end; says how much of what the server wrote it stands for. `None` if there is none to write.
    fn poll_reply(&mut self, cx: &mut Context<'_>) -> Option<Poll<io::Result<usize>>> {
        let sending = self.sending.as_mut()?;
        loop {
            match sending.poll_some(&mut self.layer, cx) {
                Some(Poll::Ready(Ok(0))) => return Some(Poll::Ready(Err(io::ErrorKind::WriteZero.into()))),
                Some(Poll::Ready(Ok(written))) => {
                    sending.written += written;
                    self.stalled = None;
                }
                Some(other) => return Some(other),
                None => {
                    let taken = sending.taken;
                    self.sending = None;
                    return Some(Poll::Ready(Ok(taken)));
                }
            }
        }
    }

    /// Ends the wait for a client that does not take anything for too long.
    fn patiently<T>(&mut self, cx: &mut Context<'_>, poll: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if poll.is_ready() {
            self.stalled = None;
            return poll;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(STALL)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<L: AsyncRead + AsyncWrite + Unpin> AsyncRead for Stream<L> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.layer).poll_read(cx, buffer)
    }
}

impl<L: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Stream<L> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.sending.is_none()
            && let Some(addition) = this.connection.outgoing.take()
        {
            this.sending = Sending::new(bytes, addition);
            if this.sending.as_ref().is_some_and(|sending| turn::waits(sending.body.is_empty())) {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
        let poll = match this.poll_reply(cx) {
            Some(poll) => poll,
            None => Pin::new(&mut this.layer).poll_write(cx, bytes),
        };
        this.patiently(cx, poll)
    }

    // Vectored writes are HTTP/2's, whose names are in lower case by definition.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let poll = Pin::new(&mut this.layer).poll_write_vectored(cx, slices);
        this.patiently(cx, poll)
    }

    fn is_write_vectored(&self) -> bool {
        self.layer.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let poll = Pin::new(&mut this.layer).poll_flush(cx);
        ready!(this.patiently(cx, poll))?;
        this.connection.outgoing.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.layer).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests;
