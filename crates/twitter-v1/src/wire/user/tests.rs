//! The hand-written object beside the one that serde derives: the same bytes, whatever the person, the viewer and the form.

use block_graph::testkit::{BEA, card, person, post};
use block_graph::{Counts, Relation, Timestamp, UserCard};
use dialect::json::Json;
use proptest::prelude::*;

use super::{User, oracle, write_all};
use crate::view::{Flavour, UserView};
use crate::wire::json::{self, ESCAPES};

prop_compose! {
    fn cards()(
        texts in [".{0,12}", "[a-z ☽/<>&\"\\\\\\x00-\\x1f🔥]{0,40}", ".{0,12}"],
        addresses in [any_address(), any_address(), any_address(), any_address()],
        numbers in any::<[i32; 5]>(),
        created in 0..4_000_000_000_000_i64,
        relation in proptest::option::of(any::<[bool; 5]>()),
        [protected, verified, is_viewer, latest, repeats] in any::<[bool; 5]>(),
    ) -> UserCard {
        let mut user = person(BEA, "Bea_B");
        [user.name, user.description, user.location] = texts;
        [user.url, user.image_url, user.banner_url, user.email] = addresses;
        (user.created, user.protected, user.verified) = (Timestamp(created), protected, verified);
        let mut written = post(9_007_199_254_741_111, BEA, "I <3 you & \"me\" 🔥 https://example.com/a");
        if repeats {
            std::sync::Arc::make_mut(&mut written).repost_of = Some(block_graph::PostId(1));
        }
        let [followers, following, posts, listed, likes] = numbers;
        let relation = relation.map(|[following, request_sent, muting, blocking, blocked_by]| Relation {
            following, request_sent, muting, blocking, blocked_by, ..Relation::default()
        });
        let counts = Counts { followers, following, posts, listed, likes };
        UserCard { relation, counts, is_viewer, latest_post: latest.then_some(written), ..card(user) }
    }
}

fn any_address() -> impl Strategy<Value = Option<String>> {
    proptest::option::of("(https?:)?(//)?(www\\.)?[a-zä./é\"]{0,30}")
}

fn views() -> impl Strategy<Value = UserView> {
    use Flavour::{Follows, List, Lookup, Own, Show, Write};
    let flavour = proptest::sample::select(vec![Write, List, Follows, Show, Lookup, Own]);
    (flavour, any::<[bool; 5]>()).prop_map(|(flavour, [entities, tweet_entities, status, extended, email])| UserView {
        flavour,
        entities,
        tweet_entities,
        status,
        extended,
        email,
    })
}

proptest! {
    #[test]
    fn it_is_what_serde_derives(card in cards(), view in views()) {
        let derived = json::to_vec(&oracle::User::new(&card, &view), 0);
        let written = json::to_vec(&User::new(&card, &view), 0);
        prop_assert_eq!(String::from_utf8(written), String::from_utf8(derived));
    }

    /// Whatever the one before them left.
    #[test]
    fn people_on_a_page_are_as_they_are_alone(
        cards in proptest::collection::vec(cards(), 2..5),
        picks in proptest::collection::vec(0..5_usize, 0..8),
        view in views(),
    ) {
        let page: Vec<_> = picks.iter().map(|pick| &cards[pick % cards.len()]).collect();
        let alone: Vec<_> = page.iter().map(|card| json::to_vec(&User::new(card, &view), 0)).collect();
        let alone = alone.join(&b","[..]);
        let mut out = Json::new(ESCAPES, 0);
        write_all(&mut out, page.into_iter(), &view);
        let together = String::from_utf8(out.into_bytes());
        prop_assert_eq!(together, String::from_utf8([b"[", &alone[..], b"]"].concat()));
    }
}
