//! Whole requests, and the two halves of them that a dialect is: decoding and encoding.

use std::hint::black_box;

use super::{Part, Rig};
use crate::shots::{Ask, named};

/// What is asked, by who blocks so many, and how often the guard asks; with the names of the three parts.
struct Case {
    ask: Ask,
    blocks: u32,
    times: u64,
    names: [&'static str; 3],
}

const CASES: [Case; 9] = [
    case(
        Ask::Show,
        100,
        400,
        ["request/v1.1-friendships-show", "decode/v1.1-friendships-show", "encode/v1.1-relationship"],
    ),
    case(Ask::Me, 100, 400, ["request/v2-users-me", "decode/v2-users-me", "encode/v2-user"]),
    case(Ask::Ids, 5_000, 20, ["request/v1.1-blocks-ids-5000", "decode/v1.1-blocks-ids", "encode/v1.1-ids-5000"]),
    case(Ask::List, 5_000, 40, ["request/v1.1-blocks-list-20", "decode/v1.1-blocks-list", "encode/v1.1-users-20"]),
    case(Ask::Friends, 5_000, 20, ["request/v1.1-friends-list-50", "decode/v1.1-friends-list", "encode/v1.1-users-50"]),
    case(Ask::Blocking, 5_000, 20, ["request/v2-blocking-100", "decode/v2-blocking", "encode/v2-users-100"]),
    case(
        Ask::Blocked,
        5_000,
        20,
        ["request/app-net-blocked-100", "decode/app-net-blocked", "encode/app-net-users-100"],
    ),
    case(Ask::Home, 100, 40, ["request/v1.1-home-20", "decode/v1.1-home", "encode/v1.1-tweets-20"]),
    // Of a pair that is blocked already, which needs no disk.
    case(Ask::CreateV1, 100, 400, ["request/v1.1-blocks-create", "decode/v1.1-blocks-create", "encode/v1.1-user"]),
];

const fn case(ask: Ask, blocks: u32, times: u64, names: [&'static str; 3]) -> Case {
    Case { ask, blocks, times, names }
}

pub(super) fn requests(rig: &Rig) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    for Case { ask, blocks, times, names: [request, decode, encode] } in CASES {
        let who = named(&rig.manifest, blocks)?;
        let other = rig.manifest.targets.last().ok_or("the world is empty")?;
        let shot = ask.shot(who, other);
        // The first answer is looked at: what is measured must be good ones.
        let first = rig.ready(&shot, u64::MAX);
        let reply = rig.answer(&first);
        if !(200..300).contains(&reply.status) {
            let body = String::from_utf8_lossy(&reply.body).into_owned();
            return Err(format!("{request} is answered {}: {body}", reply.status));
        }
        let caller = rig.caller(&rig.ready(&shot, u64::MAX - 1))?;
        let again = shot.clone();
        parts.push(Part::new(request, times, move |number| {
            let ready = rig.ready(&again, number);
            move || assert_eq!(rig.answer(black_box(&ready)).status, 200, "{request} is refused")
        }));
        let (again, as_whom) = (shot.clone(), caller.clone());
        parts.push(Part::new(decode, 400, move |number| {
            let (ready, caller) = (rig.ready(&again, number), as_whom.clone());
            move || drop(black_box(rig.decode(black_box(&ready), &caller)))
        }));
        // Unwrapped here once, so that a call that fails is told.
        let call = rig.decode(&first, &caller).ok_or_else(|| format!("{decode} decodes to nothing"))?;
        let (command, wants, _) = call.into_parts();
        rig.wait(rig.gateway.engine.execute(&caller, command, wants)).map_err(|error| format!("{encode}: {error}"))?;
        parts.push(Part::new(encode, times, move |number| {
            let call = rig.decode(&rig.ready(&shot, number), &caller);
            let mut done = call.and_then(|call| {
                let (command, wants, render) = call.into_parts();
                let outcome = rig.wait(rig.gateway.engine.execute(&caller, command, wants)).ok()?;
                Some((render, outcome))
            });
            move || drop(black_box(done.take().map(|(render, outcome)| render(outcome))))
        }));
    }
    parts.push(kept_ids(rig)?);
    Ok(parts)
}

/// A page of ids that is kept: two requests before those that are counted have put it there.
fn kept_ids(rig: &Rig) -> Result<Part<'_>, String> {
    let shot = Ask::Ids.shot(named(&rig.manifest, 5_000)?, "");
    Ok(Part::new("request/v1.1-blocks-ids-5000-kept", 400, move |number| {
        // Of the same world, so the request is good there.
        let kept = rig.keeping_pages().map(|kept| (kept, kept.ready(&shot, number)));
        move || {
            let status = kept.as_ref().map(|(kept, ready)| kept.answer(black_box(ready)).status);
            assert_eq!(status, Some(200), "a page that is kept is refused");
        }
    }))
}
