//! The port behind which stores stand. Two roads lead through it.
//!
//! A process that *owns* its store keeps the whole graph in memory, reads from there and only [appends](Ledger::append)
//! to an append-only ledger; the tables of edges and counts are its projection, [folded](Ledger::fold) when there is time.
//! Processes that *share* a database read from it and keep ledger and projection in one [transaction](Database::commit).

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub mod diesel;
mod memory;
pub mod news;
pub mod replica;

pub use memory::Memory;

use std::sync::Arc;
use std::time::{Duration, Instant};

use self::news::News;
use self::replica::{Mark, Replica};
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

    /// Whether appending takes no longer than a flush of a disk at hand, so that a caller who is alone may do it.
    fn is_near(&self) -> bool;

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

/// What some reads are known to ask for, so that a database answers them all together. A read may ask for more.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Wanted {
    /// Tokens, by key.
    pub tokens: Vec<TokenKey>,
    /// People.
    pub users: Vec<UserRef>,
    /// People whose edges to each other are asked for. They need not stand in `users`.
    pub pairs: Vec<(UserRef, UserRef)>,
    /// Whether more than this is asked for, or tokens beside people, and all must be of one moment.
    pub moment: bool,
}

impl Wanted {
    /// Whether anybody is named by anything but their id.
    pub fn names_people(&self) -> bool {
        let paired = self.pairs.iter().flat_map(|(one, other)| [one, other]);
        self.users.iter().chain(paired).any(|user| !matches!(user, UserRef::Id(_)))
    }

    /// Adds what another read asks for.
    pub fn extend(&mut self, other: &Self) {
        self.tokens.extend_from_slice(&other.tokens);
        self.users.extend_from_slice(&other.users);
        self.pairs.extend_from_slice(&other.pairs);
        self.moment |= other.moment;
    }
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

    /// As [`read`](Self::read), with what `wanted` names at hand: it is asked for in a few statements before `work` runs,
    /// all of them after this was called.
    fn read_wanted(
        &self,
        wanted: &Wanted,
        work: &mut dyn FnMut(&dyn View) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Runs `plan` in one transaction and keeps its events: in the ledger, the edges, the counts and the other tables.
    /// The plan may run again when the database asks for a retry. Durable when this returns.
    fn commit(&self, footprints: &[Footprint], plan: &mut Plan<'_>) -> Result<(), StoreError>;

    /// Tells `hear` of every commit of every process until the guard is dropped, and as often as `every` that nothing is
    /// left untold. The database is reached at `place`, or where it is reached otherwise.
    fn listen(&self, place: Option<&str>, every: Duration, hear: Arc<dyn Hear>) -> Result<Listening, StoreError>;

    /// Whether the database answers.
    fn ping(&self) -> Result<(), StoreError>;
}

/// A worker number on loan, and the span of time in which its holder may mint. Spans of one number never overlap.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lease {
    /// The number, 0..1024.
    pub worker: u16,
    /// The holder mints above this millisecond: others may have minted up to it.
    pub above: i64,
    /// And up to this one.
    pub up_to: i64,
}

/// What a process asks for when it takes or renews a worker number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Term<'h> {
    /// Who asks: a text that no other process has.
    pub holder: &'h str,
    /// For how many milliseconds, by the store's own clock.
    pub lasts: i64,
    /// The millisecond that the holder's mint has come to, by the holder's clock.
    pub reach: i64,
    /// How many milliseconds beyond that it may mint.
    pub span: i64,
}

/// Where processes that share a database lease their worker numbers. The clock is the database's, so that processes
/// whose clocks differ agree on who holds what.
pub trait Workers: Send + Sync {
    /// Takes a number that nobody holds, one that was never held if there is any; `None` when all are held.
    ///
    /// # Errors
    /// As every method here: what the store reports.
    fn take(&self, term: &Term<'_>) -> Result<Option<Lease>, StoreError>;

    /// Holds `worker` for another term; `None` when it is not the holder's any more.
    fn renew(&self, worker: u16, term: &Term<'_>) -> Result<Option<Lease>, StoreError>;

    /// Gives `worker` back, where `holder` still holds it. It has minted up to the millisecond `reach` at the most.
    fn release(&self, worker: u16, holder: &str, reach: i64) -> Result<(), StoreError>;
}

/// Somebody who keeps answers of a shared database.
pub trait Hear: Send + Sync {
    /// Something is not as it was.
    fn news(&self, news: &News);

    /// All that was committed before this moment has been told.
    fn heard(&self, at: Instant);

    /// There may have been commits that were not told and will not be.
    fn missed(&self);

    /// Called before it is asked where the database writes its log: the number to tell that by, if it is wanted.
    fn marks(&self) -> Option<u64> {
        None
    }

    /// That is where it wrote, after [`marks`](Self::marks) gave `number`.
    fn marked(&self, number: u64, mark: Mark) {
        let _ = (number, mark);
    }
}

/// Ends the listening when it is dropped.
pub type Listening = Box<dyn Send + Sync>;

/// How long, and of how much, answers of a shared database are kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// How old an answer may be at the most.
    pub bound: Duration,
    /// How many tokens, people and pairs of people are kept, of each so many.
    pub entries: usize,
    /// Where commits are listened to, if not where the database is reached otherwise.
    pub listen: Option<String>,
}

/// An opened store, by how it is used.
#[derive(Clone)]
pub enum Store {
    /// Owned by this process.
    Owned(Arc<dyn Ledger>),
    /// Shared with other processes.
    Shared(Arc<dyn Database>),
    /// Shared with other processes, with answers that may be old within bounds.
    Bounded(Arc<dyn Database>, Bounds),
    /// The same, with a replica that is read from as long as it keeps within the bounds.
    Replicated(Arc<dyn Database>, Bounds, Arc<dyn Replica>),
}
