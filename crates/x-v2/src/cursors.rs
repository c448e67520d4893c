//! Page tokens. X has a family of them per kind of list: blocks are opaque, mutes are decimal like v1.1's cursors.

use block_graph::{Cursor, Page, Position, UserId};
use dialect::cursor::{self, Scope};

/// A list's family of page tokens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tokens {
    /// Sixteen characters, bound to the list and its owner ([spec] minLength 16, [recorded] look).
    Blocking,
    /// The position of a row in decimal, negative for the page before it ([recorded]: `value >> 20` is a time).
    Muting,
}

/// The number that opaque tokens of the list of blocks are bound to.
const BLOCKING: u32 = 1;

/// Below this no position lies: its upper bits are milliseconds.
const FIRST_MILLISECOND: u64 = 1 << 20;

impl Tokens {
    /// Reads a token; `None` when it is not one of this list and owner.
    pub(crate) fn read(self, token: &str, owner: UserId) -> Option<Cursor> {
        match self {
            Self::Blocking => cursor::read(token, Scope { list: BLOCKING, owner: owner.0 }),
            Self::Muting => decimal(token),
        }
    }

    /// The tokens of the page after and the page before, where there are such pages.
    pub(crate) fn write<T>(self, page: &Page<T>, owner: UserId) -> (Option<String>, Option<String>) {
        let (older, newer) = (page.older(), page.newer());
        match self {
            Self::Blocking => {
                let scope = Scope { list: BLOCKING, owner: owner.0 };
                (
                    older.and_then(|position| cursor::write(Cursor::Older(position), scope)),
                    newer.and_then(|position| cursor::write(Cursor::Newer(position), scope)),
                )
            }
            Self::Muting => {
                (older.map(|position| position.0.to_string()), newer.map(|position| (-position.0).to_string()))
            }
        }
    }
}

fn decimal(token: &str) -> Option<Cursor> {
    let digits = token.strip_prefix('-').unwrap_or(token);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let position: i64 = digits.parse().ok().filter(|position: &i64| position.unsigned_abs() >= FIRST_MILLISECOND)?;
    let position = Position(position);
    Some(if digits.len() == token.len() { Cursor::Older(position) } else { Cursor::Newer(position) })
}
