//! Every escape, character by character, and what values look like.

use proptest::prelude::*;

use super::*;

fn written(escapes: Escapes, write: impl FnOnce(&mut Json)) -> String {
    let mut out = Json::new(escapes, 0);
    write(&mut out);
    String::from_utf8(out.into_bytes()).unwrap()
}

/// The string as RFC 8259 and the services' habits have it, said in the simplest way.
fn expected(text: &str, ascii: bool, markup: bool) -> String {
    let character = |character: char| match character {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\u{8}' => "\\b".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\u{c}' => "\\f".to_owned(),
        '\r' => "\\r".to_owned(),
        '/' if markup => "\\/".to_owned(),
        '\0'..' ' => format!("\\u{:04x}", u32::from(character)),
        '<' | '>' if markup => format!("\\u{:04x}", u32::from(character)),
        other if ascii && !other.is_ascii() => {
            other.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
        }
        other => other.to_string(),
    };
    format!("\"{}\"", text.chars().map(character).collect::<String>())
}

/// The characters of the first planes' ends and beyond, all in one text and each between plain ones.
#[test]
fn texts_are_escaped() {
    let all: String =
        (0..=0x2fff_u32).chain(0xfff0..0x1_0010).chain(0x1_f300..0x1_f700).filter_map(char::from_u32).collect();
    let apart = all.chars().flat_map(|character| ['a', character, 'b', 'c', 'd', 'e', 'f']).collect::<String>();
    for (escapes, ascii, markup) in
        [(Escapes::PLAIN, false, false), (Escapes::ASCII, true, false), (Escapes::ASCII_AND_MARKUP, true, true)]
    {
        for text in [all.as_str(), &apart, "", "no escape", "é"] {
            assert_eq!(written(escapes, |out| _ = out.text(text)), expected(text, ascii, markup));
        }
        assert!(escapes.keep("plain & simple's") && !escapes.keep("a\nb"));
        assert_eq!(escapes.keep("é"), !ascii);
    }
}

/// All three ways of escaping beside [`expected`], of a text that is an address or not.
fn assert_escaped(text: &str) {
    for (escapes, ascii, markup) in
        [(Escapes::PLAIN, false, false), (Escapes::ASCII, true, false), (Escapes::ASCII_AND_MARKUP, true, true)]
    {
        let expected = expected(text, ascii, markup);
        assert_eq!(written(escapes, |out| _ = out.text(text)), expected, "{text:?}");
        let address = written(escapes, |out| {
            out.raw("\"");
            assert_eq!(out.address(text).len() + 2, expected.len());
            out.raw("\"");
        });
        assert_eq!(address, expected, "{text:?} as an address");
        assert_eq!(escapes.keep(text), expected.len() == text.len() + 2, "{text:?}");
        // What is known of it, as it may be known.
        let slashes = text.matches('/').count() * usize::from(markup);
        let only_slashes = expected.len() == text.len() + 2 + slashes;
        for (known, plain) in [(only_slashes && slashes == 0, false), (only_slashes, true), (false, false)] {
            let known = written(escapes, |out| {
                out.raw("\"");
                let written = if plain { out.known_address(text, known) } else { out.known_part(text, known) };
                assert_eq!(written.len() + 2, expected.len());
                out.raw("\"");
            });
            assert_eq!(known, expected, "{text:?}, known");
        }
    }
}

/// Around the borders of words and blocks: one sign, and one with its neighbours, wherever it can stand.
#[test]
fn texts_are_escaped_wherever_a_sign_stands() {
    let signs = [
        "/", "//", "/.", "/./", "\"", "\"#", "\\", "\\]", "<", ">", "<=/", "\n", "\u{1f}", " ", "!", "\u{7f}", "é",
        "☽/", "🔥",
    ];
    for start in ["", "https://", "//"] {
        for length in (0..26).chain([31, 32, 33, 64]) {
            let plain: String = "pbs.example_com".chars().cycle().take(length).collect();
            for at in 0..=length {
                for sign in signs {
                    assert_escaped(&format!("{start}{}{sign}{}", &plain[..at], &plain[at..]));
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_escaped(text in any::<String>(), sparse in "[a-z./\"\\\\<>\\x00-\\x22é☽🔥]{0,80}") {
        assert_escaped(&text);
        assert_escaped(&sparse);
        assert_escaped(&format!("https://{sparse}"));
    }
}

#[test]
fn values_stand_where_they_are_written() {
    let object = written(Escapes::ASCII, |out| {
        out.raw("{\"id\":");
        let id = out.number(-12);
        out.raw(",\"id_str\":\"");
        out.again(id);
        out.raw("\",\"texts\":[");
        out.each([None, Some("a")].into_iter(), |out, text| _ = out.text_or_null(text));
        out.raw("],\"ids\":[");
        out.numbers(&[1, 2], |number| *number, true);
        out.raw("],\"flag\":");
        out.flag(true);
        out.raw("}");
    });
    assert_eq!(object, r#"{"id":-12,"id_str":"-12","texts":[null,"a"],"ids":["1","2"],"flag":true}"#);
}

#[test]
fn numbers_stand_in_constant_text() {
    let numbers = [0, 7, 10, 99, 100, 1000, 9_999, 10_000, 123_456, i32::MAX, -1, i32::MIN];
    for number in numbers {
        let object = written(Escapes::PLAIN, |out| {
            crate::count!(out, "{\"count\":", number);
            if let Some(text) = out.piece(b",\"at\":\"00\"}") {
                text[7..9].copy_from_slice(b"12");
            }
        });
        assert_eq!(object, format!("{{\"count\":{number},\"at\":\"12\"}}"));
    }
}

/// As many slashes as there is room for, and more; texts of every length around what is copied in one way or another.
#[test]
fn addresses_of_any_length_and_with_any_number_of_slashes_are_escaped() {
    for length in 0..150 {
        assert_escaped(&"a".repeat(length));
        assert_escaped(&format!("https://{}", "a/".repeat(length)));
        assert_escaped(&"/".repeat(length));
        assert_escaped(&format!("//{}/é", "abcdefghi/".repeat(length / 10)));
    }
}

#[test]
fn other_signs_are_written_otherwise() {
    let text = "\"a*b**\u{1}é*\\ and a longer text * with \"words\" in it*";
    let object = written(Escapes::ASCII, |out| {
        out.part_but(
            text,
            |word| crate::blocks::is(word, b'*'),
            |out, rest| {
                let stars = rest.len() - rest.trim_start_matches('*').len();
                if stars > 0 {
                    out.raw("(star)");
                }
                stars
            },
        );
    });
    let stars = text.replace("**", "*").replace('\\', "\\\\").replace('"', "\\\"");
    assert_eq!(object, stars.replace('*', "(star)").replace('\u{1}', "\\u0001"));
}

#[test]
fn an_object_goes_on_in_the_one_before_it() {
    let joined = |rest: &str| {
        written(Escapes::PLAIN, |out| {
            out.raw("{\"data\":1");
            let start = out.len();
            out.raw(rest);
            out.join_object(start);
        })
    };
    assert_eq!(joined("{\"meta\":2}"), "{\"data\":1,\"meta\":2}");
    assert_eq!(joined("{}"), "{\"data\":1}");
}

#[test]
fn what_repeats_is_written_once_and_copied() {
    let (mut out, mut last, mut times) = (Json::new(Escapes::PLAIN, 0), Last::default(), 0);
    // The first is written even if it tells what nothing tells.
    for told in [0, 0, 7, 7, 7, 0] {
        last.write(&mut out, told, |out| {
            times += 1;
            out.number(told);
        });
        out.raw(",");
    }
    assert_eq!((String::from_utf8(out.into_bytes()).unwrap().as_str(), times), ("0,0,7,7,7,0,", 3));
}
