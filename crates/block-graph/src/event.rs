//! What happened: the ledger's entries, which are the durable truth, the audit trail and the journal for whoever listens.

use std::sync::Arc;

use crate::access::{App, PasswordHash, Ticket, TokenRecord};
use crate::edge::{Edge, EdgeKind};
use crate::id::{AppId, Position, PostId, TokenId, UserId};
use crate::message::Message;
use crate::post::Post;
use crate::time::Timestamp;
use crate::user::{Counts, Standing, User};
use crate::user_list::{Member, UserList};

/// One change of the world. A command that is carried out is a list of these, made durable together.
#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    /// An edge begins.
    AddEdge(Edge),
    /// An edge ends; its last position is told, so that the ledger can be read backwards.
    RemoveEdge(Edge),
    /// An account is made, with what is counted of it so far beside its edges.
    AddUser(User, Counts),
    /// An account's standing changes.
    SetStanding(UserId, Standing),
    /// A post is made.
    AddPost(Arc<Post>),
    /// A post is deleted, and with it the likes of it. It is told whole, so that the ledger can be read backwards.
    DeletePost(Arc<Post>),
    /// Somebody likes a post; the position orders both their likes and those who like it.
    AddLike(Like),
    /// Somebody no longer likes a post.
    RemoveLike(Like),
    /// A direct message is sent.
    AddMessage(Arc<Message>),
    /// One of the two takes a direct message out of their sight.
    HideMessage(Arc<Message>, UserId),
    /// A list is made, or replaced by what it is now.
    PutList(Arc<UserList>),
    /// A list is deleted, and with it its memberships, which are told one by one before.
    DeleteList(Arc<UserList>),
    /// Somebody is put on a list.
    AddMember(Member),
    /// Somebody is taken off a list.
    RemoveMember(Member),
    /// An account is reported as spam, by the one and about the other.
    Report(UserId, UserId),
    /// An application is registered.
    AddApp(Arc<App>),
    /// A token is issued.
    AddToken(Arc<TokenRecord>),
    /// A token is revoked, and when.
    RevokeToken(TokenId, Timestamp),
    /// An application is replaced by what it is now.
    SetApp(Arc<App>),
    /// A ticket is made, or replaced by what it is now.
    PutTicket(Arc<Ticket>),
    /// An account's password is set, or taken away.
    SetPassword(UserId, Option<Arc<PasswordHash>>),
}

/// One person's like of one post.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Like {
    /// Who.
    pub user: UserId,
    /// What.
    pub post: PostId,
    /// When, and its place in every list of likes.
    pub position: Position,
}

/// The numbers a ledger row is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Row {
    /// Which sort of change: 1 edge added, 2 edge removed, 3 user, 4 standing, 5 post, 6 report, 7 app, 8 token, 9 revocation,
    /// 10 post deleted, 11 like added, 12 like removed, 13 message, 14 message hidden,
    /// 15 list put, 16 list deleted, 17 member added, 18 member removed, 19 app set, 20 ticket put, 21 password set.
    pub change: i16,
    /// The edge's kind or the new standing; 0 for others.
    pub kind: i16,
    /// Whose edge, or what was made.
    pub source: i64,
    /// The edge's target or the post's author; 0 for others.
    pub target: i64,
    /// The edge's position; 0 for others.
    pub position: i64,
}

impl Change {
    /// The change in numbers. What is longer (a person, a post, an app, a token) stands in its own table.
    pub fn row(&self) -> Row {
        let row = |change, kind, source, target, position| Row { change, kind, source, target, position };
        let edge = |change, edge: &Edge| row(change, edge.kind.number(), edge.source.0, edge.target.0, edge.position.0);
        match self {
            Self::AddEdge(added) => edge(1, added),
            Self::RemoveEdge(removed) => edge(2, removed),
            Self::AddUser(user, _) => row(3, 0, user.id.0, 0, 0),
            Self::SetStanding(UserId(user), standing) => row(4, standing.number(), *user, 0, 0),
            Self::AddPost(post) => row(5, 0, post.id.0, post.author.0, 0),
            Self::DeletePost(post) => row(10, 0, post.id.0, post.author.0, 0),
            Self::AddLike(like) => row(11, 0, like.user.0, like.post.0, like.position.0),
            Self::RemoveLike(like) => row(12, 0, like.user.0, like.post.0, like.position.0),
            Self::AddMessage(sent) => row(13, 0, sent.sender.0, sent.recipient.0, sent.id.0),
            Self::HideMessage(sent, by) => row(14, 0, by.0, 0, sent.id.0),
            Self::PutList(list) => row(15, 0, list.id.0, list.owner.0, 0),
            Self::DeleteList(list) => row(16, 0, list.id.0, list.owner.0, 0),
            Self::AddMember(member) => row(17, 0, member.list.0, member.user.0, member.position.0),
            Self::RemoveMember(member) => row(18, 0, member.list.0, member.user.0, member.position.0),
            Self::Report(UserId(source), UserId(target)) => row(6, 0, *source, *target, 0),
            Self::AddApp(app) => row(7, 0, app.id.0, 0, 0),
            Self::AddToken(token) => row(8, 0, token.id.0, token.user.map_or(0, |user| user.0), 0),
            Self::RevokeToken(TokenId(token), _) => row(9, 0, *token, 0, 0),
            Self::SetApp(app) => row(19, 0, app.id.0, 0, 0),
            Self::PutTicket(ticket) => {
                row(20, ticket.kind.number(), ticket.id.0, ticket.user.map_or(0, |user| user.0), 0)
            }
            Self::SetPassword(UserId(user), _) => row(21, 0, *user, 0, 0),
        }
    }

    /// How this change moves what is counted of people: (whom, by how much). A follow counts on both its ends.
    pub fn counted(&self) -> [Option<(UserId, Counts)>; 2] {
        let follow = |edge: &Edge, by: i32| {
            [
                Some((edge.source, Counts { following: by, ..Counts::default() })),
                Some((edge.target, Counts { followers: by, ..Counts::default() })),
            ]
        };
        let one = |user, counts| [Some((user, counts)), None];
        match self {
            Self::AddEdge(edge) if edge.kind == EdgeKind::Follow => follow(edge, 1),
            Self::RemoveEdge(edge) if edge.kind == EdgeKind::Follow => follow(edge, -1),
            Self::AddPost(post) => one(post.author, Counts { posts: 1, ..Counts::default() }),
            Self::DeletePost(post) => one(post.author, Counts { posts: -1, ..Counts::default() }),
            Self::AddLike(like) => one(like.user, Counts { likes: 1, ..Counts::default() }),
            Self::RemoveLike(like) => one(like.user, Counts { likes: -1, ..Counts::default() }),
            Self::AddMember(member) => one(member.user, Counts { listed: 1, ..Counts::default() }),
            Self::RemoveMember(member) => one(member.user, Counts { listed: -1, ..Counts::default() }),
            _ => [None, None],
        }
    }
}

/// A change with when and by whom.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// Its place in the ledger: minted by the engine, growing.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who did it; `None` for the operator.
    pub actor: Option<UserId>,
    /// Through which app; `None` for the operator.
    pub app: Option<AppId>,
    /// What.
    pub change: Change,
}

/// The post a person made last, as an update of their row.
pub fn latest_post(change: &Change) -> Option<(UserId, PostId)> {
    match change {
        Change::AddPost(post) => Some((post.author, post.id)),
        _ => None,
    }
}
