//! Page tokens: their looks, and whose they are.

use block_graph::testkit::{AMY, BEA};
use block_graph::{Cursor, Page, Position};

use crate::cursors::Tokens;

const ALL: [Tokens; 15] = [
    Tokens::Blocking,
    Tokens::Muting,
    Tokens::Following,
    Tokens::Followers,
    Tokens::Posts,
    Tokens::Mentions,
    Tokens::Home,
    Tokens::Quotes,
    Tokens::Liked,
    Tokens::Likers,
    Tokens::Reposters,
    Tokens::Messages,
    Tokens::Members,
    Tokens::Memberships,
    Tokens::Owned,
];

/// Whether a family's tokens say whose they are; the others name a moment or a message alone.
fn bound(tokens: Tokens) -> bool {
    !matches!(tokens, Tokens::Muting | Tokens::Messages | Tokens::Members | Tokens::Memberships)
}

#[test]
fn every_token_reads_back_and_most_are_bound_to_list_and_owner() {
    let cursors = [1 << 20, 1_613_254_256_000 << 20 | 7, i64::MAX >> 1]
        .map(Position)
        .into_iter()
        .flat_map(|position| [Cursor::Older(position), Cursor::Newer(position)]);
    for cursor in cursors {
        for tokens in ALL {
            let token = tokens.token(cursor, AMY.0).expect("a token");
            assert_eq!(tokens.read(&token, AMY.0), Some(cursor), "{tokens:?} {token}");
            assert_eq!(tokens.read(&token, BEA.0).is_none(), bound(tokens), "{tokens:?} {token}");
            for other in ALL.into_iter().filter(|other| *other != tokens && bound(*other)) {
                assert_eq!(other.read(&token, AMY.0), None, "{other:?} took a token of {tokens:?}");
            }
        }
    }
    for tokens in ALL {
        assert_eq!((tokens.token(Cursor::Newest, 1), tokens.token(Cursor::End, 1)), (None, None));
        for bad in ["", "-", "ZZZZ", "7140dibdnow9c7btw453", "ÄÄÄÄÄÄÄÄÄÄZZZZ"] {
            assert_eq!(tokens.read(bad, AMY.0), None, "{tokens:?} {bad}");
        }
    }
}

#[test]
fn posts_have_tokens_of_forty_five_characters() {
    let token = |cursor: fn(Position) -> Cursor| Tokens::Posts.token(cursor(Position(9_001)), AMY.0).expect("a token");
    let (next, previous) = (token(Cursor::Older), token(Cursor::Newer));
    assert_eq!((next.len(), previous.len()), (45, 45));
    assert!(next.starts_with("7140") && previous.starts_with("77qp"));
    let base36 = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    assert!(next.bytes().all(base36) && previous.bytes().all(base36));
    for wrong in [next.to_uppercase(), format!("{next}0"), next.replacen("7140", "7141", 1), "z".repeat(45)] {
        assert_eq!(Tokens::Posts.read(&wrong, AMY.0), None, "{wrong}");
    }
    let last = if next.ends_with('0') { "1" } else { "0" };
    assert_eq!(Tokens::Posts.read(&format!("{}{last}", &next[..44]), AMY.0), None, "the check fails");
}

#[test]
fn the_recorded_token_of_messages_is_understood_and_written() {
    const RECORDED: &str = "18LAA5G1V9DLILOG0G00ZZZZ";
    let cursor = Tokens::Messages.read(RECORDED, 0).expect("a cursor");
    assert!(matches!(cursor, Cursor::Older(Position(id)) if id > 1 << 60), "{cursor:?}");
    assert_eq!(Tokens::Messages.token(cursor, 0).as_deref(), Some(RECORDED));
    for wrong in ["18LAA5G1V9DLILOG0G01ZZZZ", "28LAA5G1V9DLILOG0G00ZZZZ", "18LAA5G1V9DLILOG0G0ZZZZ"] {
        assert_eq!(Tokens::Messages.read(wrong, 0), None, "{wrong}");
    }
}

#[test]
fn even_the_first_page_of_messages_leads_to_what_comes_later() {
    let position = Position(9_001);
    let page = Page::<()> { span: Some((position, position)), ..Page::empty() };
    let (next, previous) = Tokens::Messages.write(&page, 0);
    assert_eq!(next, None);
    assert_eq!(previous.and_then(|token| Tokens::Messages.read(&token, 0)), Some(Cursor::Newer(position)));
    assert_eq!(Tokens::Messages.write(&Page::<()>::empty(), 0), (None, None));
    assert_eq!(Tokens::Liked.write(&page, 0), (None, None));
}
