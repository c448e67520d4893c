//! Apps that change, tickets, approvals, passwords: found by what requests name them by, and alike on every store.

use std::sync::Arc;

use block_graph::access::{App, Plan, Ticket, TokenKey, TokenRecord};
use block_graph::event::{Change, Event};
use block_graph::{AppId, ChainId, Counts, Cursor, Position, Profile, Secret, Timestamp, TokenId, UserId};

use crate::stores::Subject;
use crate::world::*;

crate::over!(
    every store: an_app_that_changes_changes_for_its_tokens, tickets_are_found_and_replaced, approvals_are_told_whole,
    granted_tokens_come_in_pages, passwords_are_set_and_taken_away, addresses_are_compared_without_ascii_case,
    the_first_people_are_those_with_the_lowest_ids, tickets_long_over_go,
);

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod disk {
    use super::*;
    crate::over!(bare databases: many_tickets_long_over_go_by_and_by, no_callback_holds_a_line_break);
}
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use self::many::{many_tickets_long_over_go_by_and_by, no_callback_holds_a_line_break};

const APP: i64 = 7;

fn apps() -> [Change; 2] {
    [app(APP), app(APP + 1)].map(|app| Change::AddApp(Arc::new(app)))
}

fn an_app_that_changes_changes_for_its_tokens(store: &impl Subject) {
    let issued = [signed(1, APP, 1), bearer(2, APP, 1), app_bearer(3, APP), bearer(4, APP, 2), signed(5, APP + 1, 1)];
    let revoked = Change::RevokeToken(TokenId(4), Timestamp(9));
    store.keep(&events(1, apps().into_iter().chain(issued.clone().map(issue)).chain([revoked]))).unwrap();
    let set = App { plan: Plan::Free, callbacks: vec!["https://new.example/".into()], ..app(APP) };
    let unknown = App { key: "unknown".to_owned(), ..app(99) };
    store.keep(&events(50, [set.clone(), unknown].map(|app| Change::SetApp(Arc::new(app))))).unwrap();
    assert_eq!(store.ask(|view| view.app(&set.key)).as_deref(), Some(&set));
    assert_eq!(store.ask(|view| view.app_by_id(set.id)).as_deref(), Some(&set));
    assert_eq!(store.ask(|view| view.app_by_id(AppId(99))), None, "what is not there is not set");
    assert_eq!(store.ask(|view| view.app("unknown")), None);
    let other = app(APP + 1);
    for token in issued {
        let held = store.ask(|view| view.token(&token.key)).unwrap();
        let expected = if token.app == set.id { &set } else { &other };
        assert_eq!(*held.grant.app, *expected, "{}", token.id);
        assert_eq!(held.revoked.is_some(), token.id.0 == 4);
        assert_eq!(held.grant, token.held(&Arc::new(expected.clone())).grant);
    }
}

fn tickets_are_found_and_replaced(store: &impl Subject) {
    let all = [temporary(11, APP), code(12, APP, 1), refresh(13, APP, 1, 5)];
    store.keep(&events(1, apps().into_iter().chain(all.clone().map(put_ticket)))).unwrap();
    for ticket in &all {
        assert_eq!(store.ask(|view| view.ticket(&ticket.key)).as_deref(), Some(ticket));
    }
    for unknown in [TokenKey::signed("temporary-99"), TokenKey::signed("temporary-11\0"), TokenKey::bearer("")] {
        assert_eq!(store.ask(|view| view.ticket(&unknown)), None);
    }
    // Twice in one batch: the last word counts.
    let approved = Ticket { user: Some(id(1)), check: Some("x".into()), ..all[0].clone() };
    let spent = Ticket { spent: Some(Timestamp(MADE + 50)), ..approved.clone() };
    store.keep(&events(50, [approved, spent.clone()].map(put_ticket))).unwrap();
    assert_eq!(store.ask(|view| view.ticket(&spent.key)).as_deref(), Some(&spent));
    assert_eq!(store.ask(|view| view.token(&spent.key)), None, "a ticket is no token");
}

fn approvals_are_told_whole(store: &impl Subject) {
    let ticket = |number| refresh(number, APP, 1, 5);
    let spent = Ticket { spent: Some(Timestamp(MADE)), ..ticket(22) };
    let token = |number| TokenRecord { chain: Some(ChainId(5)), ..bearer(number, APP, 1) };
    let other = TokenRecord { chain: None, ..token(33) };
    let changes = [put_ticket(ticket(23)), put_ticket(spent.clone()), put_ticket(refresh(24, APP, 1, 6))];
    let issued = [token(32), token(31), other, TokenRecord { chain: Some(ChainId(6)), ..token(34) }].map(issue);
    let revoked = Change::RevokeToken(TokenId(31), Timestamp(9));
    store.keep(&events(1, apps().into_iter().chain(changes).chain(issued).chain([revoked]))).unwrap();
    let told = store.ask(|view| view.chain(ChainId(5)));
    assert_eq!(told.tickets.iter().map(|ticket| &**ticket).collect::<Vec<_>>(), [&spent, &ticket(23)]);
    let tokens: Vec<_> = told.tokens.iter().map(|token| (token.id.0, token.revoked)).collect();
    assert_eq!(tokens, [(31, Some(Timestamp(9))), (32, None)]);
    assert_eq!(store.ask(|view| view.chain(ChainId(99))), Default::default());
}

fn granted_tokens_come_in_pages(store: &impl Subject) {
    let people = (1..=3).map(add_user);
    let issued = [
        bearer(1, APP, 3),
        signed(2, APP, 1),
        bearer(3, APP, 1),
        app_bearer(4, APP),
        bearer(5, APP, 1),
        bearer(6, APP + 1, 2),
        bearer(7, APP, 2),
    ];
    let revoked = Change::RevokeToken(TokenId(5), Timestamp(9));
    let changes = people.chain(apps()).chain(issued.map(issue)).chain([revoked]);
    store.keep(&events(1, changes)).unwrap();
    let page = |audience: &str, cursor, limit| {
        let tokens = store.ask(|view| view.tokens_of(AppId(APP), audience, cursor, limit));
        tokens.iter().map(|token| token.id.0).collect::<Vec<_>>()
    };
    assert_eq!(page("two", Cursor::Newest, 9), [7, 3, 1]);
    assert_eq!(page("two", Cursor::Newest, 2), [7, 3]);
    assert_eq!(page("two", Cursor::Older(Position(3)), 2), [1]);
    assert_eq!(page("two", Cursor::Newer(Position(1)), 1), [3]);
    assert_eq!(page("two", Cursor::Newer(Position(1)), 9), [3, 7]);
    assert_eq!(page("two", Cursor::End, 9), [] as [i64; 0]);
    assert_eq!(page("one", Cursor::Newest, 9), [2]);
    assert_eq!(page("two\0", Cursor::Newest, 9), [] as [i64; 0]);
    let people = |app, audience: &str| store.ask(|view| view.authorisers(AppId(app), audience));
    assert_eq!(people(APP, "two"), [1, 2, 3].map(id));
    assert_eq!(people(APP, "one"), [id(1)]);
    assert_eq!(people(APP, "\0"), []);
    assert_eq!(people(99, "two"), []);
    let between = |app, user| {
        let tokens = store.ask(|view| view.tokens_between(AppId(app), id(user)));
        tokens.iter().map(|token| token.id.0).collect::<Vec<_>>()
    };
    assert_eq!(between(APP, 1), [2, 3]);
    assert_eq!(between(APP + 1, 2), [6]);
    assert_eq!(between(APP + 1, 1), [] as [i64; 0]);
}

fn passwords_are_set_and_taken_away(store: &impl Subject) {
    let set = |user, text: &str| Change::SetPassword(id(user), Some(password(text)));
    let people = (1..=3).map(add_user);
    store.keep(&events(1, people.chain([set(1, "one"), set(2, "two"), set(2, "three")]))).unwrap();
    let asked = [2, 9, 3, 1, 2].map(id);
    let (one, three) = (Some(password("one")), Some(password("three")));
    assert_eq!(store.ask(|view| view.passwords(&asked)), [three.clone(), None, None, one, three]);
    assert_eq!(store.ask(|view| view.passwords(&[])), []);
    store
        .keep(&events(50, [Change::SetPassword(id(2), None), set(1, "new"), Change::SetPassword(id(3), None)]))
        .unwrap();
    let asked = [1, 2, 3].map(id);
    assert_eq!(store.ask(|view| view.passwords(&asked)), [Some(password("new")), None, None]);
    store.keep(&events(60, [set(2, "again")])).unwrap();
    assert_eq!(store.ask(|view| view.passwords(&[id(2)])), [Some(password("again"))]);
}

fn with_email(number: i64, email: &str) -> Change {
    Change::AddUser(Profile { email: Some(email.to_owned()), ..user(number) }.into(), Counts::default())
}

fn addresses_are_compared_without_ascii_case(store: &impl Subject) {
    let changes = [
        with_email(2, "Amy@Example.com"),
        with_email(1, "aMY@example.com"),
        with_email(3, "Émil@X.example"),
        add_user(4),
    ];
    store.keep(&events(1, changes)).unwrap();
    let found = |email: &str| store.ask(|view| view.by_email(email));
    assert_eq!(found("AMY@EXAMPLE.COM"), Some(id(1)), "of several the one with the lowest id");
    assert_eq!(found("Émil@x.EXAMPLE"), Some(id(3)));
    assert_eq!(found("émil@x.example"), None, "of other letters no store knows the cases");
    for unknown in ["", "amy", "amy@example.com\0", "%", "amy@example.com "] {
        assert_eq!(found(unknown), None, "{unknown:?}");
    }
}

fn the_first_people_are_those_with_the_lowest_ids(store: &impl Subject) {
    let some = |limit| {
        let people = store.ask(|view| view.some_people(limit));
        people.iter().map(|person| person.user.id.0 - FIRST).collect::<Vec<_>>()
    };
    assert_eq!(some(9), [] as [i64; 0]);
    store.keep(&events(1, [3, 4, 5].map(add_user))).unwrap();
    assert_eq!(some(2), [3, 4]);
    store.keep(&events(10, [1, 6, 2].map(add_user))).unwrap();
    assert_eq!(some(4), [1, 2, 3, 4]);
    assert_eq!(some(usize::MAX), [1, 2, 3, 4, 5, 6]);
    assert_eq!(some(0), [] as [i64; 0]);
    assert_eq!(store.ask(|view| view.people(&[UserId(0)])), [None]);
}

/// How long a ticket is kept after its end, in milliseconds.
const DAY: i64 = 24 * 3600 * 1000;

fn tickets_long_over_go(store: &impl Subject) {
    let ends = |number, at| Ticket { expires: Timestamp(at), chain: ChainId(5), ..code(number, APP, 1) };
    let keep = |first, at, changes: Vec<Change>| {
        let kept = events(first, changes).into_iter().map(|event| Event { at: Timestamp(at), ..event });
        store.keep(&kept.collect::<Vec<_>>()).unwrap();
    };
    let old = [ends(1, MADE + 100), ends(2, MADE + 101)];
    keep(1, MADE, apps().into_iter().chain(old.clone().map(put_ticket)).collect());
    let there = || [1, 2, 3].map(|number| store.ask(|view| view.ticket(&code(number, APP, 1).key)).is_some());
    assert_eq!(there(), [true, true, false]);
    let now = MADE + 100 + DAY;
    let new = Ticket { created: Timestamp(now), secret: Some(Secret::new("plain-x")), ..ends(3, now + 1000) };
    keep(10, now, vec![put_ticket(new.clone())]);
    assert_eq!(there(), [false, true, true]);
    let left = store.ask(|view| view.chain(ChainId(5))).tickets;
    assert_eq!(left.iter().map(|ticket| &**ticket).collect::<Vec<_>>(), [&old[1], &new]);
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod many {
    use block_graph::StoreError;
    use block_graph::store::{Database, Ledger};

    use super::*;
    use crate::stores::{Place, load};

    /// However many there are, a batch is not held up by them for long.
    pub(super) fn many_tickets_long_over_go_by_and_by(place: &Place) {
        let store = place.open();
        let commit = |first, at, changes: Vec<Change>| {
            let kept: Vec<_> =
                events(first, changes).into_iter().map(|event| Event { at: Timestamp(at), ..event }).collect();
            Database::commit(&store, &[], &mut |_| Ok(kept.clone())).unwrap();
        };
        let old = |number| Ticket { expires: Timestamp(MADE + number), ..code(number, APP, 1) };
        commit(1, MADE, apps().into_iter().chain((1..=250).map(|number| put_ticket(old(number)))).collect());
        let left = || {
            let mut left = Vec::new();
            let read = store.read(&mut |view| {
                for number in 1..=250 {
                    left.extend(view.ticket(&old(number).key)?.map(|ticket| ticket.id.0));
                }
                Ok(())
            });
            read.map(|()| left).unwrap()
        };
        let now = MADE + 250 + DAY;
        for (place, expected) in [(0, 101), (1, 201), (2, 251)] {
            let new = Ticket { expires: Timestamp(now + 1000), ..code(1000 + place, APP, 1) };
            commit(1000 + place, now, vec![put_ticket(new)]);
            assert_eq!(left(), (expected..=250).collect::<Vec<_>>(), "the oldest go first");
        }
        commit(2000, now, vec![Change::SetPassword(id(1), None)]);
    }

    pub(super) fn no_callback_holds_a_line_break(place: &Place) {
        let store = place.open();
        let bad = App { callbacks: vec!["https://a.example/\nhttps://evil.example/".into()], ..app(APP) };
        for change in [Change::AddApp(Arc::new(bad.clone())), Change::SetApp(Arc::new(bad))] {
            let told = store.append(&events(1, [change]));
            assert!(matches!(told, Err(StoreError::Broken(_))), "{told:?}");
        }
        assert_holds(&load(&store).unwrap(), Vec::<Change>::new());
    }
}
