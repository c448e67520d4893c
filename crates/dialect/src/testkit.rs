//! For the dialects' own tests: one request through routing, decoding, rendering and finishing, without a server.

#![expect(clippy::panic, reason = "a test that cannot be set up must fail")]

use std::fmt::Write as _;
use std::sync::Arc;

use block_graph::access::{Actor, App, Grant};
use block_graph::rate::Window;
use block_graph::{Command, CoreError, Outcome, Timestamp};

use crate::{Call, Context, Dialect, Endpoint, Failure, Method, Origin, Reply, Request, Routed, Router};

/// One request to one dialect.
pub struct Exchange<'e> {
    dialect: &'static dyn Dialect,
    router: Router,
    method: Method,
    target: &'e str,
    headers: Vec<(String, String)>,
    body: &'e [u8],
    caller: Actor,
    windows: Vec<Window>,
}

/// When all exchanges happen: 2021-02-13T22:10:56Z.
pub const NOW: Timestamp = Timestamp(1_613_254_256_000);

impl crate::Headers for Vec<(String, String)> {
    fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

impl<'e> Exchange<'e> {
    /// A request of nobody. `dialects` holds the one dialect under test.
    pub fn new(dialects: &'static [&'static dyn Dialect], method: Method, target: &'e str) -> Self {
        let router = Router::new(dialects).unwrap_or_else(|error| panic!("{error}"));
        Self {
            dialect: dialects[0],
            router,
            method,
            target,
            headers: Vec::new(),
            body: b"",
            caller: Actor::Anonymous,
            windows: Vec::new(),
        }
    }

    /// The same request with a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same request with a body of that content type.
    pub fn body(mut self, content_type: &str, body: &'e str) -> Self {
        self.body = body.as_bytes();
        self.header("content-type", content_type)
    }

    /// The same request by the holder of a token.
    pub fn by(mut self, grant: Grant) -> Self {
        self.caller = Actor::Granted(Arc::new(grant));
        self
    }

    /// The same request by an app that proved itself and has no token.
    pub fn by_client(mut self, app: App) -> Self {
        self.caller = Actor::Client(Arc::new(app));
        self
    }

    /// The same request counted in these windows.
    pub fn within(mut self, windows: &[Window]) -> Self {
        self.windows = windows.to_vec();
        self
    }

    /// What the request decodes to.
    pub fn decode(&self) -> Result<Command, Failure> {
        self.call(|_, _, call| call.map(|call| call.command))
    }

    /// The finished reply, when the graph answers with what `run` gives.
    pub fn reply(&self, run: impl FnOnce(&Command) -> Result<Outcome, CoreError>) -> Reply {
        self.call(|request, endpoint, call| {
            let reply = match call {
                Err(failure) => self.dialect.failure(failure, request, endpoint),
                Ok(call) => match (run(&call.command), endpoint) {
                    (Ok(outcome), _) => call.render(outcome).unwrap_or_else(|error| panic!("{error}")),
                    (Err(CoreError::Refused(refusal)), Some(endpoint)) => {
                        self.dialect.refusal(&refusal, request, endpoint)
                    }
                    (Err(error), _) => panic!("not a refusal: {error}"),
                },
            };
            self.finish(reply, request, endpoint)
        })
    }

    /// The finished reply to a failure before decoding.
    pub fn fails(&self, failure: impl Into<Failure>) -> Reply {
        self.call(|request, endpoint, _| {
            let reply = self.dialect.failure(failure.into(), request, endpoint);
            self.finish(reply, request, endpoint)
        })
    }

    fn finish(&self, mut reply: Reply, request: &Request<'_>, endpoint: Option<&'static Endpoint>) -> Reply {
        let context = Context {
            endpoint,
            grant: self.caller.grant(),
            windows: &self.windows,
            now: NOW,
            elapsed: 1234,
            serial: 0x0123_4567_89ab_cdef,
        };
        self.dialect.finish(&mut reply, request, &context);
        reply
    }

    fn call<T>(&self, with: impl FnOnce(&Request<'_>, Option<&'static Endpoint>, Result<Call, Failure>) -> T) -> T {
        let origin = Origin { scheme: "https", host: self.dialect.hosts().first().copied().unwrap_or("localhost") };
        let mut request = Request::new(self.method, self.target, &self.headers, self.body, origin, NOW);
        request.caller = self.caller.clone();
        match self.router.at(&request) {
            Routed::Endpoint { endpoint, params, .. } => {
                request.path_params = params;
                with(&request, Some(endpoint), (endpoint.decode)(&request))
            }
            Routed::WrongMethod { allowed, .. } => with(&request, None, Err(Failure::MethodNotAllowed(allowed))),
            Routed::Nowhere { .. } => with(&request, None, Err(Failure::NoSuchRoute)),
        }
    }
}

/// A reply as golden files hold it: status, headers in order, a blank line, the body.
pub fn show(reply: &Reply) -> String {
    let mut text = format!("{}\n", reply.status);
    if !reply.content_type.is_empty() {
        let _ = writeln!(text, "content-type: {}", reply.content_type);
    }
    for (name, value) in reply.headers.iter() {
        let _ = writeln!(text, "{name}: {value}");
    }
    let _ = write!(text, "\n{}", String::from_utf8_lossy(&reply.body));
    text
}
