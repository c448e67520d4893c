//! The port behind which stores stand. Two roads lead through it.
//!
//! A process that *owns* its store keeps the whole graph in memory, reads from there and only [appends](Ledger::append)
//! to an append-only ledger; the tables of edges and counts are its projection, [folded](Ledger::fold) when there is time.
//! Processes that *share* a database read from it and keep ledger and projection in one [transaction](Database::commit).

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub mod diesel;
mod memory;

pub use memory::Memory;

use std::sync::Arc;

use crate::access::{App, PasswordHash, Ticket, TokenKey, TokenRecord};
use crate::edge::Edge;
use crate::error::StoreError;
use crate::event::{Change, Event, Like};
use crate::graph::Graph;
use crate::id::{AppId, MessageId, PostId, UserId};
use crate::message::Message;
use crate::post::Post;
use crate::user::{Counts, User};
use crate::user_list::{ListRef, Member, UserList};
use crate::user_ref::UserRef;
use crate::view::View;

/// Takes a store's contents in, in this order: people, posts, likes, messages, lists, members, edges, apps, tokens,
/// tickets, passwords, then the changes not yet folded.
pub trait Loader {
    /// One person, with the counts as of the last fold.
    fn user(&mut self, user: User, counts: Counts, latest_post: Option<PostId>);
    /// One post.
    fn post(&mut self, post: Post);
    /// One like; called after the posts.
    fn like(&mut self, like: Like);
    /// One direct message, and which of the two took it out of their sight (sender, recipient).
    fn message(&mut self, message: Message, hidden: (bool, bool));
    /// One list.
    fn list(&mut self, list: UserList);
    /// One membership; called after the lists.
    fn member(&mut self, member: Member);
    /// One edge, as of the last fold. Edges of one source and kind may come in any order.
    fn edge(&mut self, edge: Edge);
    /// One app.
    fn app(&mut self, app: App);
    /// One token, revoked ones included.
    fn token(&mut self, token: TokenRecord);
    /// One ticket, spent ones included; called after the apps.
    fn ticket(&mut self, ticket: Ticket);
    /// One person's password.
    fn password(&mut self, user: UserId, password: PasswordHash);
    /// The id of the newest row of the ledger, folded or not; called once if there is any row.
    fn ledger_end(&mut self, id: i64);
    /// One edge change that the ledger holds and the tables do not yet. Called after everything else, oldest first.
    fn unfolded(&mut self, change: Change);
}

/// A store that one process owns.
pub trait Ledger: Send + Sync {
    /// Reads everything.
    ///
    /// # Errors
    /// As every method here: what the store reports.
    fn load(&self, loader: &mut dyn Loader) -> Result<(), StoreError>;

    /// Makes events durable, all or none: on disk when this returns. Edges, and the counts of follows, go only to the
    /// ledger; everything else goes to its table in the same transaction.
    fn append(&self, events: &[Event]) -> Result<(), StoreError>;

    /// Carries at most `limit` ledger rows over into the tables of edges and counts; returns how many it carried.
    fn fold(&self, limit: usize) -> Result<usize, StoreError>;

    /// Whether the store answers.
    fn ping(&self) -> Result<(), StoreError>;
}

/// Whom and which pairs a write may read and change, so that a database can lock and fetch just those.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Footprint {
    /// The people it speaks of.
    pub users: Vec<UserRef>,
    /// The person who acts, if the edges between them and `users` matter.
    pub actor: Option<UserId>,
    /// The messages it speaks of.
    pub messages: Vec<MessageId>,
    /// The lists it speaks of. With them come their owners, and all their memberships.
    pub lists: Vec<ListRef>,
    /// The posts it speaks of. With them come the posts they repeat, the actor's like and repost of each, and their
    /// authors as if they stood in `users`.
    pub posts: Vec<PostId>,
    /// The tickets it speaks of, by key. With each come its app, what else of its approval is neither spent nor revoked,
    /// and, of temporary credentials that somebody approved, the tokens of that app and person that were not revoked.
    pub tickets: Vec<TokenKey>,
    /// The tokens it speaks of, by key. With each comes its app.
    pub tokens: Vec<TokenKey>,
    /// The apps for which it issues what `tokens` may not find yet.
    pub apps: Vec<AppId>,
}

/// What one transaction on a shared database does: it sees the part of the graph that its footprints name, locked
/// against other processes, and gives back the events to keep.
pub type Plan<'p> = dyn FnMut(&mut Graph) -> Result<Vec<Event>, StoreError> + 'p;

/// A database that processes share.
pub trait Database: Send + Sync {
    /// Runs `work` on a consistent reader. It may be called from any thread and blocks it.
    ///
    /// # Errors
    /// As every method here: what the store reports.
    fn read(&self, work: &mut dyn FnMut(&dyn View) -> Result<(), StoreError>) -> Result<(), StoreError>;

    /// Runs `plan` in one transaction and keeps its events: in the ledger, the edges, the counts and the other tables.
    /// The plan may run again when the database asks for a retry. Durable when this returns.
    fn commit(&self, footprints: &[Footprint], plan: &mut Plan<'_>) -> Result<(), StoreError>;

    /// Whether the database answers.
    fn ping(&self) -> Result<(), StoreError>;
}

/// An opened store, by how it is used.
#[derive(Clone)]
pub enum Store {
    /// Owned by this process.
    Owned(Arc<dyn Ledger>),
    /// Shared with other processes.
    Shared(Arc<dyn Database>),
}
