//! Page tokens. X has a family of them per kind of list: people are opaque, mutes and lists decimal like v1.1's
//! cursors, posts 45 characters of base36, direct messages name the message they stand at.

mod event;
mod wide;

use block_graph::{Cursor, Page, Position};
use dialect::cursor::{self, Scope};

/// A list whose pages have tokens; each kind's are told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tokens {
    /// Of people the caller blocks.
    Blocking,
    /// Of people the caller mutes.
    Muting,
    /// Of people somebody follows.
    Following,
    /// Of people who follow somebody.
    Followers,
    /// Of what somebody writes.
    Posts,
    /// Of what names somebody.
    Mentions,
    /// Of the caller's home timeline.
    Home,
    /// Of what quotes a post.
    Quotes,
    /// Of what somebody likes.
    Liked,
    /// Of people who like a post.
    Likers,
    /// Of people who reposted a post.
    Reposters,
    /// Of direct messages.
    Messages,
    /// Of people on a list.
    Members,
    /// Of lists that somebody is on.
    Memberships,
    /// Of lists that somebody made.
    Owned,
}

/// A family of tokens, with the number that those of a list are bound to.
enum Family {
    /// Sixteen characters, bound to the list and its owner ([spec] minLength 16, [recorded] look).
    Opaque(u32),
    /// The position of a row in decimal, negative for the page before it ([recorded]: `value >> 20` is a time).
    Decimal,
    /// 45 characters of base36, bound like the opaque ones ([recorded] look).
    Wide(u32),
    /// 24 characters around the id of a message ([recorded], structure and all).
    Event,
}

/// Below this no position lies: its upper bits are milliseconds.
const FIRST_MILLISECOND: u64 = 1 << 20;

impl Tokens {
    fn family(self) -> Family {
        match self {
            Self::Blocking => Family::Opaque(1),
            Self::Following => Family::Opaque(2),
            Self::Followers => Family::Opaque(3),
            Self::Owned => Family::Opaque(4),
            Self::Posts => Family::Wide(5),
            Self::Mentions => Family::Wide(6),
            Self::Home => Family::Wide(7),
            Self::Quotes => Family::Wide(8),
            Self::Liked => Family::Wide(9),
            Self::Likers => Family::Wide(10),
            Self::Reposters => Family::Wide(11),
            Self::Messages => Family::Event,
            Self::Muting | Self::Members | Self::Memberships => Family::Decimal,
        }
    }

    /// Reads a token; `None` when it is not one of this list and `owner` (the id that the path names, or the caller's).
    pub(crate) fn read(self, token: &str, owner: i64) -> Option<Cursor> {
        match self.family() {
            Family::Opaque(list) => cursor::read(token, Scope { list, owner }),
            Family::Decimal => decimal(token),
            Family::Wide(list) => wide::read(token, Scope { list, owner }),
            Family::Event => event::read(token),
        }
    }

    /// Writes the token of a cursor; those at either end of a list have none.
    pub(crate) fn token(self, cursor: Cursor, owner: i64) -> Option<String> {
        match (self.family(), cursor) {
            (_, Cursor::Newest | Cursor::End) => None,
            (Family::Opaque(list), cursor) => cursor::write(cursor, Scope { list, owner }),
            (Family::Wide(list), cursor) => wide::write(cursor, Scope { list, owner }),
            (Family::Event, cursor) => event::write(cursor),
            (Family::Decimal, Cursor::Older(position)) => Some(position.0.to_string()),
            (Family::Decimal, Cursor::Newer(position)) => Some((-position.0).to_string()),
        }
    }

    /// The tokens of the page after and the page before, where there are such pages.
    pub(crate) fn write<T>(self, page: &Page<T>, owner: i64) -> (Option<String>, Option<String>) {
        let newer = match self.family() {
            // Even the first page has one ([recorded]): it leads to what arrives later.
            Family::Event => page.span.map(|(newest, _)| newest),
            Family::Opaque(_) | Family::Decimal | Family::Wide(_) => page.newer(),
        };
        let older = page.older().and_then(|position| self.token(Cursor::Older(position), owner));
        (older, newer.and_then(|position| self.token(Cursor::Newer(position), owner)))
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
