//! A store that this process owns: reads from memory, writes through one thread that commits them in groups.
//!
//! The writer plans every waiting write against the graph as it is durable, appends all their events in one transaction,
//! applies them to memory, and only then answers. Two writes about the same pair or post never share a group: the second is
//! planned after the first is applied. A lone writer waits for nobody and needs no other thread; groups form while a commit
//! is on its way.

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use log::{error, warn};
use parking_lot::{Mutex, RwLock};
use rustc_hash::FxHashSet;

use super::answers::{self, Answers, Due};
use super::queue::{Queue, Reader, Taken, Wake};
use super::{GROUP, Job, Kept, QUEUE, Work, events, overloaded, stopped, toggled_card, turns};
use crate::card::Wants;
use crate::error::{CoreError, StoreError};
use crate::event::{Change, Event};
use crate::graph::{Graph, GraphLoader};
use crate::id::UserId;
use crate::mint::Mint;
use crate::rules::{Done, Key, Plan};
use crate::store::Ledger;
use crate::time::Clock;
use crate::view::View;

/// After how long without a write the ledger is folded, until all of it is or somebody writes.
const IDLE: Duration = Duration::from_millis(250);
/// How long it rests between folds while nobody writes, so that who reads has the processor too.
const PAUSE: Duration = Duration::from_millis(10);
/// How many ledger rows one fold carries over: few enough that a write arriving meanwhile waits milliseconds.
const FOLD: usize = 500;
/// With this many rows unfolded the writer folds between groups too, so that a start never has much to replay.
const BACKLOG: usize = 1_000_000;
/// How many folds a stop waits for at the most: seconds. The next start finds the rest.
const PARTING: usize = 100;
/// How many writes are applied to memory at once: readers who come meanwhile wait without going to sleep.
const APPLIED: usize = 4;

pub(super) struct Owned {
    graph: Arc<RwLock<Graph>>,
    ledger: Arc<dyn Ledger>,
    queue: Arc<Queue<Job>>,
    writer: Arc<Mutex<Writer>>,
    thread: Option<JoinHandle<()>>,
}

impl Owned {
    pub(super) fn open(ledger: Arc<dyn Ledger>, mint: &Arc<Mint>, clock: &Arc<dyn Clock>) -> Result<Self, StoreError> {
        let mut loader = GraphLoader::default();
        ledger.load(&mut loader)?;
        let graph = Arc::new(RwLock::new(loader.finish(mint)));
        let queue = Queue::new(QUEUE, Wake::AtOnce);
        let jobs = queue.reader();
        let writer = Arc::new(Mutex::new(Writer {
            graph: Arc::clone(&graph),
            ledger: Arc::clone(&ledger),
            mint: Arc::clone(mint),
            clock: Arc::clone(clock),
            waiting: VecDeque::new(),
            // What an earlier process left unfolded is found by the first fold.
            unfolded: 1,
            wrote: Instant::now(),
        }));
        let own = Arc::clone(&writer);
        let thread = std::thread::Builder::new()
            .name("graph-writer".to_owned())
            .spawn(move || Writer::run(&own, &jobs))
            .map_err(|error| StoreError::Unavailable(format!("no thread for the writer: {error}")))?;
        Ok(Self { graph, ledger, queue, writer, thread: Some(thread) })
    }

    pub(super) fn read<T>(&self, work: impl FnOnce(&dyn View) -> T) -> T {
        work(&*self.graph.read())
    }

    /// Has work done by the writer. One who is `alone` does it on their own thread, where that is quick: there is nobody
    /// to share a transaction with and nobody to keep waiting, and two threads need not wake one another.
    pub(super) async fn submit(&self, work: Work, wants: Wants, alone: bool) -> Result<Kept, CoreError> {
        let (done, answer) = answers::due();
        let job = Job { work, wants, done };
        if alone && self.ledger.is_near() {
            // What the thread may be at, its queue would wait for as well.
            let mut writer = self.writer.lock();
            let had_none = writer.unfolded == 0;
            writer.waiting.push_back(job);
            writer.commit();
            if had_none && writer.unfolded > 0 {
                // The thread sleeps until there is something to fold.
                self.queue.stir();
            }
        } else {
            turns::wrote();
            self.queue.put(job).map_err(|_| overloaded())?;
        }
        answer.take().await.ok_or_else(stopped)?
    }

    pub(super) fn ping(&self) -> Result<(), CoreError> {
        Ok(self.ledger.ping()?)
    }
}

impl Drop for Owned {
    /// Lets the writer finish what waits and fold some of the rest.
    fn drop(&mut self) {
        self.queue.close();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            error!("the graph's writer died");
        }
    }
}

struct Writer {
    graph: Arc<RwLock<Graph>>,
    ledger: Arc<dyn Ledger>,
    mint: Arc<Mint>,
    clock: Arc<dyn Clock>,
    /// Jobs put off to a later group, in order.
    waiting: VecDeque<Job>,
    unfolded: usize,
    /// When something was last written.
    wrote: Instant,
}

/// A group that is about to be committed.
#[derive(Default)]
struct Group {
    /// What its writes come to, one after the other.
    events: Vec<Event>,
    answers: Vec<Answer>,
    /// The keys of what this group changes.
    touched: FxHashSet<Key>,
}

struct Answer {
    done: Due<Result<Kept, CoreError>>,
    plan: Plan,
    wants: Wants,
    /// Who did it.
    by: Option<UserId>,
    /// How many of the group's events are its own.
    events: usize,
}

impl Writer {
    /// Commits what comes, in groups, and folds when nothing does.
    fn run(writer: &Mutex<Self>, jobs: &Reader<Job>) {
        let mut patience = Some(IDLE);
        let mut came = Vec::new();
        loop {
            let taken = jobs.take_within(GROUP, &mut came, patience);
            let mut writer = writer.lock();
            match taken {
                Taken::Some => {
                    writer.waiting.extend(came.drain(..));
                    writer.commit_all(jobs);
                }
                // Somebody alone may have written without this thread.
                Taken::Nothing if writer.wrote.elapsed() >= IDLE => {
                    writer.fold();
                    patience = (writer.unfolded > 0).then_some(PAUSE);
                    continue;
                }
                Taken::Nothing => {}
                Taken::Closed => break,
            }
            // There may be something to fold.
            patience = (writer.unfolded > 0).then_some(IDLE);
        }
        let mut writer = writer.lock();
        for _ in 0..PARTING {
            if writer.unfolded == 0 {
                return;
            }
            writer.fold();
        }
    }

    /// Commits what waits, and what comes while some of it is put off.
    fn commit_all(&mut self, jobs: &Reader<Job>) {
        while !self.waiting.is_empty() {
            let before = self.unfolded;
            self.commit();
            // As many as have come, so that it grows no more and no group waits for all of it.
            for _ in before.max(BACKLOG) / FOLD..self.unfolded / FOLD {
                self.fold();
            }
            if !self.waiting.is_empty() {
                let room = GROUP.saturating_sub(self.waiting.len());
                jobs.take_within(room, &mut self.waiting, Some(Duration::ZERO));
            }
        }
    }

    /// Carries a few ledger rows over; a failure is tried again at the next idle moment.
    fn fold(&mut self) {
        match self.ledger.fold(FOLD) {
            Ok(folded) if folded < FOLD => self.unfolded = 0,
            Ok(folded) => self.unfolded = self.unfolded.saturating_sub(folded).max(1),
            Err(error) => {
                warn!("the ledger was not folded: {error}");
                self.unfolded = 0;
            }
        }
    }

    fn commit(&mut self) {
        let group = self.gather();
        if !group.events.is_empty() {
            if let Err(error) = self.ledger.append(&group.events) {
                let failed = CoreError::from(error);
                error!("a group of {} writes was not kept: {failed}", group.answers.len());
                group.answers.into_iter().for_each(|answer| answer.done.give(Err(failed.clone())));
                return;
            }
            self.unfolded += group.events.len();
            self.wrote = Instant::now();
            let mut events = group.events.iter();
            for writes in group.answers.chunks(APPLIED) {
                let count = writes.iter().map(|write| write.events).sum();
                let mut graph = self.graph.write();
                events.by_ref().take(count).for_each(|event| graph.apply(&event.change));
            }
        }
        let mut told = Answers::default();
        let graph = self.graph.read();
        for Answer { done, plan, wants, by, .. } in group.answers {
            let card = match (by, &plan.done) {
                // Whom it was done to, this thread has just had in hand. What fails here, who asked finds out again.
                (Some(user), &Done::Toggled { target, .. }) if wants.card => {
                    toggled_card(&*graph, user, target, wants).ok()
                }
                _ => None,
            };
            told.add(done, Ok(Kept { plan, card }));
        }
    }

    /// Plans the waiting jobs that can share a transaction and puts the others off.
    fn gather(&mut self) -> Group {
        let graph = self.graph.read();
        let at = self.clock.now();
        let mut group = Group::default();
        let mut later = VecDeque::new();
        let mut closed = false;
        for Job { work, wants, done } in self.waiting.drain(..) {
            match work {
                work @ (Work::Act { .. } | Work::Grant { .. }) if !closed => match work.plan(&*graph, &self.mint, at) {
                    Ok(plan) if plan.keys.iter().any(|key| group.touched.contains(key)) => {
                        later.push_back(Job { work, wants, done });
                    }
                    Ok(mut plan) => {
                        let changes = std::mem::take(&mut plan.changes);
                        let (count, (by, app)) = (changes.len(), work.by());
                        if count > 0 {
                            group.touched.extend(plan.keys.iter().copied());
                            group.events.extend(events(changes, by, app, &self.mint, at));
                        }
                        group.answers.push(Answer { done, plan, wants, by, events: count });
                    }
                    Err(error) => done.give(Err(error)),
                },
                // The operator's changes may bear on anybody: they go alone.
                Work::Operate(changes) if group.answers.is_empty() && later.is_empty() => {
                    closed = true;
                    match taken(&graph, &changes) {
                        Some(what) => done.give(Err(StoreError::Taken(what).into())),
                        None => {
                            group.events = events(changes, None, None, &self.mint, at);
                            group.answers.push(Answer {
                                done,
                                plan: nothing(),
                                wants,
                                by: None,
                                events: group.events.len(),
                            });
                        }
                    }
                }
                work @ (Work::Act { .. } | Work::Grant { .. } | Work::Operate(_)) => {
                    closed = closed || matches!(work, Work::Operate(_));
                    later.push_back(Job { work, wants, done });
                }
            }
        }
        drop(graph);
        self.waiting = later;
        group
    }
}

/// What changes would take that is taken, or take twice among themselves.
fn taken(graph: &Graph, changes: &[Change]) -> Option<&'static str> {
    let mut fresh = Graph::default();
    for change in changes {
        if let Some(what) = graph.taken(change).or_else(|| fresh.taken(change)) {
            return Some(what);
        }
        if matches!(change, Change::AddUser(..) | Change::AddApp(_)) {
            fresh.apply(change);
        }
    }
    None
}

/// The plan of changes that are nobody's act.
fn nothing() -> Plan {
    Plan { changes: Vec::new(), keys: Vec::new(), done: Done::Nothing }
}
