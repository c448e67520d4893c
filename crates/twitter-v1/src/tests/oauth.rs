//! What the token endpoints read, wherever it stands.

use block_graph::access::{Client, Permission};
use block_graph::{EndOwnToken, IssueAppToken, RedeemPassword, RedeemTemporary, RequestTemporary, ReturnToken};
use dialect::{Denial, Failure, Headers, NoHeaders, Origin, Request};

use super::*;

const REQUEST: &str = "/oauth/request_token";
const ACCESS: &str = "/oauth/access_token";

fn temporary(callback: Option<&str>, permission: Option<Permission>) -> Command {
    RequestTemporary { audience: audience::TWITTER, callback: callback.map(Into::into), permission }.into()
}

fn redeem(token: &str, verifier: Option<&str>) -> Command {
    RedeemTemporary { token: token.into(), verifier: verifier.map(Secret::new) }.into()
}

fn key(secret: Option<&str>) -> Client {
    Client { id: "key".into(), secret: secret.map(Secret::new) }
}

#[test]
fn a_callback_comes_in_the_header_the_query_or_the_body() {
    let url = Some("https://a.example/back?x=1");
    let header = proof("oauth_callback=\"https%3A%2F%2Fa.example%2Fback%3Fx%3D1\"");
    let query = "/oauth/request_token?oauth_callback=https%3A%2F%2Fa.example%2Fback%3Fx%3D1";
    for method in [Method::Post, Method::Get] {
        assert_eq!(client(method, REQUEST).header("authorization", &header).decode(), Ok(temporary(url, None)));
        assert_eq!(client(method, query).decode(), Ok(temporary(url, None)));
        assert_eq!(client(method, query).header("authorization", &header).decode(), Ok(temporary(url, None)));
    }
    let body = client(Method::Post, REQUEST).body(FORM, "oauth_callback=oob");
    assert_eq!(body.decode(), Ok(temporary(Some("oob"), None)));
    for none in [REQUEST, "/oauth/request_token?oauth_callback="] {
        assert_eq!(client(Method::Post, none).decode(), Ok(temporary(None, None)));
    }
    let json = client(Method::Post, REQUEST).body("application/json", "oauth_callback=oob");
    assert_eq!(json.decode(), Ok(temporary(None, None)));
}

#[test]
fn a_token_can_be_limited() {
    for (value, permission) in [("read", Permission::Read), ("write", Permission::ReadWrite)] {
        let target = format!("{REQUEST}?x_auth_access_type={value}");
        assert_eq!(client(Method::Post, &target).decode(), Ok(temporary(None, Some(permission))));
        let form = format!("x_auth_access_type={value}");
        assert_eq!(client(Method::Post, REQUEST).body(FORM, &form).decode(), Ok(temporary(None, Some(permission))));
    }
    let reply = client(Method::Post, "/oauth/request_token?x_auth_access_type=dm").reply(|_| unreachable!());
    assert_eq!(told(&reply), (400, coded(44, "x_auth_access_type parameter is invalid.")));
}

#[test]
fn temporary_credentials_are_for_apps_that_sign() {
    for unsigned in [nobody(Method::Post, REQUEST), nobody(Method::Post, REQUEST).header("authorization", BASIC)] {
        assert_eq!(unsigned.decode(), Err(Denial::NoCredentials.into()));
    }
    let reply = nobody(Method::Get, REQUEST).reply(|_| unreachable!());
    assert_eq!(told(&reply), (400, coded(215, "Bad Authentication data.")));
}

#[test]
fn token_and_verifier_come_in_any_mixture_signed_or_not() {
    let both = || Ok(redeem("tmp", Some("1234567")));
    let header = proof("oauth_token=\"tmp\", oauth_verifier=\"1234567\", oauth_callback=\"oob\"");
    let token = proof("oauth_token=\"tmp\"");
    let query = "/oauth/access_token?oauth_token=tmp&oauth_verifier=1234567";
    for method in [Method::Post, Method::Get] {
        assert_eq!(client(method, ACCESS).header("authorization", &header).decode(), both());
        let verifier = client(method, "/oauth/access_token?oauth_verifier=1234567").header("authorization", &token);
        assert_eq!(verifier.decode(), both());
        // In both places, as twitter-lite sends them.
        assert_eq!(client(method, query).header("authorization", &header).decode(), both());
        assert_eq!(nobody(method, query).decode(), both());
    }
    let form = "oauth_verifier=1234567";
    assert_eq!(client(Method::Post, ACCESS).header("authorization", &token).body(FORM, form).decode(), both());
    assert_eq!(nobody(Method::Post, ACCESS).body(FORM, "oauth_token=tmp&oauth_verifier=1234567").decode(), both());
    assert_eq!(nobody(Method::Post, "/oauth/access_token?oauth_token=tmp").body(FORM, form).decode(), both());
    let without = nobody(Method::Post, "/oauth/access_token?oauth_token=tmp&oauth_verifier=");
    assert_eq!(without.decode(), Ok(redeem("tmp", None)));
}

#[test]
fn nothing_has_two_values() {
    let header = proof("oauth_token=\"tmp\", oauth_verifier=\"1\"");
    let malformed = || Err(Failure::from(Denial::Malformed));
    for target in [
        "/oauth/access_token?oauth_token=tmp&oauth_token=other",
        "/oauth/access_token?oauth_token=tmp&oauth_verifier=1&oauth_verifier=2",
        "/oauth/access_token?oauth_token=tmp&x_auth_mode=client_auth&x_auth_mode=reverse_auth",
    ] {
        assert_eq!(nobody(Method::Post, target).decode(), malformed(), "{target}");
    }
    let verifier = client(Method::Post, ACCESS).header("authorization", &header).body(FORM, "oauth_verifier=2");
    assert_eq!(verifier.decode(), malformed());
    let callback = client(Method::Post, "/oauth/request_token?oauth_callback=oob&oauth_callback=https://a.example/");
    assert_eq!(told(&callback.reply(|_| unreachable!())), (401, coded(32, "Could not authenticate you.")));
}

#[test]
fn a_password_is_handed_in_by_an_app_that_signs() {
    let form = "x_auth_mode=client_auth&x_auth_username=amy%40a.example&x_auth_password=p+%26+q";
    let command = RedeemPassword {
        client: None,
        audience: audience::TWITTER,
        username: "amy@a.example".into(),
        password: Secret::new("p & q"),
        scopes: Vec::new(),
        permission: Some(Permission::ReadWrite),
    };
    assert_eq!(client(Method::Post, ACCESS).body(FORM, form).decode(), Ok(command.clone().into()));
    let query = format!("{ACCESS}?{form}");
    assert_eq!(client(Method::Post, &query).decode(), Ok(command.into()));
    assert_eq!(nobody(Method::Post, ACCESS).body(FORM, form).decode(), Err(Denial::NoCredentials.into()));
    let shown = format!("{:?}", client(Method::Post, ACCESS).body(FORM, form).decode());
    assert!(!shown.contains("p & q"), "{shown}");
    for (form, missing) in [
        ("x_auth_mode=client_auth&x_auth_password=p", "x_auth_username"),
        ("x_auth_mode=client_auth&x_auth_username=amy&x_auth_password=", "x_auth_password"),
    ] {
        let reply = client(Method::Post, ACCESS).body(FORM, form).reply(|_| unreachable!());
        assert_eq!(told(&reply), (403, coded(38, &format!("{missing} parameter is missing."))));
    }
}

#[test]
fn an_app_asks_for_its_token_in_the_body_or_the_query() {
    let command = |client| Ok(IssueAppToken { client, audience: audience::TWITTER }.into());
    let asked = |target| nobody(Method::Post, target).header("authorization", BASIC);
    let form =
        asked("/oauth2/token").body("application/x-www-form-urlencoded;charset=UTF-8", "grant_type=client_credentials");
    assert_eq!(form.decode(), command(key(Some("secret"))));
    assert_eq!(asked("/oauth2/token?grant_type=client_credentials").decode(), command(key(Some("secret"))));
    // `key:`; the graph refuses it.
    let bare =
        nobody(Method::Post, "/oauth2/token?grant_type=client_credentials").header("authorization", "Basic a2V5Og==");
    assert_eq!(bare.decode(), command(key(None)));
}

#[test]
fn a_bearer_token_is_given_back_in_every_form_it_is_sent_in() {
    let given = |token: &str| {
        Ok(ReturnToken { client: key(Some("secret")), audience: audience::TWITTER, token: Secret::new(token) }.into())
    };
    let back = |target| nobody(Method::Post, target).header("authorization", BASIC);
    for (form, token) in [
        ("access_token=AAAAabc123", "AAAAabc123"),
        ("access_token=AAAA%2FAAA%3Dx", "AAAA/AAA=x"),
        ("access_token=AAAA%252FAAA%253Dx", "AAAA/AAA=x"),
        ("access_token=AAAA%25252FAAA%25253Dx", "AAAA/AAA=x"),
        ("access_token=AAAA%25ff", "AAAA%ff"),
    ] {
        assert_eq!(back("/oauth2/invalidate_token").body(FORM, form).decode(), given(token), "{form}");
        let target = format!("/oauth2/invalidate_token?{form}");
        let in_query = nobody(Method::Post, &target).header("authorization", BASIC);
        assert_eq!(in_query.decode(), given(token), "{form}");
    }
}

#[test]
fn a_persons_token_is_ended_with_itself_alone() {
    // The page of 2018 had the token among the parameters; only the signature's counts.
    let target = "/oauth/invalidate_token?access_token=other&access_token_secret=x";
    assert_eq!(decoded(Method::Post, target), EndOwnToken.into());
    assert_eq!(
        amy(Method::Get, "/oauth/invalidate_token").decode(),
        Err(Failure::MethodNotAllowed(vec![Method::Post]))
    );
}

#[test]
fn words_of_oauth_2_are_another_apis() {
    let header = proof("oauth_token=\"tmp\"");
    let signed = [("authorization", header.as_str()), ("content-type", FORM)];
    let form = [("content-type", FORM)];
    let origin = Origin { scheme: "http", host: "localhost" };
    let asked = |target: &str, headers: &dyn Headers, body: &[u8]| {
        TWITTER_V1.speaks(&Request::new(Method::Post, target, headers, body, origin, NOW))
    };
    assert!(asked(ACCESS, &NoHeaders, b""));
    assert!(asked("/oauth/access_token?oauth_token=x&client_id=y", &NoHeaders, b""));
    assert!(asked(ACCESS, &form, b"x_auth_mode=client_auth&grant_type=password"));
    assert!(asked(ACCESS, &signed, b"grant_type=password"));
    assert!(!asked(ACCESS, &form, b"grant_type=authorization_code&client_id=1&code=2"));
    assert!(!asked("/oauth/authorize?response_type=code", &NoHeaders, b""));
    assert!(!asked("/oauth/authenticate?client_id=1", &NoHeaders, b""));
}
