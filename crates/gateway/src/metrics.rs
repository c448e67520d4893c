//! What is counted, in Prometheus' text format: requests by dialect and endpoint, refusals at the gate by reason.
//!
//! Every endpoint's counters are made at the start, so that a request touches atomics and no map of labels.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use block_graph::KeptCounts;
use block_graph::tally::Health;
use dialect::{Denial, Dialect, Endpoint};
use parking_lot::Mutex;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::counting::Watched;
use crate::plans::place;

/// Upper bounds of the histogram's buckets, in seconds: 20 µs to 2.6 s, each thrice the last.
const BUCKETS: [f64; 12] = [0.000_02, 0.000_06, 0.000_18, 0.000_5, 0.001_5, 0.004_5, 0.013, 0.04, 0.12, 0.36, 1.0, 2.6];

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Answered {
    dialect: &'static str,
    endpoint: &'static str,
    status: &'static str,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Timed {
    dialect: &'static str,
    endpoint: &'static str,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Denied {
    dialect: &'static str,
    reason: &'static str,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Asked {
    host: String,
    passed: &'static str,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Found {
    found: &'static str,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct ReadAt {
    place: &'static str,
}

struct OfEndpoint {
    by_status: [Counter<u64, AtomicU64>; 5],
    seconds: Histogram,
}

/// The gateway's metrics.
pub struct Metrics {
    registry: Registry,
    /// By where the endpoint stands: it is static.
    endpoints: FxHashMap<usize, OfEndpoint>,
    /// Of what led nowhere, by dialect.
    nowhere: FxHashMap<&'static str, OfEndpoint>,
    denied: Family<Denied, Counter>,
    elsewhere: Family<Asked, Counter>,
    at_hand: Family<Found, Counter>,
    pages: Family<Found, Counter>,
    page_bytes: Gauge,
    reads: Family<ReadAt, Counter>,
    hosts: Mutex<FxHashSet<String>>,
}

/// Hosts that are counted by name; anybody can make names up.
const HOSTS: usize = 500;

const NOWHERE: &str = "-";
const STATUSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

impl Metrics {
    /// Counters for every endpoint of these dialects.
    pub fn new(dialects: &[&'static dyn Dialect]) -> Self {
        let mut registry = Registry::with_prefix("portcullis");
        let answered: Family<Answered, Counter> = Family::default();
        let seconds = Family::<Timed, Histogram>::new_with_constructor(|| Histogram::new(BUCKETS));
        let denied = Family::default();
        let elsewhere = Family::default();
        registry.register("requests", "Requests answered, by dialect, endpoint and class of status", answered.clone());
        registry.register(
            "request_seconds",
            "Time from the request's last byte to the reply, in seconds",
            seconds.clone(),
        );
        registry.register("denials", "Requests stopped at the gate, by dialect and reason", Family::clone(&denied));
        registry.register("elsewhere", "Asked of the proxy for other hosts, by host", Family::clone(&elsewhere));
        let at_hand = Family::default();
        let told = "Questions that what is kept at hand of a shared store answered, or did not";
        registry.register("at_hand", told, Family::clone(&at_hand));
        let (pages, page_bytes) = (Family::default(), Gauge::default());
        let told = "Pages of ids asked for that are long enough to be kept, by whether they were there";
        registry.register("pages", told, Family::clone(&pages));
        registry.register("page_bytes", "The most that the pages of ids which are kept take", page_bytes.clone());
        let reads = Family::default();
        let told = "Reads of a shared store that has a replica, by who answered: primary or replica";
        registry.register("reads", told, Family::clone(&reads));
        let of = |dialect, endpoint| {
            let by_status =
                STATUSES.map(|status| answered.get_or_create(&Answered { dialect, endpoint, status }).clone());
            let seconds = seconds.get_or_create(&Timed { dialect, endpoint }).clone();
            OfEndpoint { by_status, seconds }
        };
        let (mut endpoints, mut nowhere) = (FxHashMap::default(), FxHashMap::default());
        for dialect in dialects {
            let own = dialect.endpoints().iter();
            endpoints.extend(own.map(|endpoint| (place(endpoint), of(dialect.name(), endpoint.name))));
            nowhere.insert(dialect.name(), of(dialect.name(), NOWHERE));
        }
        Self {
            registry,
            endpoints,
            nowhere,
            denied,
            elsewhere,
            at_hand,
            pages,
            page_bytes,
            reads,
            hosts: Mutex::default(),
        }
    }

    /// Tells from now on how it stands with the server that counts for all processes.
    pub fn watch(&mut self, health: Arc<Health>) {
        self.registry.register_collector(Box::new(Watched(health)));
    }

    /// Counts an answer.
    pub fn answered(&self, dialect: &'static str, endpoint: Option<&'static Endpoint>, status: u16, took: Duration) {
        let of = match endpoint {
            Some(endpoint) => self.endpoints.get(&place(endpoint)),
            None => self.nowhere.get(dialect),
        };
        if let Some(of) = of {
            let class = usize::from(status / 100).clamp(1, 5) - 1;
            of.by_status[class].inc();
            of.seconds.observe(took.as_secs_f64());
        }
    }

    /// Counts a request that the gate stopped.
    pub fn denied(&self, dialect: &'static str, denial: &Denial) {
        self.denied.get_or_create(&Denied { dialect, reason: reason(denial) }).inc();
    }

    /// Counts that a client of the proxy asked for another host, and whether it was let through.
    pub fn elsewhere(&self, host: &str, passed: bool) {
        let mut hosts = self.hosts.lock();
        let known = hosts.contains(host) || (hosts.len() < HOSTS && hosts.insert(host.to_owned()));
        let host = if known { host.to_owned() } else { "(more)".to_owned() };
        let passed = if passed { "yes" } else { "no" };
        self.elsewhere.get_or_create(&Asked { host, passed }).inc();
    }

    /// Notes how many questions were answered from what is kept at hand, and how many were not.
    pub fn at_hand(&self, counts: Option<(u64, u64)>) {
        let Some((hits, misses)) = counts else { return };
        note_found(&self.at_hand, hits, misses);
    }

    /// Notes how it goes with the pages of ids that are kept.
    pub fn pages(&self, counts: Option<KeptCounts>) {
        let Some(KeptCounts { hits, misses, bytes }) = counts else { return };
        note_found(&self.pages, hits, misses);
        self.page_bytes.set(i64::try_from(bytes).unwrap_or(i64::MAX));
    }

    /// Notes how many reads a shared store and its replica answered.
    pub fn reads(&self, counts: Option<(u64, u64)>) {
        let Some((primary, replica)) = counts else { return };
        for (place, count) in [("primary", primary), ("replica", replica)] {
            self.reads.get_or_create(&ReadAt { place }).inner().store(count, Ordering::Relaxed);
        }
    }

    /// Everything in Prometheus' text format; empty if it cannot be written, which memory alone could cause.
    pub fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            text.clear();
        }
        text
    }
}

/// The label of a denial.
fn reason(denial: &Denial) -> &'static str {
    match denial {
        Denial::NoCredentials => "no_credentials",
        Denial::Malformed => "malformed",
        Denial::UnknownApp => "unknown_app",
        Denial::BadSignature => "bad_signature",
        Denial::TimestampOutOfRange => "timestamp",
        Denial::NonceReplayed => "nonce",
        Denial::UnknownToken => "unknown_token",
        Denial::RevokedToken => "revoked_token",
        Denial::ExpiredToken => "expired_token",
        Denial::WrongAudience(_) => "wrong_audience",
        Denial::UserNeeded => "user_needed",
        Denial::AppNeeded => "app_needed",
        Denial::PlanTooSmall(_) => "plan",
        Denial::MissingScopes(_) => "missing_scopes",
        Denial::PermissionTooLow(_) => "permission",
        Denial::RateLimited(_) => "rate_limited",
    }
}

/// Notes how often something was found and how often not.
fn note_found(family: &Family<Found, Counter>, hits: u64, misses: u64) {
    for (found, count) in [("yes", hits), ("no", misses)] {
        family.get_or_create(&Found { found }).inner().store(count, Ordering::Relaxed);
    }
}
