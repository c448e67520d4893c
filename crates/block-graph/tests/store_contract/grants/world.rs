//! People, an app and engines on a database, for tests of signing in.

use std::sync::Arc;

use block_graph::access::{
    AccessRequest, Actor, App, BroughtBack, Browser, Client, CodeRequest, Consent, Decision, Issued, NewToken,
    Permission, Response, TemporaryToken, TokenClass, TokenKey, TokenState,
};
use block_graph::event::Change;
use block_graph::store::Store;
use block_graph::*;

use crate::engines::{START, engines};
use crate::stores::Place;

/// The service that people are asked for.
pub(super) const AUDIENCE: &str = "one";
pub(super) const APP: AppId = AppId(7);
/// Where the app sends people back to.
pub(super) const BACK: &str = "https://app.example/back";

/// The app as requests name it.
pub(super) fn client() -> Client {
    Client { id: "key".into(), secret: Some(Secret::new("secret")) }
}

/// What the app asks people for by OAuth 2.
pub(super) fn code_request() -> AccessRequest {
    AccessRequest::Code(CodeRequest {
        audience: AUDIENCE,
        client: client().id,
        callback: Some(BACK.into()),
        scopes: vec!["read".into(), "offline".into()],
        challenge: None,
        response: Response::Code { life: 600_000 },
    })
}

/// A token of the app for somebody, as the operator issues it.
pub(super) fn new_token(user: i64, audience: &str) -> NewToken {
    NewToken {
        class: TokenClass::UserBearer,
        audience: audience.to_owned(),
        app: APP,
        user: Some(UserId(user)),
        scopes: Vec::new(),
        permission: None,
        chain: None,
        text: Secret::new(access::random_text(40).unwrap()),
        secret: None,
        expires: None,
    }
}

pub(super) struct World<'p> {
    runtime: tokio::runtime::Runtime,
    clock: Arc<ManualClock>,
    engines: Vec<Engine>,
    stores: Box<dyn Fn() -> Vec<Store> + 'p>,
    turn: std::cell::Cell<usize>,
}

impl<'p> World<'p> {
    pub(super) fn owned(place: &'p Place) -> Self {
        Self::open(Box::new(|| vec![Store::Owned(Arc::new(place.open()))]))
    }

    pub(super) fn shared(place: &'p Place) -> Self {
        Self::open(Box::new(|| (0..2).map(|_| Store::Shared(Arc::new(place.open()))).collect()))
    }

    fn open(stores: Box<dyn Fn() -> Vec<Store> + 'p>) -> Self {
        let clock = Arc::new(ManualClock::at(START));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let engines = engines(stores(), &clock);
        let world = Self { runtime, clock, engines, stores, turn: std::cell::Cell::new(0) };
        let person = |number| {
            let mut user = Profile::new(UserId(number), Username::new(&format!("p{number}")).unwrap(), START);
            user.email = (number == 1).then(|| "one@example.com".to_owned());
            Change::AddUser(user.into(), Counts::default())
        };
        let mut app = App::new(APP, "App", "key", Secret::new("secret"));
        app.callbacks = vec![BACK.into()];
        app.password_secret = Some(Secret::new("password secret"));
        let other = App::new(AppId(8), "Other", "other", Secret::new("s"));
        let apps = [app, other].map(|app| Change::AddApp(Arc::new(app)));
        world.wait(world.engine().import((1..=3).map(person).chain(apps).collect())).unwrap();
        world
    }

    /// Ends every process and begins new ones on what is left.
    pub(super) fn restart(&mut self) {
        self.engines.clear();
        self.engines = engines((self.stores)(), &self.clock);
    }

    /// Whose turn it is; a millisecond later than before, so that ids grow whoever mints them.
    pub(super) fn engine(&self) -> &Engine {
        self.clock.advance(1);
        self.turn.set(self.turn.get() + 1);
        &self.engines[self.turn.get() % self.engines.len()]
    }

    pub(super) fn wait<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    pub(super) fn run<O: Op>(&self, by: &Actor, op: O) -> Result<O::Out, CoreError> {
        self.wait(self.engine().execute(by, op.into(), Wants::CARD)).and_then(O::out)
    }

    /// Runs as many commands at once, each on a thread of its own.
    pub(super) fn at_once<O: Op<Out = Issued>>(
        &self,
        many: usize,
        op: impl Fn(usize) -> O,
    ) -> Vec<Result<Issued, CoreError>> {
        self.at_once_by(&Actor::Anonymous, many, op)
    }

    pub(super) fn at_once_by<O: Op<Out = Issued>>(
        &self,
        by: &Actor,
        many: usize,
        op: impl Fn(usize) -> O,
    ) -> Vec<Result<Issued, CoreError>> {
        let commands: Vec<Command> = (0..many).map(|place| op(place).into()).collect();
        let together = std::sync::Barrier::new(many);
        std::thread::scope(|scope| {
            let running: Vec<_> = commands
                .into_iter()
                .zip(self.engines.iter().cycle())
                .map(|(command, engine)| {
                    let together = &together;
                    scope.spawn(move || {
                        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
                        together.wait();
                        runtime.block_on(engine.execute(by, command, Wants::CARD)).and_then(O::out)
                    })
                })
                .collect();
            running.into_iter().map(|thread| thread.join().unwrap()).collect()
        })
    }

    pub(super) fn app(&self) -> Arc<App> {
        self.wait(self.engine().app("key")).unwrap().unwrap()
    }

    pub(super) fn state(&self, key: TokenKey) -> TokenState {
        self.wait(self.engine().token(key)).unwrap()
    }

    pub(super) fn bearer(&self, text: &Secret) -> TokenState {
        self.state(TokenKey::bearer(text.expose()))
    }

    pub(super) fn temporary(&self) -> TemporaryToken {
        let callback = Some(BACK.into());
        let op = RequestTemporary { audience: AUDIENCE, callback, permission: Some(Permission::Read) };
        self.run(&Actor::Client(self.app()), op).unwrap()
    }

    /// Answers at a browser that comes for the first time.
    pub(super) fn decide(&self, request: AccessRequest, decision: Decision) -> Result<Consent, CoreError> {
        let browser = Browser { session: None, trusted: true };
        let review = ReviewAccess { request: request.clone(), browser, anew: false, skip: false };
        let asked = self.run(&Actor::Anonymous, review)?;
        let Consent::Ask(question) = asked else { panic!("{asked:?} is no question") };
        let browser = Browser { session: question.session, trusted: true };
        self.run(&Actor::Anonymous, DecideAccess { request, browser, form: question.form.into(), decision })
    }

    /// Lets the app in as somebody.
    pub(super) fn allow(&self, request: AccessRequest, user: i64) -> BroughtBack {
        let decision = Decision::Allow { username: Some(format!("p{user}").into()), password: None };
        match self.decide(request, decision).unwrap() {
            Consent::Allowed(allowed) => allowed.proof,
            other => panic!("{other:?} lets nobody in"),
        }
    }
}
