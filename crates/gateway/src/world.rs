//! Worlds written as files: people, edges, posts, apps and tokens, turned into the changes that make them.
//!
//! The demo world is embedded, so that the first start needs nothing; its ids, keys and tokens are the same everywhere.

mod file;
pub mod synthetic;
mod token_kind;

use std::collections::HashMap;
use std::sync::Arc;

use block_graph::access::{App, NewToken};
use block_graph::event::Change;
use block_graph::{
    AppId, Counts, Edge, EdgeKind, Position, Post, PostId, Profile, Secret, Standing, Timestamp, TokenId, UserId,
    UserKind, Username,
};

pub use file::{
    World, WorldApp, WorldEdge, WorldEdgeKind, WorldKind, WorldPerson, WorldPost, WorldStanding, WorldToken,
};
pub use token_kind::TokenKind;

/// The demo world's file.
pub const DEMO: &str = include_str!("../../../fixtures/seed/demo.toml");

impl World {
    /// The demo world.
    ///
    /// # Errors
    /// What is wrong with its file; a test reads it.
    pub fn demo() -> Result<Self, String> {
        Self::parse(DEMO)
    }

    /// Reads a world's file.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// The changes that make this world in an empty graph.
    ///
    /// # Errors
    /// What does not fit together.
    pub fn changes(&self) -> Result<Vec<Change>, String> {
        let mut changes = Vec::new();
        let mut ids = HashMap::new();
        for app in &self.app {
            changes.push(Change::AddApp(Arc::new(app.app())));
        }
        for person in &self.person {
            let user = person.user()?;
            ids.insert(user.username.key(), user.id);
            let counts = Counts { listed: person.listed, likes: person.likes, ..Counts::default() };
            changes.push(Change::AddUser(user.into(), counts));
        }
        let id =
            |name: &str| ids.get(&block_graph::fold(name)).copied().ok_or_else(|| format!("nobody is called {name}"));
        for post in &self.post {
            let made = Post::new(PostId(post.id), id(&post.author)?, post.text.as_str(), moment(&post.at)?);
            changes.push(Change::AddPost(Arc::new(made)));
        }
        for (index, edge) in self.edge.iter().enumerate() {
            let low = i64::try_from(index).map_err(|_| "too many edges".to_owned())? & 0xf_ffff;
            changes.push(Change::AddEdge(Edge {
                source: id(&edge.source)?,
                kind: edge.kind.into(),
                target: id(&edge.target)?,
                position: Position(moment(&edge.at)?.0 << 20 | low),
            }));
        }
        for token in &self.token {
            let app =
                self.app.iter().find(|app| app.key == token.app).ok_or_else(|| format!("no app {}", token.app))?;
            let new = NewToken {
                class: token.kind.class(),
                audience: token.kind.audience().to_owned(),
                app: AppId(app.id),
                user: token.user.as_deref().map(&id).transpose()?,
                scopes: token.kind.scopes(),
                permission: None,
                chain: None,
                text: Secret::new(token.text.as_str()),
                secret: token.secret.as_deref().map(Secret::new),
                expires: None,
            };
            changes.push(Change::AddToken(Arc::new(new.record(TokenId(token.id), Timestamp(1_577_836_800_000)))));
        }
        Ok(changes)
    }
}

impl WorldApp {
    fn app(&self) -> App {
        App {
            link: self.link.clone(),
            callbacks: self.callbacks.iter().map(|uri| uri.as_str().into()).collect(),
            public: self.public,
            password_secret: self.password_secret.as_deref().map(Secret::new),
            ..App::new(AppId(self.id), self.name.as_str(), self.key.as_str(), Secret::new(self.secret.as_str()))
        }
    }
}

impl WorldPerson {
    fn user(&self) -> Result<Profile, String> {
        let username = Username::new(&self.username).ok_or_else(|| format!("{} is no username", self.username))?;
        let mut user = Profile::new(UserId(self.id), username, moment(&self.created)?);
        user.name.clone_from(&self.name);
        user.description.clone_from(&self.description);
        user.location.clone_from(&self.location);
        user.url.clone_from(&self.url);
        user.email.clone_from(&self.email);
        user.protected = self.protected;
        user.verified = self.verified;
        user.standing = match self.standing {
            WorldStanding::Active => Standing::Active,
            WorldStanding::Suspended => Standing::Suspended,
            WorldStanding::Deactivated => Standing::Deactivated,
        };
        user.kind = match self.kind {
            WorldKind::Human => UserKind::Human,
            WorldKind::Bot => UserKind::Bot,
            WorldKind::Feed => UserKind::Feed,
        };
        user.pinned_post = self.pinned.map(PostId);
        Ok(user)
    }
}

impl From<WorldEdgeKind> for EdgeKind {
    fn from(kind: WorldEdgeKind) -> Self {
        match kind {
            WorldEdgeKind::Block => Self::Block,
            WorldEdgeKind::Mute => Self::Mute,
            WorldEdgeKind::Follow => Self::Follow,
            WorldEdgeKind::FollowRequest => Self::FollowRequest,
            WorldEdgeKind::DmBlock => Self::DmBlock,
        }
    }
}

fn moment(text: &str) -> Result<Timestamp, String> {
    let parsed = chrono::DateTime::parse_from_rfc3339(text).map_err(|error| format!("{text}: {error}"))?;
    Ok(Timestamp(parsed.timestamp_millis()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use block_graph::Graph;

    #[test]
    fn the_demo_world_fits_together() {
        let world = World::demo().unwrap();
        let mut graph = Graph::default();
        world.changes().unwrap().iter().for_each(|change| graph.apply(change));
        assert_eq!((graph.people(), graph.edges()), (world.person.len(), world.edge.len()));
        assert!(
            world.person.iter().all(|person| person.id > 1 << 53 && person.id % 2 == 1),
            "ids that rounding breaks"
        );
        for kind in
            [TokenKind::Oauth1, TokenKind::Oauth2User, TokenKind::AppOnly, TokenKind::AppNetUser, TokenKind::AppNetApp]
        {
            assert!(world.token.iter().any(|token| token.kind == kind), "{kind:?}");
        }
    }

    #[test]
    fn oauth1_tokens_carry_the_users_id_and_one_dash() {
        let world = World::demo().unwrap();
        for token in world.token.iter().filter(|token| token.kind == TokenKind::Oauth1) {
            let owner = world.person.iter().find(|person| Some(&person.username) == token.user.as_ref()).unwrap();
            assert_eq!(token.text.split('-').next(), Some(owner.id.to_string().as_str()));
            assert_eq!(token.text.matches('-').count(), 1);
        }
    }
}
