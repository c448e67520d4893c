//! What is found in profiles.

use block_graph::testkit::{BEA, card, person};
use block_graph::{Outcome, UserCard};

use super::{body, get};

fn entities(card: UserCard) -> String {
    let reply = get("/2/users/7?user.fields=entities").reply(|_| Ok(Outcome::User(card)));
    let text = body(&reply);
    let start = text.find("\"entities\":").map(|at| at + 11);
    start.map_or_else(String::new, |start| text[start..text.len() - 2].to_owned())
}

fn described(description: &str) -> String {
    let mut user = person(BEA, "bea");
    user.description = description.to_owned();
    entities(card(user))
}

#[test]
fn nothing_found_is_no_key() {
    for text in ["", "plain", "a@b.c", "#1 @ # $ $12 $TOOLONGTAG", "x#y", "https://", "@sixteencharacters"] {
        assert_eq!(described(text), "", "{text:?}");
    }
}

#[test]
fn places_are_code_points() {
    assert_eq!(
        described("Größe 🐦 #Vögel @amy_1! $ACME"),
        r##"{"description":{"hashtags":[{"start":8,"end":14,"tag":"Vögel"}],"mentions":[{"start":15,"end":21,"username":"amy_1"}],"cashtags":[{"start":23,"end":28,"tag":"ACME"}]}}"##
    );
    assert_eq!(
        described("é (https://a.example/b?c#d), #x"),
        r##"{"description":{"urls":[{"start":3,"end":26,"url":"https://a.example/b?c#d","expanded_url":"https://a.example/b?c#d","display_url":"a.example/b?c#d"}],"hashtags":[{"start":29,"end":31,"tag":"x"}]}}"##
    );
}

#[test]
fn the_address_of_a_profile_is_one_link() {
    let mut user = person(BEA, "bea");
    user.url = Some("https://www.bea.example/".to_owned());
    assert_eq!(
        entities(card(user)),
        r#"{"url":{"urls":[{"start":0,"end":24,"url":"https://www.bea.example/","expanded_url":"https://www.bea.example/","display_url":"bea.example"}]}}"#
    );
}
