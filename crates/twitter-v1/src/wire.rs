//! What goes over the wire: one place per object, converted by hand from the graph's own types.

mod entities;
mod error;
mod json;
mod limit_status;
mod list;
mod message;
mod oauth;
mod page;
mod relationship;
mod scalar;
mod settings;
mod tweet;
mod tweet_entities;
mod tweets;
mod user;

use block_graph::rate::Window;
use block_graph::{Absent, IdPage, ListCard, MessageCard, Page, Relationship, Toggled, User, UserCard, UserId};
use dialect::json::Json;
use dialect::{Body, Reply};
use serde::Serialize;

pub(crate) use error::{application_error, coded_xml, edge_error, hash_xml, labelled_error, oldest_error};
pub(crate) use limit_status::LimitContext;
pub(crate) use oauth::{access_token, bearer_token, ended_token, temporary_token, xauth_token};
pub(crate) use tweets::{found_tweets, own_tweet, tweet, tweet_map, tweets};

use crate::errors;
use crate::limits::Listed;
use crate::view::UserView;

/// The content type of all answers: without a blank ([recorded]).
pub(crate) const JSON: &str = "application/json;charset=utf-8";

/// The content type of an answer without a body ([recorded]), and of the pairs that hold a token ([client]).
pub(crate) const HTML: &str = "text/html;charset=utf-8";

/// The content type of errors in XML ([inferred]).
pub(crate) const XML: &str = "application/xml;charset=utf-8";

/// About as long as a user with a status is.
const USER_BYTES: usize = 3072;
/// As long as a long id, quoted and with its comma, is.
const ID_BYTES: usize = 22;
/// More than the keys around a list of users or ids take.
const AROUND_BYTES: usize = 256;

/// One person.
pub(crate) fn user(card: &UserCard, view: &UserView) -> Reply {
    written_by(USER_BYTES, |out| user::User::new(card, view).write(out))
}

/// The person whom a write was about.
pub(crate) fn written(done: &Toggled, view: &UserView) -> Reply {
    // The card is always wanted; without one the engine has a defect.
    done.target.as_ref().map_or_else(errors::broken, |card| user(card, view))
}

/// The people whom a look-up found, those not found left out.
pub(crate) fn users(found: &[Result<UserCard, Absent>], view: &UserView) -> Reply {
    written_by(found.len() * USER_BYTES, |out| user::write_all(out, found.iter().flatten(), view))
}

/// One page of people.
pub(crate) fn user_page(page: &Page<UserCard>, view: &UserView) -> Reply {
    written_by(page.items.len() * USER_BYTES + AROUND_BYTES, |out| {
        page::write(out, "users", page, |out| user::write_all(out, page.items.iter(), view));
    })
}

/// One page of ids, as strings if asked.
pub(crate) fn id_page(page: &IdPage, stringify: bool) -> Reply {
    let form = if stringify { "v1.1 page of texts" } else { "v1.1 page of numbers" };
    ids_by(page, form, |out| {
        page::write(out, "ids", &page.around(), |out| page::write_ids(out, page, stringify));
    })
}

/// Ids alone, as strings if asked.
pub(crate) fn ids(page: &IdPage, stringify: bool) -> Reply {
    let form = if stringify { "v1.1 texts" } else { "v1.1 numbers" };
    ids_by(page, form, |out| page::write_ids(out, page, stringify))
}

/// One curated list.
pub(crate) fn list(card: &ListCard, view: &UserView) -> Reply {
    ok(&list::List::new(card, view), USER_BYTES)
}

/// Curated lists.
pub(crate) fn lists(cards: &[ListCard], view: &UserView) -> Reply {
    ok(&list::Lists { cards, view }, cards.len() * USER_BYTES + AROUND_BYTES)
}

/// One page of curated lists.
pub(crate) fn list_page(page: &Page<ListCard>, view: &UserView) -> Reply {
    written_by(page.items.len() * USER_BYTES + AROUND_BYTES, |out| {
        page::write(out, "lists", page, |out| json::value(out, &list::Lists { cards: &page.items, view }));
    })
}

/// One direct message as an event.
pub(crate) fn message_event(card: &MessageCard) -> Reply {
    ok(&message::EventAlone::new(card), 2 * AROUND_BYTES + card.message.text.len())
}

/// One page of direct messages as events, and where the next one begins.
pub(crate) fn message_events(cards: &[MessageCard], next: Option<&str>) -> Reply {
    let texts: usize = cards.iter().map(|card| card.message.text.len()).sum();
    ok(&message::EventPage::new(cards, next), (cards.len() + 1) * 2 * AROUND_BYTES + texts)
}

/// One direct message in the form before the events.
pub(crate) fn direct_message(card: &MessageCard, view: &UserView) -> Reply {
    ok(&message::DirectMessage::new(card, view), 2 * USER_BYTES + card.message.text.len())
}

/// The settings of an account.
pub(crate) fn settings(user: &User) -> Reply {
    ok(&settings::Settings::new(user), 3 * AROUND_BYTES)
}

/// Done, and nothing to say: 204 ([recorded]).
pub(crate) fn no_content() -> Reply {
    Reply::new(204, HTML, Vec::new())
}

/// What a write of `caller` left between them and the one it was about.
pub(crate) fn updated_relationship(caller: UserId, done: &Toggled) -> Reply {
    let after = |target| relationship::Relationship::after(caller, target, done.after);
    done.target.as_ref().map_or_else(errors::broken, |target| one_relationship(&after(target)))
}

/// How two people stand to each other.
pub(crate) fn relationship(found: &Relationship) -> Reply {
    one_relationship(&relationship::Relationship::new(found))
}

fn one_relationship(one: &relationship::Relationship<'_>) -> Reply {
    written_by(3 * AROUND_BYTES, |out| one.write(out))
}

/// How the viewer stands to the people whom a look-up found, those not found left out.
pub(crate) fn connections(found: &[Result<UserCard, Absent>]) -> Reply {
    ok(&relationship::Connections(found), found.len() * AROUND_BYTES)
}

/// The state of the caller's windows, of those endpoints that have one.
pub(crate) fn limit_status(context: &LimitContext, listed: &[Listed], windows: &[Window]) -> Reply {
    ok(&limit_status::LimitStatus::new(context, listed, windows), (listed.len() + 1) * AROUND_BYTES)
}

fn written_by(capacity: usize, write: impl FnOnce(&mut Json)) -> Reply {
    Reply::new(200, JSON, bytes_by(capacity, write))
}

/// A page of ids, which `write` writes unless it was written before in that form.
fn ids_by(page: &IdPage, form: &'static str, write: impl FnOnce(&mut Json)) -> Reply {
    let write = || bytes_by(page.len() * ID_BYTES + AROUND_BYTES, write);
    Reply::new(200, JSON, page.text::<Body>(form, write))
}

fn bytes_by(capacity: usize, write: impl FnOnce(&mut Json)) -> Vec<u8> {
    let mut body = Json::new(json::ESCAPES, capacity);
    write(&mut body);
    body.into_bytes()
}

fn ok(value: &impl Serialize, capacity: usize) -> Reply {
    Reply::new(200, JSON, json::to_vec(value, capacity))
}
