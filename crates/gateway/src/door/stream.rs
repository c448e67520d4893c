//! The stream that the server reads requests from and writes replies to: restores the case of header names where a
//! reply asks for it, and gives up clients that do not take what they asked for.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::Connection;
use super::wire::{Layer, Wire};

/// How long a client may take nothing of a reply that waits for it.
const STALL: Duration = Duration::from_secs(30);

/// A client's stream over what carries it.
pub(super) struct Stream<L = Layer> {
    layer: L,
    connection: Rc<Connection>,
    /// What of a restored head is still to be written, though the server takes it for written.
    head: Vec<u8>,
    written: usize,
    stalled: Option<Pin<Box<Sleep>>>,
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
        Self { layer, connection: Rc::new(connection), head: Vec::new(), written: 0, stalled: None }
    }

    /// What is known of the connection.
    pub(super) fn connection(&self) -> Rc<Connection> {
        Rc::clone(&self.connection)
    }

    /// Writes what is left of a head.
    fn poll_head(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.written < self.head.len() {
            match ready!(Pin::new(&mut self.layer).poll_write(cx, &self.head[self.written..]))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written => self.written += written,
            }
        }
        self.head.clear();
        self.written = 0;
        Poll::Ready(Ok(()))
    }

    /// Writes the beginning of a reply with its head restored, in one go with what follows.
    fn poll_restored(&mut self, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let length = self.connection.case.copy(bytes, &mut self.head);
        if length == 0 {
            // The server wrote something else than a reply, which is its own business.
            self.connection.case.done();
            return Pin::new(&mut self.layer).poll_write(cx, bytes);
        }
        let slices = [IoSlice::new(&self.head), IoSlice::new(&bytes[length..])];
        match Pin::new(&mut self.layer).poll_write_vectored(cx, &slices) {
            Poll::Ready(Ok(0)) => Poll::Ready(Ok(0)),
            Poll::Ready(Ok(written)) => {
                self.connection.case.done();
                self.written = written.min(length);
                if self.written == length {
                    self.head.clear();
                    self.written = 0;
                }
                // The head counts as written, whole, once it has begun: the rest of it goes before anything else.
                Poll::Ready(Ok(length.max(written)))
            }
            other => {
                // Nothing was taken: the server comes again with the same bytes.
                self.head.clear();
                other
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
        let poll = match this.poll_head(cx) {
            Poll::Ready(Ok(())) if this.connection.case.is_due() => this.poll_restored(cx, bytes),
            Poll::Ready(Ok(())) => Pin::new(&mut this.layer).poll_write(cx, bytes),
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => Poll::Pending,
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
        let poll = match this.poll_head(cx) {
            Poll::Ready(Ok(())) => Pin::new(&mut this.layer).poll_flush(cx),
            other => other,
        };
        ready!(this.patiently(cx, poll))?;
        this.connection.case.flushed();
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = &mut *self;
        ready!(this.poll_head(cx))?;
        Pin::new(&mut this.layer).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests;
