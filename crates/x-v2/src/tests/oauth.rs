//! Tokens: every carrier, what it decodes to, and everything that is refused.

use block_graph::access::{Client, GrantRefusal};
use block_graph::rate::Window;
use block_graph::{Command, CoreError, Outcome, RedeemCode, RedeemRefresh, Refusal, ReturnToken, Secret, Timestamp};
use dialect::testkit::Exchange;
use dialect::{Denial, Failure, Method, Reply, audience};

use super::{JSON, amy, anonymous, body, refused};
use crate::limits;

pub(super) const TOKEN: &str = "/2/oauth2/token";
pub(super) const REVOKE: &str = "/2/oauth2/revoke";
/// `key:se:cret`
pub(super) const BASIC: &str = "Basic a2V5OnNlOmNyZXQ=";
pub(super) const CODE: &str = "grant_type=authorization_code&code=a%2Bb&redirect_uri=https%3A%2F%2Fa.example%2Fback%3Fx%3D1&code_verifier=v-e_r.i~f&client_id=key";
pub(super) const REFRESH: &str = "grant_type=refresh_token&refresh_token=r-1&client_id=key";
pub(super) const RETURN: &str = "token=t-1&token_type_hint=access_token&client_id=key";

pub(super) fn form<'e>(path: &'e str, body: &'e str) -> Exchange<'e> {
    anonymous(Method::Post, path).body("application/x-www-form-urlencoded", body)
}

fn json(body: &str) -> Exchange<'_> {
    anonymous(Method::Post, TOKEN).body("application/json;charset=UTF-8", body)
}

fn client(secret: Option<&str>) -> Client {
    Client { id: "key".into(), secret: secret.map(Secret::new) }
}

fn redeem(secret: Option<&str>) -> Command {
    Command::RedeemCode(RedeemCode {
        client: client(secret),
        audience: audience::X,
        code: Secret::new("a+b"),
        callback: Some("https://a.example/back?x=1".into()),
        verifier: Some(Secret::new("v-e_r.i~f")),
        life: Some(7_200_000),
        refresh_with: Some("offline.access"),
    })
}

fn redeem_refresh(secret: Option<&str>, scopes: Option<&[&str]>) -> Command {
    Command::RedeemRefresh(RedeemRefresh {
        client: client(secret),
        audience: audience::X,
        refresh: Secret::new("r-1"),
        scopes: scopes.map(|scopes| scopes.iter().map(|scope| (*scope).into()).collect()),
        life: Some(7_200_000),
    })
}

/// Sees to it that the reply is of the form of RFC 6749, 5.2.
fn told(reply: &Reply, status: u16, error: &str, description: &str) {
    let expected = format!(r#"{{"error":"{error}","error_description":"{description}"}}"#);
    assert_eq!((reply.status, reply.content_type, body(reply)), (status, JSON, &*expected));
    assert!(reply.get_header("cache-control").is_some_and(|value| value.contains("no-store")), "{reply:?}");
}

fn invalid(reply: &Reply, description: &str) {
    told(reply, 400, "invalid_request", description);
}

fn missing(reply: &Reply, name: &str) {
    invalid(reply, &format!("Missing required parameter [{name}]."));
}

fn refusing(exchange: &Exchange<'_>, refusal: GrantRefusal) -> Reply {
    exchange.reply(|_| Err(CoreError::Refused(Refusal::Grant(refusal))))
}

#[test]
fn a_code_comes_by_every_carrier() {
    let basic = Some("se:cret");
    assert_eq!(form(TOKEN, CODE).decode(), Ok(redeem(None)));
    assert_eq!(form(TOKEN, CODE).header("authorization", BASIC).decode(), Ok(redeem(basic)));
    // X's own SDK does not repeat the name.
    let bare = CODE.trim_end_matches("&client_id=key");
    assert_eq!(form(TOKEN, bare).header("authorization", BASIC).decode(), Ok(redeem(basic)));
    // Letter case and parameters of the content type.
    let loud = anonymous(Method::Post, TOKEN).body("Application/X-WWW-Form-URLEncoded; charset=UTF-8", CODE);
    assert_eq!(loud.decode(), Ok(redeem(None)));

    let object = r#"{"code":"a+b","code_verifier":"v-e_r.i~f","redirect_uri":"https://a.example/back?x=1","grant_type":"authorization_code","client_id":"key","client_secret":"se:cret"}"#;
    assert_eq!(json(object).decode(), Ok(redeem(None)), "a secret in the body proves nothing");
    assert_eq!(json(object).header("authorization", BASIC).decode(), Ok(redeem(basic)));

    let query = format!("{TOKEN}?{CODE}");
    assert_eq!(anonymous(Method::Post, &query).decode(), Ok(redeem(None)));
    for media in ["application/json", "application/x-www-form-urlencoded", "text/plain"] {
        let empty = anonymous(Method::Post, &query).body(media, "");
        assert_eq!(empty.decode(), Ok(redeem(None)), "{media}");
    }
    let (grant, rest) = CODE.split_once('&').expect("two parameters");
    assert_eq!(form(&format!("{TOKEN}?{grant}"), rest).decode(), Ok(redeem(None)), "some here, some there");
}

#[test]
fn a_refresh_token_comes_by_every_carrier() {
    let basic = Some("se:cret");
    assert_eq!(form(TOKEN, REFRESH).decode(), Ok(redeem_refresh(None, None)));
    assert_eq!(form(TOKEN, REFRESH).header("authorization", BASIC).decode(), Ok(redeem_refresh(basic, None)));
    assert_eq!(anonymous(Method::Post, &format!("{TOKEN}?{REFRESH}")).decode(), Ok(redeem_refresh(None, None)));
    let object = r#"{"refresh_token":"r-1","grant_type":"refresh_token","client_id":"key"}"#;
    assert_eq!(json(object).decode(), Ok(redeem_refresh(None, None)));
    let fewer = format!("{REFRESH}&scope=tweet.read++users.read%20tweet.read");
    assert_eq!(form(TOKEN, &fewer).decode(), Ok(redeem_refresh(None, Some(&["tweet.read", "users.read"]))));
    for blank in ["", "+", "%20%09"] {
        assert_eq!(form(TOKEN, &format!("{REFRESH}&scope={blank}")).decode(), Ok(redeem_refresh(None, None)));
    }
}

#[test]
fn a_token_is_given_back_by_every_carrier() {
    let back = |secret| {
        Ok(Command::ReturnToken(ReturnToken {
            client: client(secret),
            audience: audience::X,
            token: Secret::new("t-1"),
        }))
    };
    assert_eq!(form(REVOKE, RETURN).decode(), back(None));
    assert_eq!(form(REVOKE, RETURN).header("authorization", BASIC).decode(), back(Some("se:cret")));
    assert_eq!(anonymous(Method::Post, &format!("{REVOKE}?{RETURN}")).decode(), back(None));
    let object = r#"{"client_id":"key","client_secret":"se:cret","token":"t-1","token_type_hint":"refresh_token"}"#;
    assert_eq!(anonymous(Method::Post, REVOKE).body("application/json", object).decode(), back(None));
    // A hint of no meaning widens the search and is no error (RFC 7009, 2.1).
    let odd = RETURN.replace("access_token", "pin");
    assert_eq!(form(REVOKE, &odd).decode(), back(None));
    let told = |ended| form(REVOKE, RETURN).reply(|_| Ok(Outcome::Returned(ended)));
    for ended in [true, false] {
        assert_eq!((told(ended).status, body(&told(ended))), (200, r#"{"revoked":true}"#), "{ended}");
    }
}

#[test]
fn parameters_that_are_left_out() {
    for (path, sent) in [(TOKEN, CODE), (TOKEN, REFRESH), (REVOKE, RETURN)] {
        for pair in sent.split('&') {
            let name = pair.split('=').next().expect("a name");
            if name == "redirect_uri" {
                continue;
            }
            let rest: Vec<_> = sent.split('&').filter(|other| *other != pair).collect();
            missing(&refused(&form(path, &rest.join("&"))), name);
            let empty = sent.replace(pair, &format!("{name}="));
            missing(&refused(&form(path, &empty)), name);
        }
        missing(&refused(&anonymous(Method::Post, path)), if path == TOKEN { "grant_type" } else { "client_id" });
    }
    // An approval that named no place needs none named again; the graph knows.
    let bare: Vec<_> = CODE.split('&').filter(|pair| !pair.starts_with("redirect_uri")).collect();
    let bare = bare.join("&");
    let Ok(Command::RedeemCode(redeem)) = form(TOKEN, &bare).decode() else { panic!("no exchange of a code") };
    assert_eq!(redeem.callback, None);
    missing(&refusing(&form(TOKEN, &bare), GrantRefusal::WrongCallback), "redirect_uri");
    missing(&refused(&json(r#"{"grant_type":null}"#)), "grant_type");
}

#[test]
fn parameters_given_twice() {
    for (path, sent) in [(TOKEN, CODE), (TOKEN, REFRESH), (REVOKE, RETURN)] {
        for pair in sent.split('&') {
            let name = pair.split('=').next().expect("a name");
            let says = format!("Duplicate parameters are not allowed: the [{name}] parameter.");
            invalid(&refused(&form(path, &format!("{sent}&{pair}"))), &says);
            let twice = format!("{path}?{pair}");
            invalid(&refused(&form(&twice, sent)), &says);
        }
    }
    let twice = r#"{"grant_type":"refresh_token","grant_type":"authorization_code"}"#;
    invalid(&refused(&json(twice)), "Duplicate parameters are not allowed: the [grant_type] parameter.");
}

#[test]
fn further_parameters_mean_nothing() {
    for extra in ["audience=x", "client_secret=wrong", "scope=block.read", "x=1&x=2", "client_assertion=abc"] {
        assert_eq!(form(TOKEN, &format!("{CODE}&{extra}")).decode(), Ok(redeem(None)), "{extra}");
    }
}

#[test]
fn other_grants() {
    const SAYS: &str =
        "Value passed for the grant type was invalid. Grant type should be one of [authorization_code, refresh_token].";
    for grant in [
        "client_credentials",
        "password",
        "implicit",
        "Authorization_Code",
        "urn:ietf:params:oauth:grant-type:device_code",
    ] {
        let sent = format!("grant_type={grant}&client_id=key&username=amy&password=x");
        invalid(&refused(&form(TOKEN, &sent).header("authorization", BASIC)), SAYS);
    }
    invalid(&refused(&json(r#"{"grant_type":["authorization_code"]}"#)), SAYS);
}

#[test]
fn bodies_that_cannot_be_read() {
    const OTHER: &str = "Requests with bodies must have content-type of application/x-www-form-urlencoded.";
    for media in ["text/plain", "multipart/form-data; boundary=x", "application/jsonp", ""] {
        invalid(&refused(&anonymous(Method::Post, TOKEN).body(media, CODE)), OTHER);
    }
    for bad in ["{", "[]", "7", r#""grant_type""#, "null", CODE, "{\"a\":\"\u{1}\"}"] {
        invalid(&refused(&json(bad)), "JSON doesn't match expected schema");
    }
    let unreadable = form(TOKEN, CODE).fails(Failure::UnreadableBody("half".to_owned()));
    invalid(&unreadable, "JSON doesn't match expected schema");
}

#[test]
fn apps_that_do_not_prove_themselves() {
    let unproven = |reply: &Reply| {
        told(reply, 401, "unauthorized_client", "Missing valid authorization header");
        assert_eq!(reply.get_header("www-authenticate"), Some(r#"Basic realm="https://api.x.com""#));
    };
    for (path, sent) in [(TOKEN, CODE), (TOKEN, REFRESH), (REVOKE, RETURN)] {
        for refusal in [GrantRefusal::WrongClientSecret, GrantRefusal::ClientSecretNeeded] {
            unproven(&refusing(&form(path, sent), refusal));
        }
        for header in ["Basic", "Basic !", "Basic a2V5", "Basic a2V5OnNl=OmNyZXQ"] {
            unproven(&refused(&form(path, sent).header("authorization", header)));
        }
        let stranger = refusing(&form(path, sent), GrantRefusal::UnknownClient);
        told(&stranger, 400, "invalid_client", "Value passed for the client id was invalid.");
        // The header names one app, the body another.
        let swapped = sent.replace("client_id=key", "client_id=other");
        let both = refused(&form(path, &swapped).header("authorization", BASIC));
        told(&both, 400, "invalid_client", "Value passed for the client id was invalid.");
    }
    // Another scheme is no proof of an app, and none is needed of a public one.
    assert_eq!(form(TOKEN, CODE).header("authorization", "Bearer abc").decode(), Ok(redeem(None)));
    let Ok(Command::RedeemCode(bare)) = form(TOKEN, CODE).header("authorization", "Basic a2V5Og==").decode() else {
        panic!("no exchange of a code")
    };
    assert_eq!(bare.client, client(None), "a name without a secret");
}

#[test]
fn codes_and_refresh_tokens_that_are_no_good() {
    let spent = [
        GrantRefusal::UnknownTicket,
        GrantRefusal::TicketExpired,
        GrantRefusal::TicketSpent,
        GrantRefusal::TicketNotApproved,
    ];
    let query = format!("{TOKEN}?{REFRESH}");
    for refusal in spent {
        let code = refusing(&form(TOKEN, CODE), refusal.clone());
        invalid(&code, "Value passed for the authorization code was invalid.");
        let refresh = refusing(&form(TOKEN, REFRESH), refusal.clone());
        invalid(&refresh, "Value passed for the token was invalid.");
        invalid(&refusing(&anonymous(Method::Post, &query), refusal), "Value passed for the token was invalid.");
    }
    let code = |refusal| refusing(&form(TOKEN, CODE), refusal);
    invalid(
        &code(GrantRefusal::WrongCallback),
        "Value passed for the redirect uri did not match the uri of the authorization code.",
    );
    missing(&code(GrantRefusal::VerifierNeeded), "code_verifier");
    invalid(&code(GrantRefusal::WrongVerifier), "Value passed for the code verifier did not match the code challenge.");
    let beyond = refusing(&form(TOKEN, REFRESH), GrantRefusal::ScopeNotApproved("dm.write".into()));
    told(&beyond, 400, "invalid_scope", "Value passed for the scope was invalid.");
}

#[test]
fn refusals_of_other_flows_are_told_all_the_same() {
    let code = |refusal| refusing(&form(TOKEN, CODE), refusal);
    for refusal in [GrantRefusal::CallbackNotRegistered, GrantRefusal::CallbacksNotTaken, GrantRefusal::CallbackNeeded]
    {
        assert!(body(&code(refusal)).contains("Value passed for the redirect uri"));
    }
    for refusal in [GrantRefusal::PasswordsNotAllowed, GrantRefusal::WrongPasswordSecret, GrantRefusal::WrongPassword] {
        assert!(body(&code(refusal)).contains("Value passed for the grant type was invalid."));
    }
    let reset = Timestamp(1_613_255_156_000);
    let window = Window { limit: &limits::TOKEN[0], max: 10, remaining: 0, reset, exceeded: true };
    assert_eq!(code(GrantRefusal::TooManyTries(window)).status, 429);
    let limited = form(TOKEN, CODE).within(&[window]).fails(Denial::RateLimited(window));
    assert_eq!((limited.status, limited.get_header("x-rate-limit-remaining")), (429, Some("0")));
}

#[test]
fn nothing_secret_is_printed_or_told() {
    let sent = "grant_type=authorization_code&code=c0de&redirect_uri=u&code_verifier=ver1f&client_id=key";
    let exchange = form(TOKEN, sent).header("authorization", BASIC);
    let command = exchange.decode().expect("a command");
    let mut texts = vec![format!("{command:?}")];
    for refusal in [GrantRefusal::UnknownTicket, GrantRefusal::WrongVerifier, GrantRefusal::WrongClientSecret] {
        texts.push(String::from_utf8_lossy(&refusing(&exchange, refusal).body).into_owned());
    }
    for text in texts {
        for secret in ["c0de", "ver1f", "se:cret"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[test]
fn replies_about_tokens_are_not_kept_and_pages_stay_as_they_were() {
    let reply = refused(&anonymous(Method::Post, TOKEN));
    assert_eq!(reply.get_header("pragma"), Some("no-cache"));
    let other = amy(Method::Get, "/2/users/me").fails(Denial::NoCredentials);
    assert_eq!((other.get_header("pragma"), other.get_header("cache-control")), (None, None));
    assert_eq!(anonymous(Method::Get, TOKEN).decode(), Err(Failure::MethodNotAllowed(vec![Method::Post])));
}
