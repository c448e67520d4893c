//! Listening to what processes that share a database change: a connection and a thread of its own that passes on what is
//! told, and asks the database again and again whether all was told. It does so by telling something itself: what comes
//! comes in the order of the commits, so when its own word comes back, all that was committed before has come.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::Thread;
use std::time::{Duration, Instant};

use log::{info, warn};

use super::address::Address;
use super::connection::{AnyConnection, Begin};
use super::error::Fault;
use super::{DieselStore, fork};
use crate::error::StoreError;
use crate::store::news::News;
use crate::store::{Hear, Listening};

/// How long what was told may lie unread, at the most.
const GLANCE: Duration = Duration::from_millis(2);
/// How long to wait before a lost connection is made again.
const PAUSE: Duration = Duration::from_millis(200);

impl DieselStore {
    pub(super) fn hear(
        &self,
        place: Option<&str>,
        every: Duration,
        hear: Arc<dyn Hear>,
    ) -> Result<Listening, StoreError> {
        let address = match place {
            Some(url) => Address::parse(url)?,
            None => self.door.address.clone(),
        };
        if !fork::tells(&address) {
            return Err(StoreError::Broken("only PostgreSQL tells what other processes commit".to_owned()));
        }
        let ended = Arc::new(AtomicBool::new(false));
        let listener = Listener { address, origin: self.origin, every, hear, ended: Arc::clone(&ended) };
        let thread = std::thread::Builder::new().name("graph-listener".to_owned()).spawn(move || listener.run());
        let thread = thread.map_err(|error| StoreError::Unavailable(format!("no thread: {error}")))?;
        // Not waited for: on a network that swallows everything it may wait for its server long after.
        Ok(Box::new(Guard { thread: thread.thread().clone(), ended }))
    }
}

struct Guard {
    thread: Thread,
    ended: Arc<AtomicBool>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

struct Listener {
    address: Address,
    /// Who this store is among those who listen.
    origin: u64,
    every: Duration,
    hear: Arc<dyn Hear>,
    ended: Arc<AtomicBool>,
}

impl Listener {
    fn run(self) {
        while !self.has_ended() {
            match self.session() {
                Ok(()) => {}
                Err(error) => warn!("nothing is heard of other processes: {error}"),
            }
            self.hear.missed();
            if !self.has_ended() {
                std::thread::park_timeout(PAUSE);
            }
        }
    }

    fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }

    /// Listens until the connection is lost or nobody wants to hear any more.
    fn session(&self) -> Result<(), StoreError> {
        let told =
            |error: String| format!("cannot listen at {}: {}", self.address, self.address.redact(error.trim_end()));
        let connected = fork::connect(&self.address, Begin::Write, true);
        let mut connection = connected.map_err(|error| StoreError::Unavailable(told(error)))?;
        fork::listen(&mut connection).map_err(Fault::from)?;
        // What was asked for before may be older than the first thing that is told.
        self.hear.missed();
        info!("listening to other processes at {}", self.address);
        let mut number = 0_u64;
        while !self.has_ended() {
            number += 1;
            if let Some(number) = self.hear.marks() {
                self.hear.marked(number, fork::written(&mut connection).map_err(Fault::from)?);
            }
            let at = Instant::now();
            let beat = format!("@{:x} beat {number}", self.origin);
            fork::tell(&mut connection, &beat).map_err(Fault::from)?;
            self.take(&mut connection, (&beat, at))?;
            while at.elapsed() < self.every && !self.has_ended() {
                std::thread::park_timeout(GLANCE.min(self.every.saturating_sub(at.elapsed())));
                self.take(&mut connection, (&beat, at))?;
            }
        }
        Ok(())
    }

    /// Passes on what was told.
    fn take(&self, connection: &mut AnyConnection, (beat, at): (&str, Instant)) -> Result<(), StoreError> {
        for message in fork::told(connection).map_err(|error| StoreError::from(Fault::from(error)))? {
            if message == beat {
                self.hear.heard(at);
                continue;
            }
            // Another's word that it is there tells nothing. This store's own commits are told too: one whose end was lost
            // with its connection is heard of here alone.
            if !message.starts_with('@') {
                self.hear.news(&News::read(&message));
            }
        }
        Ok(())
    }
}
