//! What can be read of the world, in batches, by one reader: the whole graph in memory, or a database.
//!
//! The rules are written once against this trait; they do not know which of the two they read.

use std::sync::Arc;

use crate::access::{App, HeldToken, PasswordHash, Ticket, TokenKey, TokenRecord};
use crate::edge::{Edge, List};
use crate::error::StoreError;
use crate::event::Like;
use crate::feed::PostRange;
use crate::id::{AppId, ChainId, ListId, MessageId, Position, PostId, UserId};
use crate::id_page::IdText;
use crate::message::Message;
use crate::page::Cursor;
use crate::post::{Post, PostCounts};
use crate::relation::Relation;
use crate::user::{Counts, Standing, User};
use crate::user_list::{ListRef, Member, UserList};
use crate::user_ref::UserRef;

/// A person with what is counted of them.
#[derive(Clone, PartialEq, Debug)]
pub struct Person {
    /// What they say of themselves.
    pub user: User,
    /// What is counted of them.
    pub counts: Counts,
    /// Their newest post.
    pub latest_post: Option<PostId>,
}

/// A person as somebody sees them: how they stand to that viewer, if there is one.
pub type Seen = (Person, Option<Relation>);

/// How somebody reacted to a post.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reaction {
    /// Where their like stands, if they like it.
    pub like: Option<Position>,
    /// Their repost of it.
    pub repost: Option<PostId>,
}

/// Where the posts of a feed come from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FeedSource {
    /// These people's posts and reposts.
    By(Vec<UserId>),
    /// These people's posts and reposts, and the posts that name somebody.
    ByOrMentioning(Vec<UserId>, UserId),
    /// The posts that name somebody.
    Mentioning(UserId),
    /// The posts of a conversation, by its first post.
    Thread(PostId),
    /// The posts that quote a post.
    Quoting(PostId),
    /// The reposts of a post.
    Reposting(PostId),
    /// All posts that are no reposts.
    Everyone,
}

/// Whose likes, or likes of what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LikesOf {
    /// What somebody likes.
    User(UserId),
    /// Who likes a post.
    Post(PostId),
}

/// The memberships of a list, or of a person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MembersOf {
    /// Who is on a list.
    List(ListId),
    /// Which lists somebody is on.
    User(UserId),
}

/// What came of one approval.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Chain {
    /// Its tokens, by id.
    pub tokens: Vec<Arc<TokenRecord>>,
    /// Its tickets, by id.
    pub tickets: Vec<Arc<Ticket>>,
}

/// A cut of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListCut<T = UserId> {
    /// Those on it whose accounts are active, newest first.
    pub listed: Vec<T>,
    /// Positions of its newest and its oldest row, hidden people included; `None` when there are none.
    pub span: Option<(Position, Position)>,
    /// Whether rows follow in the direction it was read in.
    pub more: bool,
}

/// Which state of a list a page of its ids was cut from. While a list has the same version, its pages are the same; no version
/// ever comes again, in no graph of the process.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Version {
    /// Of who is on the list, and where.
    pub(crate) list: u64,
    /// Of whose accounts are active, among everybody.
    pub(crate) listed: u64,
}

/// One row of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ListRow {
    /// Who stands there.
    pub other: UserId,
    /// Where.
    pub position: Position,
    /// Whether their account is active; others are not shown.
    pub listed: bool,
}

/// A reader of the world. Answers have the order and the length of what was asked.
pub trait View {
    /// The people that references lead to.
    ///
    /// # Errors
    /// As every method here: what the store reports.
    fn resolve(&self, users: &[UserRef]) -> Result<Vec<Option<Person>>, StoreError>;

    /// The person that a reference leads to.
    fn find(&self, user: &UserRef) -> Result<Option<Person>, StoreError> {
        Ok(self.resolve(std::slice::from_ref(user))?.pop().flatten())
    }

    /// How somebody's account stands, if there is one.
    fn standing(&self, user: UserId) -> Result<Option<Standing>, StoreError> {
        Ok(self.people(&[user])?.pop().flatten().map(|person| person.user.standing))
    }

    /// People by id.
    fn people(&self, ids: &[UserId]) -> Result<Vec<Option<Person>>, StoreError>;

    /// Posts by id.
    fn posts(&self, ids: &[PostId]) -> Result<Vec<Option<Arc<Post>>>, StoreError>;

    /// What is counted of posts.
    fn post_counts(&self, ids: &[PostId]) -> Result<Vec<PostCounts>, StoreError>;

    /// How `viewer` reacted to posts: their like, and their repost.
    fn reactions(&self, viewer: UserId, ids: &[PostId]) -> Result<Vec<Reaction>, StoreError>;

    /// At most `limit` posts of a source within `range`'s bounds (its size is not heeded): newest first, but oldest first
    /// if the range is read from its oldest. Nothing is filtered.
    fn feed(&self, source: &FeedSource, range: &PostRange, limit: usize) -> Result<Vec<Arc<Post>>, StoreError>;

    /// At most `limit` likes from `cursor` on, by their position, in the order of [`rows`](Self::rows).
    fn likes(&self, of: LikesOf, cursor: Cursor, limit: usize) -> Result<Vec<Like>, StoreError>;

    /// Messages by id.
    fn messages(&self, ids: &[MessageId]) -> Result<Vec<Option<Arc<Message>>>, StoreError>;

    /// At most `limit` messages that `user` sees, of those with `with` or of all, from `cursor` on by message id, in the
    /// order of [`rows`](Self::rows).
    fn mailbox(
        &self,
        user: UserId,
        with: Option<UserId>,
        cursor: Cursor,
        limit: usize,
    ) -> Result<Vec<Arc<Message>>, StoreError>;

    /// Lists by reference; a slug finds the oldest list of that owner and slug.
    fn lists(&self, lists: &[ListRef]) -> Result<Vec<Option<Arc<UserList>>>, StoreError>;

    /// At most `limit` lists that `owner` made, from `cursor` on by list id, in the order of [`rows`](Self::rows).
    fn lists_by(&self, owner: UserId, cursor: Cursor, limit: usize) -> Result<Vec<Arc<UserList>>, StoreError>;

    /// How many are on lists.
    fn member_counts(&self, lists: &[ListId]) -> Result<Vec<i32>, StoreError>;

    /// Somebody's place on a list, if they are on it.
    fn member(&self, list: ListId, user: UserId) -> Result<Option<Member>, StoreError>;

    /// At most `limit` memberships from `cursor` on, in the order of [`rows`](Self::rows).
    fn members(&self, of: MembersOf, cursor: Cursor, limit: usize) -> Result<Vec<Member>, StoreError>;

    /// People whose username begins with `prefix` (folded), by username, at most `limit`; all if it is empty.
    fn search(&self, prefix: &str, limit: usize) -> Result<Vec<Person>, StoreError>;

    /// How `viewer` stands to each of `others`.
    fn relations(&self, viewer: UserId, others: &[UserId]) -> Result<Vec<Relation>, StoreError>;

    /// People by id, and how each stands to `viewer`.
    fn seen(&self, viewer: Option<UserId>, ids: &[UserId]) -> Result<Vec<Option<Seen>>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let people = self.people(ids)?;
        let relations = match viewer {
            Some(viewer) => self.relations(viewer, ids)?.into_iter().map(Some).collect(),
            None => vec![None; ids.len()],
        };
        let seen = |(person, relation): (Option<Person>, _)| person.map(|person| (person, relation));
        Ok(people.into_iter().zip(relations).map(seen).collect())
    }

    /// Every edge between two people, in both directions, in any order.
    fn between(&self, one: UserId, other: UserId) -> Result<Vec<Edge>, StoreError>;

    /// At most `limit` rows of a list from `cursor` on, hidden people included: newest first, but for
    /// [`Cursor::Newer`] oldest first, beginning next to the cursor.
    fn rows(&self, owner: UserId, list: List, cursor: Cursor, limit: usize) -> Result<Vec<ListRow>, StoreError>;

    /// The listed people among the first `size` rows of a list from `cursor` on.
    fn cut(&self, owner: UserId, list: List, cursor: Cursor, size: usize) -> Result<ListCut, StoreError> {
        let mut rows = self.rows(owner, list, cursor, size.saturating_add(1))?;
        let more = rows.len() > size;
        rows.truncate(size);
        if matches!(cursor, Cursor::Newer(_)) {
            rows.reverse();
        }
        let span = rows.first().zip(rows.last()).map(|(newest, oldest)| (newest.position, oldest.position));
        Ok(ListCut { listed: rows.iter().filter(|row| row.listed).map(|row| row.other).collect(), span, more })
    }

    /// The same cut as text, where it is at hand, all on it are listed and there is anybody.
    fn cut_texts(
        &self,
        _owner: UserId,
        _list: List,
        _cursor: Cursor,
        _size: usize,
    ) -> Result<Option<ListCut<IdText>>, StoreError> {
        Ok(None)
    }

    /// The same cut, with those on it as `viewer` sees them.
    fn cut_seen(
        &self,
        owner: UserId,
        list: List,
        cursor: Cursor,
        size: usize,
        viewer: Option<UserId>,
    ) -> Result<ListCut<Seen>, StoreError> {
        let ListCut { listed, span, more } = self.cut(owner, list, cursor, size)?;
        Ok(ListCut { listed: self.seen(viewer, &listed)?.into_iter().flatten().collect(), span, more })
    }

    /// The version of a list of at least so many rows; `None` of a shorter one, and where no versions are kept.
    fn version(&self, _owner: UserId, _list: List, _least: usize) -> Option<Version> {
        None
    }

    /// Which of `users` have a live token of `app`, whatever its audience.
    fn authorised(&self, app: AppId, users: &[UserId]) -> Result<Vec<bool>, StoreError>;

    /// An app by its public key.
    fn app(&self, key: &str) -> Result<Option<Arc<App>>, StoreError>;

    /// An app by its id.
    fn app_by_id(&self, id: AppId) -> Result<Option<Arc<App>>, StoreError>;

    /// A token by its key, whatever became of it.
    fn token(&self, key: &TokenKey) -> Result<Option<HeldToken>, StoreError>;

    /// A ticket by its key, whatever became of it; those long over may be gone.
    fn ticket(&self, key: &TokenKey) -> Result<Option<Arc<Ticket>>, StoreError>;

    /// What came of one approval: its tokens and tickets, spent and revoked ones included.
    fn chain(&self, chain: ChainId) -> Result<Chain, StoreError>;

    /// The tokens of an app that stand for a person and were not revoked, by id.
    fn tokens_between(&self, app: AppId, user: UserId) -> Result<Vec<Arc<TokenRecord>>, StoreError>;

    /// At most `limit` tokens of an app at a service that stand for people and were not revoked, from `cursor` on by token
    /// id, in the order of [`rows`](Self::rows).
    fn tokens_of(
        &self,
        app: AppId,
        audience: &str,
        cursor: Cursor,
        limit: usize,
    ) -> Result<Vec<Arc<TokenRecord>>, StoreError>;

    /// Everybody for whom an app has a token at a service that was not revoked, by id.
    fn authorisers(&self, app: AppId, audience: &str) -> Result<Vec<UserId>, StoreError>;

    /// People's passwords.
    fn passwords(&self, users: &[UserId]) -> Result<Vec<Option<Arc<PasswordHash>>>, StoreError>;

    /// The person with a confirmed e-mail address, compared without the case of ASCII letters; of several the one with the
    /// lowest id.
    fn by_email(&self, email: &str) -> Result<Option<UserId>, StoreError>;

    /// All apps, by id.
    fn all_apps(&self) -> Result<Vec<Arc<App>>, StoreError>;

    /// All tokens, by id.
    fn all_tokens(&self) -> Result<Vec<Arc<TokenRecord>>, StoreError>;

    /// The people with the lowest ids, by id, at most `limit`: cheap, unlike many of [`all_people`](Self::all_people).
    fn some_people(&self, limit: usize) -> Result<Vec<Person>, StoreError>;

    /// People whose id is above `after`, by id, at most `limit`.
    fn all_people(&self, after: UserId, limit: usize) -> Result<Vec<Person>, StoreError>;
}
