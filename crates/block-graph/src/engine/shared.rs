//! A database that processes share: every read goes to it through a few reader threads, every write through one thread
//! that commits waiting writes in groups, each planned inside the transaction on rows locked against other processes.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;

use log::warn;
use parking_lot::Mutex;
use tokio::sync::oneshot;

use super::{GROUP, Job, QUEUE, Work, events, overloaded, stopped};
use crate::error::{CoreError, StoreError};
use crate::mint::Mint;
use crate::rules::Plan;
use crate::store::{Database, Footprint};
use crate::time::Clock;
use crate::user_ref::UserRef;
use crate::view::View;

/// How many reads may wait; beyond it callers are told that the store is overloaded.
const READS: usize = 4096;

type Read = Box<dyn FnOnce(&dyn Database) + Send>;

pub(super) struct Shared {
    reads: Option<SyncSender<Read>>,
    writes: Option<SyncSender<Job>>,
    threads: Vec<JoinHandle<()>>,
}

impl Shared {
    pub(super) fn open(
        database: Arc<dyn Database>,
        mint: &Arc<Mint>,
        clock: &Arc<dyn Clock>,
        readers: usize,
    ) -> Result<Self, StoreError> {
        let (reads, asked) = sync_channel::<Read>(READS);
        let (writes, jobs) = sync_channel(QUEUE);
        let asked = Arc::new(Mutex::new(asked));
        let mut threads = Vec::with_capacity(readers + 1);
        let mut spawn = |name: String, work: Box<dyn FnOnce() + Send>| {
            let thread = std::thread::Builder::new().name(name).spawn(work);
            thread
                .map(|thread| threads.push(thread))
                .map_err(|error| StoreError::Unavailable(format!("no thread: {error}")))
        };
        for number in 0..readers.max(1) {
            let (asked, database) = (Arc::clone(&asked), Arc::clone(&database));
            spawn(format!("graph-reader-{number}"), Box::new(move || serve(&asked, &*database)))?;
        }
        let writer = Writer { database, mint: Arc::clone(mint), clock: Arc::clone(clock) };
        spawn("graph-writer".to_owned(), Box::new(move || writer.run(&jobs)))?;
        Ok(Self { reads: Some(reads), writes: Some(writes), threads })
    }

    /// Runs `work` on a reader's thread.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn View) -> Result<T, CoreError> + Send + 'static,
    ) -> Result<T, CoreError> {
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

    pub(super) async fn submit(&self, work: Work) -> Result<Plan, CoreError> {
        let (done, answer) = oneshot::channel();
        let writes = self.writes.as_ref().ok_or_else(stopped)?;
        writes.try_send(Job { work, done }).map_err(|_| overloaded())?;
        answer.await.map_err(|_| stopped())?
    }

    pub(super) async fn ping(&self) -> Result<(), CoreError> {
        self.with_database(|database| Ok(database.ping()?)).await
    }

    async fn with_database<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Database) -> Result<T, CoreError> + Send + 'static,
    ) -> Result<T, CoreError> {
        let (done, answer) = oneshot::channel();
        let read: Read = Box::new(move |database| drop(done.send(work(database))));
        let reads = self.reads.as_ref().ok_or_else(stopped)?;
        reads.try_send(read).map_err(|_| CoreError::Unavailable("too many reads are waiting".to_owned()))?;
        answer.await.map_err(|_| stopped())?
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.reads.take();
        self.writes.take();
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
}

impl Writer {
    fn run(self, jobs: &Receiver<Job>) {
        while let Ok(first) = jobs.recv() {
            let mut group = vec![first];
            while group.len() < GROUP {
                match jobs.try_recv() {
                    Ok(job) => group.push(job),
                    Err(_) => break,
                }
            }
            // The operator's changes go alone: what one of them takes must not undo a person's act beside it.
            let (operators, acts): (Vec<_>, Vec<_>) =
                group.into_iter().partition(|job| matches!(job.work, Work::Operate(_)));
            if !acts.is_empty() {
                self.commit(acts);
            }
            operators.into_iter().for_each(|job| self.commit(vec![job]));
        }
    }

    /// Commits a group in one transaction and answers each of its writes.
    fn commit(&self, group: Vec<Job>) {
        let footprints: Vec<_> = group.iter().map(|job| footprint(&job.work)).collect();
        let mut answers: Vec<Result<Plan, CoreError>> = Vec::new();
        let committed = self.database.commit(&footprints, &mut |graph| {
            // A retried transaction begins again with nothing answered.
            answers.clear();
            let at = self.clock.now();
            let mut all = Vec::new();
            for job in &group {
                let (actor, app) = job.work.by();
                let mut answer = job.work.plan(graph, &self.mint, at);
                let changes = answer.as_mut().map(|plan| std::mem::take(&mut plan.changes)).unwrap_or_default();
                let planned = events(changes, actor, app, &self.mint, at);
                planned.iter().for_each(|event| graph.apply(&event.change));
                all.extend(planned);
                answers.push(answer);
            }
            Ok(all)
        });
        let failed = committed.err().map(CoreError::from);
        if let Some(failed) = &failed {
            warn!("a group of {} writes was not kept: {failed}", group.len());
            answers = group.iter().map(|_| Err(failed.clone())).collect();
        }
        for (job, answer) in group.into_iter().zip(answers) {
            drop(job.done.send(answer));
        }
    }
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
