//! Where connections come from. A crowd that finds the database away learns so from one attempt to connect, not from one
//! each, and a reader that finds none free waits a bounded time.

use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

use super::address::Address;
use super::connection::{Begin, Link};
use crate::error::StoreError;

/// How long a failed attempt to connect speaks for the next ones.
const SHUT: Duration = Duration::from_millis(200);

/// Opens connections to one database.
pub(super) struct Door {
    pub(super) address: Address,
    /// Whether statements are kept prepared.
    cached: bool,
    shut: Mutex<Option<(Instant, StoreError)>>,
}

impl Door {
    pub(super) fn new(address: Address, cached: bool) -> Self {
        Self { address, cached, shut: Mutex::new(None) }
    }

    /// A new connection, or at once the error of the last attempt, if that was a moment ago.
    pub(super) fn open(&self, begin: Begin) -> Result<Link, StoreError> {
        if let Some((when, error)) = &*self.shut.lock()
            && when.elapsed() < SHUT
        {
            return Err(error.clone());
        }
        let opened = Link::open(&self.address, begin, self.cached);
        *self.shut.lock() = opened.as_ref().err().map(|error| (Instant::now(), error.clone()));
        opened
    }
}

/// The connections that read, made as they are needed.
pub(super) struct Pool {
    size: usize,
    patience: Duration,
    room: Mutex<Room>,
    freed: Condvar,
}

#[derive(Default)]
struct Room {
    idle: Vec<Link>,
    lent: usize,
}

/// The right to one connection, given back when this goes.
struct Place<'p>(&'p Pool);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.room.lock().lent -= 1;
        self.0.freed.notify_one();
    }
}

impl Pool {
    pub(super) fn new(size: u32, patience: Duration) -> Self {
        let size = usize::try_from(size).unwrap_or(usize::MAX).max(1);
        Self { size, patience, room: Mutex::default(), freed: Condvar::new() }
    }

    /// How many connections there are at the most.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// Runs `work` on a connection, which it opens if none is idle and waits for if too many are lent.
    pub(super) fn with<T>(&self, door: &Door, work: impl FnOnce(&mut Link) -> T) -> Result<T, StoreError> {
        let (_place, idle) = self.enter()?;
        let mut link = match idle {
            Some(link) => link,
            None => door.open(Begin::Snapshot)?,
        };
        let done = work(&mut link);
        if !link.is_lost() {
            self.room.lock().idle.push(link);
        }
        Ok(done)
    }

    fn enter(&self) -> Result<(Place<'_>, Option<Link>), StoreError> {
        let until = Instant::now() + self.patience;
        let mut room = self.room.lock();
        while room.lent >= self.size {
            if self.freed.wait_until(&mut room, until).timed_out() && room.lent >= self.size {
                return Err(StoreError::Unavailable("no connection was free".to_owned()));
            }
        }
        room.lent += 1;
        Ok((Place(self), room.idle.pop()))
    }

    /// Forgets the connections that nobody uses: where one was dead, the others are likely to be.
    pub(super) fn forget_idle(&self) {
        let idle = std::mem::take(&mut self.room.lock().idle);
        drop(idle);
    }
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn one_failed_attempt_speaks_for_a_crowd() {
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("postgres://amy@{}/graph?gssencmode=disable", server.local_addr().unwrap());
        let tried = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&tried);
        // It hangs up on everybody, and ends with the test's process.
        std::thread::spawn(move || {
            for _ in server.incoming() {
                count.fetch_add(1, Ordering::Relaxed);
            }
        });
        let door = Door::new(Address::parse(&url).unwrap(), true);
        let began = Instant::now();
        for _ in 0..50 {
            assert!(matches!(door.open(Begin::Write), Err(StoreError::Unavailable(_))));
        }
        let most = began.elapsed().as_millis() / SHUT.as_millis() + 1;
        assert!((1..=most).contains(&tried.load(Ordering::Relaxed).into()), "{tried:?} attempts, at most {most}");
        // After a moment it is tried again.
        let (until, before) = (Instant::now() + Duration::from_secs(30), tried.load(Ordering::Relaxed));
        while tried.load(Ordering::Relaxed) == before {
            assert!(door.open(Begin::Write).is_err() && Instant::now() < until);
        }
    }
}
