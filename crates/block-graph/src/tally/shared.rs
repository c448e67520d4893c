//! Counting together with other processes: the question becomes one script that a Redis or Valkey server runs.
//!
//! Windows end by that server's clock; the end told to a client is this process' now and what is left. What the server
//! tells is kept in memory too, so that this process can go on alone, from there, when the server is lost.

use std::sync::Arc;
use std::time::Duration;

use super::link::{Ask, Link, Server};
use super::names::Names;
use super::script::Script;
use super::{Health, Memory, OnLoss, Question, Uncounted, Verdict};
use crate::access::nonce::Mark;
use crate::error::StoreError;
use crate::rate::{Limit, Subject, Window};
use crate::time::Timestamp;

/// How far, in seconds, the clocks of the processes may be apart: nonces are remembered for so much longer.
const APART: i64 = 60;

/// What counting together takes.
#[derive(Clone)]
pub struct Options {
    /// The server: `redis://`, `valkey://` or `unix://`. May hold a password.
    pub url: String,
    /// What all names on the server begin with.
    pub prefix: String,
    /// Under which names are hashed; the same in all processes.
    pub key: [u8; 32],
    /// What happens while the server is lost.
    pub on_loss: OnLoss,
    /// How long an answer is waited for.
    pub patience: Duration,
}

/// Counts together with other processes.
pub struct Shared {
    names: Names,
    link: Link,
}

impl Shared {
    /// Reaches for the server. One that does not answer is tried again and again; one that refuses us is an error.
    ///
    /// # Errors
    /// That the address or the password is not good.
    pub fn open(options: &Options) -> Result<Self, StoreError> {
        let names = Names::new(&options.prefix, &options.key)?;
        let server = Server::new(&options.url, names.probe(), options.patience)?;
        Ok(Self { names, link: Link::open(server, options.on_loss)? })
    }

    pub(super) fn health(&self) -> Arc<Health> {
        self.link.health()
    }

    pub(super) fn mark(&self, consumer: &str, token: &str, nonce: &str, timestamp: i64) -> Mark {
        self.names.mark(consumer, token, nonce, timestamp)
    }

    pub(super) async fn ask(
        &self,
        memory: &Memory,
        question: &Question<'_>,
        windows: &mut Vec<Window>,
    ) -> Result<Verdict, Uncounted> {
        // What was taken here while the server was lost is not on the server.
        if question.nonce.is_some_and(|mark| memory.nonces.has(mark)) {
            return Ok(Verdict::Replayed);
        }
        let Some(ask) = self.counting(memory, question) else { return Ok(Verdict::Within) };
        match self.link.put(ask).await {
            Some(told) => heard(memory, question, &told, windows).ok_or(Uncounted),
            None => self.alone(|| memory.ask(question, windows)),
        }
    }

    pub(super) async fn look(
        &self,
        memory: &Memory,
        subject: &Subject,
        limits: &[&'static Limit],
        now: Timestamp,
    ) -> Result<Vec<Window>, Uncounted> {
        let mut ask = Ask::new(Script::Look);
        let mut asked = Vec::with_capacity(limits.len());
        for limit in limits {
            if let (Some(max), Some(name)) = (memory.limiter.allows(limit), self.names.window(subject, limit)) {
                ask.key(name);
                asked.push((*limit, max));
            }
        }
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        let Some(told) = self.link.put(ask).await else { return self.alone(|| memory.look(subject, limits, now)) };
        let window = |((limit, max), told): ((&'static Limit, u32), &[i64])| {
            let [used, left] = told.try_into().ok()?;
            let lasts = if left < 0 { i64::from(limit.window) * 1000 } else { left };
            let used = if left < 0 { 0 } else { number(used).min(max) };
            Some(Window { limit, max, remaining: max - used, reset: Timestamp(now.0 + lasts), exceeded: false })
        };
        Ok(asked.into_iter().zip(told.chunks(2)).filter_map(window).collect())
    }

    /// What is done without the server.
    fn alone<T>(&self, answer: impl FnOnce() -> T) -> Result<T, Uncounted> {
        match self.link.on_loss() {
            OnLoss::Open => Ok(answer()),
            OnLoss::Closed => Err(Uncounted),
        }
    }

    /// The question as the script takes it; `None` where it asks nothing.
    fn counting(&self, memory: &Memory, question: &Question<'_>) -> Option<Ask> {
        let mut ask = Ask::new(Script::Count);
        match question.nonce {
            Some(mark) => {
                // As long as some process would still take its timestamp.
                let until = mark.timestamp + memory.nonces.window() + APART;
                ask.key(self.names.nonce(mark));
                ask.number((until - question.now.seconds()).max(1) * 1000);
            }
            None => ask.nothing(),
        }
        let looked = question.unless.and_then(|(subject, limit)| {
            memory.limiter.allows(limit).and_then(|max| Some((max, self.names.window(subject, limit)?)))
        });
        match looked {
            Some((max, name)) => {
                ask.key(name);
                ask.number(i64::from(max));
            }
            None => ask.nothing(),
        }
        for limit in question.limits {
            if let (Some(max), Some(name)) = (memory.limiter.allows(limit), self.names.window(question.subject, limit))
            {
                ask.key(name);
                ask.number(i64::from(max));
                ask.number(i64::from(limit.window) * 1000);
            }
        }
        ask.has_keys().then_some(ask)
    }
}

/// What the script told, as the question's answer; `None` for what it never tells.
fn heard(memory: &Memory, question: &Question<'_>, told: &[i64], windows: &mut Vec<Window>) -> Option<Verdict> {
    let (verdict, rest) = told.split_first()?;
    let now = question.now;
    if *verdict == 1 {
        return Some(Verdict::Replayed);
    }
    if let Some(mark) = question.nonce {
        memory.nonces.take(mark, now);
    }
    let learn = |subject: &Subject, limit: &'static Limit, told: &[i64]| {
        let [used, left] = told.try_into().ok()?;
        memory.limiter.learn(subject, limit, (number(used), Timestamp(now.0 + left)), now)
    };
    if *verdict == 2 {
        let (subject, limit) = question.unless?;
        return learn(subject, limit, rest).map(Verdict::Shut);
    }
    let mut pairs = rest.chunks(2);
    let bears = |limit: &&'static Limit| memory.limiter.allows(limit).is_some();
    for limit in question.limits.iter().filter(bears) {
        if question.subject.counted_as(limit.per).is_none() {
            continue;
        }
        // The script stops at the first that is exceeded.
        let Some(pair) = pairs.next() else { break };
        windows.push(learn(question.subject, limit, pair)?);
    }
    match verdict {
        0 => Some(Verdict::Within),
        3 => windows.last().copied().map(Verdict::Exceeded),
        _ => None,
    }
}

fn number(told: i64) -> u32 {
    u32::try_from(told.max(0)).unwrap_or(u32::MAX)
}
