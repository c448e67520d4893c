//! A gateway of one's own: every part that serves clients but the sockets.

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use block_graph::access::session::Sessions;
use block_graph::rate::Limiter;
use block_graph::store::Store;
#[cfg(feature = "redis")]
use block_graph::tally::shared::{Options, Shared};
use block_graph::{Command, Engine, ManualClock, Parts, Standing, Timestamp, UserId};
use dialect::{Request, Routed, Router};
use portcullis::dialects::DIALECTS;
use portcullis::gate;
use portcullis::metrics::Metrics;
use portcullis::pipeline::{Gateway, Incoming};
use tokio::runtime::{Builder, Runtime};

use crate::ask::{Answer, Ask};
use crate::place::{Place, StoreKind, demo, world};
#[cfg(feature = "redis")]
use crate::together::{self, Together};

/// When every house's clock starts: 2021-06-01 12:00 UTC, after everything in the demo world.
pub const NOW: Timestamp = Timestamp(1_622_548_800_000);

/// The longest body a house takes, in bytes.
pub const BODY_LIMIT: usize = 16_384;

/// An id that nobody has.
pub const NOBODY: UserId = UserId(1_212_092_628_029_690_001);

/// How far, in seconds, signed requests may be off.
pub(crate) const TIMESTAMP_WINDOW: i64 = 300;

/// A gateway with the demo world in it.
pub struct House {
    /// What answers.
    pub gateway: Gateway,
    /// Its clock, which stands still until it is moved.
    pub clock: Arc<ManualClock>,
    runtime: Runtime,
    numbers: AtomicU64,
    #[cfg(feature = "redis")]
    together: Option<Together>,
    // After the gateway, so that the store is closed before its files go.
    place: Arc<Place>,
}

impl House {
    /// A house in memory, with the published limits.
    pub fn new() -> Self {
        Self::with_limits(HashMap::new())
    }

    /// A house in memory, with these numbers of requests a window instead of the published ones.
    pub fn with_limits(overrides: HashMap<String, u32>) -> Self {
        Self::build(StoreKind::Memory, Limiter::new(true, overrides))
    }

    /// A house on a store of that kind, without limits.
    pub fn on(kind: StoreKind) -> Self {
        Self::build(kind, Limiter::new(false, HashMap::new()))
    }

    /// A house on that store, without limits.
    pub fn at(place: Place) -> Self {
        Self::over(Arc::new(place), Arc::new(ManualClock::at(NOW)), 1, Limiter::new(false, HashMap::new()))
    }

    fn build(kind: StoreKind, limiter: Limiter) -> Self {
        let house = Self::over(Arc::new(Place::new(kind)), Arc::new(ManualClock::at(NOW)), 1, limiter);
        if house.place.is_empty() {
            import(&house.gateway.engine);
        }
        #[cfg(feature = "redis")]
        if let Some(options) = together::here() {
            return house.counting(&options);
        }
        house
    }

    /// The same house, counting limits and nonces on a server. Panics where the server refuses.
    #[cfg(feature = "redis")]
    pub fn counting(mut self, options: &Options) -> Self {
        let shared = Shared::open(options).unwrap_or_else(|error| panic!("{error}"));
        let engine = self.gateway.engine.counting_together(shared);
        self.gateway = Gateway::new(engine, self.gateway.router, self.gateway.metrics, BODY_LIMIT);
        self.together = Some(Together::new(options));
        self.numbers = together::numbers();
        self
    }

    /// Lets time pass, also for what is counted on a server.
    pub fn pass(&self, milliseconds: i64) {
        #[cfg(feature = "redis")]
        if let Some(together) = &self.together {
            together.pass(self.gateway.engine.now(), milliseconds);
        }
        self.clock.advance(milliseconds);
    }

    fn over(place: Arc<Place>, clock: Arc<ManualClock>, worker: u16, limiter: Limiter) -> Self {
        let engine = open(place.open(), Arc::clone(&clock), worker, limiter);
        let router = Router::new(&DIALECTS).unwrap_or_else(|error| panic!("{error}"));
        let gateway = Gateway::new(engine, router, Metrics::new(&DIALECTS), BODY_LIMIT);
        // Numbers of two houses on one store differ, and so do the names made of them.
        let numbers = AtomicU64::new(u64::from(worker) << 32);
        Self {
            gateway,
            clock,
            runtime: runtime(),
            numbers,
            #[cfg(feature = "redis")]
            together: None,
            place,
        }
    }

    /// The same house after a restart, without limits: what the store kept is there again. It takes a second, for ids
    /// hold the time and are given once only.
    pub fn restarted(self) -> Self {
        let Self { gateway, clock, numbers, place, .. } = self;
        // An owned store is closed before it is opened anew.
        drop(gateway);
        clock.advance(1000);
        let house = Self::over(place, clock, 1, Limiter::new(false, HashMap::new()));
        Self { numbers, ..house }
    }

    /// Another process on the same store and clock, without limits. For stores that several may share.
    pub fn twin(&self) -> Self {
        Self::over(Arc::clone(&self.place), Arc::clone(&self.clock), 2, Limiter::new(false, HashMap::new()))
    }

    /// Sends a request and waits for what comes back.
    pub fn ask(&self, ask: &Ask) -> Answer {
        self.ask_on(&self.runtime, ask)
    }

    fn ask_on(&self, runtime: &Runtime, ask: &Ask) -> Answer {
        let lines = ask.lines(self.gateway.engine.now(), &format!("nonce{}", self.number()));
        let incoming = Incoming {
            method: ask.method,
            target: &ask.target,
            headers: &lines,
            body: ask.oversize.map_or(Ok(ask.body.as_bytes()), Err),
            origin: ask.origin(),
            address: ask.address,
        };
        Answer(runtime.block_on(self.gateway.answer(incoming)))
    }

    /// The command that a request comes to, once its sender is let in. Nothing is counted and nothing is run.
    ///
    /// Panics where it comes to none.
    pub fn decode(&self, ask: &Ask) -> Command {
        let (engine, now) = (&self.gateway.engine, self.gateway.engine.now());
        let lines = ask.lines(now, &format!("nonce{}", self.number()));
        let body = ask.body.as_bytes();
        let mut request = Request::new(ask.method, &ask.target, &lines, body, ask.origin(), now);
        let Routed::Endpoint { dialect, endpoint, params } = self.gateway.router.at(&request) else {
            panic!("{ask:?} leads nowhere");
        };
        request.path_params = params;
        let caller = self.wait(gate::identify(engine, dialect, endpoint, &request));
        (request.caller, _) = caller.unwrap_or_else(|stop| panic!("{ask:?}: {stop:?}"));
        gate::authorise(endpoint, &request.caller).unwrap_or_else(|denial| panic!("{ask:?}: {denial:?}"));
        let call = (endpoint.decode)(&request).unwrap_or_else(|failure| panic!("{ask:?}: {failure:?}"));
        call.command
    }

    /// Waits for something.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Changes how a person stands, as the operator does.
    pub fn stand(&self, user: UserId, standing: Standing) {
        self.wait(self.gateway.engine.set_standing(user, standing)).expect("the operator may");
    }

    /// The store it stands on.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// A number that this house did not give before.
    pub(crate) fn number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }
}

/// Sends requests at once, each from a thread of its own, to the houses in turn; what came back, in the order sent.
pub fn at_once(houses: &[&House], asks: &[Ask]) -> Vec<Answer> {
    let barrier = Barrier::new(asks.len());
    thread::scope(|scope| {
        let send = |(house, ask)| {
            let (house, ask, barrier): (&House, &Ask, _) = (house, ask, &barrier);
            scope.spawn(move || {
                let runtime = runtime();
                barrier.wait();
                house.ask_on(&runtime, ask)
            })
        };
        let threads: Vec<_> = houses.iter().copied().cycle().zip(asks).map(send).collect();
        threads.into_iter().map(|thread| thread.join().expect("the answer comes")).collect()
    })
}

impl Default for House {
    fn default() -> Self {
        Self::new()
    }
}

/// An engine on an opened store, one of several workers, whose clock stands still at [`NOW`].
pub fn engine(store: Store, worker: u16) -> Engine {
    open(store, Arc::new(ManualClock::at(NOW)), worker, Limiter::new(false, HashMap::new()))
}

fn open(store: Store, clock: Arc<ManualClock>, worker: u16, limiter: Limiter) -> Engine {
    let sessions = Sessions::new([9; 32]);
    let parts = Parts { clock, worker, store, limiter, timestamp_window: TIMESTAMP_WINDOW, readers: 2, sessions };
    // Pages of any length are kept, so that no test sees one that is old.
    Engine::open(parts).unwrap_or_else(|error| panic!("{error}")).keeping_pages(1 << 25, 1)
}

/// What futures run on: the thread that waits for them.
pub fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap_or_else(|error| panic!("{error}"))
}

/// Brings the demo world into an empty store.
pub(crate) fn import(engine: &Engine) {
    runtime().block_on(engine.import(demo())).unwrap_or_else(|error| panic!("{error}"));
}

/// The id of a person of the demo world. Panics when there is none of that name.
pub fn id(username: &str) -> UserId {
    let person = world().person.iter().find(|person| person.username == username);
    UserId(person.unwrap_or_else(|| panic!("nobody in the demo world is called {username}")).id)
}
