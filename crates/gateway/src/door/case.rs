//! The case of header names. HTTP does not care, and the server's types know lower case only; but clients of App.net
//! compare `X-RateLimit-Limit` letter by letter ([client]), because that is what the service sent.
//!
//! A reply says which of its names are to be restored. The bytes of its head pass [`Stream`](super::stream::Stream) in
//! one piece, at the beginning of a write, if nothing was waiting to be written before it. So such a reply waits until
//! that is so, then leaves its names here, and the next write is the one. Bodies are never looked at, whatever is in
//! them, and connections that have no such replies do no work at all.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;

use super::Connection;

/// What may still be waiting to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Ahead {
    /// Nothing: the next write begins with the next reply's head.
    #[default]
    Nothing,
    /// A reply, or a part of one.
    Something,
    /// The end of a reply, which the next flush takes along.
    End,
    /// Something, and a reply waits for a flush.
    Awaited,
}

/// The names to restore on a connection.
#[derive(Debug, Default)]
pub struct Case {
    ahead: Cell<Ahead>,
    waiting: RefCell<Option<Waker>>,
    names: RefCell<Vec<&'static str>>,
}

impl Case {
    /// Says that a reply whose names stay as they are was made.
    pub fn leave(&self) {
        self.ahead.set(Ahead::Something);
    }

    /// Waits until all that was made before is written, then has these names restored in the head that is written next.
    pub async fn restore(&self, names: Vec<&'static str>) {
        if self.ahead.get() != Ahead::Nothing {
            self.ahead.set(Ahead::Awaited);
            poll_fn(|cx| {
                if self.ahead.get() == Ahead::Nothing {
                    return Poll::Ready(());
                }
                // The server flushes while a reply is waited for, also when there is nothing to write.
                *self.waiting.borrow_mut() = Some(cx.waker().clone());
                Poll::Pending
            })
            .await;
        }
        self.ahead.set(Ahead::Something);
        *self.names.borrow_mut() = names;
    }

    /// Says that all that the server had to write is written.
    pub(super) fn flushed(&self) {
        if matches!(self.ahead.get(), Ahead::End | Ahead::Awaited) {
            self.ahead.set(Ahead::Nothing);
            if let Some(waker) = self.waiting.borrow_mut().take() {
                waker.wake();
            }
        }
    }

    /// Whether the next write begins with a head whose names are to be restored.
    pub(super) fn is_due(&self) -> bool {
        !self.names.borrow().is_empty()
    }

    /// Copies the head at the beginning of `bytes` to `head` with its names restored, and says how long it is. Without
    /// a whole head there, nothing is copied.
    pub(super) fn copy(&self, bytes: &[u8], head: &mut Vec<u8>) -> usize {
        let Some(length) = head_length(bytes) else { return 0 };
        head.extend_from_slice(&bytes[..length]);
        let names = self.names.borrow();
        let mut at = 0;
        for line in bytes[..length].split_inclusive(|byte| *byte == b'\n') {
            if let Some(colon) = line.iter().position(|byte| *byte == b':')
                && let Some(name) = names.iter().find(|name| name.as_bytes().eq_ignore_ascii_case(&line[..colon]))
            {
                head[at..at + colon].copy_from_slice(name.as_bytes());
            }
            at += line.len();
        }
        length
    }

    /// Forgets the names: the head is on its way.
    pub(super) fn done(&self) {
        self.names.borrow_mut().clear();
    }
}

/// The length of the response head that `bytes` begin with, its blank line included.
fn head_length(bytes: &[u8]) -> Option<usize> {
    let end =
        |from: usize| bytes.get(from..)?.windows(4).position(|window| window == b"\r\n\r\n").map(|at| from + at + 4);
    let mut length = 0;
    // The server may announce that it wants the body ("100 Continue") before it answers.
    while bytes.get(length..).is_some_and(|rest| rest.starts_with(b"HTTP/1.1 1")) {
        length = end(length)?;
    }
    bytes.get(length..)?.starts_with(b"HTTP/1.").then_some(())?;
    end(length)
}

/// A body that says when it has been taken, so that the next reply on the connection need not wait.
pub struct Watched {
    body: Bytes,
    connection: Rc<Connection>,
}

impl Watched {
    /// The body of a reply whose names are restored on this connection.
    pub fn new(body: Bytes, connection: Rc<Connection>) -> Self {
        Self { body, connection }
    }
}

impl MessageBody for Watched {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.body.len() as u64)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        if self.body.is_empty() {
            self.connection.case.ahead.set(Ahead::End);
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(std::mem::take(&mut self.body))))
    }
}

#[cfg(test)]
mod tests;
