//! A gateway in memory with a made-up world in it, every part that serves clients but the sockets.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::future::Future;
use std::hash::BuildHasher as _;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use block_graph::access::Actor;
use block_graph::access::session::Sessions;
use block_graph::rate::Limiter;
use block_graph::store::{Memory, Store};
use block_graph::{Engine, KEPT_FROM, ManualClock, Parts, Timestamp};
use dialect::{Call, Dialect, Endpoint, Headers, Method, Origin, Reply, Request, Routed, Router};
use portcullis::dialects::{DIALECTS, buckets};
use portcullis::gate;
use portcullis::metrics::Metrics;
use portcullis::pipeline::{Gateway, Incoming};
use portcullis::world::synthetic::{Manifest, Shape, Synthetic};
use rustc_hash::FxBuildHasher;
use tokio::runtime::{Builder, Runtime};

use crate::shots::Shot;

/// When everything happens: 2024-06-01, after all that is in the world.
const NOW: Timestamp = Timestamp(1_717_200_000_000);
/// Large enough for a list of five thousand.
const SHAPE: Shape = Shape { people: 6_000, edges: 30_000, zipf: 0.9, seed: 1 };
/// Where clients believe they send to.
pub(super) const HOST: &str = "127.0.0.1:8080";

/// A gateway, and who is who in it.
pub struct Rig {
    pub(super) gateway: Gateway,
    pub(super) manifest: Manifest,
    runtime: Runtime,
    keeping: OnceCell<Option<Box<Rig>>>,
}

/// A request's headers.
pub(super) struct Lines(Vec<(&'static str, String)>);

impl Headers for Lines {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

/// A request that is ready to be answered.
pub(super) struct Ready {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) lines: Lines,
    pub(super) body: Vec<u8>,
}

impl Ready {
    /// As a dialect sees it.
    pub(super) fn request(&self) -> Request<'_> {
        Request::new(self.method, &self.target, &self.lines, &self.body, origin(), NOW)
    }
}

fn origin() -> Origin<'static> {
    Origin { scheme: "http", host: HOST }
}

impl Rig {
    /// Makes the world; the same every time.
    ///
    /// # Errors
    /// What the engine or the tables complain of.
    pub fn new() -> Result<Self, String> {
        let runtime = Builder::new_current_thread().build().map_err(|error| format!("no runtime: {error}"))?;
        // As when served: every limit is counted and none is met.
        let overrides: HashMap<_, _> = buckets().into_iter().map(|bucket| (bucket.to_owned(), 1_000_000_000)).collect();
        let parts = Parts {
            clock: Arc::new(ManualClock::at(NOW)),
            worker: 0,
            store: Store::Owned(Arc::new(Memory)),
            limiter: Limiter::new(true, overrides),
            timestamp_window: 300,
            readers: 1,
            sessions: Sessions::new([7; 32]),
        };
        let engine = Engine::open(parts).map_err(|error| error.to_string())?;
        let world = Synthetic::new(SHAPE)?;
        runtime.block_on(engine.import(world.changes())).map_err(|error| error.to_string())?;
        let gateway = Gateway::new(engine, Router::new(&DIALECTS)?, Metrics::new(&DIALECTS), 1 << 20);
        Ok(Self { gateway, manifest: world.manifest(), runtime, keeping: OnceCell::new() })
    }

    /// A rig of the same world that keeps pages of ids, which this one does not; made when it is asked for.
    pub(super) fn keeping_pages(&self) -> Option<&Self> {
        let make = || {
            let mut rig = Self::new().ok()?;
            rig.gateway.engine = rig.gateway.engine.keeping_pages(1 << 25, KEPT_FROM);
            Some(Box::new(rig))
        };
        self.keeping.get_or_init(make).as_deref()
    }

    /// Waits for something.
    pub(super) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// A call, signed with a nonce of that number; calls of different targets share none.
    pub(super) fn ready(&self, shot: &Shot<'_>, number: u64) -> Ready {
        let target = FxBuildHasher.hash_one(&shot.target);
        let nonce = format!("{target:016x}{number:020}");
        let authorization = shot.authorization(&self.manifest.app, HOST, NOW.seconds(), &nonce);
        let mut lines = vec![("host", HOST.to_owned()), ("authorization", authorization)];
        if shot.method == Method::Post {
            lines.push(("content-type", shot.media_type().to_owned()));
        }
        let body = shot.body.clone().into_bytes();
        Ready { method: shot.method, target: shot.target.clone(), lines: Lines(lines), body }
    }

    /// The answer to a request.
    pub(super) fn answer(&self, ready: &Ready) -> Reply {
        let incoming = Incoming {
            method: ready.method,
            target: &ready.target,
            headers: &ready.lines,
            body: Ok(&ready.body),
            origin: origin(),
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        };
        self.wait(self.gateway.answer(incoming))
    }

    /// Routes a request, and puts what stands in its path into it.
    pub(super) fn route(&self, request: &mut Request<'_>) -> Option<(&'static dyn Dialect, &'static Endpoint)> {
        match self.gateway.router.at(request) {
            Routed::Endpoint { dialect, endpoint, params } => {
                request.path_params = params;
                Some((dialect, endpoint))
            }
            Routed::WrongMethod { .. } | Routed::Nowhere { .. } => None,
        }
    }

    /// Who sent a request.
    ///
    /// # Errors
    /// That they prove nothing.
    pub(super) fn caller(&self, ready: &Ready) -> Result<Actor, String> {
        let mut request = ready.request();
        let (dialect, endpoint) = self.route(&mut request).ok_or_else(|| format!("{} leads nowhere", ready.target))?;
        let caller = self.wait(gate::identify(&self.gateway.engine, dialect, endpoint, &request));
        caller.map(|(caller, _)| caller).map_err(|stop| format!("{} is refused: {stop:?}", ready.target))
    }

    /// What a request comes to.
    pub(super) fn decode(&self, ready: &Ready, caller: &Actor) -> Option<Call> {
        let mut request = ready.request();
        let (_, endpoint) = self.route(&mut request)?;
        request.caller = caller.clone();
        (endpoint.decode)(&request).ok()
    }
}
