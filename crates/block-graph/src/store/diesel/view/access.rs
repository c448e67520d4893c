//! Reading apps, tokens, tickets and passwords.

use std::sync::Arc;

use diesel::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::rows::{AppRow, PasswordRow, TicketRow, TokenRow};
use super::super::schema::{apps, passwords, tickets, tokens};
use super::super::{IN_LIST, fork};
use super::{Bound, Reader, at_most, bound};
use crate::access::{App, HeldToken, PasswordHash, Ticket, TokenKey, TokenRecord};
use crate::error::StoreError;
use crate::id::{AppId, ChainId, UserId};
use crate::page::Cursor;
use crate::view::Chain;

impl Reader<'_> {
    pub(super) fn holders(&self, app: AppId, people: &[UserId]) -> Result<Vec<bool>, StoreError> {
        let mut holders = FxHashSet::default();
        for people in people.chunks(IN_LIST) {
            let of_app = tokens::table.filter(tokens::app_id.eq(app.0)).filter(tokens::revoked.is_null());
            let of_people = of_app.filter(tokens::user_id.eq_any(people.iter().map(|user| user.0).collect::<Vec<_>>()));
            let found: Vec<Option<i64>> =
                self.ask(|connection| Ok(of_people.select(tokens::user_id).distinct().load(connection)?))?;
            holders.extend(found.into_iter().flatten());
        }
        Ok(people.iter().map(|user| holders.contains(&user.0)).collect())
    }

    pub(super) fn app_by_key(&self, key: &str) -> Result<Option<Arc<App>>, StoreError> {
        if !askable(key) {
            return Ok(None);
        }
        let app = apps::table.filter(apps::key.eq(key)).select(AppRow::as_select());
        let row: Option<AppRow> = self.ask(|connection| Ok(app.first(connection).optional()?))?;
        row.map(|row| row.read(self.key).map(Arc::new)).transpose()
    }

    pub(super) fn app_of_id(&self, id: AppId) -> Result<Option<Arc<App>>, StoreError> {
        let app = apps::table.find(id.0).select(AppRow::as_select());
        let row: Option<AppRow> = self.ask(|connection| Ok(app.first(connection).optional()?))?;
        row.map(|row| row.read(self.key).map(Arc::new)).transpose()
    }

    pub(super) fn every_app(&self) -> Result<Vec<Arc<App>>, StoreError> {
        let all = apps::table.order(apps::id).select(AppRow::as_select());
        let rows: Vec<AppRow> = self.ask(|connection| Ok(all.load(connection)?))?;
        rows.into_iter().map(|row| row.read(self.key).map(Arc::new)).collect()
    }

    pub(super) fn held_token(&self, key: &TokenKey) -> Result<Option<HeldToken>, StoreError> {
        if !askable(key.as_str()) {
            return Ok(None);
        }
        let held = tokens::table.inner_join(apps::table.on(apps::id.eq(tokens::app_id)));
        let held = held.filter(tokens::key.eq(key.as_str())).select((TokenRow::as_select(), AppRow::as_select()));
        let row: Option<(TokenRow, AppRow)> = self.ask(|connection| Ok(held.first(connection).optional()?))?;
        let Some((token, app)) = row else { return Ok(None) };
        Ok(Some(token.read(self.key)?.held(&Arc::new(app.read(self.key)?))))
    }

    pub(super) fn every_token(&self) -> Result<Vec<Arc<TokenRecord>>, StoreError> {
        let all = tokens::table.order(tokens::id).select(TokenRow::as_select());
        self.records(self.ask(|connection| Ok(all.load(connection)?))?)
    }

    pub(super) fn ticket_by_key(&self, key: &TokenKey) -> Result<Option<Arc<Ticket>>, StoreError> {
        if !askable(key.as_str()) {
            return Ok(None);
        }
        let ticket = tickets::table.filter(tickets::key.eq(key.as_str())).select(TicketRow::as_select());
        let row: Option<TicketRow> = self.ask(|connection| Ok(ticket.first(connection).optional()?))?;
        row.map(|row| row.read(self.key).map(Arc::new)).transpose()
    }

    pub(super) fn whole_chain(&self, chain: ChainId) -> Result<Chain, StoreError> {
        let its_tokens = tokens::table.filter(tokens::chain.eq(chain.0)).order(tokens::id);
        let its_tokens = its_tokens.select(TokenRow::as_select());
        let tokens = self.records(self.ask(|connection| Ok(its_tokens.load(connection)?))?)?;
        let its_tickets = tickets::table.filter(tickets::chain.eq(chain.0)).order(tickets::id);
        let its_tickets = its_tickets.select(TicketRow::as_select());
        let rows: Vec<TicketRow> = self.ask(|connection| Ok(its_tickets.load(connection)?))?;
        let tickets = rows.into_iter().map(|row| row.read(self.key).map(Arc::new)).collect::<Result<_, _>>()?;
        Ok(Chain { tokens, tickets })
    }

    pub(super) fn unrevoked_between(&self, app: AppId, user: UserId) -> Result<Vec<Arc<TokenRecord>>, StoreError> {
        let held = tokens::table.filter(tokens::app_id.eq(app.0)).filter(tokens::user_id.eq(user.0));
        let live = held.filter(tokens::revoked.is_null()).order(tokens::id).select(TokenRow::as_select());
        self.records(self.ask(|connection| Ok(live.load(connection)?))?)
    }

    pub(super) fn cut_of_tokens(
        &self,
        app: AppId,
        audience: &str,
        cursor: Cursor,
        limit: usize,
    ) -> Result<Vec<Arc<TokenRecord>>, StoreError> {
        let Some(bound) = bound(cursor).filter(|_| askable(audience)) else { return Ok(Vec::new()) };
        let of_people = tokens::user_id.is_not_null().and(tokens::revoked.is_null());
        let granted = tokens::table.filter(tokens::app_id.eq(app.0)).filter(tokens::audience.eq(audience));
        let granted = granted.filter(of_people).limit(at_most(limit)).select(TokenRow::as_select());
        let rows: Vec<TokenRow> = match bound {
            Bound::Below(below) => {
                let cut = granted.filter(tokens::id.lt(below)).order(tokens::id.desc());
                self.ask(|connection| Ok(cut.load(connection)?))?
            }
            Bound::Above(above) => {
                let cut = granted.filter(tokens::id.gt(above)).order(tokens::id.asc());
                self.ask(|connection| Ok(cut.load(connection)?))?
            }
        };
        self.records(rows)
    }

    pub(super) fn granters(&self, app: AppId, audience: &str) -> Result<Vec<UserId>, StoreError> {
        if !askable(audience) {
            return Ok(Vec::new());
        }
        let of_people = tokens::user_id.is_not_null().and(tokens::revoked.is_null());
        let granted = tokens::table.filter(tokens::app_id.eq(app.0)).filter(tokens::audience.eq(audience));
        let people = granted.filter(of_people).select(tokens::user_id).distinct().order(tokens::user_id);
        let people: Vec<Option<i64>> = self.ask(|connection| Ok(people.load(connection)?))?;
        Ok(people.into_iter().flatten().map(UserId).collect())
    }

    pub(super) fn passwords_of(&self, users: &[UserId]) -> Result<Vec<Option<Arc<PasswordHash>>>, StoreError> {
        let mut found = FxHashMap::default();
        for users in users.chunks(IN_LIST) {
            let ids: Vec<i64> = users.iter().map(|user| user.0).collect();
            let these = passwords::table.filter(passwords::user_id.eq_any(ids)).select(PasswordRow::as_select());
            let rows: Vec<PasswordRow> = self.ask(|connection| Ok(these.load(connection)?))?;
            found.extend(rows.into_iter().map(PasswordRow::read).map(|(user, hash)| (user, Arc::new(hash))));
        }
        Ok(users.iter().map(|user| found.get(user).cloned()).collect())
    }

    pub(super) fn person_of_email(&self, email: &str) -> Result<Option<UserId>, StoreError> {
        if !askable(email) {
            return Ok(None);
        }
        let email = email.to_ascii_lowercase();
        Ok(self.ask(|connection| Ok(fork::by_email(connection, &email)?))?.map(UserId))
    }

    fn records(&self, rows: Vec<TokenRow>) -> Result<Vec<Arc<TokenRecord>>, StoreError> {
        rows.into_iter().map(|row| row.read(self.key).map(Arc::new)).collect()
    }
}

/// Whether a database can be asked for a text: PostgreSQL takes none with a NUL, and no row has one.
fn askable(text: &str) -> bool {
    !text.contains('\0')
}
