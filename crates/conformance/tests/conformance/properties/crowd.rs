//! A few people on one engine: what they can do, and all that can be seen of them.

use std::sync::Arc;

use block_graph::access::{Actor, TokenClass};
use block_graph::testkit::grant;
use block_graph::view::View;
use block_graph::{
    Block, Command, CoreError, Counts, Cursor, DmBlock, DmUnblock, Edge, Engine, Follow, List, ListIds, Mute, Outcome,
    PageRequest, Relation, ReportSpam, ShowRelation, Standing, Unblock, Unfollow, Unmute, UserId, UserRef, Wants,
};
use conformance::id;

use super::wait;

/// The people; eve is protected.
pub(super) const PEOPLE: [&str; 5] = ["amy", "bob", "cat", "dan", "eve"];

type Act = (&'static str, fn(UserRef) -> Command);

/// What they can do.
const DEEDS: [Act; 10] = [
    ("Block", |target| Block { target }.into()),
    ("Unblock", |target| Unblock { target }.into()),
    ("Follow", |target| Follow { target }.into()),
    ("Unfollow", |target| Unfollow { target }.into()),
    ("Mute", |target| Mute { target }.into()),
    ("Unmute", |target| Unmute { target }.into()),
    ("DmBlock", |target| DmBlock { target }.into()),
    ("DmUnblock", |target| DmUnblock { target }.into()),
    ("ReportSpam", |target| ReportSpam { target, block: false }.into()),
    ("ReportSpam and block", |target| ReportSpam { target, block: true }.into()),
];

/// How many things they can do.
pub(super) const ACTS: usize = DEEDS.len();

const LISTS: [List; 6] =
    [List::Blocked, List::Muted, List::Following, List::Followers, List::RequestsSent, List::RequestsReceived];

/// An engine and the people on it.
pub(super) struct Crowd {
    engine: Engine,
    ids: [UserId; PEOPLE.len()],
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
    pub(super) fn new(engine: Engine) -> Self {
        Self { engine, ids: PEOPLE.map(id) }
    }

    /// Somebody does something; what came of it.
    pub(super) fn act(&self, act: usize, actor: usize, target: usize) -> String {
        let command = DEEDS[act].1(self.ids[target].into());
        format!("{:?}", wait(self.engine.execute(&caller(self.ids[actor]), command, Wants::EVERYTHING)))
    }

    /// The same by the act's name; it must be done.
    pub(super) fn named(&self, name: &str, actor: usize, target: usize) {
        let act = DEEDS.iter().position(|(known, _)| *known == name).unwrap();
        let told = self.act(act, actor, target);
        assert!(told.starts_with("Ok"), "{name}: {told}");
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

    fn relation(&self, one: usize, other: usize) -> Result<Relation, CoreError> {
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
