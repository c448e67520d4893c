//! The hand-written object beside the one that serde derives: the same bytes, whatever the tweet, the viewer and the form.

use block_graph::testkit::{AMY, BEA, card, person, post};
use block_graph::{Mention, Post, PostCard, PostCounts, PostId, Profile, Timestamp};
use proptest::prelude::*;
use std::sync::Arc;

use super::{Whole, oracle};
use crate::view::{Flavour, TweetView, UserView};
use crate::wire::json;

prop_compose! {
    fn posts()(
        text in prop_oneof![".{0,12}", "([a-z ☽/<>&\"\\\\🔥#＃$:.]|https?://|#été|\\$TWTR){0,24}"],
        source in "[a-zA-Z <>&/é\"]{0,12}",
        numbers in any::<[i64; 3]>(),
        created in 0..4_000_000_000_000_i64,
        reply in proptest::option::of((any::<i64>(), proptest::sample::select(vec![AMY, BEA]))),
        named in proptest::collection::vec((proptest::sample::select(vec![AMY, BEA]), 0..20_u32, 0..20_u32), 0..3),
        [repeats, quotes] in any::<[bool; 2]>(),
    ) -> Arc<Post> {
        let mut made = post(numbers[0], AMY, &text);
        let post = Arc::make_mut(&mut made);
        (post.source, post.created) = (source, Timestamp(created));
        post.reply_to = reply.map(|(replied, person)| (PostId(replied), person));
        post.repost_of = repeats.then_some(PostId(numbers[1]));
        post.quote_of = quotes.then_some(PostId(numbers[2]));
        let mention = |(user, start, end)| Mention { user, username: "Named_1".into(), start, end };
        post.mentions = named.into_iter().map(mention).collect();
        made
    }
}

fn author() -> Profile {
    Profile { name: "Amy <3 & \"☽\"".to_owned(), ..person(AMY, "Amy_1") }
}

prop_compose! {
    fn plain_cards()(
        post in posts(),
        numbers in any::<[i32; 4]>(),
        reposted in proptest::option::of(any::<i64>()),
        [liked, known] in any::<[bool; 2]>(),
    ) -> PostCard {
        let [likes, reposts, replies, quotes] = numbers;
        PostCard {
            counts: PostCounts { likes, reposts, replies, quotes },
            liked,
            reposted: reposted.map(PostId),
            original: None,
            quoted: None,
            replied_to: known.then(|| person(BEA, "Bea_B").into()),
            post,
            author: card(author()),
        }
    }
}

/// With what they repeat and quote, which may quote in turn.
fn cards() -> impl Strategy<Value = PostCard> {
    let within = || proptest::option::of(plain_cards());
    (plain_cards(), within(), within(), within()).prop_map(|(mut card, original, quoted, deeper)| {
        let quoting = |card: PostCard| Box::new(PostCard { quoted: deeper.clone().map(Box::new), ..card });
        card.original = original.map(quoting);
        card.quoted = quoted.map(quoting);
        card
    })
}

proptest! {
    #[test]
    fn it_is_what_serde_derives(
        card in cards(),
        [entities, tweet_entities, extended, trim, own_retweet] in any::<[bool; 5]>(),
    ) {
        let user =
            UserView { flavour: Flavour::Lookup, entities, tweet_entities, status: false, extended, email: false };
        let view = TweetView { user, trim, own_retweet };
        let derived = json::to_vec(&oracle::Whole(&card, view), 0);
        let written = json::to_vec(&Whole(&card, view), 0);
        prop_assert_eq!(String::from_utf8(written), String::from_utf8(derived));
    }
}
