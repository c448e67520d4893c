//! The list object, in the recorded order of its keys.

use block_graph::ListCard;
use serde::{Serialize, Serializer};

use super::scalar::{Moment, Text};
use super::user::User;
use crate::view::UserView;

/// A curated list. Nobody subscribes to lists here.
#[derive(Serialize)]
pub(crate) struct List<'l> {
    id: i64,
    id_str: Text,
    name: &'l str,
    uri: String,
    subscriber_count: u32,
    member_count: i32,
    mode: &'static str,
    /// Never null ([client] egg-mode).
    description: &'l str,
    slug: String,
    full_name: String,
    created_at: Moment,
    following: bool,
    user: User<'l>,
}

impl<'l> List<'l> {
    /// The list on `card`, its owner in the form that `view` asks for.
    pub(crate) fn new(card: &'l ListCard, view: &UserView) -> Self {
        let (list, owner) = (&*card.list, card.owner.user.username());
        let slug = list.slug();
        Self {
            id: list.id.0,
            id_str: Text(list.id.0),
            name: &list.name,
            uri: format!("/{owner}/lists/{slug}"),
            subscriber_count: 0,
            member_count: card.members,
            mode: if list.private { "private" } else { "public" },
            description: &list.description,
            full_name: format!("@{owner}/{slug}"),
            slug,
            created_at: Moment(list.created),
            following: false,
            user: User::new(&card.owner, view),
        }
    }
}

/// Many lists.
pub(crate) struct Lists<'l> {
    /// Which.
    pub cards: &'l [ListCard],
    /// Their owners' form.
    pub view: &'l UserView,
}

impl Serialize for Lists<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.cards.iter().map(|card| List::new(card, self.view)))
    }
}
