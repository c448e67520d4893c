//! The ways back, byte for byte.

use block_graph::testkit::grant;
use dialect::audience;

use super::*;

const TEMPORARY: &str = "/oauth/authorize?oauth_token=tok%2Fen";
const IMPLICIT: &str = "/oauth/authorize?client_id=key&response_type=token&state=s%26t";
const CODE: &str = "/oauth/authorize?client_id=key&response_type=code&state=s%26t";

fn verifier() -> BroughtBack {
    BroughtBack::Verifier(Secret::new("verif"))
}

fn brought_code() -> BroughtBack {
    BroughtBack::Code(Secret::new("co+de"))
}

fn token() -> BroughtBack {
    let issued = Issued {
        text: Secret::new("to=ken"),
        secret: None,
        refresh: None,
        grant: grant(TokenClass::UserBearer, audience::APP_NET, Some(AMY), &["basic"]).into(),
        user: None,
    };
    BroughtBack::Token(issued.into())
}

/// Where a browser is sent that looks at `target`, and where one is sent that answers the same.
fn both(target: &str, outcome: &dyn Fn() -> Outcome) -> String {
    let looked = told(&get(target), outcome());
    let (path, query) = target.split_once('?').unwrap();
    let body = format!("{query}&form=f&decision=allow");
    let answered = told(&post(path, &body), outcome());
    assert_eq!((looked.status, answered.status), (302, 303), "{target}");
    for reply in [&looked, &answered] {
        assert!(reply.body.is_empty() && reply.content_type.is_empty());
        assert_eq!(reply.get_header("cache-control"), Some("no-store"));
        assert_eq!(reply.get_header("referrer-policy"), Some("no-referrer"));
    }
    assert_eq!(looked.get_header("location"), answered.get_header("location"));
    looked.get_header("location").unwrap().to_owned()
}

#[test]
fn the_way_back_of_every_flow() {
    let in_with = |target: &str, callback: &'static str, proof: &dyn Fn() -> BroughtBack| {
        both(target, &|| allowed(Some(callback), proof(), None))
    };
    assert_eq!(
        in_with(TEMPORARY, CALLBACK, &verifier),
        "https://app.example/back?oauth_token=tok%2Fen&oauth_verifier=verif"
    );
    assert_eq!(
        in_with(TEMPORARY, "https://app.example/?a=%20b+c#top", &verifier),
        "https://app.example/?a=%20b+c&oauth_token=tok%2Fen&oauth_verifier=verif#top"
    );
    assert_eq!(
        in_with(TEMPORARY, "my-app://back", &verifier),
        "my-app://back?oauth_token=tok%2Fen&oauth_verifier=verif"
    );
    assert_eq!(in_with(CODE, CALLBACK, &brought_code), "https://app.example/back?code=co%2Bde&state=s%26t");
    assert_eq!(
        in_with(CODE, "https://app.example/?a=b", &brought_code),
        "https://app.example/?a=b&code=co%2Bde&state=s%26t"
    );
    assert_eq!(in_with(IMPLICIT, CALLBACK, &token), "https://app.example/back#access_token=to%3Dken&state=s%26t");
    assert_eq!(
        in_with(IMPLICIT, "https://app.example/?a=b", &token),
        "https://app.example/?a=b#access_token=to%3Dken&state=s%26t"
    );
    assert_eq!(
        in_with(&x("&state=s%26t"), CALLBACK, &brought_code),
        "https://app.example/back?state=s%26t&code=co%2Bde"
    );
    assert_eq!(in_with(&x(""), "portcullis-demo://callback", &brought_code), "portcullis-demo://callback?code=co%2Bde");
}

#[test]
fn the_way_back_of_a_person_who_says_no() {
    let out = |target: &str| both(target, &|| denied(Some(CALLBACK)));
    assert_eq!(out(TEMPORARY), "https://app.example/back?denied=tok%2Fen");
    let words = "error=access_denied&error_description=The%20person%20did%20not%20let%20the%20application%20in.";
    assert_eq!(out(CODE), format!("https://app.example/back?{words}&state=s%26t"));
    assert_eq!(out(IMPLICIT), format!("https://app.example/back#{words}&state=s%26t"));
    assert_eq!(out(&x("&state=s")), format!("https://app.example/back?{words}&state=s"));
    assert_eq!(out(&x("")), format!("https://app.example/back?{words}"));
}

#[test]
fn a_new_session_comes_along() {
    let reply = told(&get(TEMPORARY), allowed(Some(CALLBACK), verifier(), Some("v.1.2.s")));
    let expected = "portcullis_session=v.1.2.s; HttpOnly; SameSite=Lax; Secure; Path=/; Max-Age=43200";
    assert_eq!(reply.get_header("set-cookie"), Some(expected));
    assert_eq!(told(&get(TEMPORARY), denied(Some(CALLBACK))).get_header("set-cookie"), None);
}

#[test]
fn a_state_is_brought_back_letter_by_letter() {
    let back = both(
        "/oauth/authorize?client_id=key&response_type=code&state=%0D%0ASet-Cookie%3A+a%3Db+%C3%A9%22%3C%3E%25%26%23",
        &|| allowed(Some(CALLBACK), brought_code(), None),
    );
    let state = "%0D%0ASet-Cookie%3A%20a%3Db%20%C3%A9%22%3C%3E%25%26%23";
    assert_eq!(back, format!("https://app.example/back?code=co%2Bde&state={state}"));
}

#[test]
fn an_answer_to_another_question_goes_nowhere() {
    for (target, proof, callback) in [
        (TEMPORARY, brought_code(), Some(CALLBACK)),
        (TEMPORARY, token(), Some(CALLBACK)),
        (CODE, verifier(), Some(CALLBACK)),
        (CODE, token(), Some(CALLBACK)),
        (IMPLICIT, brought_code(), Some(CALLBACK)),
        (CODE, brought_code(), None),
    ] {
        let reply = told(&get(target), allowed(callback, proof, None));
        assert_eq!((reply.status, reply.get_header("location")), (500, None), "{target}");
    }
}
