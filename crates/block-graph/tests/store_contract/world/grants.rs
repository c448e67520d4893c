//! What signing in makes: tickets, passwords, and apps that change.

use std::sync::Arc;

use block_graph::access::{App, PasswordHash, Permission, Plan, Ticket, TicketKind, TokenKey, TokenRecord, hashed};
use block_graph::event::Change;
use block_graph::{AppId, ChainId, Secret, TicketId, Timestamp};

use super::{app, bearer, id, issue, signed};

/// When tickets are made: no time of an event is later than they are kept.
pub(crate) const MADE: i64 = 1_600_000_000_000;

/// Temporary credentials with a secret that wait for somebody.
pub(crate) fn temporary(number: i64, app: i64) -> Ticket {
    Ticket {
        id: TicketId(number),
        kind: TicketKind::Temporary,
        key: TokenKey::signed(&format!("temporary-{number}")),
        audience: "one".to_owned(),
        app: AppId(app),
        user: None,
        scopes: Vec::new(),
        permission: Some(Permission::Read),
        secret: Some(Secret::new(format!("plain-temporary-secret-{number}"))),
        callback: Some("https://app.example.com/back?a=b".into()),
        check: None,
        chain: ChainId(1000 + number),
        created: Timestamp(MADE + number),
        expires: Timestamp(MADE + 900_000 + number),
        spent: None,
    }
}

/// A code that asks for a verifier.
pub(crate) fn code(number: i64, app: i64, user: i64) -> Ticket {
    Ticket {
        kind: TicketKind::Code,
        key: TokenKey::bearer(&format!("plain-code-{number}")),
        audience: "two".to_owned(),
        user: Some(id(user)),
        scopes: vec!["block.read".into(), "offline.access".into()],
        permission: None,
        secret: None,
        check: Some(hashed("plain-verifier").into()),
        ..temporary(number, app)
    }
}

/// A refresh token of an approval.
pub(crate) fn refresh(number: i64, app: i64, user: i64, chain: i64) -> Ticket {
    Ticket {
        kind: TicketKind::Refresh,
        key: TokenKey::bearer(&format!("plain-refresh-{number}")),
        callback: None,
        check: None,
        chain: ChainId(chain),
        expires: Timestamp(i64::MAX),
        ..code(number, app, user)
    }
}

pub(crate) fn put_ticket(ticket: Ticket) -> Change {
    Change::PutTicket(Arc::new(ticket))
}

/// A hash as stores hold it; to hash is slow, and no store knows the difference.
pub(crate) fn password(text: &str) -> Arc<PasswordHash> {
    Arc::new(PasswordHash::from_stored(format!("$argon2id$v=19$m=1,t=1,p=1${text}")))
}

/// What people sign in with and what comes of it, with every field saying something.
pub(super) fn sign_ins() -> Vec<Change> {
    let set = App {
        name: "Another name".to_owned(),
        link: String::new(),
        secret: Secret::new("plain-another-secret"),
        permission: Permission::ReadWriteDirectMessages,
        plan: Plan::PayPerUse,
        callbacks: Vec::new(),
        public: true,
        password_secret: None,
        ..app(1)
    };
    let second = App { password_secret: Some(Secret::new("plain-second")), callbacks: vec!["x:".into()], ..app(2) };
    let approved = Ticket { user: Some(id(2)), check: Some(hashed("1234567").into()), ..temporary(801, 1) };
    let spent = Ticket { spent: Some(Timestamp(MADE + 5)), ..code(803, 2, 3) };
    let tokens = [
        TokenRecord { chain: Some(spent.chain), ..bearer(21, 2, 3) },
        TokenRecord { chain: Some(approved.chain), permission: Some(Permission::ReadWrite), ..signed(22, 1, 2) },
        TokenRecord { chain: None, permission: None, ..signed(23, 1, 2) },
    ];
    let mut changes = vec![
        Change::SetApp(Arc::new(set)),
        Change::SetApp(Arc::new(second)),
        put_ticket(temporary(801, 1)),
        put_ticket(Ticket { callback: None, permission: None, ..temporary(802, 2) }),
        put_ticket(code(803, 2, 3)),
        put_ticket(spent.clone()),
        put_ticket(approved),
        put_ticket(refresh(804, 2, 3, spent.chain.0)),
        put_ticket(Ticket { check: None, ..code(805, 1, 1) }),
    ];
    changes.extend(tokens.map(issue));
    changes.extend([
        Change::SetPassword(id(1), Some(password("one"))),
        Change::SetPassword(id(2), Some(password("two"))),
        Change::SetPassword(id(2), Some(password("another"))),
        Change::SetPassword(id(3), Some(password("gone"))),
        Change::SetPassword(id(3), None),
        Change::SetPassword(id(3), None),
    ]);
    changes
}
