//! What is counted: requests in windows, and nonces that are good once. A request asks one question.
//!
//! A process answers from its own memory, at once. Where several processes count together
//! ([`Shared`](shared::Shared), the feature `redis`) a server answers, in one round trip; without it each goes on in its
//! own memory, or nothing is answered, as the settings say.

#[cfg(feature = "redis")]
mod link;
#[cfg(feature = "redis")]
mod names;
#[cfg(feature = "redis")]
mod script;
#[cfg(feature = "redis")]
pub mod shared;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use thiserror::Error;

use crate::access::nonce::{Mark, Nonces};
use crate::error::CoreError;
use crate::rate::{Limit, Limiter, Subject, Window};
use crate::time::Timestamp;

/// What a request asks, in the order in which it is answered: the first no ends it, and what follows is not counted.
#[derive(Debug)]
pub struct Question<'q> {
    /// The present moment.
    pub now: Timestamp,
    /// The nonce that it takes.
    pub nonce: Option<Mark>,
    /// A window that nobody must have exceeded, and whose. The request is not counted in it.
    pub unless: Option<(&'q Subject, &'static Limit)>,
    /// Whose requests are counted.
    pub subject: &'q Subject,
    /// What it is counted in, where that bears on the subject.
    pub limits: &'static [Limit],
}

/// What comes of a question.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// All is well, and counted.
    Within,
    /// The nonce was taken before. Nothing was counted.
    Replayed,
    /// The window that nobody must have exceeded was exceeded. Nothing was counted, the nonce is taken.
    Shut(Window),
    /// The request is one too many for this window.
    Exceeded(Window),
}

/// Who counts for all processes does not answer, and nobody else is to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
#[error("limits and nonces cannot be counted")]
pub struct Uncounted;

impl From<Uncounted> for CoreError {
    fn from(uncounted: Uncounted) -> Self {
        Self::Unavailable(uncounted.to_string())
    }
}

/// What happens to requests while the server that counts for all processes is lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnLoss {
    /// They are answered; each process counts in its own memory, from where the server left off.
    Open,
    /// They are not answered.
    Closed,
}

/// How it stands with the server that counts for all processes.
#[derive(Debug)]
pub struct Health {
    up: AtomicBool,
    losses: AtomicU64,
    on_loss: OnLoss,
}

impl Health {
    /// Whether it answers.
    pub fn is_up(&self) -> bool {
        self.up.load(Ordering::Acquire)
    }

    /// How often it was lost.
    pub fn losses(&self) -> u64 {
        self.losses.load(Ordering::Relaxed)
    }

    /// What happens while it is lost.
    pub fn on_loss(&self) -> OnLoss {
        self.on_loss
    }
}

/// Counts in this process' memory.
struct Memory {
    limiter: Limiter,
    nonces: Nonces,
}

/// Counts requests, and remembers nonces.
pub struct Tally {
    memory: Memory,
    #[cfg(feature = "redis")]
    shared: Option<shared::Shared>,
}

impl Tally {
    /// Counts in this process' memory.
    pub(crate) fn new(limiter: Limiter, nonces: Nonces) -> Self {
        Self {
            memory: Memory { limiter, nonces },
            #[cfg(feature = "redis")]
            shared: None,
        }
    }

    /// Counts together with other processes from now on.
    #[cfg(feature = "redis")]
    pub(crate) fn share(&mut self, shared: shared::Shared) {
        self.shared = Some(shared);
    }

    /// The counts of this process' own memory.
    pub fn limiter(&self) -> &Limiter {
        &self.memory.limiter
    }

    /// How it stands with the server that counts for all processes; `None` where this one counts alone.
    pub fn health(&self) -> Option<Arc<Health>> {
        #[cfg(feature = "redis")]
        if let Some(shared) = &self.shared {
            return Some(shared.health());
        }
        None
    }

    /// How far, in seconds, a signed request's timestamp may be from now.
    pub fn timestamp_window(&self) -> i64 {
        self.memory.nonces.window()
    }

    /// A nonce as it is remembered. `timestamp` is the request's own, in seconds.
    pub fn mark(&self, consumer: &str, token: &str, nonce: &str, timestamp: i64) -> Mark {
        #[cfg(feature = "redis")]
        if let Some(shared) = &self.shared {
            return shared.mark(consumer, token, nonce, timestamp);
        }
        self.memory.nonces.mark(consumer, token, nonce, timestamp)
    }

    /// Answers a request's question. `windows` gets what was counted, also the one that is exceeded.
    ///
    /// # Errors
    /// [`Uncounted`] where nobody can answer.
    pub async fn ask(&self, question: &Question<'_>, windows: &mut Vec<Window>) -> Result<Verdict, Uncounted> {
        #[cfg(feature = "redis")]
        if let Some(shared) = &self.shared {
            // In a box, so that requests that are answered from memory do not carry what waiting takes.
            return Box::pin(shared.ask(&self.memory, question, windows)).await;
        }
        Ok(self.memory.ask(question, windows))
    }

    /// Counts one request in one window. `None` when the limit does not bear on this caller.
    ///
    /// # Errors
    /// [`Uncounted`] where nobody can answer.
    pub async fn hit(
        &self,
        subject: &Subject,
        limit: &'static Limit,
        now: Timestamp,
    ) -> Result<Option<Window>, Uncounted> {
        let mut windows = Vec::new();
        let limits = std::slice::from_ref(limit);
        self.ask(&Question { now, nonce: None, unless: None, subject, limits }, &mut windows).await?;
        Ok(windows.pop())
    }

    /// Looks at windows without counting; those that bear on this caller.
    ///
    /// # Errors
    /// [`Uncounted`] where nobody can answer.
    pub async fn look(
        &self,
        subject: &Subject,
        limits: &[&'static Limit],
        now: Timestamp,
    ) -> Result<Vec<Window>, Uncounted> {
        #[cfg(feature = "redis")]
        if let Some(shared) = &self.shared {
            return Box::pin(shared.look(&self.memory, subject, limits, now)).await;
        }
        Ok(self.memory.look(subject, limits, now))
    }

    /// The window that allows no more, if the limit's does. Nothing is counted.
    ///
    /// # Errors
    /// [`Uncounted`] where nobody can answer.
    pub async fn used_up(
        &self,
        subject: &Subject,
        limit: &'static Limit,
        now: Timestamp,
    ) -> Result<Option<Window>, Uncounted> {
        let window = self.look(subject, &[limit], now).await?.pop();
        Ok(window.filter(|window| window.remaining == 0))
    }
}

impl Memory {
    fn ask(&self, question: &Question<'_>, windows: &mut Vec<Window>) -> Verdict {
        let Question { now, nonce, unless, subject, limits } = *question;
        if nonce.is_some_and(|mark| !self.nonces.take(mark, now)) {
            return Verdict::Replayed;
        }
        if let Some((subject, limit)) = unless
            && self.limiter.has_exceeded(now)
            && let Some(window) = self.limiter.used_up(subject, limit, now)
        {
            return Verdict::Shut(window);
        }
        for limit in limits {
            if let Some(window) = self.limiter.hit(subject, limit, now) {
                windows.push(window);
                if window.exceeded {
                    return Verdict::Exceeded(window);
                }
            }
        }
        Verdict::Within
    }

    fn look(&self, subject: &Subject, limits: &[&'static Limit], now: Timestamp) -> Vec<Window> {
        limits.iter().filter_map(|limit| self.limiter.peek(subject, limit, now)).collect()
    }
}
