//! What is known of a connection, for as long as it lives: shared by its stream and its requests.

use std::cell::Cell;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

use super::outgoing::Outgoing;

/// Requests that are answered at a time on one HTTP/2 connection. HTTP/1.1 has one, whatever is sent ahead.
const RUNNING: usize = 128;
/// Requests that may wait for that; a client that sends still more is refused.
const WAITING: usize = 1024;

/// A connection as its requests see it.
#[derive(Debug)]
pub struct Connection {
    /// Whether the client speaks TLS.
    pub secure: bool,
    /// Whether each reply is the connection's last: a proxy's client may ask another host next.
    pub last: bool,
    /// What replies leave for the stream to write.
    pub outgoing: Outgoing,
    running: Semaphore,
    waiting: Cell<usize>,
    /// A place in the proxy, given back when the connection ends.
    _place: Option<OwnedSemaphorePermit>,
}

impl Connection {
    /// A connection that has just come in.
    pub fn new(secure: bool, last: bool) -> Self {
        let (outgoing, running) = (Outgoing::default(), Semaphore::new(RUNNING));
        Self { secure, last, outgoing, running, waiting: Cell::new(0), _place: None }
    }

    /// The same, holding a place among the proxy's connections for as long as it lives.
    pub(super) fn holding(self, place: OwnedSemaphorePermit) -> Self {
        Self { _place: Some(place), ..self }
    }

    /// Waits for room for one more request beside the others; `None` where a client asks for too much at once.
    pub async fn room(&self) -> Option<SemaphorePermit<'_>> {
        let waiting = self.waiting.get();
        if waiting >= WAITING {
            return None;
        }
        self.waiting.set(waiting + 1);
        let _waits = Waits(&self.waiting);
        self.running.acquire().await.ok()
    }
}

/// A request that waits; also one that is given up is no longer counted.
struct Waits<'c>(&'c Cell<usize>);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::task::Poll;

    use super::*;

    /// All in one breath, which the runtime would otherwise interrupt.
    #[tokio::test]
    async fn requests_wait_for_one_another_and_not_without_end() {
        tokio::task::unconstrained(async {
            let connection = Connection::new(true, false);
            let mut running = Vec::new();
            for _ in 0..RUNNING {
                running.push(connection.room().await.unwrap());
            }
            let mut waiting: Vec<_> = (0..WAITING).map(|_| Box::pin(connection.room())).collect();
            for room in &mut waiting {
                assert!(polled(room).await.is_pending());
            }
            assert!(connection.room().await.is_none());
            running.pop();
            assert!(polled(&mut waiting[0]).await.is_ready(), "the first that waits is the next");
            drop(waiting);
            drop(running);
            assert_eq!(connection.waiting.get(), 0);
            assert!(connection.room().await.is_some());
        })
        .await;
    }

    /// What a future says to one more question.
    async fn polled<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
        poll_fn(|context| Poll::Ready(Pin::new(&mut *future).poll(context))).await
    }
}
