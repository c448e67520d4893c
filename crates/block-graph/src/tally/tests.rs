//! The question as memory answers it: in its order, and nothing after the first no.

use std::collections::HashMap;
use std::net::IpAddr;

use super::*;
use crate::id::{AppId, TokenId, UserId};
use crate::rate::Per;

const NOW: Timestamp = Timestamp(1_600_000_000_000);

static GUESSES: Limit = Limit { bucket: "test/guesses", per: Per::Address, max: 1, window: 900 };
static LIMITS: [Limit; 3] = [
    Limit { bucket: "test/narrow", per: Per::User, max: 2, window: 900 },
    Limit { bucket: "test/nobody", per: Per::AppOnly, max: 1, window: 900 },
    Limit { bucket: "test/wide", per: Per::App, max: 9, window: 900 },
];

fn person() -> Subject {
    Subject {
        user: Some(UserId(1)),
        app: Some(AppId(2)),
        token: Some(TokenId(3)),
        address: IpAddr::from([127, 0, 0, 1]),
    }
}

fn address() -> Subject {
    Subject { user: None, app: None, token: None, ..person() }
}

fn memory() -> Memory {
    Memory { limiter: Limiter::new(true, HashMap::new()), nonces: Nonces::new(300) }
}

/// What comes of a request with that nonce, and what is left in the windows that were counted.
fn ask(memory: &Memory, nonce: &str) -> (Verdict, Vec<u32>) {
    let (subject, guesser) = (person(), address());
    let nonce = Some(memory.nonces.mark("c", "t", nonce, NOW.seconds()));
    let unless = Some((&guesser, &GUESSES));
    let mut windows = Vec::new();
    let verdict = memory.ask(&Question { now: NOW, nonce, unless, subject: &subject, limits: &LIMITS }, &mut windows);
    (verdict, windows.iter().map(|window| window.remaining).collect())
}

fn left(memory: &Memory) -> Vec<u32> {
    let limits: Vec<_> = LIMITS.iter().collect();
    memory.look(&person(), &limits, NOW).iter().map(|window| window.remaining).collect()
}

#[test]
fn a_replayed_nonce_is_not_counted() {
    let memory = memory();
    assert_eq!(ask(&memory, "one"), (Verdict::Within, vec![1, 8]));
    assert_eq!(ask(&memory, "one"), (Verdict::Replayed, vec![]));
    assert_eq!(left(&memory), [1, 8]);
}

#[test]
fn the_first_window_that_is_exceeded_ends_it() {
    let memory = memory();
    ask(&memory, "one");
    ask(&memory, "two");
    let (verdict, windows) = ask(&memory, "three");
    assert!(matches!(verdict, Verdict::Exceeded(window) if window.limit == &LIMITS[0]), "{verdict:?}");
    assert_eq!((windows, left(&memory)), (vec![0], vec![0, 7]), "the wide one did not see the third");
    assert_eq!(ask(&memory, "three").0, Verdict::Replayed, "a replay is told before a window that is used up");
}

#[test]
fn a_guesser_is_not_counted_and_their_nonce_is_taken() {
    let memory = memory();
    memory.limiter.hit(&address(), &GUESSES, NOW);
    assert_eq!(ask(&memory, "one").0, Verdict::Within, "used up, and not exceeded");
    memory.limiter.hit(&address(), &GUESSES, NOW);
    let (verdict, windows) = ask(&memory, "two");
    assert!(matches!(verdict, Verdict::Shut(window) if window.limit == &GUESSES), "{verdict:?}");
    assert_eq!((windows, left(&memory)), (vec![], vec![1, 8]));
    assert_eq!(ask(&memory, "two").0, Verdict::Replayed);
}
