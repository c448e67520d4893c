//! Reading direct messages.

use std::sync::Arc;

use diesel::dsl::not;
use diesel::prelude::*;
use rustc_hash::FxHashMap;

use super::super::IN_LIST;
use super::super::rows::MessageRow;
use super::super::schema::messages;
use super::{Bound, Reader, at_most, bound};
use crate::error::StoreError;
use crate::id::{MessageId, UserId};
use crate::message::Message;
use crate::page::Cursor;

impl Reader<'_> {
    pub(super) fn messages_by_id(&self, ids: &[MessageId]) -> Result<Vec<Option<Arc<Message>>>, StoreError> {
        let mut found = FxHashMap::default();
        let plain: Vec<i64> = ids.iter().map(|id| id.0).collect();
        for ids in plain.chunks(IN_LIST) {
            let these = messages::table.filter(messages::id.eq_any(ids)).select(MessageRow::as_select());
            let rows: Vec<MessageRow> = self.ask(|connection| Ok(these.load(connection)?))?;
            found.extend(rows.into_iter().map(|row| (MessageId(row.id), Arc::new(row.read().0))));
        }
        Ok(ids.iter().map(|id| found.get(id).cloned()).collect())
    }

    /// What was sent and what was received are each cut by themselves, as each has its index, and then merged.
    pub(super) fn cut_of_mailbox(
        &self,
        user: UserId,
        with: Option<UserId>,
        cursor: Cursor,
        limit: usize,
    ) -> Result<Vec<Arc<Message>>, StoreError> {
        let Some(bound) = bound(cursor) else { return Ok(Vec::new()) };
        macro_rules! cut {
            ($seen:expr, $bound:expr, $order:ident) => {{
                let cut = $seen.filter($bound).order(messages::id.$order()).limit(at_most(limit));
                let cut = cut.select(MessageRow::as_select());
                self.ask(|connection| Ok(cut.load::<MessageRow>(connection)?))?
            }};
        }
        macro_rules! side {
            ($mine:ident, $theirs:ident, $hidden:ident) => {{
                let mine = messages::table.filter(messages::$mine.eq(user.0)).filter(not(messages::$hidden));
                match (with, &bound) {
                    (None, Bound::Below(below)) => cut!(mine, messages::id.lt(below), desc),
                    (None, Bound::Above(above)) => cut!(mine, messages::id.gt(above), asc),
                    (Some(other), Bound::Below(below)) => {
                        cut!(mine.filter(messages::$theirs.eq(other.0)), messages::id.lt(below), desc)
                    }
                    (Some(other), Bound::Above(above)) => {
                        cut!(mine.filter(messages::$theirs.eq(other.0)), messages::id.gt(above), asc)
                    }
                }
            }};
        }
        let mut rows = side!(sender, recipient, hidden_by_sender);
        rows.extend(side!(recipient, sender, hidden_by_recipient));
        rows.sort_unstable_by_key(|row| row.id);
        // Who wrote to themselves has sent it and received it.
        rows.dedup_by_key(|row| row.id);
        if matches!(bound, Bound::Below(_)) {
            rows.reverse();
        }
        rows.truncate(limit);
        Ok(rows.into_iter().map(|row| Arc::new(row.read().0)).collect())
    }
}
