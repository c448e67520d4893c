//! Writes the rows of people, posts, apps and tokens: what both roads into a store do at once. Edges and counts are the
//! [projection](super::projection)'s.

use diesel::prelude::*;

use super::connection::AnyConnection;
use super::error::Fault;
use super::fork;
use super::rows::{AppRow, PostRow, TokenRow, UserRow};
use super::schema::{tokens, users};
use crate::access::seal::SealKey;
use crate::event::{Change, Event};

/// Writes what `events` make and change. What is made is written before what is changed, so that an event may change
/// what an earlier one of the same batch made.
pub(super) fn write(connection: &mut AnyConnection, key: &SealKey, events: &[Event]) -> Result<(), Fault> {
    let (mut people, mut posts, mut apps, mut issued) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for event in events {
        match &event.change {
            Change::AddUser(user, counts) => people.push(UserRow::new(user, *counts)),
            Change::AddPost(post) => posts.push(PostRow::new(post)),
            Change::AddApp(app) => apps.push(AppRow::new(app, key)?),
            Change::AddToken(token) => issued.push(TokenRow::new(token, key)?),
            Change::AddEdge(_)
            | Change::RemoveEdge(_)
            | Change::SetStanding(..)
            | Change::Report(..)
            | Change::RevokeToken(..) => {}
        }
    }
    fork::insert_users(connection, &people)?;
    fork::insert_posts(connection, &posts)?;
    fork::insert_apps(connection, &apps)?;
    fork::insert_tokens(connection, &issued)?;
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
            _ => {}
        }
    }
    Ok(())
}
