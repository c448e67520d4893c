//! Runs commands: reads at once from the graph in memory or through readers of a shared database, writes through one
//! queue that commits them in groups.
//!
//! An engine is made, never global: clock, store and limits are handed to it, and several live side by side in one process.

mod access;
mod cards;
mod operator;
mod owned;
mod pages;
mod reads;
mod shared;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use tokio::sync::oneshot;

pub use operator::{NewApp, NewUser};

use self::owned::Owned;
use self::shared::Shared;
use crate::access::Actor;
use crate::access::nonce::Nonces;
use crate::card::Wants;
use crate::command::{Command, LimitStatus, Outcome, Toggled};
use crate::error::{CoreError, Refusal, StoreError};
use crate::event::{Change, Event};
use crate::id::{AppId, UserId};
use crate::mint::Mint;
use crate::rate::{Limit, Limiter, Subject, Window};
use crate::rules::{Plan, Write};
use crate::store::Store;
use crate::time::{Clock, Timestamp};
use crate::view::View;

/// What an engine is made of.
pub struct Parts {
    /// Where it reads the time.
    pub clock: Arc<dyn Clock>,
    /// Which worker it is among the processes that share a database: 0..1024, each its own.
    pub worker: u16,
    /// The store.
    pub store: Store,
    /// Counts requests.
    pub limiter: Limiter,
    /// How far, in seconds, the timestamp of a signed request may be from now.
    pub timestamp_window: i64,
    /// How many threads read a shared database.
    pub readers: usize,
}

/// Runs commands.
pub struct Engine {
    clock: Arc<dyn Clock>,
    mint: Arc<Mint>,
    limiter: Limiter,
    nonces: Nonces,
    backend: Backend,
}

enum Backend {
    Owned(Owned),
    Shared(Shared),
}

/// A write on its way to the store.
struct Job {
    work: Work,
    done: oneshot::Sender<Result<Plan, CoreError>>,
}

enum Work {
    /// One person's act.
    Act { actor: UserId, app: Option<AppId>, write: Write },
    /// Changes by the operator.
    Operate(Vec<Change>),
}

/// How many writes may wait; beyond it callers are told that the store is overloaded.
const QUEUE: usize = 65_536;
/// How many writes share one transaction at the most.
const GROUP: usize = 1024;

impl Engine {
    /// Opens an engine; a store that is owned is read into memory first.
    ///
    /// # Errors
    /// What the store reports.
    pub fn open(parts: Parts) -> Result<Self, StoreError> {
        let mint = Arc::new(Mint::new(Arc::clone(&parts.clock), parts.worker));
        let backend = match parts.store {
            Store::Owned(ledger) => Backend::Owned(Owned::open(ledger, &mint, &parts.clock)?),
            Store::Shared(database) => Backend::Shared(Shared::open(database, &mint, &parts.clock, parts.readers)?),
        };
        let nonces = Nonces::new(parts.timestamp_window);
        Ok(Self { clock: parts.clock, mint, limiter: parts.limiter, nonces, backend })
    }

    /// Runs a command.
    ///
    /// # Errors
    /// The graph's refusal, or that it cannot answer now, or a defect.
    pub async fn execute(&self, actor: &Actor, command: Command, wants: Wants) -> Result<Outcome, CoreError> {
        let command = match command {
            Command::LimitStatus(LimitStatus { limits }) => return Ok(Outcome::Windows(self.limits(actor, &limits))),
            other => other,
        };
        match Write::from_command(command) {
            Ok(write) => self.write(actor, write, wants).await,
            Err(command) => match &self.backend {
                Backend::Owned(owned) => owned.read(|view| reads::run(view, actor, command, wants)),
                Backend::Shared(shared) => {
                    let actor = actor.clone();
                    shared.read(move |view| reads::run(view, &actor, command, wants)).await
                }
            },
        }
    }

    async fn write(&self, actor: &Actor, write: Write, wants: Wants) -> Result<Outcome, CoreError> {
        let user = actor.user().ok_or(Refusal::CallerNotAPerson)?;
        let act = |write| Work::Act { actor: user, app: actor.app(), write };
        let plan = match &self.backend {
            Backend::Owned(owned) => {
                // Refusals and repeats need no disk: what is in memory is durable.
                let plan = owned.read(|view| write.plan(view, user, &self.mint))?;
                if plan.changes.is_empty() { plan } else { owned.submit(act(write)).await? }
            }
            Backend::Shared(shared) => shared.submit(act(write)).await?,
        };
        let Plan { target, before, after, .. } = plan;
        let target = if wants.card {
            let show = move |view: &dyn View| -> Result<_, CoreError> {
                let person = view.people(&[target])?.pop().flatten();
                let person = person.ok_or_else(|| CoreError::broken(format!("{target} vanished")))?;
                Ok(cards::card(view, Some(user), person, wants)?)
            };
            Some(match &self.backend {
                Backend::Owned(owned) => owned.read(show)?,
                Backend::Shared(shared) => shared.read(show).await?,
            })
        } else {
            None
        };
        Ok(Outcome::Toggled(Toggled { target, before, after }))
    }

    fn limits(&self, actor: &Actor, limits: &[&'static Limit]) -> Vec<Window> {
        let subject = Subject::of(actor, std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED));
        let now = self.clock.now();
        limits.iter().filter_map(|limit| self.limiter.peek(&subject, limit, now)).collect()
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// What it reports if not.
    pub async fn ping(&self) -> Result<(), CoreError> {
        match &self.backend {
            Backend::Owned(owned) => owned.ping(),
            Backend::Shared(shared) => shared.ping().await,
        }
    }

    /// The present moment on the engine's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The engine's limiter.
    pub fn limiter(&self) -> &Limiter {
        &self.limiter
    }

    /// The nonces of signed requests.
    pub fn nonces(&self) -> &Nonces {
        &self.nonces
    }

    /// The engine's mint of ids.
    pub fn mint(&self) -> &Mint {
        &self.mint
    }
}

/// The events that changes become when they are kept.
fn events(changes: Vec<Change>, actor: Option<UserId>, app: Option<AppId>, mint: &Mint, at: Timestamp) -> Vec<Event> {
    changes.into_iter().map(|change| Event { id: mint.id(), at, actor, app, change }).collect()
}

/// What a caller is told when the writer is gone or has no room.
fn overloaded() -> CoreError {
    CoreError::Unavailable("too many writes are waiting".to_owned())
}

/// What a caller is told when an answer was lost, which only a dying process does.
fn stopped() -> CoreError {
    CoreError::Unavailable("the engine stops".to_owned())
}
