//! What every request passes on its way, piece by piece; and a page of users as serde_json's derive would write it.

use std::hint::black_box;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use block_graph::access::{TokenKey, TokenState};
use block_graph::rate::Subject;
use block_graph::tally::Question;
use block_graph::{Action, Relation, policy};
use dialect::oauth1::Proof;
use dialect::{Credentials, credentials};

use super::{Part, Rig};
use crate::derived;
use crate::shots::{Ask, named};

/// So often that the luck of a start, such as the keys of its hashes, does not show in so few instructions.
const MANY: u64 = 5_000;

pub(super) fn pieces(rig: &Rig) -> Result<Vec<Part<'_>>, String> {
    let mut parts = vec![Part::new("policy/all-actions-and-relations", 400, |_| {
        || {
            for (action, relation) in
                Action::ALL.into_iter().flat_map(|action| relations().map(move |one| (action, one)))
            {
                drop(black_box(policy::allows(black_box(action), black_box(relation))));
            }
        }
    })];
    parts.extend(proofs(rig)?);
    parts.extend(look_ups(rig)?);
    parts.extend(pages(rig)?);
    Ok(parts)
}

/// Every relation that blocks, DM blocks and follows can make.
fn relations() -> impl Iterator<Item = Relation> {
    (0..32).map(|bits: u8| Relation {
        blocking: bits & 1 != 0,
        blocked_by: bits & 2 != 0,
        dm_blocking: bits & 4 != 0,
        dm_blocked_by: bits & 8 != 0,
        following: bits & 16 != 0,
        ..Relation::default()
    })
}

/// OAuth 1.0a: reading the header, and the check of the signature over the base string.
fn proofs(rig: &Rig) -> Result<Vec<Part<'_>>, String> {
    let who = named(&rig.manifest, 100)?;
    let other = rig.manifest.targets.last().ok_or("the world is empty")?;
    let shot = Ask::Show.shot(who, other);
    let header =
        move |number| shot.authorization(&rig.manifest.app, super::rig::HOST, 1_717_200_000, &format!("n{number:031}"));
    let fields = header(0).trim_start_matches("OAuth ").to_owned();
    if Proof::from_header(&fields).is_err() {
        return Err("a signed header is not read".to_owned());
    }
    let read = Part::new("oauth1/read", 400, move |_| {
        let fields = fields.clone();
        move || drop(black_box(Proof::from_header(black_box(&fields))))
    });
    let shot = Ask::Show.shot(who, other);
    let token = rig.wait(rig.gateway.engine.token(TokenKey::signed(&who.oauth1.token)));
    let Ok(TokenState::Live(grant)) = token else { return Err("a signed token is not known".to_owned()) };
    let check = Part::new("oauth1/read-and-check", 400, move |number| {
        let (ready, grant) = (rig.ready(&shot, number), Arc::clone(&grant));
        move || {
            let request = ready.request();
            let found = credentials::find(&request);
            let good = matches!(&found, Ok(Credentials::Signed(proof)) if proof.is_of(&grant, &request));
            assert!(black_box(good), "the signature is not taken");
        }
    });
    Ok(vec![read, check])
}

/// An answer that is there at once, without what a runtime's waiting costs.
fn at_once<T>(work: impl Future<Output = T>) -> Poll<T> {
    pin!(work).poll(&mut Context::from_waker(Waker::noop()))
}

/// Tokens, nonces, routes and limits.
fn look_ups(rig: &Rig) -> Result<Vec<Part<'_>>, String> {
    let who = named(&rig.manifest, 100)?;
    let engine = &rig.gateway.engine;
    let other = rig.manifest.targets.last().ok_or("the world is empty")?;
    let me = rig.ready(&Ask::Me.shot(who, other), 0);
    let caller = rig.caller(&me)?;
    let subject = Subject::of(&caller, IpAddr::V4(Ipv4Addr::LOCALHOST));
    let (_, endpoint) = rig.route(&mut me.request()).ok_or("users/me leads nowhere")?;
    let limit = endpoint.limits.first().ok_or("users/me has no limit")?;
    Ok(vec![
        Part::new("token/bearer", MANY, move |_| {
            move || drop(black_box(at_once(engine.token(TokenKey::bearer(black_box(&who.oauth2))))))
        }),
        Part::new("token/oauth1", MANY, move |_| {
            move || drop(black_box(at_once(engine.token(TokenKey::signed(black_box(&who.oauth1.token))))))
        }),
        Part::new("nonce", MANY, move |number| {
            let nonce = format!("of-a-part{number:022}");
            move || {
                let (tally, now) = (engine.tally(), engine.now());
                let nonce =
                    Some(tally.mark(&rig.manifest.app.key, &who.oauth1.token, black_box(&nonce), now.seconds()));
                let question = Question { now, nonce, unless: None, subject: &subject, limits: &[] };
                black_box(at_once(tally.ask(&question, &mut Vec::new())).is_ready());
            }
        }),
        Part::new("limiter/hit", MANY, move |_| {
            move || {
                black_box(engine.tally().limiter().hit(black_box(&subject), limit, engine.now()));
            }
        }),
        Part::new("route", MANY, move |_| {
            let ready = rig.ready(&Ask::Blocking.shot(who, other), 0);
            move || {
                let mut request = ready.request();
                black_box(rig.route(&mut request).is_some());
            }
        }),
    ])
}

/// The graph's pages without a dialect, and the same users through serde_json.
fn pages(rig: &Rig) -> Result<Vec<Part<'_>>, String> {
    let who = named(&rig.manifest, 5_000)?;
    let other = rig.manifest.targets.last().ok_or("the world is empty")?;
    let mut parts = Vec::new();
    for (name, ask) in [("page/ids-5000", Ask::Ids), ("page/users-20", Ask::List), ("page/users-100", Ask::Blocking)] {
        let shot = ask.shot(who, other);
        let caller = rig.caller(&rig.ready(&shot, u64::MAX - 2))?;
        parts.push(Part::new(name, 40, move |number| {
            let mut call = rig.decode(&rig.ready(&shot, number), &caller);
            let (engine, caller) = (&rig.gateway.engine, caller.clone());
            move || {
                let Some((command, wants, _)) = call.take().map(dialect::Call::into_parts) else { return };
                drop(black_box(rig.wait(engine.execute(&caller, command, wants))));
            }
        }));
    }
    let page = derived::read(&list_of_users(rig)?)?;
    parts.push(Part::new("serde-derive/v1.1-users-20", 40, move |_| {
        let page = page.clone();
        move || drop(black_box(serde_json::to_vec(black_box(&page))))
    }));
    Ok(parts)
}

/// An answer of `blocks/list`: twenty users.
pub(crate) fn list_of_users(rig: &Rig) -> Result<Vec<u8>, String> {
    let shot = Ask::List.shot(named(&rig.manifest, 5_000)?, "");
    Ok(rig.answer(&rig.ready(&shot, u64::MAX - 3)).body.to_vec())
}
