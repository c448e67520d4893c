//! The HTML of recorded descriptions, byte by byte, and that no description can break out of it.

use block_graph::testkit::{AMY, person};
use dialect::json::Escapes;

use super::*;

fn html(name: &str, text: &str) -> String {
    let mut user = person(AMY, name);
    text.clone_into(&mut user.description);
    let mut out = Json::new(Escapes::ASCII, 0);
    Description::of(&user.into(), true).unwrap().write(&mut out);
    let written: serde_json::Value = serde_json::from_slice(&out.into_bytes()).unwrap();
    written["html"].as_str().unwrap().to_owned()
}

#[test]
fn recorded_descriptions_give_the_recorded_html() {
    assert_eq!(
        html("adnpy", "A python lib for App.net"),
        r#"<span itemscope="https://app.net/schemas/Post">A python lib for <a href="http://App.net">App.net</a></span>"#
    );
    let dadada = "I'm a Japanese high school student. I can't speak English well.\r\nMy hobbies : Gadgets / IdolM@ster / \
                  C&C++(a little)\r\nTwitter : @dadada_sann";
    let expected = concat!(
        r#"<span itemscope="https://app.net/schemas/Post">I'm a Japanese high school student. I can't speak English well."#,
        r#"&#13;<br>My hobbies : Gadgets / IdolM@ster / C&amp;C++(a little)&#13;<br>Twitter : "#,
        r#"<span data-mention-id="9007199254740993" data-mention-name="dadada_sann" itemprop="mention">@dadada_sann</span>"#,
        "</span>"
    );
    assert_eq!(html("dadada_sann", dadada), expected);
    assert_eq!(
        html("snow", "Oh Crap! you found me... Snowcone?\n\n#snow "),
        concat!(
            r#"<span itemscope="https://app.net/schemas/Post">Oh Crap! you found me... Snowcone?<br><br>"#,
            r#"<span data-hashtag-name="snow" itemprop="hashtag">#snow</span> </span>"#
        )
    );
    assert_eq!(
        html("amy", "prot\u{e9}g\u{e9} \"x\" \u{4ffa}"),
        r#"<span itemscope="https://app.net/schemas/Post">prot&#233;g&#233; "x" &#20474;</span>"#
    );
}

#[test]
fn other_peoples_mentions_are_text() {
    let written = html("amy", "friend of @bea and <@AMY>");
    assert!(written.contains("friend of @bea and &lt;<span data-mention-id"), "{written}");
    assert!(written.ends_with(">@AMY</span>&gt;</span>"), "{written}");
}

#[test]
fn no_text_breaks_out() {
    let written = html("amy", "\"><script>alert('x')</script> http://a.example/\"onclick='x' #a\"b a.com/\"x");
    assert!(!written.contains("<script"), "{written}");
    for tag in written.split('<').skip(1) {
        let inside = tag.split_once('>').unwrap().0;
        assert_eq!(inside.matches('"').count() % 2, 0, "{inside}");
        assert!(!inside.contains("onclick"), "{inside}");
    }
}
