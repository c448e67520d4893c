//! The road of every request: route, gate, decode, engine, encode, headers. Written once, for all dialects.

use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use block_graph::rate::Window;
use block_graph::{CommandKind, CoreError, Engine, Timestamp};
use dialect::{Context, Denial, Dialect, Endpoint, Failure, Headers, Method, Origin, Reply, Request, Routed, Router};
use futures_util::FutureExt as _;
use futures_util::future::Either;
use log::{error, warn};
use tokio::time::timeout;

use crate::gate::{self, Stop};
use crate::log::{Accessed, access};
use crate::metrics::Metrics;

/// When a caller is told to try again after the store did not answer.
const RETRY_AFTER: Duration = Duration::from_secs(1);

/// For how long a store that processes share may keep a caller waiting. The server's own bounds are shorter; this one is
/// for a server that says nothing at all.
const PATIENCE: Duration = Duration::from_secs(5);

/// Everything that answers requests.
pub struct Gateway {
    /// Runs commands.
    pub engine: Engine,
    /// Knows the routes.
    pub router: Router,
    /// Counts what happens.
    pub metrics: Metrics,
    /// The longest body taken, in bytes.
    pub body_limit: usize,
    serial: AtomicU64,
}

/// A request as it came from the socket.
pub struct Incoming<'r> {
    /// Its method.
    pub method: Method,
    /// Path and query as sent.
    pub target: &'r str,
    /// Its headers.
    pub headers: &'r dyn Headers,
    /// Its body, or how long it was said or found to be when that is more than is taken.
    pub body: Result<&'r [u8], usize>,
    /// Where the client believes it sent it.
    pub origin: Origin<'r>,
    /// Where it came from.
    pub address: IpAddr,
}

/// What is known of a request by the time it is answered.
struct Road {
    dialect: &'static dyn Dialect,
    endpoint: Option<&'static Endpoint>,
    command: Option<CommandKind>,
    windows: Vec<Window>,
}

impl Gateway {
    /// A gateway of these parts.
    pub fn new(engine: Engine, router: Router, metrics: Metrics, body_limit: usize) -> Self {
        // Serial numbers begin at the time, so that those of two runs differ.
        let serial = AtomicU64::new(engine.now().0.unsigned_abs() << 20);
        Self { engine, router, metrics, body_limit, serial }
    }

    /// Answers a request. Always with a reply, whatever happens on the way.
    pub async fn answer(&self, incoming: Incoming<'_>) -> Reply {
        let began = Instant::now();
        let serial = self.serial.fetch_add(1, Ordering::Relaxed);
        let now = self.engine.now();
        let body = incoming.body.unwrap_or_default();
        let mut request = Request::new(incoming.method, incoming.target, incoming.headers, body, incoming.origin, now);
        request.address = incoming.address;
        let (mut road, mut outcome) = self.route(&mut request);
        if incoming.body.is_err() && outcome.is_ok() {
            outcome = Err(Failure::BodyTooLarge(self.body_limit));
        }
        let mut reply = match outcome {
            Ok(endpoint) => {
                let run = AssertUnwindSafe(self.run(&mut road, endpoint, &mut request));
                match run.catch_unwind().await {
                    Ok(reply) => reply,
                    Err(_) => {
                        error!("{serial:x} {request:?} panicked");
                        road.dialect.failure(Failure::Broken, &request, road.endpoint)
                    }
                }
            }
            Err(failure) => road.dialect.failure(failure, &request, road.endpoint),
        };
        let took = began.elapsed();
        let elapsed = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let grant = request.caller.grant();
        let context = Context { endpoint: road.endpoint, grant, windows: &road.windows, now, elapsed, serial };
        road.dialect.finish(&mut reply, &request, &context);
        self.metrics.answered(road.dialect.name(), road.endpoint, reply.status, took);
        access(&Accessed {
            at: Timestamp(now.0.saturating_add(i64::try_from(elapsed / 1000).unwrap_or(i64::MAX))),
            serial,
            dialect: road.dialect.name(),
            endpoint: road.endpoint.map_or("-", |endpoint| endpoint.name),
            command: road.command.map_or("-", CommandKind::name),
            status: reply.status,
            micros: elapsed,
        });
        reply
    }

    fn route(&self, request: &mut Request<'_>) -> (Road, Result<&'static Endpoint, Failure>) {
        let road = |dialect, endpoint| Road { dialect, endpoint, command: None, windows: Vec::new() };
        match self.router.at(request) {
            Routed::Endpoint { dialect, endpoint, params } => {
                request.path_params = params;
                (road(dialect, Some(endpoint)), Ok(endpoint))
            }
            Routed::WrongMethod { dialect, allowed } => (road(dialect, None), Err(Failure::MethodNotAllowed(allowed))),
            Routed::Nowhere { dialect } => (road(dialect, None), Err(Failure::NoSuchRoute)),
        }
    }

    async fn run(&self, road: &mut Road, endpoint: &'static Endpoint, request: &mut Request<'_>) -> Reply {
        let dialect = road.dialect;
        if let Err(stop) = self.admit(road, endpoint, request).await {
            let failure = match stop {
                Stop::Denied(denial) => {
                    self.metrics.denied(dialect.name(), &denial);
                    Failure::Denied(denial)
                }
                Stop::Failed(error) => failed(error),
                // That the server which counts is lost was logged when it was lost.
                Stop::Uncounted => Failure::Unavailable(RETRY_AFTER),
            };
            return dialect.failure(failure, request, Some(endpoint));
        }
        let call = match (endpoint.decode)(request) {
            Ok(call) => call,
            Err(failure) => return dialect.failure(failure, request, Some(endpoint)),
        };
        let (command, wants, render) = call.into_parts();
        road.command = Some(command.kind());
        match self.bounded(self.engine.execute(&request.caller, command, wants)).await.and_then(render) {
            Ok(reply) => reply,
            Err(CoreError::Refused(refusal)) => dialect.refusal(&refusal, request, endpoint),
            Err(error) => dialect.failure(failed(error), request, Some(endpoint)),
        }
    }

    /// Lets the caller in, or not; the request then knows who they are.
    async fn admit(&self, road: &mut Road, endpoint: &'static Endpoint, request: &mut Request<'_>) -> Result<(), Stop> {
        let (actor, nonce) = self.bounded(gate::identify(&self.engine, road.dialect, endpoint, request)).await?;
        let permitted = gate::authorise(endpoint, &actor);
        let (who, windows) = ((&actor, nonce), &mut road.windows);
        let over = gate::count(&self.engine, endpoint, who, permitted.is_ok(), request, windows).await?;
        if let Err(denial) = permitted {
            if matches!(denial, Denial::PlanTooSmall(_)) {
                // v2 names the app to whoever holds its token ([recorded]).
                request.caller = actor;
            }
            return Err(denial.into());
        }
        request.caller = actor;
        over.map_or(Ok(()), |denial| Err(denial.into()))
    }

    /// Waits for what a store does, but for no longer than a caller would.
    fn bounded<T, E: From<CoreError>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> impl Future<Output = Result<T, E>> {
        if !self.engine.is_shared() {
            return Either::Left(work);
        }
        let late = || CoreError::Unavailable(format!("the store did not answer for {} s", PATIENCE.as_secs()));
        Either::Right(timeout(PATIENCE, work).map(move |done| done.unwrap_or_else(|_| Err(late().into()))))
    }
}

/// The failure that an engine's error is to a client; what it was stays in the log.
fn failed(error: CoreError) -> Failure {
    match error {
        CoreError::Unavailable(text) => {
            warn!("unavailable: {text}");
            Failure::Unavailable(RETRY_AFTER)
        }
        CoreError::Broken(_) | CoreError::Taken(_) | CoreError::Refused(_) => {
            error!("{error}");
            Failure::Broken
        }
    }
}
