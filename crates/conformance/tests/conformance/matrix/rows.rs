//! Every endpoint of every dialect by every route, and a good request to each, made from its row alone.

mod things;

use std::collections::HashMap;

use block_graph::access::TokenClass;
use block_graph::{CommandKind, PostId, UserId};
use conformance::{Ask, House, Proof, StoreKind, id};
use dialect::{Access, Dialect, Endpoint, Method};
use portcullis::dialects::SERVICES;
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

/// All of them that a token opens.
pub(crate) fn rows() -> Vec<Row> {
    of_tables(|endpoint| endpoint.access != Access::Client)
}

/// Those that an app calls without a token.
pub(crate) fn of_apps() -> Vec<Row> {
    of_tables(|endpoint| endpoint.access == Access::Client)
}

fn of_tables(wanted: fn(&Endpoint) -> bool) -> Vec<Row> {
    let mut rows = Vec::new();
    for dialect in SERVICES {
        for endpoint in dialect.endpoints().iter().filter(|endpoint| wanted(endpoint)) {
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
            Access::Client => false,
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

    /// Whether it ends the token that it is called with.
    pub(crate) fn ends_its_token(&self) -> bool {
        self.endpoint.command == CommandKind::EndOwnToken
    }

    /// A request of amy's that is good but for the proof, which it lacks.
    pub(crate) fn ask(&self) -> Ask {
        self.ask_of(id("amy"))
    }

    /// The same of somebody else.
    pub(crate) fn ask_of(&self, me: UserId) -> Ask {
        let ask = Ask::new(self.method, self.mount.to_owned() + &self.fill(me));
        match self.dialect.name() {
            "v1.1" => self.as_v1(ask, me),
            "v2" => self.as_v2(ask),
            _ => self.as_app_net(ask, me),
        }
    }

    /// Unknown parameters are ignored here, so one set of them does for nearly all.
    fn as_v1(&self, ask: Ask, me: UserId) -> Ask {
        let target = self.target();
        if self.endpoint.name == "direct_messages/events/new" {
            return ask.json(format!(
                r#"{{"event":{{"type":"message_create","message_create":{{"target":{{"recipient_id":"{target}"}},"message_data":{{"text":"hello"}}}}}}}}"#
            ));
        }
        let id = match self.endpoint.command {
            CommandKind::ShowMessage | CommandKind::DeleteMessage => things::MESSAGE.to_string(),
            _ => self.post().to_string(),
        };
        let list = things::LIST;
        let query = format!(
            "user_id={target}&target_id={target}&source_id={me}&id={id}&list_id={list}&q=cat&status=hello&text=hello\
             &name=others&retweets=false"
        );
        Ask { target: format!("{}?{query}", ask.target), ..ask }
    }

    fn as_v2(&self, ask: Ask) -> Ask {
        use CommandKind::*;
        let with = |query: String| Ask { target: format!("{}?{query}", ask.target), ..ask.clone() };
        match self.endpoint.command {
            LookUpUsers if self.pattern.ends_with("/by") => with("usernames=cat".to_owned()),
            LookUpUsers => with(format!("ids={}", self.target())),
            LookUpPosts => with(format!("ids={}", self.post())),
            SearchUsers => with("query=cat".to_owned()),
            Block | Mute | Follow => ask.json(format!(r#"{{"target_user_id":"{}"}}"#, self.target())),
            Like | Repost => ask.json(format!(r#"{{"tweet_id":"{}"}}"#, self.post())),
            CreatePost | SendMessage => ask.json(r#"{"text":"hello"}"#),
            CreateList | UpdateList => ask.json(r#"{"name":"others"}"#),
            AddMember => ask.json(format!(r#"{{"user_id":"{}"}}"#, self.target())),
            _ => ask,
        }
    }

    fn as_app_net(&self, ask: Ask, me: UserId) -> Ask {
        use CommandKind::*;
        let with = |query: String| Ask { target: format!("{}?{query}", ask.target), ..ask.clone() };
        match self.endpoint.command {
            BulkIds | LookUpUsers => with(format!("ids={me}")),
            LookUpPosts => with(format!("ids={}", self.post())),
            SearchUsers => with("q=cat".to_owned()),
            CreatePost | SendMessage => ask.json(r#"{"text":"hello"}"#),
            _ => ask,
        }
    }

    /// The status of a good answer.
    pub(crate) fn success(&self) -> u16 {
        match (self.dialect.name(), self.endpoint.command) {
            ("v1.1", CommandKind::DeleteMessage) => 204,
            ("v2", CommandKind::CreatePost | CommandKind::SendMessage | CommandKind::CreateList) => 201,
            _ => 200,
        }
    }

    /// Whom it is done to: whom amy does not block, follow or mute yet; for the taking back of a mute, whom she mutes,
    /// and of a place on a list, who is there.
    fn target(&self) -> UserId {
        id(match self.endpoint.command {
            CommandKind::Unmute => "hal",
            CommandKind::RemoveMember | CommandKind::ShowMember => "bob",
            _ => "cat",
        })
    }

    /// The post it is about: to be deleted, amy's own; to be taken back or told of, one she likes and repeats.
    fn post(&self) -> PostId {
        match self.endpoint.command {
            CommandKind::DeletePost => things::OWN,
            CommandKind::Unlike | CommandKind::Unrepost | CommandKind::ListLikers | CommandKind::ListReposters => {
                things::LIKED
            }
            _ => things::CATS,
        }
    }

    /// The path with its parameters filled in.
    fn fill(&self, me: UserId) -> String {
        let mut path = self.pattern.to_owned();
        while let Some((before, rest)) = path.split_once('{') {
            let (name, after) = rest.split_once('}').expect("a pattern closes what it opens");
            path = format!("{before}{}{after}", self.parameter(before, name, me));
        }
        path
    }

    /// A path's parameter, by its name and what stands before it.
    fn parameter(&self, before: &str, name: &str, me: UserId) -> String {
        let of_the_target = matches!(self.endpoint.command, CommandKind::DmBlock | CommandKind::DmUnblock)
            || self.endpoint.command == CommandKind::ShowUser;
        match (self.dialect.name(), name) {
            (_, "username") => "cat".to_owned(),
            (_, "source_user_id") => me.to_string(),
            (_, "post_id" | "tweet_id" | "source_tweet_id") => self.post().to_string(),
            (_, "event_id" | "message_id") => things::MESSAGE.to_string(),
            (_, "channel_id") => things::channel(me, self.target()),
            (_, "dm_conversation_id") => things::conversation(me, self.target()),
            ("v1.1", "id") if before.contains("/statuses/") => self.post().to_string(),
            ("v2", "id") if before == "/2/tweets/" => self.post().to_string(),
            ("v2", "id") if before == "/2/lists/" => things::LIST.to_string(),
            ("v2", "id") if before == "/2/dm_conversations/" => things::conversation(me, self.target()),
            ("v2", "id") if !of_the_target => me.to_string(),
            ("app.net", _) if self.endpoint.command == CommandKind::ListUsers => me.to_string(),
            _ => self.target().to_string(),
        }
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {} {}{}", self.dialect.name(), self.endpoint.name, self.method, self.mount, self.pattern)
    }
}

/// A house in which every row's request is good.
pub(crate) fn house() -> House {
    things::furnish(House::new())
}

/// The same without limits, for many requests of one caller.
pub(crate) fn unlimited() -> House {
    things::furnish(House::on(StoreKind::Memory))
}

/// The same with these numbers of requests a window.
pub(crate) fn limited(overrides: HashMap<String, u32>) -> House {
    things::furnish(House::with_limits(overrides))
}
