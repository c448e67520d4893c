//! What OAuth 1.0a pages are asked with.

use block_graph::ReviewAccess;

use super::*;

fn asked(target: &str) -> (AccessRequest, bool, bool) {
    let ReviewAccess { request, anew, skip, .. } = review(target);
    (request, anew, skip)
}

#[test]
fn the_token_names_the_request() {
    let temporary = |token: &str| AccessRequest::Temporary(token.into());
    assert_eq!(asked("/oauth/authorize?oauth_token=abc"), (temporary("abc"), false, false));
    assert_eq!(asked("/oauth/authenticate?oauth_token=abc&lang=de"), (temporary("abc"), false, true));
    assert_eq!(asked("/oauth/authenticate?oauth_token=a%2Bb"), (temporary("a+b"), false, true));
    for yes in ["true", "1", "t", "True"] {
        let target = format!("/oauth/authenticate?oauth_token=abc&force_login={yes}");
        assert_eq!(asked(&target), (temporary("abc"), true, true));
    }
    for no in ["", "false", "0", "maybe"] {
        let target = format!("/oauth/authorize?force_login={no}&oauth_token=abc");
        assert_eq!(asked(&target), (temporary("abc"), false, false));
    }
}

#[test]
fn the_browser_comes_along() {
    let seen = |exchange: Exchange<'_>| match exchange.decode() {
        Ok(Command::ReviewAccess(ReviewAccess { browser, .. })) => browser,
        other => panic!("{other:?}"),
    };
    let target = "/oauth/authorize?oauth_token=abc";
    let session = Some(Secret::new("v.1.2.s"));
    let cookie = get(target).header("cookie", "a=b; portcullis_session=v.1.2.s");
    assert_eq!(seen(cookie), Browser { session, trusted: true });
    let far = get(target).header("x-forwarded-for", "203.0.113.9");
    assert_eq!(seen(far), Browser { session: None, trusted: false });
}

#[test]
fn without_one_clear_token_there_is_nothing_to_ask() {
    for (target, status, words) in [
        ("/oauth/authorize", 400, "There is no request token for this page."),
        ("/oauth/authorize?oauth_token=", 400, "There is no request token for this page."),
        ("/oauth/authenticate?oauth_tokens=a", 400, "There is no request token for this page."),
        ("/oauth/authorize?oauth_token=a&oauth_token=b", 400, "It passed oauth_token more than once."),
        ("/oauth/authorize?oauth_token=a&oauth_token=a", 400, "It passed oauth_token more than once."),
        ("/oauth/authorize?oauth_token=a&client_id=b", 400, "it is unclear what it asks for."),
    ] {
        let reply = turned_away(&get(target));
        assert_eq!(reply.status, status, "{target}");
        assert!(html(&reply).contains(words), "{target}: {}", html(&reply));
    }
    let long = format!("/oauth/authorize?oauth_token={}", "a".repeat(201));
    assert_eq!(turned_away(&get(&long)).status, 403);
}

#[test]
fn a_repeated_empty_parameter_is_no_parameter() {
    let target = "/oauth/authorize?oauth_token=&oauth_token=a&client_id=";
    assert_eq!(asked(target).0, AccessRequest::Temporary("a".into()));
}
