//! Curated lists as v2 shows them.

use block_graph::{ListCard, Page, UserId};
use dialect::Reply;
use serde::Serialize;

use super::envelope::{Bound, Envelope, Includes, rows};
use super::text::{Decimal, Moment};
use super::user::User;
use crate::fields::{View, expand, list as field};

/// A list; unset keys are left out. Nobody follows lists in the graph.
#[derive(Serialize)]
struct List<'c> {
    id: Decimal,
    name: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    follower_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    private: Option<bool>,
}

impl<'c> List<'c> {
    fn of(card: &'c ListCard, view: &View) -> Self {
        let list = &*card.list;
        let shows = |flag| view.list.has(flag);
        let description = Some(list.description.as_str());
        Self {
            id: Decimal(list.id.0),
            name: &list.name,
            created_at: shows(field::CREATED_AT).then_some(Moment(list.created)),
            description: description.filter(|text| shows(field::DESCRIPTION) && !text.is_empty()),
            follower_count: shows(field::FOLLOWERS).then_some(0),
            member_count: shows(field::MEMBERS).then_some(card.members),
            owner_id: shows(field::OWNER).then_some(Decimal(list.owner.0)),
            private: shows(field::PRIVATE).then_some(list.private),
        }
    }
}

/// One list.
pub(crate) fn list(card: &ListCard, view: &View) -> Reply {
    let includes = owners(std::iter::once(card), view);
    Envelope { data: Some(List::of(card, view)), includes, errors: Vec::new(), meta: None }.told()
}

/// One page of lists.
pub(crate) fn lists(page: &Page<ListCard>, bound: Bound, view: &View) -> Reply {
    let cards = page.items.iter();
    let envelope = Envelope {
        data: rows(cards.clone(), |card| List::of(card, view)),
        includes: owners(cards, view),
        errors: Vec::new(),
        meta: Some(bound.meta(page)),
    };
    envelope.told()
}

/// Those who made the lists, each once.
fn owners<'c>(cards: impl Iterator<Item = &'c ListCard>, view: &View) -> Includes<'c> {
    let mut seen: Vec<UserId> = Vec::new();
    let mut users = Vec::new();
    for card in cards.filter(|_| view.expand.has(expand::OWNER)) {
        if !seen.contains(&card.list.owner) {
            seen.push(card.list.owner);
            users.push(User::of(&card.owner, view));
        }
    }
    Includes::new(users, Vec::new(), view)
}
