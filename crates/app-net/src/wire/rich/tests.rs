//! Posts' texts: whom they name, where, and how a repost says them again.

use std::sync::Arc;

use block_graph::testkit::{AMY, BEA, post};
use block_graph::{Mention as Named, Post};

use super::*;

/// A post that names Amy or Bea wherever `@amy` or `@Bea` stands, as the engine records it.
fn named(text: &str) -> Arc<Post> {
    let mut post = Arc::unwrap_or_clone(post(7, BEA, text));
    let places = text.match_indices('@').filter_map(|(at, _)| {
        let start = u32::try_from(text[..at].chars().count()).unwrap();
        let known = [("amy", AMY), ("Bea", BEA)].into_iter();
        let (name, user) = known.into_iter().find(|(name, _)| text[at + 1..].starts_with(name))?;
        Some(Named { user, username: name.into(), start, end: start + 4 })
    });
    post.mentions = places.collect();
    Arc::new(post)
}

/// The mentions of a post, each as `pos+len name id`, leading ones marked.
fn mentions(post: &Post) -> Vec<String> {
    let rich = Rich::new(&post.text, parts_of_post(post), true);
    let show = |found: &Mention<'_>| {
        let mark = if found.is_leading { "! " } else { "" };
        format!("{mark}{}+{} {} {}", found.pos, found.len, found.name, found.id.0)
    };
    rich.entities.mentions.iter().map(show).collect()
}

#[test]
fn a_post_names_whom_it_named_when_it_was_written() {
    let (amy, bea) = (AMY.0, BEA.0);
    assert_eq!(
        mentions(&named("\u{1f600} (@amy, @nobody) @Bea")),
        [format!("3+4 amy {amy}"), format!("18+4 Bea {bea}")]
    );
    // Nobody is named whom the engine did not find, though the text looks like it.
    assert_eq!(mentions(&post(7, BEA, "@amy")), Vec::<String>::new());
    // What stands in an address is the address's.
    assert_eq!(mentions(&named("http://a.com/@amy @amy")), [format!("18+4 amy {amy}")]);
}

#[test]
fn a_post_is_led_by_the_mentions_it_begins_with() {
    let (amy, bea) = (AMY.0, BEA.0);
    let leading = named(" @amy @Bea hi @amy");
    assert_eq!(mentions(&leading), [format!("! 1+4 amy {amy}"), format!("! 6+4 Bea {bea}"), format!("14+4 amy {amy}")]);
    assert_eq!(mentions(&named("#a @amy")), [format!("3+4 amy {amy}")]);
}

#[test]
fn a_repost_says_whose_words_it_repeats_and_moves_what_is_in_them() {
    let original = named("@amy \u{e9} #Tag app.net");
    let rich = Rich::repeated(("Bea", BEA), &original.text, parts_of_post(&original), true);
    assert_eq!(rich.text, ">> @Bea: @amy \u{e9} #Tag app.net");
    let html = concat!(
        r#"<span itemscope="https://app.net/schemas/Post">&gt;&gt; "#,
        r#"<span data-mention-id="9007199254740995" data-mention-name="Bea" itemprop="mention">@Bea</span>: "#,
        r#"<span data-mention-id="9007199254740993" data-mention-name="amy" itemprop="mention">@amy</span> &#233; "#,
        r##"<span data-hashtag-name="tag" itemprop="hashtag">#Tag</span> <a href="http://app.net">app.net</a></span>"##
    );
    assert_eq!(rich.html.as_deref(), Some(html));
    let Entities { mentions, hashtags, links } = rich.entities;
    let places: Vec<_> = mentions.iter().map(|found| (found.pos, found.len, found.id.0, found.is_leading)).collect();
    assert_eq!(places, [(3, 4, BEA, false), (9, 4, AMY, false)]);
    assert_eq!((hashtags[0].pos, hashtags[0].len), (16, 4));
    assert_eq!((links[0].pos, links[0].len, links[0].text), (21, 7, "app.net"));
    for (pos, len, what) in [(3, 4, "@Bea"), (9, 4, "@amy"), (16, 4, "#Tag"), (21, 7, "app.net")] {
        let found: String = rich.text.chars().skip(pos).take(len).collect();
        assert_eq!(found, what);
    }
}

#[test]
fn places_that_the_text_does_not_have_are_no_mentions() {
    let mut odd = Arc::unwrap_or_clone(post(7, BEA, "short"));
    odd.mentions = vec![Named { user: AMY, username: "amy".into(), start: 3, end: 90 }];
    assert_eq!(mentions(&odd), Vec::<String>::new());
}
