//! What is an entity and what is not, by the recorded texts where there are some.

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn there_is_nothing_in_plain_text(text in "([a-zA-Z0-9 .:/@#é-]{0,24}|(open|co|app)[.: ]{1,2}(com|net|Tea)[. ]{0,2})") {
        prop_assert!(!is_plain(&text) || entities(&text).is_empty());
    }
}

/// The entities of a text, each as `pos+len kind`.
fn found(text: &str) -> Vec<String> {
    let show = |entity: Entity<'_>| {
        let kind = match entity.kind {
            Kind::Mention(name) => format!("@{name}"),
            Kind::Hashtag(tag) => format!("#{tag}"),
            Kind::Link(url) => url.into_owned(),
        };
        format!("{}+{} {kind}", entity.pos, entity.len)
    };
    entities(text).into_iter().map(show).collect()
}

#[test]
fn recorded_texts_give_the_recorded_entities() {
    assert_eq!(found("A python lib for App.net"), ["17+7 http://App.net"]);
    assert_eq!(found("univision.com"), ["0+13 http://univision.com"]);
    let telegraph = "News, comment, Matt cartoons and more from The Daily and Sunday Telegraph.\r\n\r\ntelegraph.co.uk";
    assert_eq!(found(telegraph), ["78+15 http://telegraph.co.uk"]);
    let dadada = "I'm a Japanese high school student. I can't speak English well.\r\nMy hobbies : Gadgets / IdolM@ster / \
                  C&C++(a little)\r\nTwitter : @dadada_sann";
    assert_eq!(found(dadada), ["128+12 @dadada_sann"]);
    let robert = "gamer, dev, debaser\r\n\r\n#MondayNightDanceParty details at s3rv.com/mndp.";
    assert_eq!(found(robert), ["23+22 #mondaynightdanceparty", "57+13 http://s3rv.com/mndp"]);
    assert_eq!(found("Trump Time Capsule #23: 'He's Right' #feedly http://buff.ly/1S5UTWk").len(), 3);
    let seed = "Hi, I'm Mark Thurman and I'm teaching you about the @appdotnet Stream #API.";
    assert_eq!(found(seed), ["52+10 @appdotnet", "70+4 #api"]);
}

#[test]
fn positions_count_code_points() {
    assert_eq!(found("\u{1f600}\u{e9} #\u{dc}ber @amy"), ["3+5 #\u{fc}ber", "9+4 @amy"]);
}

#[test]
fn an_address_ends_before_the_sentence_does() {
    assert_eq!(found("(see http://a.example/b_(c)), ok"), ["5+22 http://a.example/b_(c)"]);
    assert_eq!(found("HTTPS://A.example/?q=1&r=\u{fc}."), ["0+26 HTTPS://A.example/?q=1&r=\u{fc}"]);
    assert_eq!(found("<http://a.example>"), ["1+16 http://a.example"]);
}

#[test]
fn what_only_looks_like_one_is_none() {
    for text in [
        "",
        "@",
        "#",
        "# 1",
        "@ a",
        "http://",
        "https:// x",
        "amy@app.net",
        "a.b@app.net",
        "node.js and 3.14",
        "a..com",
        "-a-.com",
        "app.network",
        "x@y",
        "a#b",
        "##a",
        "&#39;",
        "@abcdefghijklmnopqrstu",
        "end.Of sentence",
        "@amy\u{e9}",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn any_text_is_cut_at_characters_and_without_overlaps() {
    let parts = ["@amy", "#\u{dc}", "http://\u{fc}.com/", "a.com", "\u{1f600}", " ", "(", ")", ".", "/", "@", "\r\n"];
    for first in parts {
        for second in parts {
            for third in parts {
                let text = format!("{first}{second}{third}");
                let mut end = 0;
                for entity in entities(&text) {
                    assert!(entity.bytes.start >= end, "{text:?}");
                    end = entity.bytes.end;
                    assert_eq!(text[..entity.bytes.start].chars().count(), entity.pos, "{text:?}");
                    assert_eq!(text[entity.bytes].chars().count(), entity.len, "{text:?}");
                }
            }
        }
    }
}
