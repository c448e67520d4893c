//! Writes the rows of everything but edges and counts, which are the [projection](super::projection)'s: what both roads
//! into a store do at once.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::connection::AnyConnection;
use super::error::Fault;
use super::rows::{
    AppRow, LikeRow, ListRow, MemberRow, MentionRow, MessageRow, PasswordRow, PostRow, TicketRow, TokenRow, UserRow,
};
use super::schema::{apps, likes, lists, messages, passwords, post_mentions, posts, tickets, tokens, users};
use super::toggles::Toggles;
use super::{IN_LIST, fork};
use crate::access::Ticket;
use crate::access::seal::SealKey;
use crate::event::{Change, Event};
use crate::post::Post;
use crate::user_list::UserList;

/// How many tickets long over go at least with a batch that brings tickets.
const PURGED: i64 = 100;

/// Writes what `events` make and change. What is made is written before what is changed or deleted, so that an event may
/// change what an earlier one of the same batch made.
pub(super) fn write(connection: &mut AnyConnection, key: &SealKey, events: &[Event]) -> Result<(), Fault> {
    insert(connection, key, events)?;
    for event in events {
        match &event.change {
            Change::SetStanding(user, standing) => {
                let person = diesel::update(users::table.find(user.0));
                person.set(users::standing.eq(standing.number())).execute(connection)?;
            }
            Change::RevokeToken(token, at) => {
                // The first revocation is the one that counts.
                let live = diesel::update(tokens::table.find(token.0).filter(tokens::revoked.is_null()));
                live.set(tokens::revoked.eq(Some(at.0))).execute(connection)?;
            }
            Change::SetApp(app) => {
                diesel::update(apps::table.find(app.id.0)).set(AppRow::new(app, key)?).execute(connection)?;
            }
            Change::SetPassword(user, Some(password)) => {
                fork::put_password(connection, &PasswordRow::new(*user, password))?;
            }
            Change::SetPassword(user, None) => {
                diesel::delete(passwords::table.find(user.0)).execute(connection)?;
            }
            _ => {}
        }
    }
    toggle(connection, events)?;
    hide(connection, events)?;
    put_lists(connection, events)?;
    put_tickets(connection, key, events)?;
    delete_posts(connection, events)
}

fn insert(connection: &mut AnyConnection, key: &SealKey, events: &[Event]) -> Result<(), Fault> {
    let (mut people, mut written, mut apps, mut issued) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut named, mut sent) = (BTreeSet::new(), Vec::new());
    for event in events {
        match &event.change {
            Change::AddUser(user, counts) => people.push(UserRow::new(user.profile(), *counts)),
            Change::AddPost(post) => {
                written.push(PostRow::new(post));
                named.extend(MentionRow::all(post));
            }
            Change::AddMessage(message) => sent.push(MessageRow::new(message)),
            Change::AddApp(app) => apps.push(AppRow::new(app, key)?),
            Change::AddToken(token) => issued.push(TokenRow::new(token, key)?),
            Change::AddEdge(_)
            | Change::RemoveEdge(_)
            | Change::SetStanding(..)
            | Change::DeletePost(_)
            | Change::AddLike(_)
            | Change::RemoveLike(_)
            | Change::HideMessage(..)
            | Change::PutList(_)
            | Change::DeleteList(_)
            | Change::AddMember(_)
            | Change::RemoveMember(_)
            | Change::Report(..)
            | Change::RevokeToken(..)
            | Change::SetApp(_)
            | Change::PutTicket(_)
            | Change::SetPassword(..) => {}
        }
    }
    fork::insert_users(connection, &people)?;
    fork::insert_posts(connection, &written)?;
    fork::insert_mentions(connection, &named.into_iter().collect::<Vec<_>>())?;
    fork::insert_messages(connection, &sent)?;
    fork::insert_apps(connection, &apps)?;
    fork::insert_tokens(connection, &issued)?;
    Ok(())
}

/// Likes and memberships: what is net of coming and going.
fn toggle(connection: &mut AnyConnection, events: &[Event]) -> Result<(), Fault> {
    let (mut likes, mut members) = (Toggles::default(), Toggles::default());
    for event in events {
        match &event.change {
            Change::AddLike(like) => likes.begin((like.user.0, like.post.0), like.position.0),
            Change::RemoveLike(like) => likes.end((like.user.0, like.post.0)),
            Change::AddMember(member) => members.begin((member.list.0, member.user.0), member.position.0),
            Change::RemoveMember(member) => members.end((member.list.0, member.user.0)),
            _ => {}
        }
    }
    let (unliked, left) = (likes.ended(), members.ended());
    let liked = likes.begun(|(user_id, post_id), position| LikeRow { user_id, post_id, position });
    let joined = members.begun(|(list_id, user_id), position| MemberRow { list_id, user_id, position });
    if !unliked.is_empty() {
        fork::delete_likes(connection, &unliked)?;
    }
    if !liked.is_empty() {
        fork::insert_likes(connection, &liked)?;
    }
    if !left.is_empty() {
        fork::delete_members(connection, &left)?;
    }
    if !joined.is_empty() {
        fork::insert_members(connection, &joined)?;
    }
    Ok(())
}

/// Takes messages out of one side's sight, or out of both of who wrote to themselves.
fn hide(connection: &mut AnyConnection, events: &[Event]) -> Result<(), Fault> {
    let (mut sent, mut received) = (BTreeSet::new(), BTreeSet::new());
    for event in events {
        if let Change::HideMessage(message, from) = &event.change {
            let sides = [(message.sender, &mut sent), (message.recipient, &mut received)];
            for (_, side) in sides.into_iter().filter(|(side, _)| side == from) {
                side.insert(message.id.0);
            }
        }
    }
    for ids in chunks(sent) {
        let these = messages::table.filter(messages::id.eq_any(ids));
        diesel::update(these).set(messages::hidden_by_sender.eq(true)).execute(connection)?;
    }
    for ids in chunks(received) {
        let these = messages::table.filter(messages::id.eq_any(ids));
        diesel::update(these).set(messages::hidden_by_recipient.eq(true)).execute(connection)?;
    }
    Ok(())
}

/// Each list as the last word about it left it: a row that is replaced goes and comes again, which both databases do alike.
fn put_lists(connection: &mut AnyConnection, events: &[Event]) -> Result<(), Fault> {
    let mut put: BTreeMap<i64, Option<&UserList>> = BTreeMap::new();
    for event in events {
        match &event.change {
            Change::PutList(list) => put.insert(list.id.0, Some(list)),
            Change::DeleteList(list) => put.insert(list.id.0, None),
            _ => continue,
        };
    }
    for ids in chunks(put.keys().copied()) {
        diesel::delete(lists::table.filter(lists::id.eq_any(ids))).execute(connection)?;
    }
    let rows: Vec<_> = put.into_values().flatten().map(ListRow::new).collect();
    fork::insert_lists(connection, &rows)?;
    Ok(())
}

/// Each ticket as the last word about it left it, as with lists. Some of those long over go, the oldest first: a few with
/// every batch that brings tickets keep the table small, and no batch waits for many.
fn put_tickets(connection: &mut AnyConnection, key: &SealKey, events: &[Event]) -> Result<(), Fault> {
    let mut put: BTreeMap<i64, &Ticket> = BTreeMap::new();
    let mut now = None;
    for event in events {
        if let Change::PutTicket(ticket) = &event.change {
            put.insert(ticket.id.0, ticket);
            now = now.max(Some(event.at.0));
        }
    }
    let Some(now) = now else { return Ok(()) };
    // More go than come.
    let purged = i64::try_from(2 * put.len()).unwrap_or(PURGED).max(PURGED);
    fork::purge_tickets(connection, now.saturating_sub(Ticket::KEPT), purged)?;
    for ids in chunks(put.keys().copied()) {
        diesel::delete(tickets::table.filter(tickets::id.eq_any(ids))).execute(connection)?;
    }
    let rows = put.into_values().map(|ticket| TicketRow::new(ticket, key)).collect::<Result<Vec<_>, _>>()?;
    fork::insert_tickets(connection, &rows)?;
    Ok(())
}

/// Deletes posts with the likes of them, those that were made in the same batch among them.
fn delete_posts(connection: &mut AnyConnection, events: &[Event]) -> Result<(), Fault> {
    let mut gone: BTreeMap<i64, &Post> = BTreeMap::new();
    for event in events {
        if let Change::DeletePost(post) = &event.change {
            gone.insert(post.id.0, post);
        }
    }
    for post in gone.values().filter(|post| !post.mentions.is_empty()) {
        // By person and post: that is what the rows are found by.
        let named: Vec<i64> = post.mentions.iter().map(|mention| mention.user.0).collect();
        let rows = post_mentions::table.filter(post_mentions::user_id.eq_any(named));
        diesel::delete(rows.filter(post_mentions::post_id.eq(post.id.0))).execute(connection)?;
    }
    for ids in chunks(gone.into_keys()) {
        diesel::delete(likes::table.filter(likes::post_id.eq_any(&ids))).execute(connection)?;
        diesel::delete(posts::table.filter(posts::id.eq_any(&ids))).execute(connection)?;
    }
    Ok(())
}

/// Ids in pieces that fit into a statement.
fn chunks(ids: impl IntoIterator<Item = i64>) -> Vec<Vec<i64>> {
    let ids: Vec<i64> = ids.into_iter().collect();
    ids.chunks(IN_LIST).map(<[i64]>::to_vec).collect()
}
