//! What OAuth 2 pages are asked with: what is right, and what the app hears when it is wrong.

use dialect::{audience, scopes};

use super::*;

/// Where a browser is sent that asks for `target`, once the graph vouches for the callback.
fn sent(target: &str) -> String {
    let reply = told(&get(target), ask(question(Some(CALLBACK))));
    assert_eq!(reply.status, 302, "{target}: {}", html(&reply));
    assert!(reply.body.is_empty() && reply.get_header("set-cookie").is_none());
    reply.get_header("location").unwrap().to_owned()
}

/// What a target with a fault asks of the graph: nothing that could let the app in.
fn asks_nothing(target: &str) {
    let op = review(target);
    assert_eq!((op.browser, op.anew, op.skip), (Browser::default(), true, false), "{target}");
    match op.request {
        AccessRequest::Code(request) => assert_eq!((request.scopes.len(), request.challenge), (0, None)),
        AccessRequest::Temporary(_) => panic!("{target} names temporary credentials"),
    }
}

#[test]
fn x_takes_codes_with_a_challenge() {
    let target = x("&redirect_uri=https%3A%2F%2Fapp.example%2Fback&state=s");
    for target in [target.clone(), target.replace("/i/", "/2/")] {
        let expected = CodeRequest {
            audience: audience::X,
            client: "key".into(),
            callback: Some(CALLBACK.into()),
            scopes: vec!["tweet.read".into()],
            challenge: Some(CHALLENGE.into()),
            response: Response::Code { life: 30_000 },
        };
        assert_eq!(code(&target), expected);
        let op = review(&target);
        assert_eq!((op.anew, op.skip, op.browser.trusted), (false, false, true));
    }
    assert!(review(&x("&force_login=true")).anew);
    assert_eq!(code(&x("")).callback, None);
}

#[test]
fn x_takes_the_challenge_in_every_case_and_plain() {
    let challenge = |query: &str| {
        code(&format!("/i/oauth2/authorize?response_type=code&client_id=k&scope=tweet.read&{query}")).challenge
    };
    for method in ["S256", "s256"] {
        let query = format!("code_challenge={CHALLENGE}&code_challenge_method={method}");
        assert_eq!(challenge(&query).as_deref(), Some(CHALLENGE));
    }
    let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    for method in ["&code_challenge_method=plain", "&code_challenge_method=PLAIN", "&code_challenge_method=", ""] {
        let query = format!("code_challenge={verifier}{method}");
        assert_eq!(challenge(&query).as_deref(), Some(CHALLENGE), "{method}");
    }
    assert_eq!(challenge("code_challenge=challenge&code_challenge_method=plain"), Some(hashed("challenge").into()));
}

#[test]
fn scopes_are_kept_in_order_and_once() {
    let scopes = |target: &str| code(target).scopes.join(" ");
    let many = "/i/oauth2/authorize?response_type=code&client_id=k&code_challenge=a&scope=";
    let given = |scope: &str| scopes(&format!("{many}{scope}"));
    assert_eq!(given("users.read+tweet.read%20%20users.read"), "users.read tweet.read");
    let all: Vec<_> = scopes::X.iter().map(|scope| scope.name).collect();
    assert_eq!(given(&all.join("%20")), all.join(" "));
    let given = |scope: &str| scopes(&format!("/oauth/authorize?response_type=code&client_id=k&scope={scope}"));
    for list in [
        "stream%20write_post",
        "stream+write_post",
        "stream,write_post",
        "stream%2Bwrite_post",
        "stream%2C%20write_post",
        "stream%2520write_post",
    ] {
        assert_eq!(given(list), "basic stream write_post", "{list}");
    }
    assert_eq!(given("stream%20basic"), "stream basic");
    assert_eq!(given(""), "basic");
    let all: Vec<_> = scopes::APP_NET.iter().map(|scope| scope.name).collect();
    assert_eq!(given(&all.join(",")), all.join(" "));
}

#[test]
fn app_net_takes_codes_and_tokens() {
    let target = "/oauth/authenticate?client_id=key&response_type=code&redirect_uri=https://app.example/back&scope=stream&state=x&adnview=appstore";
    let expected = CodeRequest {
        audience: audience::APP_NET,
        client: "key".into(),
        callback: Some(CALLBACK.into()),
        scopes: vec!["basic".into(), "stream".into()],
        challenge: None,
        response: Response::Code { life: 600_000 },
    };
    assert_eq!(code(target), expected);
    assert!(review(target).skip);
    assert!(!review(&target.replace("authenticate", "authorize")).skip);
    let implicit = target.replace("=code", "=token");
    assert_eq!(code(&implicit), CodeRequest { response: Response::Token, ..expected });
}

#[test]
fn x_tells_the_app_what_is_wrong() {
    let base = "/i/oauth2/authorize?client_id=key&state=a%20b";
    let scope = "&scope=tweet.read";
    let proof = format!("&code_challenge={CHALLENGE}&code_challenge_method=S256");
    let long = "a".repeat(129);
    let (no, bad, twice) =
        ("Missing required parameter", "Value passed for the", "A parameter was passed more than once.");
    for (query, error, description) in [
        (format!("{scope}{proof}"), "invalid_request", format!("{no} [response_type].")),
        (format!("&response_type={scope}{proof}"), "invalid_request", format!("{no} [response_type].")),
        (
            format!("&response_type=token{scope}{proof}"),
            "unsupported_response_type",
            format!("{bad} response type was invalid."),
        ),
        (
            format!("&response_type=CODE{scope}{proof}"),
            "unsupported_response_type",
            format!("{bad} response type was invalid."),
        ),
        (format!("&response_type=code&response_type=code{scope}{proof}"), "invalid_request", twice.into()),
        (format!("&response_type=code{proof}"), "invalid_scope", format!("{no} [scope].")),
        (format!("&response_type=code&scope=%20{proof}"), "invalid_scope", format!("{no} [scope].")),
        (format!("&response_type=code&scope=stream{proof}"), "invalid_scope", format!("{bad} scope was invalid.")),
        (
            format!("&response_type=code&scope=tweet.read,users.read{proof}"),
            "invalid_scope",
            format!("{bad} scope was invalid."),
        ),
        (format!("&response_type=code{scope}{scope}{proof}"), "invalid_request", twice.into()),
        (format!("&response_type=code{scope}"), "invalid_request", format!("{no} [code_challenge].")),
        (
            format!("&response_type=code{scope}&code_challenge=a&code_challenge_method=S256"),
            "invalid_request",
            format!("{bad} code challenge was invalid."),
        ),
        (
            format!("&response_type=code{scope}&code_challenge={}%3D&code_challenge_method=S256", &CHALLENGE[1..]),
            "invalid_request",
            format!("{bad} code challenge was invalid."),
        ),
        (
            format!("&response_type=code{scope}&code_challenge=a%20b"),
            "invalid_request",
            format!("{bad} code challenge was invalid."),
        ),
        (
            format!("&response_type=code{scope}&code_challenge={long}"),
            "invalid_request",
            format!("{bad} code challenge was invalid."),
        ),
        (
            format!("&response_type=code{scope}&code_challenge=a&code_challenge_method=S512"),
            "invalid_request",
            format!("{bad} code challenge method was invalid."),
        ),
        (format!("&response_type=code{scope}{proof}{proof}"), "invalid_request", twice.into()),
    ] {
        let target = format!("{base}{query}");
        asks_nothing(&target);
        let coded = description.replace(' ', "%20").replace('[', "%5B").replace(']', "%5D");
        let expected = format!("{CALLBACK}?error={error}&error_description={coded}&state=a%20b");
        assert_eq!(sent(&target), expected, "{query}");
    }
}

#[test]
fn a_state_is_at_most_500_characters_for_x_and_any_number_for_app_net() {
    let fits = "\u{e9}".repeat(500);
    let state = |state: &str| x(&format!("&state={state}"));
    assert_eq!(code(&state(&fits)).scopes.len(), 1);
    let long = "a".repeat(501);
    asks_nothing(&state(&long));
    let expected = "error=invalid_request&error_description=Value%20passed%20for%20the%20state%20was%20too%20long.";
    assert_eq!(sent(&state(&long)), format!("{CALLBACK}?{expected}&state={long}"));
    assert_eq!(code(&format!("/oauth/authorize?client_id=k&response_type=code&state={long}")).scopes.len(), 1);
    // Which of two is meant nobody knows: none is brought back.
    let twice = "error=invalid_request&error_description=A%20parameter%20was%20passed%20more%20than%20once.";
    assert_eq!(sent(&x("&state=a&state=b")), format!("{CALLBACK}?{twice}"));
}

#[test]
fn app_net_tells_the_app_where_it_looks() {
    let scope = "error=invalid_scope&error_description=Value%20passed%20for%20the%20scope%20was%20invalid.&state=s";
    let base = "/oauth/authenticate?client_id=key&state=s";
    let code = format!("{base}&response_type=code&scope=everything");
    let token = format!("{base}&response_type=token&scope=everything");
    asks_nothing(&code);
    asks_nothing(&token);
    assert_eq!(sent(&code), format!("{CALLBACK}?{scope}"));
    assert_eq!(sent(&token), format!("{CALLBACK}#{scope}"));
    let kind = "error=unsupported_response_type&error_description=Value%20passed%20for%20the%20response%20type%20was%20invalid.&state=s";
    assert_eq!(sent(&format!("{base}&response_type=id_token")), format!("{CALLBACK}?{kind}"));
    let none = "error=invalid_request&error_description=Missing%20required%20parameter%20%5Bresponse_type%5D.&state=s";
    assert_eq!(sent(base), format!("{CALLBACK}?{none}"));
}

#[test]
fn a_client_that_is_unclear_hears_nothing() {
    for (target, words) in [
        ("/i/oauth2/authorize", "It did not name its client id."),
        ("/i/oauth2/authorize?client_id=&response_type=code", "It did not name its client id."),
        ("/i/oauth2/authorize?client_id=a&client_id=b", "It passed client_id more than once."),
        (
            "/i/oauth2/authorize?client_id=a&redirect_uri=https://a.example&redirect_uri=https://a.example",
            "It passed redirect_uri more than once.",
        ),
        ("/i/oauth2/authorize?client_id=a&redirect_uri=https://a.example/%23top", "no address of an application"),
        ("/oauth/authorize?client_id=a&redirect_uri=back", "no address of an application"),
    ] {
        let reply = turned_away(&get(target));
        assert_eq!(reply.status, 400, "{target}");
        assert!(html(&reply).contains(words), "{target}: {}", html(&reply));
        assert_eq!(reply.get_header("location"), None);
    }
}
