//! Every endpoint of every dialect by every route, and a good request to each, made from its row alone.

use block_graph::access::TokenClass;
use block_graph::{CommandKind, UserId};
use conformance::{Ask, House, Proof, id};
use dialect::{Access, Dialect, Endpoint, Method};
use portcullis::dialects::DIALECTS;
use portcullis::world::TokenKind;

/// One route of one endpoint.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) dialect: &'static dyn Dialect,
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) method: Method,
    pub(crate) mount: &'static str,
    pub(crate) pattern: &'static str,
}

/// All of them.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for dialect in DIALECTS {
        for endpoint in dialect.endpoints() {
            for route in endpoint.routes {
                for mount in dialect.mounts() {
                    rows.push(Row { dialect, endpoint, method: route.method, mount, pattern: route.path });
                }
            }
        }
    }
    rows
}

/// The kinds of token that a dialect takes.
pub(crate) fn kinds(dialect: &dyn Dialect) -> Vec<TokenKind> {
    let all =
        [TokenKind::Oauth1, TokenKind::Oauth2User, TokenKind::AppOnly, TokenKind::AppNetUser, TokenKind::AppNetApp];
    all.into_iter().filter(|kind| dialect.audiences().contains(&kind.audience())).collect()
}

/// Whether a token of that kind stands for a person.
pub(crate) fn is_person(kind: TokenKind) -> bool {
    kind.class() != TokenClass::AppBearer
}

/// Amy's demo token of that kind, or the demo app's.
pub(crate) fn demo(kind: TokenKind) -> Proof {
    Proof::demo(kind, if is_person(kind) { "amy" } else { "" })
}

impl Row {
    /// Whether holders of that kind of token may call it, everything else being good.
    pub(crate) fn lets_in(&self, kind: TokenKind) -> bool {
        match self.endpoint.access {
            Access::Open | Access::Token => true,
            Access::User => is_person(kind),
            Access::App => !is_person(kind),
        }
    }

    /// The kinds of token with which it can be called.
    pub(crate) fn good(&self) -> Vec<TokenKind> {
        kinds(self.dialect).into_iter().filter(|kind| self.lets_in(*kind)).collect()
    }

    /// The kinds of persons' tokens with which it can be called.
    pub(crate) fn persons(&self) -> Vec<TokenKind> {
        self.good().into_iter().filter(|kind| is_person(*kind)).collect()
    }

    /// A request of amy's that is good but for the proof, which it lacks.
    pub(crate) fn ask(&self) -> Ask {
        self.ask_of(id("amy"))
    }

    /// The same of somebody else.
    pub(crate) fn ask_of(&self, me: UserId) -> Ask {
        let ask = Ask::new(self.method, self.mount.to_owned() + &self.fill(me));
        match self.dialect.name() {
            // Unknown parameters are ignored here, so one set of them does for all.
            "v1.1" => {
                let target = self.target();
                Ask { target: format!("{}?user_id={target}&target_id={target}&source_id={me}", ask.target), ..ask }
            }
            "v2" if self.endpoint.command == CommandKind::LookUpUsers => {
                let query = if self.pattern.ends_with("/by") { "usernames=cat" } else { &format!("ids={}", id("cat")) };
                Ask { target: format!("{}?{query}", ask.target), ..ask }
            }
            "v2" if self.method == Method::Post && !self.names_the_target() => {
                ask.json(format!(r#"{{"target_user_id":"{}"}}"#, self.target()))
            }
            "app.net" if !self.pattern.contains('{') => Ask { target: format!("{}?ids={me}", ask.target), ..ask },
            _ => ask,
        }
    }

    /// Whether the path's `{id}` is the target rather than the caller.
    fn names_the_target(&self) -> bool {
        matches!(self.endpoint.command, CommandKind::DmBlock | CommandKind::DmUnblock | CommandKind::ShowUser)
    }

    /// Whom it is done to: whom amy does not block, follow or mute yet; for the taking back of a mute, whom she mutes.
    fn target(&self) -> UserId {
        id(if self.endpoint.command == CommandKind::Unmute { "hal" } else { "cat" })
    }

    /// The path with its parameters filled in.
    fn fill(&self, me: UserId) -> String {
        let mut path = self.pattern.to_owned();
        while let Some((before, rest)) = path.split_once('{') {
            let (name, after) = rest.split_once('}').expect("a pattern closes what it opens");
            let lists = self.endpoint.command == CommandKind::ListUsers;
            let value = match (self.dialect.name(), name) {
                (_, "username") => "cat".to_owned(),
                (_, "source_user_id") => me.to_string(),
                ("v2", "id") if !self.names_the_target() => me.to_string(),
                ("app.net", _) if lists => me.to_string(),
                _ => self.target().to_string(),
            };
            path = format!("{before}{value}{after}");
        }
        path
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {} {}{}", self.dialect.name(), self.endpoint.name, self.method, self.mount, self.pattern)
    }
}

/// A house for one row, with whatever must be so beforehand.
pub(crate) fn house() -> House {
    House::new()
}
