//! A database that processes share: every read goes to it through a few reader threads, every write through one thread
//! that commits waiting writes in groups, each planned inside the transaction on rows locked against other processes.
//! Reads of lists and feeds go one by one, [short ones](super::looks) in groups.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

use log::warn;
use parking_lot::Mutex;
use tokio::sync::oneshot;

use super::answers::{self, Answers};
use super::looks::{self, Look};
use super::nearby::Nearby;
use super::queue::{Queue, Reader, Wake};
use super::replica::Standby;
use super::{GROUP, Job, Kept, QUEUE, Work, cards, events, overloaded, stopped};
use crate::card::{UserCard, Wants};
use crate::error::{CoreError, StoreError};
use crate::graph::Graph;
use crate::id::UserId;
use crate::mint::Mint;
use crate::rules::Done;
use crate::store::news::News;
use crate::store::replica::Replica;
use crate::store::{Bounds, Database, Footprint, Hear, Listening, Wanted};
use crate::time::Clock;
use crate::user_ref::UserRef;
use crate::view::View;

/// How many reads may wait; beyond it callers are told that the store is overloaded.
const READS: usize = 4096;

/// How often at the most it is asked whether all commits were heard of.
const BEAT: Duration = Duration::from_millis(5);

type Read = Box<dyn FnOnce(&dyn Database) + Send>;

pub(super) struct Shared {
    reads: Option<SyncSender<Read>>,
    looks: Arc<Queue<Look>>,
    writes: Arc<Queue<Job>>,
    threads: Vec<JoinHandle<()>>,
    /// What is kept at hand, where answers may be old within bounds.
    nearby: Option<Arc<Nearby>>,
    listening: Option<Listening>,
    /// A replica that is read from too.
    standby: Option<Arc<Standby>>,
    /// How many reads were left to the database itself.
    primary: AtomicU64,
}

impl Shared {
    pub(super) fn open(
        database: Arc<dyn Database>,
        mint: &Arc<Mint>,
        clock: &Arc<dyn Clock>,
        readers: usize,
        bounds: Option<&Bounds>,
        replica: Option<Arc<dyn Replica>>,
    ) -> Result<Self, StoreError> {
        let nearby = bounds.map(|bounds| Arc::new(Nearby::new(bounds.bound, bounds.entries)));
        let standby = match (replica, bounds, &nearby) {
            (Some(replica), Some(bounds), Some(nearby)) => {
                // What is to be done before tables are read is done here, and so before the first mark that proves anything.
                database.read(&mut |_| Ok(()))?;
                Some(Arc::new(Standby::open(replica, nearby, bounds, readers)?))
            }
            _ => None,
        };
        let listen = |(bounds, nearby): (&Bounds, &Arc<Nearby>)| {
            let every = (bounds.bound / 4).max(BEAT);
            let alone = || Arc::clone(nearby) as Arc<dyn Hear>;
            let hear = standby.as_ref().map_or_else(alone, |standby| standby.heard());
            database.listen(bounds.listen.as_deref(), every, hear)
        };
        let listening = bounds.zip(nearby.as_ref()).map(listen).transpose()?;
        let (reads, asked) = sync_channel::<Read>(READS);
        let (looks, writes) = (Queue::new(READS, Wake::AtTurnsEnd), Queue::new(QUEUE, Wake::AtTurnsEnd));
        let asked = Arc::new(Mutex::new(asked));
        let mut threads = Vec::with_capacity(readers + 2);
        let mut spawn = |name: String, work: Box<dyn FnOnce() + Send>| {
            let thread = std::thread::Builder::new().name(name).spawn(work);
            thread
                .map(|thread| threads.push(thread))
                .map_err(|error| StoreError::Unavailable(format!("no thread: {error}")))
        };
        // A few threads look up, so that groups form before them; the other connections are for those who read much.
        let lookers = (readers / 4).max(1);
        for number in 0..lookers {
            let (looked, database, nearby) = (looks.reader(), Arc::clone(&database), nearby.clone());
            let look = move || {
                looks::serve(&looked, |group| {
                    let keep = nearby.as_deref().map(|nearby| (nearby, nearby.asked()));
                    looks::answer(group, keep, |wanted, work| database.read_wanted(wanted, work));
                });
            };
            spawn(format!("graph-looker-{number}"), Box::new(look))?;
        }
        for number in 0..readers.saturating_sub(lookers).max(1) {
            let (asked, database) = (Arc::clone(&asked), Arc::clone(&database));
            spawn(format!("graph-reader-{number}"), Box::new(move || serve(&asked, &*database)))?;
        }
        let (mint, clock, primary) = (Arc::clone(mint), Arc::clone(clock), AtomicU64::new(0));
        let writer = Writer { database, mint, clock, nearby: nearby.clone(), standby: standby.clone() };
        let jobs = writes.reader();
        spawn("graph-writer".to_owned(), Box::new(move || writer.run(&jobs)))?;
        Ok(Self { reads: Some(reads), looks, writes, threads, nearby, listening, standby, primary })
    }

    /// Runs `work` on a reader's thread.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn View) -> Result<T, CoreError> + Send + 'static,
    ) -> Result<T, CoreError> {
        self.primary.fetch_add(1, Ordering::Relaxed);
        self.with_database(move |database| {
            let mut work = Some(work);
            let mut result = Err(CoreError::broken("a read was not run"));
            database.read(&mut |view| {
                if let Some(work) = work.take() {
                    result = work(view);
                }
                Ok(())
            })?;
            result
        })
        .await
    }

    /// Runs `work`, which asks for little more than is `wanted`, on what is at hand, or together with others like it.
    pub(super) async fn look<T: Send + 'static>(
        &self,
        wanted: Wanted,
        work: impl FnOnce(&dyn View) -> Result<T, CoreError> + Clone + Send + 'static,
    ) -> Result<T, CoreError> {
        if let Some(answer) = self.nearby.as_ref().and_then(|nearby| nearby.answer(work.clone())) {
            return answer;
        }
        self.primary.fetch_add(1, Ordering::Relaxed);
        let (look, answer) = Look::new(wanted, 0, work);
        self.looks.put(look).map_err(|_| too_many())?;
        answer.await.map_err(|_| stopped())?
    }

    /// Runs `work` for `user`, on a replica where that will do; it asks for little more than is `wanted`, if that is told.
    pub(super) async fn read_for<T: Send + 'static>(
        &self,
        user: Option<UserId>,
        wanted: Option<Wanted>,
        work: impl FnOnce(&dyn View) -> Result<T, CoreError> + Clone + Send + 'static,
    ) -> Result<T, CoreError> {
        if let Some(standby) = &self.standby {
            let answer = match &wanted {
                Some(wanted) => {
                    if let Some(answer) = self.nearby.as_ref().and_then(|nearby| nearby.answer(work.clone())) {
                        return answer;
                    }
                    standby.look(user, wanted.clone(), work.clone()).await
                }
                None => standby.read(user, work.clone()).await,
            };
            if let Some(answer) = answer {
                return answer;
            }
        }
        match wanted {
            Some(wanted) => self.look(wanted, work).await,
            None => self.read(work).await,
        }
    }

    /// Commits `work`. With it comes the card of whom it was done to, where one is wanted and the transaction knew it all.
    pub(super) async fn submit(&self, work: Work, wants: Wants) -> Result<Kept, CoreError> {
        let (done, answer) = answers::due();
        self.writes.put(Job { work, wants, done }).map_err(|_| overloaded())?;
        answer.take().await.ok_or_else(stopped)?
    }

    pub(super) async fn ping(&self) -> Result<(), CoreError> {
        self.with_database(|database| Ok(database.ping()?)).await
    }

    async fn with_database<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Database) -> Result<T, CoreError> + Send + 'static,
    ) -> Result<T, CoreError> {
        let (done, answer) = oneshot::channel();
        // Nobody waits any more for a read that waited too long itself.
        let read: Read = Box::new(move |database| {
            if !done.is_closed() {
                drop(done.send(work(database)));
            }
        });
        let reads = self.reads.as_ref().ok_or_else(stopped)?;
        reads.try_send(read).map_err(|_| too_many())?;
        answer.await.map_err(|_| stopped())?
    }
}

impl Shared {
    /// How many questions were answered from what is at hand, and how many were not; `None` where nothing is kept.
    pub(super) fn at_hand(&self) -> Option<(u64, u64)> {
        self.nearby.as_ref().map(|nearby| nearby.counts())
    }

    /// How many reads were left to the database, and how many its replica answered; `None` where there is none.
    pub(super) fn reads_by_place(&self) -> Option<(u64, u64)> {
        self.standby.as_ref().map(|standby| (self.primary.load(Ordering::Relaxed), standby.count()))
    }
}

fn too_many() -> CoreError {
    CoreError::Unavailable("too many reads are waiting".to_owned())
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.listening.take();
        self.reads.take();
        self.looks.close();
        self.writes.close();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                warn!("a thread of the graph died");
            }
        }
    }
}

fn serve(asked: &Mutex<Receiver<Read>>, database: &dyn Database) {
    loop {
        let next = asked.lock().recv();
        match next {
            Ok(read) => read(database),
            Err(mpsc::RecvError) => return,
        }
    }
}

struct Writer {
    database: Arc<dyn Database>,
    mint: Arc<Mint>,
    clock: Arc<dyn Clock>,
    nearby: Option<Arc<Nearby>>,
    standby: Option<Arc<Standby>>,
}

impl Writer {
    fn run(self, jobs: &Reader<Job>) {
        let mut group = Vec::new();
        while jobs.take(GROUP, &mut group) {
            // The operator's changes go alone: what one of them takes must not undo a person's act beside it.
            let (operators, acts): (Vec<_>, Vec<_>) =
                group.drain(..).partition(|job| matches!(job.work, Work::Operate(_)));
            if !acts.is_empty() {
                self.commit(acts);
            }
            operators.into_iter().for_each(|job| self.commit(vec![job]));
        }
    }

    /// Commits a group in one transaction and answers each of its writes.
    fn commit(&self, mut group: Vec<Job>) {
        // Who went away while the write waited was told nothing, or that it was not done: so be it.
        group.retain(|job| !job.done.is_given_up());
        let footprints: Vec<_> = group.iter().map(|job| footprint(&job.work)).collect();
        let mut answers: Vec<Result<Kept, CoreError>> = Vec::new();
        let mut news = News::default();
        let committed = self.database.commit(&footprints, &mut |graph| {
            // A retried transaction begins again with nothing answered.
            answers.clear();
            let minting = self.mint.begin()?;
            let at = self.clock.now();
            let mut all = Vec::new();
            for job in &group {
                let (actor, app) = job.work.by();
                let mut plan = job.work.plan(graph, &self.mint, at);
                let changes = plan.as_mut().map(|plan| std::mem::take(&mut plan.changes)).unwrap_or_default();
                let planned = events(changes, actor, app, &self.mint, at);
                planned.iter().for_each(|event| graph.apply(&event.change));
                all.extend(planned);
                answers.push(plan.map(|plan| Kept { card: card(graph, actor, &plan.done, job.wants), plan }));
            }
            if self.nearby.is_some() {
                news = News::of(all.iter().map(|event| &event.change));
            }
            self.mint.check(minting)?;
            Ok(all)
        });
        // Also when it failed: a connection that is lost while it commits does not tell whether it did.
        self.nearby.iter().for_each(|nearby| nearby.news(&news));
        if let Some(standby) = &self.standby {
            // A step of signing in is seen in tokens and tickets alone, which no replica is asked for.
            let seen = group.iter().filter(|job| !matches!(job.work, Work::Grant { .. }));
            seen.for_each(|job| standby.wrote(job.work.by().0));
        }
        let failed = committed.err().map(CoreError::from);
        if let Some(failed) = &failed {
            warn!("a group of {} writes was not kept: {failed}", group.len());
            answers = group.iter().map(|_| Err(failed.clone())).collect();
        }
        let mut told = Answers::default();
        group.into_iter().zip(answers).for_each(|(job, answer)| told.add(job.done, answer));
    }
}

/// The card of whom somebody did something to, if it is wanted and can be told without more of the database.
fn card(graph: &Graph, actor: Option<UserId>, done: &Done, wants: Wants) -> Option<UserCard> {
    let Done::Toggled { target, .. } = done else { return None };
    let person = View::people(graph, &[*target]).ok()?.pop().flatten().filter(|_| wants.card)?;
    let posts =
        (person.latest_post.filter(|_| wants.latest_post), person.user.pinned_post().filter(|_| wants.pinned_post));
    // Posts are not at hand here. Whom somebody does something to, their edges to each other are.
    if posts == (None, None) { cards::card(graph, actor, person, wants).ok() } else { None }
}

fn footprint(work: &Work) -> Footprint {
    match work {
        Work::Act { actor, write, .. } => write.footprint(*actor),
        Work::Grant { step, .. } => step.footprint(),
        Work::Operate(changes) => Footprint {
            users: changes
                .iter()
                .flat_map(|change| change.counted())
                .flatten()
                .map(|(user, _)| UserRef::Id(user))
                .collect(),
            actor: None,
            ..Footprint::default()
        },
    }
}
