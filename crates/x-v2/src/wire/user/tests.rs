//! The hand-written person beside the one that serde derives: the same bytes, whatever they say and whatever is asked for.

use block_graph::testkit::{BEA, card, person, post};
use block_graph::{Counts, PostId, Relation, Timestamp, UserCard};
use dialect::json::{Escapes, Json};
use proptest::prelude::*;

use super::{User, oracle, write_all};
use crate::errors::reply;
use crate::fields::{Flags, View, Vocabulary};

prop_compose! {
    fn cards()(
        texts in [".{0,12}", "[a-z @#$.:☽/<>&\"\\\\\\x00-\\x1f🔥]{0,40}", ".{0,12}"],
        addresses in proptest::array::uniform4(proptest::option::of("(https?://)?[a-zä./é\"]{0,30}")),
        numbers in any::<[i32; 5]>(),
        created in 0..4_000_000_000_000_i64,
        relation in proptest::option::of(any::<[bool; 10]>()),
        [protected, verified, latest, pinned] in any::<[bool; 4]>(),
    ) -> UserCard {
        let mut user = person(BEA, "Bea_B");
        [user.name, user.description, user.location] = texts;
        [user.url, user.image_url, user.banner_url, user.email] = addresses;
        (user.created, user.protected, user.verified) = (Timestamp(created), protected, verified);
        user.pinned_post = pinned.then_some(PostId(9_007_199_254_741_222));
        let latest_post = latest.then(|| post(9_007_199_254_741_111, BEA, "hello"));
        let [followers, following, posts, listed, likes] = numbers;
        let counts = Counts { followers, following, posts, listed, likes };
        let relation = relation.map(|[a, b, c, d, e, f, g, h, i, j]| Relation {
            following: a,
            followed_by: b,
            request_sent: c,
            request_received: d,
            blocking: e,
            blocked_by: f,
            muting: g,
            dm_blocking: h,
            dm_blocked_by: i,
            hiding_reposts: j,
        });
        UserCard { user: user.into(), relation, counts, latest_post, ..card(person(BEA, "Bea_B")) }
    }
}

fn views() -> impl Strategy<Value = View> {
    (any::<[bool; 16]>(), any::<bool>()).prop_map(|(shown, tweets)| {
        let bits = (0..16).filter(|bit| shown[*bit as usize]).map(Flags::bit);
        let none = Flags::default();
        View {
            vocabulary: if tweets { Vocabulary::Tweet } else { Vocabulary::Post },
            user: bits.fold(none, Flags::and),
            post: none,
            message: none,
            list: none,
            expand: none,
        }
    })
}

proptest! {
    #[test]
    fn it_is_what_serde_derives(card in cards(), view in views()) {
        let derived = reply(200, "", &oracle::User::of(&card, &view));
        let written = reply(200, "", &User::of(&card, &view));
        prop_assert_eq!(String::from_utf8(written.body.to_vec()), String::from_utf8(derived.body.to_vec()));
    }

    /// Whatever the one before them left.
    #[test]
    fn people_on_a_page_are_as_they_are_alone(
        cards in proptest::collection::vec(cards(), 2..5),
        picks in proptest::collection::vec(0..5_usize, 0..8),
        view in views(),
    ) {
        let page: Vec<_> = picks.iter().map(|pick| &cards[pick % cards.len()]).collect();
        let alone: Vec<_> = page.iter().map(|card| reply(200, "", &User::of(card, &view)).body.to_vec()).collect();
        let alone = alone.join(&b","[..]);
        let mut out = Json::new(Escapes::PLAIN, 0);
        write_all(&mut out, page.into_iter(), &view);
        let together = String::from_utf8(out.into_bytes());
        prop_assert_eq!(together, String::from_utf8([b"[", &alone[..], b"]"].concat()));
    }
}
