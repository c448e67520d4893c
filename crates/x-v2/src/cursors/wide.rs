//! The 45 characters of base36 that page posts: a beginning that tells the direction, as X's do ([recorded]), and 25
//! digits. X's digits are not understood; these are a position and a check, mixed with the list and its owner
//! ([inferred]), so that a token of another list is told apart.

use block_graph::{Cursor, Position, scramble};
use dialect::cursor::Scope;

const OLDER: &str = "7140dibdnow9c7btw453";
const NEWER: &str = "77qpdibdnow9c7btw453";
const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
/// How many digits hold 128 bits.
const LENGTH: usize = 25;

pub(super) fn write(cursor: Cursor, scope: Scope) -> Option<String> {
    let (position, start) = match cursor {
        Cursor::Older(position) => (position, OLDER),
        Cursor::Newer(position) => (position, NEWER),
        Cursor::Newest | Cursor::End => return None,
    };
    let mixed = position.0 as u64 ^ mask(scope);
    let mut rest = u128::from(mixed) << 64 | u128::from(check(mixed, scope));
    let mut digits = [b'0'; LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(rest % 36) as usize];
        rest /= 36;
    }
    Some(digits.iter().fold(start.to_owned(), |mut token, digit| {
        token.push(char::from(*digit));
        token
    }))
}

pub(super) fn read(token: &str, scope: Scope) -> Option<Cursor> {
    let make: fn(Position) -> Cursor = if token.starts_with(OLDER) { Cursor::Older } else { Cursor::Newer };
    let digits = token.strip_prefix(OLDER).or_else(|| token.strip_prefix(NEWER))?;
    if digits.len() != LENGTH {
        return None;
    }
    let all = digits.bytes().try_fold(0_u128, |all, byte| {
        let digit = DIGITS.iter().position(|digit| *digit == byte)?;
        all.checked_mul(36)?.checked_add(digit as u128)
    })?;
    let mixed = (all >> 64) as u64;
    (all as u64 == check(mixed, scope)).then(|| make(Position((mixed ^ mask(scope)) as i64)))
}

fn mask(scope: Scope) -> u64 {
    scramble(scope.owner as u64 ^ (u64::from(scope.list) << 56))
}

fn check(mixed: u64, scope: Scope) -> u64 {
    scramble(mixed.wrapping_add(mask(scope).rotate_left(17)))
}
