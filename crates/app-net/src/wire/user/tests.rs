//! The hand-written person beside the one that serde derives: the same bytes, whatever they say and whoever looks.

use block_graph::testkit::{BEA, card, person};
use block_graph::{Counts, Relation, Timestamp, UserCard, UserKind};
use dialect::json::Json;
use proptest::prelude::*;

use super::{User, oracle, write_all};
use crate::envelope::Style;
use crate::json;
use crate::wire::View;

prop_compose! {
    fn cards()(
        name in ".{0,12}",
        description in "([a-z @#.:☽/<>&\"\\\\\\x00-\\x1f🔥]{0,40}|[a-z. ]{0,40}|[a-z ]{0,4}@bea_b [a-z.]{0,12})",
        zone in "[A-Z/é]{0,8}",
        addresses in proptest::array::uniform3(proptest::option::of("(https?://)?[a-zä./é\"?:#]{0,30}")),
        numbers in any::<[i32; 5]>(),
        created in 0..4_000_000_000_000_i64,
        relation in proptest::option::of(any::<[bool; 10]>()),
        kind in proptest::sample::select(vec![UserKind::Human, UserKind::Bot, UserKind::Feed]),
        [verified, is_viewer] in any::<[bool; 2]>(),
    ) -> UserCard {
        let mut user = person(BEA, "Bea_B");
        (user.name, user.description, user.timezone) = (name, description, zone);
        [user.url, user.image_url, user.banner_url] = addresses;
        (user.created, user.verified, user.kind) = (Timestamp(created), verified, kind);
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
        UserCard { user: user.into(), relation, counts, is_viewer, ..card(person(BEA, "Bea_B")) }
    }
}

fn views() -> impl Strategy<Value = View> {
    any::<[bool; 3]>().prop_map(|[html, annotations, pretty]| View {
        style: Style::minified_or_pretty(pretty),
        html,
        annotations,
        post_annotations: false,
        message_annotations: false,
        person: true,
    })
}

proptest! {
    #[test]
    fn it_is_what_serde_derives(card in cards(), view in views()) {
        let written = |write: &dyn Fn(&mut Json)| {
            let mut out = Json::new(view.style.escapes(), 0);
            write(&mut out);
            String::from_utf8(out.into_bytes()).unwrap()
        };
        let derived = written(&|out| json::value(out, &oracle::User::new(&card, view)));
        prop_assert_eq!(&written(&|out| User::new(&card, view).write(out)), &derived);
        prop_assert_eq!(written(&|out| json::value(out, &User::new(&card, view))), derived);
    }

    /// Whatever the one before them left.
    #[test]
    fn people_on_a_page_are_as_they_are_alone(
        cards in proptest::collection::vec(cards(), 2..5),
        picks in proptest::collection::vec(0..5_usize, 0..8),
        view in views(),
    ) {
        let written = |write: &dyn Fn(&mut Json)| {
            let mut out = Json::new(view.style.escapes(), 0);
            write(&mut out);
            String::from_utf8(out.into_bytes()).unwrap()
        };
        let page: Vec<_> = picks.iter().map(|pick| &cards[pick % cards.len()]).collect();
        let alone: Vec<_> = page.iter().map(|card| written(&|out| User::new(card, view).write(out))).collect();
        let together = written(&|out| write_all(out, page.iter().copied(), view));
        prop_assert_eq!(together, format!("[{}]", alone.join(",")));
    }
}
