//! From people to what a viewer sees of them: one batch a fact, whatever the number of people.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::card::{UserCard, Wants};
use crate::error::StoreError;
use crate::id::{PostId, UserId};
use crate::policy;
use crate::post::Post;
use crate::view::{Person, Seen, View};

/// The cards of `people`, in their order, as `viewer` sees them.
pub(crate) fn cards(
    view: &dyn View,
    viewer: Option<UserId>,
    people: Vec<Person>,
    wants: Wants,
) -> Result<Vec<UserCard>, StoreError> {
    let seen: Vec<Seen> = match relations_wanted(viewer, wants) {
        Some(viewer) => {
            let ids: Vec<_> = people.iter().map(|person| person.user.id).collect();
            people.into_iter().zip(view.relations(viewer, &ids)?.into_iter().map(Some)).collect()
        }
        None => people.into_iter().map(|person| (person, None)).collect(),
    };
    seen_cards(view, viewer, seen, wants)
}

/// To whom the relation of people must be known for what is wanted of them.
pub(crate) fn relations_wanted(viewer: Option<UserId>, wants: Wants) -> Option<UserId> {
    viewer.filter(|_| wants.related())
}

/// The cards of those with these ids who are there, in their order, as `viewer` sees them.
pub(crate) fn cards_of(
    view: &dyn View,
    viewer: Option<UserId>,
    ids: &[UserId],
    wants: Wants,
) -> Result<Vec<UserCard>, StoreError> {
    let seen = view.seen(relations_wanted(viewer, wants), ids)?.into_iter().flatten();
    seen_cards(view, viewer, seen, wants)
}

/// The cards of people, in their order, as `viewer` sees them; the relations are there if they are
/// [wanted](relations_wanted).
pub(crate) fn seen_cards(
    view: &dyn View,
    viewer: Option<UserId>,
    people: impl IntoIterator<Item = Seen>,
    wants: Wants,
) -> Result<Vec<UserCard>, StoreError> {
    let posts_wanted = wants.posts();
    let people = people.into_iter();
    let most = people.size_hint().1.unwrap_or_default();
    let mut cards = Vec::with_capacity(most);
    let mut shown = Vec::with_capacity(if posts_wanted { most } else { 0 });
    for (Person { user, counts, latest_post }, relation) in people {
        let is_viewer = viewer == Some(user.id);
        if posts_wanted {
            let visible = is_viewer || policy::shows_posts(user.protected, relation);
            shown.push(if visible { (latest_post, user.pinned_post()) } else { (None, None) });
        }
        cards.push(UserCard { user, counts, relation, is_viewer, latest_post: None, pinned_post: None });
    }
    if posts_wanted {
        let latest = shown.iter().filter_map(|(latest, _)| latest.filter(|_| wants.latest_post));
        let pinned = shown.iter().filter_map(|(_, pinned)| pinned.filter(|_| wants.pinned_post));
        let ids: Vec<PostId> = latest.chain(pinned).collect();
        let posts: FxHashMap<PostId, Arc<Post>> =
            view.posts(&ids)?.into_iter().flatten().map(|post| (post.id, post)).collect();
        let get = |id: &Option<PostId>| id.and_then(|id| posts.get(&id).cloned());
        for (card, (latest, pinned)) in cards.iter_mut().zip(&shown) {
            card.latest_post = get(latest).filter(|_| wants.latest_post);
            card.pinned_post = get(pinned).filter(|_| wants.pinned_post);
        }
    }
    Ok(cards)
}

/// The card of one person.
pub(crate) fn card(
    view: &dyn View,
    viewer: Option<UserId>,
    person: Person,
    wants: Wants,
) -> Result<UserCard, StoreError> {
    let gone = || StoreError::Broken("a card was lost".to_owned());
    cards(view, viewer, vec![person], wants)?.pop().ok_or_else(gone)
}
