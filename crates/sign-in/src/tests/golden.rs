//! Whole replies under `fixtures/golden/sign-in/`. The style sheet and its hash are left out and a line is begun before each
//! tag, so that people can read them and a difference is small.

use dialect::audience;
use dialect::testkit::show;

use super::*;

fn golden(name: &str, reply: &Reply) {
    let hash = hashed(STYLE).replace('-', "+").replace('_', "/");
    let text = show(reply).replace(STYLE, "…").replace(&hash, "…").replace("><", ">\n<");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/golden/sign-in");
    insta::with_settings!({ snapshot_path => path, prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

const TEMPORARY: &str = "/oauth/authorize?oauth_token=token";

fn scopes(audience: &'static str, scopes: &[&str]) -> Asks {
    Asks::Scopes(audience, scopes.iter().map(|scope| (*scope).into()).collect())
}

#[test]
fn questions_of_oauth_1() {
    let asked = |permission, callback| Question {
        asks: Asks::Permission(permission),
        session: Some(Secret::new("visitor.0.1613254256000.sign")),
        ..question(callback)
    };
    golden("ask-read", &told(&get(TEMPORARY), ask(asked(Permission::Read, Some(CALLBACK)))));
    golden(
        "ask-read-write",
        &told(&get(TEMPORARY), ask(asked(Permission::ReadWrite, Some("http://127.0.0.1:5000/back")))),
    );
    golden(
        "ask-direct-messages",
        &told(&get(TEMPORARY), ask(asked(Permission::ReadWriteDirectMessages, Some("my-app://back")))),
    );
    golden("ask-out-of-band", &told(&get(TEMPORARY), ask(asked(Permission::Read, None))));
    let named = get("/oauth/authenticate?oauth_token=token&screen_name=BEA&lang=en");
    golden("ask-screen-name", &told(&named, ask(question(Some(CALLBACK)))));
    let unlisted = get("/oauth/authorize?oauth_token=token&screen_name=@zoe&force_login=true");
    golden("ask-screen-name-unlisted", &told(&unlisted, ask(question(Some(CALLBACK)))));
    let empty = Question { people: Vec::new(), ..question(Some(CALLBACK)) };
    golden("ask-nobody-there", &told(&get(TEMPORARY), ask(empty)));
    let far = get(TEMPORARY).header("x-forwarded-for", "203.0.113.9");
    golden("ask-stranger", &told(&far, ask(question(Some(CALLBACK)))));
}

#[test]
fn questions_of_oauth_2() {
    let target = x("&redirect_uri=https%3A%2F%2Fapp.example%2Fback&state=a%26b%3D%22%C3%A9");
    let asks = scopes(audience::X, &["tweet.read", "block.write", "offline.access"]);
    let asked = Question { asks, ..question(Some(CALLBACK)) };
    golden("ask-x", &told(&get(&target), ask(asked.clone())));
    let known = Question { signed_in: Some(amy()), ..asked };
    golden("ask-x-signed-in", &told(&get(&target), ask(known)));
    let target = "/oauth/authenticate?client_id=key&response_type=token&redirect_uri=my-app:back&scope=stream,follow&adnview=appstore";
    let asks = scopes(audience::APP_NET, &["basic", "stream", "follow"]);
    let known = Question { asks, signed_in: Some(amy()), ..question(Some("my-app:back")) };
    golden("ask-app-net-signed-in", &told(&get(target), ask(known)));
}

#[test]
fn questions_asked_again() {
    let again = |body, signed_in, problem| {
        let problem = Some(problem);
        let asked = Question { signed_in, problem, ..question(Some(CALLBACK)) };
        told(&post("/oauth/authorize", body), ask(asked))
    };
    let body = "oauth_token=token&form=f&decision=allow&username=bea&other=&password=wrong";
    golden("again-wrong-password", &again(body, None, SignInProblem::WrongPassword));
    // Who is signed in already is not who was typed: the choice stays open.
    let body = "oauth_token=token&form=f&decision=allow&username=cal&other=zoe&password=";
    golden("again-signed-in", &again(body, Some(amy()), SignInProblem::WrongPassword));
    let body = "oauth_token=token&form=f&decision=allow";
    golden("again-form-expired", &again(body, None, SignInProblem::FormExpired));
    golden("again-account-away", &again(body, Some(amy()), SignInProblem::AccountAway));
    let body = "oauth_token=token&form=f&decision=allow&username=bea&other=&password=wrong";
    golden("again-too-many-tries", &again(body, None, SignInProblem::TooManyTries));
}

#[test]
fn ends() {
    let pin = BroughtBack::Verifier(Secret::new("0421337"));
    golden("pin", &told(&get(TEMPORARY), allowed(None, pin, Some("visitor.1.1613254256000.sign"))));
    golden("denied-out-of-band", &told(&get(TEMPORARY), denied(None)));
    let verifier = BroughtBack::Verifier(Secret::new("verifier"));
    let body = "oauth_token=token&form=f&decision=allow&username=amy&other=&password=";
    let outcome = allowed(Some(CALLBACK), verifier, Some("visitor.1.1613254256000.sign"));
    golden("allowed", &told(&post("/oauth/authorize", body), outcome));
    golden("denied", &told(&get(TEMPORARY), denied(Some(CALLBACK))));
    let code = BroughtBack::Code(Secret::new("code"));
    golden("allowed-x", &told(&get(&x("&state=s")), allowed(Some(CALLBACK), code, None)));
    let faulty = get("/i/oauth2/authorize?client_id=key&response_type=code&scope=everything&state=s");
    golden("faulty-x", &told(&faulty, ask(question(Some(CALLBACK)))));
}

#[test]
fn errors() {
    let refused = |refusal: GrantRefusal| get(TEMPORARY).reply(|_| Err(refusal.into()));
    golden("error-no-ticket", &refused(GrantRefusal::TicketExpired));
    golden("error-unknown-client", &refused(GrantRefusal::UnknownClient));
    golden("error-callback-not-registered", &refused(GrantRefusal::CallbackNotRegistered));
    let nothing_runs = |exchange: &Exchange<'_>| exchange.reply(|_| panic!("nothing runs"));
    golden("error-neither", &nothing_runs(&get("/oauth/authorize")));
    golden("error-bad-callback", &nothing_runs(&get(&x("&redirect_uri=javascript:alert(1)"))));
    golden("error-no-form", &nothing_runs(&post("/oauth/authorize", "").body("application/json", "{}")));
    golden("error-method", &nothing_runs(&Exchange::new(&PAGES, Method::Delete, "/oauth/authorize")));
    golden("error-broken", &get(TEMPORARY).fails(Failure::Broken));
}
