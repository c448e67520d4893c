//! Reading the graph in memory.

use std::sync::Arc;

use super::list::Rows;
use super::{Graph, Index, Node};
use crate::access::{App, HeldToken, PasswordHash, Ticket, TokenKey, TokenRecord};
use crate::edge::{Edge, EdgeKind, List};
use crate::error::StoreError;
use crate::event::Like;
use crate::feed::PostRange;
use crate::id::{AppId, ChainId, ListId, MessageId, PostId, UserId};
use crate::id_page::IdText;
use crate::message::Message;
use crate::page::Cursor;
use crate::post::{Post, PostCounts};
use crate::relation::Relation;
use crate::user::Standing;
use crate::user_list::{ListRef, Member, UserList};
use crate::user_ref::UserRef;
use crate::view::{Chain, FeedSource, LikesOf, ListCut, ListRow, MembersOf, Person, Reaction, Seen, Version, View};

impl Graph {
    fn lookup(&self, user: &UserRef) -> Option<&Node> {
        let by_name = |name: &str| self.numbers.by_name(name, &self.nodes).map(|index| &self.nodes[index as usize]);
        match user {
            UserRef::Id(id) => self.node(*id),
            UserRef::Name(name) => by_name(name),
            UserRef::IdOrName(id, name) => self.node(*id).or_else(|| by_name(name)),
        }
    }

    /// At most `size` of somebody's list from `cursor` on, and whether there are more; `None` where nobody is known so.
    #[inline]
    fn page(&self, owner: UserId, list: List, cursor: Cursor, size: usize) -> Option<(Rows<'_>, bool)> {
        let (kind, incoming) = list.edges();
        Some(self.node(owner)?.lists.rows(kind, incoming, cursor, size.saturating_add(1)).first(size))
    }

    /// Whether everybody of a cut is listed. Where few people of all are not, they are looked up on the list instead of
    /// everybody of the cut in the table of who is, of which a processor has seldom all at hand.
    fn all_listed(&self, rows: &Rows<'_>) -> bool {
        rows.is_clear_of(self.numbers.hidden()) || rows.all(|other| self.numbers.is_listed(other))
    }

    /// The number of who looks: `Some(None)` is somebody unknown, to whom nobody stands in any relation.
    fn viewer(&self, viewer: Option<UserId>) -> Option<Option<Index>> {
        viewer.map(|viewer| self.index(viewer))
    }

    /// Reads a little of everybody before all of anybody. They stand all over the memory and are so waited for together,
    /// which counting a reference to each, one after the other, would not let the processor do.
    fn fetch(&self, people: impl Iterator<Item = Index>) {
        let touch = |sum: u8, index: Index| {
            let node = &self.nodes[index as usize];
            sum ^ node.user.touch() ^ node.lists.touch()
        };
        std::hint::black_box(people.fold(0, touch));
    }

    fn see(&self, viewer: Option<Option<Index>>, other: Index) -> Seen {
        let relation = |viewer: Option<Index>| viewer.map(|viewer| self.relation(viewer, other)).unwrap_or_default();
        (person(&self.nodes[other as usize]), viewer.map(relation))
    }

    fn relation(&self, viewer: Index, other: Index) -> Relation {
        let mine = self.nodes[viewer as usize].lists.kinds_towards(other);
        let theirs = self.nodes[other as usize].lists.kinds_towards(viewer);
        let has = |kind: EdgeKind| mine & 1 << kind.number() != 0;
        let is = |kind: EdgeKind| theirs & 1 << kind.number() != 0;
        Relation {
            following: has(EdgeKind::Follow),
            followed_by: is(EdgeKind::Follow),
            request_sent: has(EdgeKind::FollowRequest),
            request_received: is(EdgeKind::FollowRequest),
            blocking: has(EdgeKind::Block),
            blocked_by: is(EdgeKind::Block),
            muting: has(EdgeKind::Mute),
            dm_blocking: has(EdgeKind::DmBlock),
            dm_blocked_by: is(EdgeKind::DmBlock),
            hiding_reposts: has(EdgeKind::HideReposts),
        }
    }
}

/// The bytes of a person's username as names are compared.
fn folded(node: &Node) -> impl Iterator<Item = u8> {
    node.user.username().bytes().map(|byte| byte.to_ascii_lowercase())
}

fn person(node: &Node) -> Person {
    Person { user: node.user.clone(), counts: node.counts, latest_post: node.latest_post() }
}

impl View for Graph {
    fn resolve(&self, users: &[UserRef]) -> Result<Vec<Option<Person>>, StoreError> {
        Ok(users.iter().map(|user| self.lookup(user).map(person)).collect())
    }

    fn find(&self, user: &UserRef) -> Result<Option<Person>, StoreError> {
        Ok(self.lookup(user).map(person))
    }

    fn standing(&self, user: UserId) -> Result<Option<Standing>, StoreError> {
        Ok(self.node(user).map(|node| node.user.standing))
    }

    fn people(&self, ids: &[UserId]) -> Result<Vec<Option<Person>>, StoreError> {
        Ok(ids.iter().map(|id| self.node(*id).map(person)).collect())
    }

    fn posts(&self, ids: &[PostId]) -> Result<Vec<Option<Arc<Post>>>, StoreError> {
        Ok(ids.iter().map(|id| self.posts.get(*id)).collect())
    }

    fn post_counts(&self, ids: &[PostId]) -> Result<Vec<PostCounts>, StoreError> {
        Ok(ids.iter().map(|id| self.posts.counts(*id)).collect())
    }

    fn reactions(&self, viewer: UserId, ids: &[PostId]) -> Result<Vec<Reaction>, StoreError> {
        Ok(ids.iter().map(|id| self.posts.reaction(viewer, *id)).collect())
    }

    fn feed(&self, source: &FeedSource, range: &PostRange, limit: usize) -> Result<Vec<Arc<Post>>, StoreError> {
        Ok(self.posts.feed(source, range, limit))
    }

    fn likes(&self, of: LikesOf, cursor: Cursor, limit: usize) -> Result<Vec<Like>, StoreError> {
        Ok(self.posts.likes(of, cursor, limit))
    }

    fn messages(&self, ids: &[MessageId]) -> Result<Vec<Option<Arc<Message>>>, StoreError> {
        Ok(ids.iter().map(|id| self.messages.get(*id)).collect())
    }

    fn mailbox(
        &self,
        user: UserId,
        with: Option<UserId>,
        cursor: Cursor,
        limit: usize,
    ) -> Result<Vec<Arc<Message>>, StoreError> {
        Ok(self.messages.mailbox(user, with, cursor, limit))
    }

    fn lists(&self, lists: &[ListRef]) -> Result<Vec<Option<Arc<UserList>>>, StoreError> {
        let find = |list: &ListRef| match list {
            ListRef::Id(id) => self.lists.get(*id),
            ListRef::Slug(owner, slug) => self.lists.by_slug(self.lookup(owner)?.user.id, slug),
        };
        Ok(lists.iter().map(find).collect())
    }

    fn lists_by(&self, owner: UserId, cursor: Cursor, limit: usize) -> Result<Vec<Arc<UserList>>, StoreError> {
        Ok(self.lists.by_owner(owner, cursor, limit))
    }

    fn member_counts(&self, lists: &[ListId]) -> Result<Vec<i32>, StoreError> {
        Ok(lists.iter().map(|list| self.lists.count(*list)).collect())
    }

    fn member(&self, list: ListId, user: UserId) -> Result<Option<Member>, StoreError> {
        Ok(self.lists.member(list, user))
    }

    fn members(&self, of: MembersOf, cursor: Cursor, limit: usize) -> Result<Vec<Member>, StoreError> {
        Ok(self.lists.members(of, cursor, limit))
    }

    fn search(&self, prefix: &str, limit: usize) -> Result<Vec<Person>, StoreError> {
        let begins = |node: &&Node| prefix.bytes().eq(folded(node).take(prefix.len()));
        let by_name = |one: &&Node, other: &&Node| folded(one).cmp(folded(other));
        let mut found: Vec<_> = self.nodes.iter().filter(begins).collect();
        // Only those who are wanted are put in order.
        if found.len() > limit {
            found.select_nth_unstable_by(limit, by_name);
            found.truncate(limit);
        }
        found.sort_unstable_by(by_name);
        Ok(found.into_iter().map(person).collect())
    }

    fn relations(&self, viewer: UserId, others: &[UserId]) -> Result<Vec<Relation>, StoreError> {
        let viewer = self.index(viewer);
        let relation =
            |other: &UserId| viewer.zip(self.index(*other)).map(|(viewer, other)| self.relation(viewer, other));
        Ok(others.iter().map(|other| relation(other).unwrap_or_default()).collect())
    }

    fn seen(&self, viewer: Option<UserId>, ids: &[UserId]) -> Result<Vec<Option<Seen>>, StoreError> {
        let found: Vec<_> = ids.iter().map(|id| self.index(*id)).collect();
        self.fetch(found.iter().flatten().copied());
        let viewer = self.viewer(viewer);
        Ok(found.into_iter().map(|index| index.map(|index| self.see(viewer, index))).collect())
    }

    fn between(&self, one: UserId, other: UserId) -> Result<Vec<Edge>, StoreError> {
        let (Some(first), Some(second)) = (self.index(one), self.index(other)) else { return Ok(Vec::new()) };
        let edges = |from: Index, source, to: Index, target| {
            let lists = &self.nodes[from as usize].lists;
            EdgeKind::ALL.into_iter().filter_map(move |kind| {
                lists.find(kind, false, to).map(|position| Edge { source, kind, target, position })
            })
        };
        Ok(edges(first, one, second, other).chain(edges(second, other, first, one)).collect())
    }

    fn rows(&self, owner: UserId, list: List, cursor: Cursor, limit: usize) -> Result<Vec<ListRow>, StoreError> {
        let Some(node) = self.node(owner) else { return Ok(Vec::new()) };
        let (kind, incoming) = list.edges();
        Ok(node.lists.rows(kind, incoming, cursor, limit).collect(|other, position| ListRow {
            other: self.numbers.id(other),
            position,
            listed: self.numbers.is_listed(other),
        }))
    }

    fn cut(&self, owner: UserId, list: List, cursor: Cursor, size: usize) -> Result<ListCut, StoreError> {
        let Some((rows, more)) = self.page(owner, list, cursor, size) else {
            return Ok(ListCut { listed: Vec::new(), span: None, more: false });
        };
        // Nearly always all are listed, which is found out without looking at their ids.
        let mut listed = rows.ids(self.numbers.ids());
        if !self.all_listed(&rows) {
            let mut kept = rows.newest_first(|other| self.numbers.is_listed(other)).into_iter();
            listed.retain(|_| kept.next().unwrap_or(false));
        }
        Ok(ListCut { listed, span: rows.span(), more })
    }

    fn cut_texts(
        &self,
        owner: UserId,
        list: List,
        cursor: Cursor,
        size: usize,
    ) -> Result<Option<ListCut<IdText>>, StoreError> {
        let Some((rows, more)) = self.page(owner, list, cursor, size) else { return Ok(None) };
        let texts = rows.texts().filter(|_| self.all_listed(&rows));
        let listed = texts.map(|pieces| pieces.concat()).filter(|listed| !listed.is_empty());
        Ok(listed.map(|listed| ListCut { listed, span: rows.span(), more }))
    }

    fn cut_seen(
        &self,
        owner: UserId,
        list: List,
        cursor: Cursor,
        size: usize,
        viewer: Option<UserId>,
    ) -> Result<ListCut<Seen>, StoreError> {
        let Some((rows, more)) = self.page(owner, list, cursor, size) else {
            return Ok(ListCut { listed: Vec::new(), span: None, more: false });
        };
        // Who is on the page is known by number, so nobody is looked up.
        let mut listed = rows.newest_first(|other| other);
        listed.retain(|other| self.numbers.is_listed(*other));
        self.fetch(listed.iter().copied());
        let viewer = self.viewer(viewer);
        let listed = listed.into_iter().map(|other| self.see(viewer, other)).collect();
        Ok(ListCut { listed, span: rows.span(), more })
    }

    fn version(&self, owner: UserId, list: List, least: usize) -> Option<Version> {
        let (kind, incoming) = list.edges();
        let list = self.node(owner)?.lists.stamp(kind, incoming, least)?;
        Some(Version { list, listed: self.numbers.stamp() })
    }

    fn authorised(&self, app: AppId, users: &[UserId]) -> Result<Vec<bool>, StoreError> {
        Ok(users.iter().map(|user| self.access.authorised(app, *user)).collect())
    }

    fn app(&self, key: &str) -> Result<Option<Arc<App>>, StoreError> {
        Ok(self.access.app(key))
    }

    fn app_by_id(&self, id: AppId) -> Result<Option<Arc<App>>, StoreError> {
        Ok(self.access.app_by_id(id))
    }

    fn token(&self, key: &TokenKey) -> Result<Option<HeldToken>, StoreError> {
        Ok(self.access.token(key))
    }

    fn ticket(&self, key: &TokenKey) -> Result<Option<Arc<Ticket>>, StoreError> {
        Ok(self.access.ticket(key))
    }

    fn chain(&self, chain: ChainId) -> Result<Chain, StoreError> {
        Ok(self.access.chain(chain))
    }

    fn tokens_between(&self, app: AppId, user: UserId) -> Result<Vec<Arc<TokenRecord>>, StoreError> {
        Ok(self.access.tokens_between(app, user))
    }

    fn tokens_of(
        &self,
        app: AppId,
        audience: &str,
        cursor: Cursor,
        limit: usize,
    ) -> Result<Vec<Arc<TokenRecord>>, StoreError> {
        Ok(self.access.tokens_of(app, audience, cursor, limit))
    }

    fn authorisers(&self, app: AppId, audience: &str) -> Result<Vec<UserId>, StoreError> {
        Ok(self.access.authorisers(app, audience))
    }

    fn passwords(&self, users: &[UserId]) -> Result<Vec<Option<Arc<PasswordHash>>>, StoreError> {
        Ok(users.iter().map(|user| self.access.password(*user)).collect())
    }

    fn by_email(&self, email: &str) -> Result<Option<UserId>, StoreError> {
        let found = self.by_email.get(email.to_ascii_lowercase().as_str());
        Ok(found.map(|index| self.nodes[*index as usize].user.id))
    }

    fn all_apps(&self) -> Result<Vec<Arc<App>>, StoreError> {
        Ok(self.access.apps())
    }

    fn all_tokens(&self) -> Result<Vec<Arc<TokenRecord>>, StoreError> {
        Ok(self.access.tokens())
    }

    fn some_people(&self, limit: usize) -> Result<Vec<Person>, StoreError> {
        if self.shuffled {
            return self.all_people(UserId(i64::MIN), limit);
        }
        Ok(self.nodes.iter().take(limit).map(person).collect())
    }

    fn all_people(&self, after: UserId, limit: usize) -> Result<Vec<Person>, StoreError> {
        let mut later: Vec<_> = self.nodes.iter().filter(|node| node.user.id > after).collect();
        later.sort_unstable_by_key(|node| node.user.id);
        Ok(later.into_iter().take(limit).map(person).collect())
    }
}

#[cfg(test)]
mod tests;
