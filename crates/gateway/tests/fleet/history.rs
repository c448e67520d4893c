//! Whether what clients saw of one pair of people can be explained by one register that changes at once: an exhaustive
//! search after Wing and Gong (1993), which remembers where it was, as Lowe (2017) describes.

use std::collections::HashSet;

/// What somebody did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Act {
    /// Made it so.
    Write(bool),
    /// Saw that it is so.
    Read(bool),
}

/// Something that somebody did, and when, on one clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Operation {
    pub(crate) act: Act,
    /// Before it was sent.
    pub(crate) began: u64,
    /// After its answer came. `None`: nobody knows what came of it; it happened at any moment after it began, or never.
    pub(crate) ended: Option<u64>,
}

/// How far an explanation has come.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Place {
    /// A bit for each known operation that is explained.
    done: Vec<u64>,
    state: bool,
    /// How many unknown writes of false and of true it took.
    taken: [usize; 2],
}

/// Whether there is an order of the operations that agrees with their times and with what was read; what stands in the way
/// is told with the operations around it.
pub(crate) fn check(initial: bool, history: &[Operation]) -> Result<(), String> {
    let mut known: Vec<_> = history.iter().filter_map(|it| Some((it.began, it.ended?, it.act))).collect();
    known.sort_by_key(|(began, ..)| *began);
    // An unknown read says nothing. Unknown writes of one value differ only in when they can happen at the earliest, so
    // that it is enough to count them; and one is of use only right before a read that needs it.
    let mut unknown = [Vec::new(), Vec::new()];
    for write in history.iter().filter(|it| it.ended.is_none()) {
        if let Act::Write(value) = write.act {
            unknown[usize::from(value)].push(write.began);
        }
    }
    let start = Place { done: vec![0; known.len().div_ceil(64)], state: initial, taken: [0, 0] };
    let (mut waiting, mut seen, mut furthest) = (vec![start], HashSet::new(), 0);
    while let Some(place) = waiting.pop() {
        let open = || (0..known.len()).filter(|at| place.done[at / 64] >> (at % 64) & 1 == 0);
        // What began after another ended comes after it.
        let Some(first_end) = open().map(|at| known[at].1).min() else { return Ok(()) };
        furthest = furthest.max(first_end);
        let next = open().take_while(|at| known[*at].0 < first_end).collect::<Vec<_>>();
        let step = |at: usize, state: bool, taken: [usize; 2]| {
            let mut done = place.done.clone();
            done[at / 64] |= 1 << (at % 64);
            Place { done, state, taken }
        };
        // A read that agrees and can be next may as well be: it changes nothing, and no order needs it later.
        let agreeing = next.iter().copied().find(|at| known[*at].2 == Act::Read(place.state));
        let steps: Vec<_> = match agreeing {
            Some(at) => vec![step(at, place.state, place.taken)],
            None => next
                .into_iter()
                .filter_map(|at| match known[at].2 {
                    Act::Write(value) => Some(step(at, value, place.taken)),
                    Act::Read(value) => {
                        let mut taken = place.taken;
                        let own = usize::from(value);
                        let begun = unknown[own].iter().filter(|began| **began < first_end).count();
                        taken[own] += 1;
                        (begun >= taken[own]).then(|| step(at, value, taken))
                    }
                })
                .collect(),
        };
        waiting.extend(steps.into_iter().rev().filter(|step| seen.insert(step.clone())));
    }
    let around =
        history.iter().filter(|it| it.began <= furthest && it.ended.is_none_or(|ended| ended + 50_000 >= furthest));
    let mut around: Vec<_> = around.map(|it| format!("{it:?}")).collect();
    around.drain(..around.len().saturating_sub(60));
    Err(format!("no order explains what ended by {furthest}:\n{}", around.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::Act::{Read, Write};
    use super::*;

    /// A history whose last moment is past 1,000 for what nobody knows.
    fn history(written: &[(Act, u64, u64)]) -> Vec<Operation> {
        let ended = |ended: u64| Some(ended).filter(|ended| *ended < 1_000);
        written.iter().map(|(act, began, end)| Operation { act: *act, began: *began, ended: ended(*end) }).collect()
    }

    fn explained(written: &[(Act, u64, u64)]) -> bool {
        check(false, &history(written)).is_ok()
    }

    const NEVER: u64 = 1_000;

    #[test]
    fn one_after_the_other() {
        assert!(explained(&[]));
        assert!(explained(&[(Read(false), 1, 2), (Write(true), 3, 4), (Read(true), 5, 6), (Write(false), 7, 8)]));
        assert!(!explained(&[(Read(true), 1, 2)]));
        assert!(!explained(&[(Write(true), 1, 2), (Read(false), 3, 4)]), "a lost write");
        assert!(!explained(&[(Write(true), 1, 2), (Write(false), 3, 4), (Read(true), 5, 6)]), "an old value");
    }

    #[test]
    fn what_overlaps_has_any_order_but_one() {
        assert!(explained(&[(Write(true), 1, 9), (Read(true), 2, 3), (Read(true), 4, 5)]));
        assert!(explained(&[(Write(true), 1, 9), (Read(false), 2, 3), (Read(true), 4, 5)]));
        assert!(!explained(&[(Write(true), 1, 9), (Read(true), 2, 3), (Read(false), 4, 5)]), "back again");
        assert!(explained(&[(Write(true), 1, 9), (Write(false), 1, 9), (Read(true), 10, 11)]));
        let both = [(Write(true), 1, 9), (Write(false), 1, 9), (Read(true), 10, 11), (Read(false), 12, 13)];
        assert!(!explained(&both), "two readers of a settled register disagree");
    }

    #[test]
    fn the_search_goes_back_where_a_first_choice_was_wrong() {
        // The write that ends first comes last.
        let apt = [(Write(true), 1, 4), (Write(false), 2, 9), (Read(false), 3, 8), (Read(true), 10, 11)];
        assert!(explained(&apt));
        let inapt = [(Write(true), 1, 4), (Write(false), 5, 9), (Read(false), 6, 8), (Read(true), 10, 11)];
        assert!(!explained(&inapt));
    }

    #[test]
    fn what_nobody_knows_happened_late_or_never_but_once() {
        let unknown = (Write(true), 1, NEVER);
        assert!(explained(&[unknown, (Read(false), 2, 3), (Read(false), 4, 5)]));
        assert!(explained(&[unknown, (Read(false), 2, 3), (Read(true), 4, 5)]));
        assert!(explained(&[unknown, (Read(true), 2, 3), (Write(false), 4, 5), (Read(false), 6, 7)]));
        assert!(explained(&[unknown, (Write(false), 2, 3), (Read(true), 4, 5)]), "it may come after others");
        assert!(!explained(&[unknown, (Read(true), 2, 3), (Read(false), 4, 5)]), "it does not go away");
        let twice = [unknown, (Read(true), 2, 3), (Write(false), 4, 5), (Read(false), 6, 7), (Read(true), 8, 9)];
        assert!(!explained(&twice), "it happens once");
        assert!(explained(&[&twice[..], &[unknown]].concat()), "two of them may happen twice");
        assert!(!explained(&[(Read(true), 1, 2), (Write(true), 3, NEVER)]), "it happens not before it began");
        assert!(explained(&[(Read(true), 1, NEVER)]), "a read without an answer says nothing");
    }

    #[test]
    fn a_long_history_with_many_unknown_writes_is_decided() {
        let mut written = Vec::new();
        for round in 0..100 {
            let at = round * 9;
            let value = round % 2 == 0;
            written.extend([(Write(value), at, at + 5), (Write(!value), at + 1, NEVER), (Read(value), at + 6, at + 8)]);
        }
        assert!(explained(&written));
        assert_eq!(check(true, &history(&[(Write(true), 5, 6), (Read(false), 7, 8)])).unwrap_err().lines().count(), 3);
    }
}
