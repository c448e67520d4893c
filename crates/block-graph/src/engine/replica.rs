//! Reads from a replica of the shared database, as long as it is [proved](proof) to have what they must see. Whatever goes
//! wrong with it, the caller goes to the primary instead and learns nothing of it.
//!
//! The replica's readers are threads of their own, which it may hold up: nobody waits for them once it does not answer.

mod proof;

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::task::Poll;
use std::thread::Thread;
use std::time::{Duration, Instant};

use log::{info, warn};
use parking_lot::Mutex;
use tokio::sync::{oneshot, watch};

use self::proof::{Beat, Proof};
use super::looks::{self, Look};
use super::nearby::Nearby;
use super::queue::{Queue, Wake};
use super::{Backend, Engine};
use crate::command::Command;
use crate::error::{CoreError, StoreError};
use crate::id::UserId;
use crate::store::news::News;
use crate::store::replica::{Mark, Replica};
use crate::store::{Bounds, Hear, Wanted};
use crate::view::View;

/// How many reads may wait for the replica; others go to the primary.
const READS: usize = 4096;
/// How many people are remembered to have written; beyond it all wait with whoever wrote longest ago.
const WRITERS: usize = 100_000;
/// For how long the replica may say nothing, at the least, before it is left.
const SILENCE: Duration = Duration::from_millis(250);

const UNKNOWN: u8 = 0;
const THERE: u8 = 1;
const AWAY: u8 = 2;

type Read = Box<dyn FnOnce(&Follower) + Send>;

/// The replica, as those see it who ask it.
pub(super) struct Standby {
    follower: Arc<Follower>,
    reads: SyncSender<Read>,
    looks: Arc<Queue<Look>>,
    /// Those that wait for a time, not for reads.
    waiting: Vec<Thread>,
}

/// The replica, as its threads see it.
pub(super) struct Follower {
    database: Arc<dyn Replica>,
    nearby: Arc<Nearby>,
    proof: Proof,
    began: Instant,
    /// When it answered last: so many milliseconds after `began`.
    answered: AtomicU64,
    whereabouts: AtomicU8,
    /// Tells those who wait for it that it is not there any more.
    lost: watch::Sender<()>,
    ended: AtomicBool,
    reads: AtomicU64,
}

impl Standby {
    /// Begins to read from a replica. Commits are heard of through [`heard`](Self::heard).
    pub(super) fn open(
        database: Arc<dyn Replica>,
        nearby: &Arc<Nearby>,
        bounds: &Bounds,
        readers: usize,
    ) -> Result<Self, StoreError> {
        let follower = Arc::new(Follower {
            database,
            nearby: Arc::clone(nearby),
            proof: Proof::new(bounds.bound, WRITERS),
            began: Instant::now(),
            answered: AtomicU64::new(0),
            whereabouts: AtomicU8::new(UNKNOWN),
            lost: watch::Sender::new(()),
            ended: AtomicBool::new(false),
            reads: AtomicU64::new(0),
        });
        let (reads, asked) = sync_channel::<Read>(READS);
        let looks = Queue::new(READS, Wake::AtTurnsEnd);
        let asked = Arc::new(Mutex::new(asked));
        let spawn = |name: String, work: Box<dyn FnOnce() + Send>| {
            let thread = std::thread::Builder::new().name(name).spawn(work);
            thread
                .map(|thread| thread.thread().clone())
                .map_err(|error| StoreError::Unavailable(format!("no thread: {error}")))
        };
        let lookers = (readers / 4).max(1);
        for number in 0..lookers {
            let (looked, follower) = (looks.reader(), Arc::clone(&follower));
            let look = move || looks::serve(&looked, |group| follower.answer(group));
            spawn(format!("replica-looker-{number}"), Box::new(look))?;
        }
        for number in 0..readers.saturating_sub(lookers).max(1) {
            let (asked, follower) = (Arc::clone(&asked), Arc::clone(&follower));
            spawn(format!("replica-reader-{number}"), Box::new(move || follower.serve(&asked)))?;
        }
        let (follow, guard, every) = (Arc::clone(&follower), Arc::clone(&follower), bounds.bound / 4);
        let silence = bounds.bound.max(SILENCE);
        let waiting = vec![
            spawn("replica-follower".to_owned(), Box::new(move || follow.follow(every)))?,
            spawn("replica-guard".to_owned(), Box::new(move || guard.guard(silence)))?,
        ];
        Ok(Self { follower, reads, looks, waiting })
    }

    /// Who hears of commits, for the replica and for what is kept at hand.
    pub(super) fn heard(&self) -> Arc<dyn Hear> {
        Arc::clone(&self.follower) as Arc<dyn Hear>
    }

    /// Called when a write of that person was kept, or may have been, before anybody is told so; nobody: of the operator.
    pub(super) fn wrote(&self, user: Option<UserId>) {
        self.follower.proof.wrote(user);
    }

    /// How many reads it answered.
    pub(super) fn count(&self) -> u64 {
        self.follower.reads.load(Ordering::Relaxed)
    }

    /// What `work` reads for `user`; `None` where it must go to the primary.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        user: Option<UserId>,
        work: impl FnOnce(&dyn View) -> Result<T, CoreError> + Send + 'static,
    ) -> Option<Result<T, CoreError>> {
        let lost = self.follower.lost.subscribe();
        let needed = self.follower.serves(user)?;
        let (done, answer) = oneshot::channel();
        let read: Read = Box::new(move |follower| {
            if done.is_closed() {
                return;
            }
            let (mut work, mut result) = (Some(work), None);
            let read = follower.beat(needed).and_then(|beat| {
                follower.database.read_from(&beat.mark, &Wanted::default(), &mut |view| {
                    result = work.take().map(|work| work(view));
                    Ok(())
                })
            });
            if let Some(result) = result.filter(|_| read.is_ok()) {
                drop(done.send(result));
            }
        });
        self.reads.try_send(read).ok()?;
        self.follower.wait(answer, lost).await
    }

    /// As [`read`](Self::read), for little more than is `wanted`: together with others.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        user: Option<UserId>,
        wanted: Wanted,
        work: impl FnOnce(&dyn View) -> Result<T, CoreError> + Send + 'static,
    ) -> Option<Result<T, CoreError>> {
        let lost = self.follower.lost.subscribe();
        let needed = self.follower.serves(user)?;
        let (look, answer) = Look::new(wanted, needed, work);
        self.looks.put(look).ok()?;
        self.follower.wait(answer, lost).await
    }
}

impl Drop for Standby {
    fn drop(&mut self) {
        self.follower.ended.store(true, Ordering::Release);
        self.looks.close();
        // Not waited for: a replica that does not answer may hold its threads up. They end with what they wait for.
        self.waiting.iter().for_each(Thread::unpark);
    }
}

impl Follower {
    /// The number of the beat that it must have for `user`, if it is there and seems to have it.
    fn serves(&self, user: Option<UserId>) -> Option<u64> {
        let needed = self.proof.needed(user);
        let there = self.whereabouts.load(Ordering::Acquire) == THERE;
        (there && self.proof.beat(needed).is_some()).then_some(needed)
    }

    fn beat(&self, needed: u64) -> Result<Beat, StoreError> {
        self.proof.beat(needed).ok_or_else(|| StoreError::Unavailable("the replica is too far behind".to_owned()))
    }

    fn serve(&self, asked: &Mutex<Receiver<Read>>) {
        loop {
            let next = asked.lock().recv();
            match next {
                Ok(read) => read(self),
                Err(_) => return,
            }
        }
    }

    fn answer(&self, group: &mut std::collections::VecDeque<Look>) {
        let needed = group.iter().map(|look| look.needed).max().unwrap_or(0);
        let beat = self.beat(needed);
        // What is read is as of that beat, so what was heard of since is not put at hand.
        let keep = beat.as_ref().ok().map(|beat| (&*self.nearby, beat.asked));
        looks::answer(group, keep, |wanted, work| self.database.read_from(&beat?.mark, wanted, work));
    }

    /// The answer, if it comes before the replica is lost and is one.
    async fn wait<T>(
        &self,
        mut answer: oneshot::Receiver<Result<T, CoreError>>,
        mut lost: watch::Receiver<()>,
    ) -> Option<Result<T, CoreError>> {
        let mut lost = pin!(lost.changed());
        let first = poll_fn(|context| match Pin::new(&mut answer).poll(context) {
            Poll::Ready(answer) => Poll::Ready(answer.ok()),
            Poll::Pending => lost.as_mut().poll(context).map(|_| None),
        });
        let answer = first.await.filter(|answer| matches!(answer, Ok(_) | Err(CoreError::Refused(_))));
        self.reads.fetch_add(answer.is_some().into(), Ordering::Relaxed);
        answer
    }

    /// Asks how far it is, again and again. It may take any time to answer.
    fn follow(&self, every: Duration) {
        while !self.ended.load(Ordering::Acquire) {
            match self.database.replayed() {
                Ok(mark) => {
                    self.proof.replayed(&mark);
                    self.answered.store(self.now(), Ordering::Release);
                    if self.whereabouts.swap(THERE, Ordering::AcqRel) != THERE {
                        info!("the replica answers: it is read from while it keeps up");
                    }
                }
                Err(error) => self.leave(&error.to_string()),
            }
            std::thread::park_timeout(every);
        }
    }

    /// Leaves it when it has said nothing for so long.
    fn guard(&self, silence: Duration) {
        while !self.ended.load(Ordering::Acquire) {
            std::thread::park_timeout(silence / 4);
            let heard = Duration::from_millis(self.answered.load(Ordering::Acquire));
            if self.began.elapsed().saturating_sub(heard) > silence {
                self.leave("it does not answer");
            }
        }
    }

    fn leave(&self, why: &str) {
        if self.whereabouts.swap(AWAY, Ordering::AcqRel) != AWAY {
            warn!("the replica is not read from until it answers again: {why}");
            self.lost.send_replace(());
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Hear for Follower {
    fn news(&self, news: &News) {
        self.nearby.news(news);
    }

    fn heard(&self, at: Instant) {
        self.nearby.heard(at);
    }

    fn missed(&self) {
        self.nearby.missed();
    }

    fn marks(&self) -> Option<u64> {
        Some(self.proof.begin(self.nearby.asked()))
    }

    fn marked(&self, number: u64, mark: Mark) {
        self.proof.marked(number, mark);
    }
}

/// Whether a read may be of a replica: tokens are part of signing in and stay with the primary.
pub(super) fn may_read(command: &Command) -> bool {
    !matches!(command, Command::ListTokens(_) | Command::ListAuthorisers(_))
}

impl Engine {
    /// How many reads of a shared database the primary and its replica answered; `None` where there is no replica.
    pub fn reads_by_place(&self) -> Option<(u64, u64)> {
        match &self.backend {
            Backend::Owned(_) => None,
            Backend::Shared(shared) => shared.reads_by_place(),
        }
    }
}
