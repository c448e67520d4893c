//! Everything that can be seen of a world.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::sync::Arc;

use block_graph::access::{App, HeldToken, PasswordHash, Ticket, TokenKey, TokenRecord};
use block_graph::event::{Change, Like};
use block_graph::view::{Chain, FeedSource, LikesOf, ListRow, MembersOf, Person, Reaction, View};
use block_graph::{
    ChainId, Cursor, Edge, List, Member, Message, Post, PostCounts, PostId, PostRange, StoreError, UserId, UserList,
};

use super::{LISTS, graph};

/// Everything that a view shows.
#[derive(PartialEq, Debug)]
pub(crate) struct Contents {
    people: Vec<Person>,
    edges: Vec<Edge>,
    rows: Vec<(UserId, List, Vec<ListRow>)>,
    pinned: Vec<Option<Arc<Post>>>,
    posts: Vec<(Arc<Post>, PostCounts)>,
    lists: Vec<(Arc<UserList>, i32, Vec<Member>)>,
    theirs: Vec<Theirs>,
    apps: Vec<Arc<App>>,
    tokens: Vec<Arc<TokenRecord>>,
    held: Vec<Option<HeldToken>>,
    passwords: Vec<Option<Arc<PasswordHash>>>,
    by_email: Vec<Option<UserId>>,
}

/// What is one person's.
#[derive(PartialEq, Debug)]
struct Theirs {
    named_by: Vec<Arc<Post>>,
    likes: Vec<Like>,
    reactions: Vec<Reaction>,
    mailbox: Vec<Arc<Message>>,
    memberships: Vec<Member>,
}

const ALL: usize = usize::MAX;

pub(crate) fn contents(view: &dyn View) -> Result<Contents, StoreError> {
    let people = view.all_people(UserId(i64::MIN), ALL)?;
    let ids: Vec<UserId> = people.iter().map(|person| person.user.id).collect();
    let pinned: Vec<_> = people.iter().filter_map(|person| person.user.pinned_post()).collect();
    let (mut edges, mut rows) = (Vec::new(), Vec::new());
    for (place, owner) in ids.iter().enumerate() {
        for other in &ids[place + 1..] {
            let mut between = view.between(*owner, *other)?;
            between.sort_unstable_by_key(|edge| (edge.source, edge.kind));
            edges.extend(between);
        }
        for list in LISTS {
            rows.push((*owner, list, view.rows(*owner, list, Cursor::Newest, ALL)?));
        }
    }
    let posts = view.feed(&FeedSource::By(ids.clone()), &PostRange::newest(0), ALL)?;
    let post_ids: Vec<PostId> = posts.iter().map(|post| post.id).collect();
    let mut lists = Vec::new();
    for owner in &ids {
        for list in view.lists_by(*owner, Cursor::Newest, ALL)? {
            let count = view.member_counts(&[list.id])?.remove(0);
            let members = view.members(MembersOf::List(list.id), Cursor::Newest, ALL)?;
            lists.push((list, count, members));
        }
    }
    let theirs = |id: &UserId| {
        Ok(Theirs {
            named_by: view.feed(&FeedSource::Mentioning(*id), &PostRange::newest(0), ALL)?,
            likes: view.likes(LikesOf::User(*id), Cursor::Newest, ALL)?,
            reactions: view.reactions(*id, &post_ids)?,
            mailbox: view.mailbox(*id, None, Cursor::Newest, ALL)?,
            memberships: view.members(MembersOf::User(*id), Cursor::Newest, ALL)?,
        })
    };
    let tokens = view.all_tokens()?;
    let emails = people.iter().filter_map(|person| person.user.email());
    Ok(Contents {
        held: tokens.iter().map(|token| view.token(&token.key)).collect::<Result<_, _>>()?,
        passwords: view.passwords(&ids)?,
        by_email: emails.map(|email| view.by_email(&email.to_uppercase())).collect::<Result<_, _>>()?,
        edges,
        rows,
        pinned: view.posts(&pinned)?,
        posts: posts.into_iter().zip(view.post_counts(&post_ids)?).collect(),
        lists,
        theirs: ids.iter().map(theirs).collect::<Result<_, StoreError>>()?,
        apps: view.all_apps()?,
        tokens,
        people,
    })
}

/// Asserts that what `view` shows is what `changes` make.
pub(crate) fn assert_holds(view: &dyn View, changes: impl IntoIterator<Item: Borrow<Change>>) {
    let changes: Vec<_> = changes.into_iter().map(|change| change.borrow().clone()).collect();
    let expected = graph(&changes);
    assert_eq!(contents(view).unwrap(), contents(&expected).unwrap());
    assert_eq!(approvals(view, &changes), approvals(&expected, &changes));
}

/// The tickets and approvals that `changes` speak of, as a view shows them.
fn approvals(view: &dyn View, changes: &[Change]) -> (Vec<Option<Arc<Ticket>>>, Vec<Chain>) {
    let keys: Vec<TokenKey> = changes
        .iter()
        .filter_map(|change| match change {
            Change::PutTicket(ticket) => Some(ticket.key.clone()),
            _ => None,
        })
        .collect();
    let chain = |change: &Change| match change {
        Change::PutTicket(ticket) => Some(ticket.chain),
        Change::AddToken(token) => token.chain,
        _ => None,
    };
    let chains: BTreeSet<ChainId> = changes.iter().filter_map(chain).collect();
    let tickets = keys.iter().map(|key| view.ticket(key).unwrap()).collect();
    (tickets, chains.into_iter().map(|chain| view.chain(chain).unwrap()).collect())
}
