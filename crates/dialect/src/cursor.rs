//! Opaque page tokens of sixteen characters, in the alphabet of X's own: base32hex digits, `=` written as `Z`.
//!
//! X's are 13 digits and `ZZZ`, 64 bits ([recorded]). These are 15 digits and `Z`: 64 bits of position and direction,
//! mixed with the list and its owner, and 11 bits of check, so that a token of another list is told apart ([inferred]).
//! That keeps honest clients honest; it is no secret, because a position gives away nothing but a time.

use block_graph::{Cursor, Position, scramble};

const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHIJKLMNOPQRSTUV";
const CHECK: u32 = 11;

/// What a token is bound to: the list and its owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Scope {
    /// Which list, by any number the dialect gives it.
    pub list: u32,
    /// Whose list.
    pub owner: i64,
}

/// Writes a cursor as a token. [`Cursor::Newest`] and [`Cursor::End`] have none.
pub fn write(cursor: Cursor, scope: Scope) -> Option<String> {
    let (position, newer) = match cursor {
        Cursor::Older(position) => (position, 0),
        Cursor::Newer(position) => (position, 1),
        Cursor::Newest | Cursor::End => return None,
    };
    // Milliseconds fit in 42 bits until 2109: 62 bits of position, one of direction, and the check is mixed over all.
    let plain = (position.0 as u64) << 1 | newer;
    Some(base32(plain ^ mask(scope), checksum(plain, scope)))
}

/// Reads a token back; `None` when it is not one, or is one of another list or owner.
pub fn read(token: &str, scope: Scope) -> Option<Cursor> {
    let (mixed, check) = unbase32(token)?;
    let plain = mixed ^ mask(scope);
    if check != checksum(plain, scope) {
        return None;
    }
    let position = Position((plain >> 1) as i64);
    Some(if plain & 1 == 0 { Cursor::Older(position) } else { Cursor::Newer(position) })
}

fn mask(scope: Scope) -> u64 {
    scramble(scope.owner as u64 ^ (u64::from(scope.list) << 56))
}

/// Eleven bits that tell a foreign token from an own one.
fn checksum(plain: u64, scope: Scope) -> u64 {
    scramble(plain.wrapping_add(mask(scope).rotate_left(17))) >> (64 - CHECK)
}

/// 13 digits for the 64 bits (the first has four of them), two for the check, and the `Z` that ends the real ones.
fn base32(value: u64, check: u64) -> String {
    let all = u128::from(value) << CHECK | u128::from(check);
    let mut text = String::with_capacity(16);
    for index in (0..15).rev() {
        text.push(char::from(DIGITS[(all >> (5 * index)) as usize & 31]));
    }
    text.push('Z');
    text
}

fn unbase32(token: &str) -> Option<(u64, u64)> {
    let digits = token.strip_suffix('Z').filter(|digits| digits.len() == 15)?;
    let mut all = 0_u128;
    for byte in digits.bytes() {
        all = all << 5 | DIGITS.iter().position(|digit| *digit == byte)? as u128;
    }
    Some(((all >> CHECK) as u64, all as u64 & ((1 << CHECK) - 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPE: Scope = Scope { list: 1, owner: 9_007_199_254_740_993 };

    #[test]
    fn a_token_is_sixteen_characters_and_reads_back() {
        for position in [1, 1 << 40, 1_613_254_256_000 << 20 | 0xf_ffff, i64::MAX >> 1] {
            for cursor in [Cursor::Older(Position(position)), Cursor::Newer(Position(position))] {
                let token = write(cursor, SCOPE).unwrap();
                assert_eq!(token.len(), 16, "{token}");
                assert_eq!(read(&token, SCOPE), Some(cursor));
            }
        }
        assert_eq!(write(Cursor::Newest, SCOPE), None);
    }

    #[test]
    fn a_token_of_another_list_or_owner_is_none() {
        let token = write(Cursor::Older(Position(1_613_254_256_000 << 20)), SCOPE).unwrap();
        assert_eq!(read(&token, Scope { list: 2, ..SCOPE }), None);
        assert_eq!(read(&token, Scope { owner: 5, ..SCOPE }), None);
        for bad in ["", "ZZZZ", "KFQ7D80IT44HGZZZ", "not a token at all", "AAAAAAAAAAAAAAAZ", "ÄAAAAAAAAAAAAAZ"] {
            assert_eq!(read(bad, SCOPE), None, "{bad:?}");
        }
    }
}
