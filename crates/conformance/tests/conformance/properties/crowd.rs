//! A few people on one engine: what they can do, and all that can be seen of them.

use std::cell::RefCell;
use std::sync::Arc;

use block_graph::access::{Actor, TokenClass};
use block_graph::testkit::grant;
use block_graph::view::View;
use block_graph::{
    Command, CoreError, Counts, CreateList, CreatePost, Cursor, Draft, Edge, Engine, Feed, FeedFilter, List, ListId,
    ListIds, ListLikes, ListMessages, ListOwned, ListRef, Op, Outcome, PageRequest, PostId, PostRange, ReadFeed,
    Relation, ShowRelation, Standing, UserId, Wants,
};
use conformance::id;

use super::deeds::{DEEDS, Deed, Scene};
use super::wait;

/// The people; eve is protected.
pub(super) const PEOPLE: [&str; 5] = ["amy", "bob", "cat", "dan", "eve"];

const LISTS: [List; 6] =
    [List::Blocked, List::Muted, List::Following, List::Followers, List::RequestsSent, List::RequestsReceived];

/// An engine and the people on it.
pub(super) struct Crowd {
    engine: Engine,
    ids: [UserId; PEOPLE.len()],
    /// The posts of each that are there, but for reposts, the latest last.
    posts: RefCell<[Vec<PostId>; PEOPLE.len()]>,
    /// The list of each.
    lists: [ListId; PEOPLE.len()],
}

/// Somebody as a caller.
pub(super) fn caller(user: UserId) -> Actor {
    Actor::Granted(Arc::new(grant(TokenClass::Signed, "any", Some(user), &[])))
}

/// Everything that can be seen.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Picture {
    people: Vec<(Standing, Counts)>,
    /// By owner and list, in order; an owner who does not stand well sees none.
    lists: Vec<(usize, List, Result<Vec<UserId>, CoreError>)>,
    relations: Vec<(usize, usize, Result<Relation, CoreError>)>,
}

impl Crowd {
    /// People with what an engine holds of them; posts and lists they have only once they [settle](Self::settle).
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine, ids: PEOPLE.map(id), posts: RefCell::default(), lists: [ListId(0); PEOPLE.len()] }
    }

    /// Everybody writes a post and makes a list.
    pub(super) fn settle(mut self) -> Self {
        for who in 0..PEOPLE.len() {
            let draft = Draft { text: "first".to_owned(), ..Draft::default() };
            let post = self.run(who, CreatePost { draft }).post.id;
            self.posts.borrow_mut()[who].push(post);
            let list = CreateList { name: "people".to_owned(), description: String::new(), private: false };
            self.lists[who] = self.run(who, list).list.id;
        }
        self
    }

    /// Somebody does what must succeed.
    pub(super) fn run<O: Op>(&self, who: usize, op: O) -> O::Out {
        self.result(who, op.into()).and_then(O::out).unwrap_or_else(|error| panic!("{}: {error}", PEOPLE[who]))
    }

    fn result(&self, who: usize, command: Command) -> Result<Outcome, CoreError> {
        wait(self.engine.execute(&caller(self.ids[who]), command, Wants::EVERYTHING))
    }

    /// What an act of `actor` towards `target` is about.
    pub(super) fn scene(&self, actor: usize, target: usize) -> Scene {
        let posts = self.posts.borrow();
        let latest = |who: usize| posts[who].last().copied().unwrap_or(PostId(0));
        Scene {
            target: self.ids[target].into(),
            name: PEOPLE[target],
            post: latest(target),
            // The first one stays, so that there is always something to act upon.
            own: if posts[actor].len() > 1 { latest(actor) } else { PostId(0) },
            list: ListRef::Id(self.lists[actor]),
        }
    }

    /// Somebody does something; what came of it.
    pub(super) fn act(&self, act: usize, actor: usize, target: usize) -> Result<Outcome, CoreError> {
        let deed = DEEDS[act];
        let told = self.result(actor, deed.command(&self.scene(actor, target)));
        if let Ok(Outcome::Post(card)) = &told {
            let own = &mut self.posts.borrow_mut()[actor];
            if deed == Deed::Delete {
                own.retain(|post| *post != card.post.id);
            } else {
                own.push(card.post.id);
            }
        }
        told
    }

    /// The same by the deed's name; it must be done.
    pub(super) fn named(&self, deed: Deed, actor: usize, target: usize) {
        let act = DEEDS.iter().position(|known| *known == deed).unwrap();
        let told = self.act(act, actor, target);
        assert!(told.is_ok(), "{deed:?}: {told:?}");
    }

    /// The operator changes how somebody stands.
    pub(super) fn stand(&self, who: usize, standing: Standing) -> String {
        format!("{:?}", wait(self.engine.set_standing(self.ids[who], standing)))
    }

    /// Everything that can be seen, lists page by page.
    pub(super) fn seen(&self) -> Picture {
        let everybody = || 0..PEOPLE.len();
        let person = |who: usize| {
            let person = wait(self.engine.person(self.ids[who].into())).unwrap().unwrap();
            (person.user.standing, person.counts)
        };
        let pairs = everybody().flat_map(|one| everybody().map(move |other| (one, other)));
        Picture {
            people: everybody().map(person).collect(),
            lists: everybody().flat_map(|who| LISTS.map(|list| (who, list, self.list(who, list)))).collect(),
            relations: pairs
                .filter(|(one, other)| one != other)
                .map(|(one, other)| (one, other, self.relation(one, other)))
                .collect(),
        }
    }

    fn list(&self, who: usize, list: List) -> Result<Vec<UserId>, CoreError> {
        let (owner, mut cursor, mut all) = (self.ids[who], Cursor::Newest, Vec::new());
        loop {
            let page = PageRequest { cursor, size: 2 };
            let command = ListIds { owner: owner.into(), list, page }.into();
            let outcome = wait(self.engine.execute(&caller(owner), command, Wants::NOTHING))?;
            let Outcome::IdPage(page) = outcome else { panic!("{outcome:?}") };
            all.extend(&page.items);
            match page.older() {
                Some(position) => cursor = Cursor::Older(position),
                None => return Ok(all),
            }
        }
    }

    /// All that everybody can read of posts, likes, lists and messages.
    pub(super) fn contents(&self) -> Vec<Result<Outcome, CoreError>> {
        let read = |feed| ReadFeed { feed, filter: FeedFilter::ALL, range: PostRange::newest(50) }.into();
        let mut all = Vec::new();
        for who in 0..PEOPLE.len() {
            let page = PageRequest::first(50);
            all.push(self.result(who, read(Feed::Unified)));
            all.push(self.result(who, ListMessages { with: None, page }.into()));
            for other in self.ids {
                all.push(self.result(who, read(Feed::By(other.into()))));
                all.push(self.result(who, ListLikes { user: other.into(), page }.into()));
                all.push(self.result(who, ListOwned { user: other.into(), page }.into()));
            }
        }
        all
    }

    /// How somebody stands to somebody else, if they are let in.
    pub(super) fn relation(&self, one: usize, other: usize) -> Result<Relation, CoreError> {
        let command = ShowRelation { source: None, target: self.ids[other].into() }.into();
        match wait(self.engine.execute(&caller(self.ids[one]), command, Wants::NOTHING))? {
            Outcome::Relationship(told) => Ok(told.relation),
            other => panic!("{other:?}"),
        }
    }

    /// Where everybody stands on everybody's lists: owner, list, other, the page's newest place.
    pub(super) fn places(&self) -> Vec<(UserId, List, UserId, i64)> {
        let mut places = Vec::new();
        for owner in self.ids {
            for list in LISTS {
                let mut cursor = Cursor::Newest;
                loop {
                    let command = ListIds { owner: owner.into(), list, page: PageRequest { cursor, size: 1 } }.into();
                    let outcome = wait(self.engine.execute(&caller(owner), command, Wants::NOTHING)).unwrap();
                    let Outcome::IdPage(page) = outcome else { panic!("{outcome:?}") };
                    let Some((place, _)) = page.span else { break };
                    places.push((owner, list, page.items[0], place.0));
                    cursor = Cursor::Older(place);
                }
            }
        }
        places
    }
}

impl Picture {
    /// Asserts what must hold whatever happened.
    pub(super) fn must_hold(&self) {
        for (one, other, relation) in &self.relations {
            if let Ok(relation) = relation {
                stands_clear(*relation, &format!("{} and {}", PEOPLE[*one], PEOPLE[*other]));
            }
        }
        let everybody_stands = self.people.iter().all(|(standing, _)| *standing == Standing::Active);
        for (owner, list, listed) in &self.lists {
            let Ok(listed) = listed else { continue };
            let counts = self.people[*owner].1;
            let counted = match list {
                List::Following => counts.following,
                List::Followers => counts.followers,
                _ => continue,
            };
            let length = i32::try_from(listed.len()).unwrap();
            // Hidden people are counted and not listed.
            let fits = if everybody_stands { counted == length } else { counted >= length };
            assert!(fits, "{} has {counted} {list:?} and {length} are listed", PEOPLE[*owner]);
        }
    }
}

/// Asserts that no follow and no request stands beside a block.
pub(super) fn stands_clear(relation: Relation, who: &str) {
    let blocked = relation.blocking || relation.blocked_by;
    let follows = relation.following || relation.followed_by;
    let requests = relation.request_sent || relation.request_received;
    assert!(!blocked || !(follows || requests), "{who}: {relation:?}");
}

/// The edges between two people in what a store holds.
pub(super) fn edges(view: &dyn View, one: UserId, other: UserId) -> Vec<Edge> {
    let mut edges = view.between(one, other).unwrap();
    edges.sort_by_key(|edge| edge.position);
    edges
}
