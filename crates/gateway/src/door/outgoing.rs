//! Replies on their way out. The server writes the status line and its own headers; the reply's headers, as the dialect
//! wrote them, and the body go from here to the socket as they are: no map of headers is made and no body is copied,
//! and names keep their case, which clients of App.net compare letter by letter ([client]).
//!
//! A reply leaves its text here, and the server gets a reply without any. What the server then writes passes
//! [`Stream`](super::stream::Stream) in one piece, at the beginning of a write, if nothing was waiting to be written
//! before it. So a reply waits until that is so, and the next write is the one. What else passes is not looked at.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Poll, Waker};

use dialect::Body;

/// What may still be waiting to be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Ahead {
    /// Nothing: the next write begins with the next reply's head.
    #[default]
    Nothing,
    /// A reply from here, which the next flush takes along.
    Reply,
    /// Something else, which may take many writes.
    Other,
    /// Something, and a reply waits for a flush.
    Awaited,
}

/// What a reply adds to what the server writes.
#[derive(Debug, PartialEq, Eq)]
pub struct Addition {
    /// Lines of headers, to stand behind the status line.
    pub lines: Vec<u8>,
    /// What follows the head; empty also where the server itself writes a body.
    pub body: Body,
}

/// The reply that a connection is about to write.
#[derive(Debug, Default)]
pub struct Outgoing {
    ahead: Cell<Ahead>,
    waiting: RefCell<Option<Waker>>,
    due: RefCell<Option<Addition>>,
}

impl Outgoing {
    /// Says that something was made that the server writes alone.
    pub fn leave(&self) {
        self.ahead.set(Ahead::Other);
    }

    /// Waits until all that was made before is written, then has the head that is written next added to. `is_all` says
    /// that the server writes no body of its own.
    pub async fn add(&self, addition: Addition, is_all: bool) {
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
        self.ahead.set(if is_all { Ahead::Reply } else { Ahead::Other });
        *self.due.borrow_mut() = Some(addition);
    }

    /// Says that all that the server had to write is written.
    pub(super) fn flushed(&self) {
        let ahead = self.ahead.get();
        if ahead == Ahead::Awaited || (ahead == Ahead::Reply && self.due.borrow().is_none()) {
            self.ahead.set(Ahead::Nothing);
            if let Some(waker) = self.waiting.borrow_mut().take() {
                waker.wake();
            }
        }
    }

    /// What is to be added to the head that the next write begins with.
    pub(super) fn take(&self) -> Option<Addition> {
        self.due.borrow_mut().take()
    }
}

/// Where lines can be added to the response head that `bytes` begin with, and where that head ends.
pub(super) fn head(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut ends = memchr::memchr_iter(b'\n', bytes).map(|at| at + 1);
    let (mut at, mut before) = (0, 0);
    // The server may announce that it wants the body ("100 Continue") before it answers.
    while bytes.get(at..).is_some_and(|rest| rest.starts_with(b"HTTP/1.1 1")) {
        at = ends.find(|end| blank(bytes, std::mem::replace(&mut before, *end), *end))?;
    }
    bytes.get(at..)?.starts_with(b"HTTP/1.").then_some(())?;
    let lines = ends.next()?;
    before = lines;
    Some((lines, ends.find(|end| blank(bytes, std::mem::replace(&mut before, *end), *end))?))
}

/// Whether a line is the blank one that ends a head.
fn blank(bytes: &[u8], start: usize, end: usize) -> bool {
    bytes.get(start..end) == Some(b"\r\n")
}

#[cfg(test)]
mod tests;
