//! The `oauth2` crate as a client that knows the RFCs and nothing of X: it makes the page's address, exchanges, refreshes
//! and revokes, and reads every answer, errors too, by RFC 6749, 7009 and 7636 alone.

use std::convert::Infallible;
use std::time::Duration;

use block_graph::NewApp;
use block_graph::access::App;
use conformance::{Ask, Browser, House, Proof, new_app};
use dialect::Method;
use oauth2::basic::{BasicClient, BasicErrorResponseType, BasicTokenResponse, BasicTokenType};
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointNotSet, EndpointSet, HttpRequest,
    HttpResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RefreshToken, RequestTokenError, RevocationUrl,
    Scope, StandardErrorResponse, StandardRevocableToken, TokenResponse, TokenUrl, http,
};

use super::ways::{BACK, ELSEWHERE, Scene};

type Client = BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointSet, EndpointSet>;
type Failed = RequestTokenError<Infallible, StandardErrorResponse<BasicErrorResponseType>>;

const HOST: &str = "api.x.com";
const SCOPES: [&str; 4] = ["tweet.read", "users.read", "block.read", "offline.access"];

/// The crate's way to the gateway.
fn over(house: &House) -> impl Fn(HttpRequest) -> Result<HttpResponse, Infallible> {
    |request| {
        assert_eq!((request.method(), request.uri().host()), (&http::Method::POST, Some(HOST)));
        let target = request.uri().path_and_query().expect("it is an absolute address").as_str();
        let mut ask = Ask::new(Method::Post, target).to(HOST);
        for (name, value) in request.headers() {
            ask = ask.header(name.as_str(), value.to_str().expect("headers are ASCII"));
        }
        ask.body = String::from_utf8(request.into_body()).expect("a form is ASCII");
        let answer = house.ask(&ask).0;
        let mut told = http::Response::builder().status(answer.status).header("content-type", answer.content_type);
        for (name, value) in answer.headers.iter() {
            told = told.header(name, value);
        }
        Ok(told.body(answer.body.to_vec()).expect("the gateway answers with headers"))
    }
}

/// A client set up for an app; a public one shows no secret.
fn client(app: &App) -> Client {
    let url = |path: &str| format!("https://{HOST}{path}");
    let client = BasicClient::new(ClientId::new(app.key.clone()))
        .set_auth_uri(AuthUrl::new(url("/i/oauth2/authorize")).unwrap())
        .set_token_uri(TokenUrl::new(url("/2/oauth2/token")).unwrap())
        .set_revocation_url(RevocationUrl::new(url("/2/oauth2/revoke")).unwrap())
        .set_redirect_uri(RedirectUrl::new(BACK.to_owned()).unwrap());
    if app.public { client } else { client.set_client_secret(ClientSecret::new(app.secret.expose().to_owned())) }
}

/// A code that amy's browser brings back, and the verifier that belongs to it.
fn code(scene: &Scene, client: &Client) -> (AuthorizationCode, PkceCodeVerifier) {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let scopes = SCOPES.map(|scope| Scope::new(scope.to_owned()));
    let (page, state) =
        client.authorize_url(CsrfToken::new_random).add_scopes(scopes).set_pkce_challenge(challenge).url();
    let target = format!("{}?{}", page.path(), page.query().expect("it asks for something"));
    let answer = Browser::new().allow(&scene.house, &target, "amy");
    assert_eq!(answer.brought("state"), *state.secret());
    (AuthorizationCode::new(answer.brought("code")), verifier)
}

/// A token for a fresh code.
fn token(scene: &Scene, client: &Client) -> BasicTokenResponse {
    let (code, verifier) = code(scene, client);
    client.exchange_code(code).set_pkce_verifier(verifier).request(&over(&scene.house)).unwrap()
}

fn refreshed(scene: &Scene, client: &Client, refresh: &RefreshToken) -> Result<BasicTokenResponse, Failed> {
    client.exchange_refresh_token(refresh).request(&over(&scene.house))
}

fn revoked(scene: &Scene, client: &Client, token: StandardRevocableToken) {
    client.revoke_token(token).unwrap().request(&over(&scene.house)).unwrap();
}

/// What asking who one is comes to.
fn status(scene: &Scene, token: &BasicTokenResponse) -> u16 {
    let proof = Proof::Bearer(token.access_token().secret().clone());
    scene.ask(&Ask::get("/2/users/me").by(&proof)).status()
}

/// The error as the crate read it: its code and its sentence.
fn refusal(failed: Result<BasicTokenResponse, Failed>) -> (BasicErrorResponseType, String) {
    match failed {
        Err(RequestTokenError::ServerResponse(told)) => {
            (told.error().clone(), told.error_description().expect("a sentence").clone())
        }
        other => panic!("no error of the RFC's: {other:?}"),
    }
}

fn public(scene: &Scene) -> Client {
    client(&scene.house.add_app(NewApp { public: true, callbacks: vec![BACK.into()], ..new_app("Public") }))
}

#[test]
fn a_code_is_exchanged_with_pkce_by_apps_with_and_without_a_secret() {
    let scene = Scene::new();
    for client in [client(&scene.app), public(&scene)] {
        let token = token(&scene, &client);
        assert_eq!(*token.token_type(), BasicTokenType::Bearer);
        assert_eq!(token.expires_in(), Some(Duration::from_secs(7200)));
        let scopes: Vec<_> = token.scopes().unwrap().iter().map(|scope| scope.as_str()).collect();
        assert_eq!(scopes, SCOPES);
        assert!(token.refresh_token().is_some());
        assert_eq!(status(&scene, &token), 200);
    }
}

#[test]
fn a_refresh_token_is_good_once_and_its_reuse_ends_all_that_came_of_it() {
    let scene = Scene::new();
    for client in [client(&scene.app), public(&scene)] {
        let first = token(&scene, &client);
        let used = first.refresh_token().unwrap();
        let second = refreshed(&scene, &client, used).unwrap();
        assert_ne!(first.access_token().secret(), second.access_token().secret());
        assert_eq!(status(&scene, &second), 200);
        let third = refreshed(&scene, &client, second.refresh_token().unwrap()).unwrap();
        assert_eq!(status(&scene, &third), 200);

        let (error, sentence) = refusal(refreshed(&scene, &client, used));
        assert_eq!(
            (error, sentence.as_str()),
            (BasicErrorResponseType::InvalidRequest, "Value passed for the token was invalid.")
        );
        assert_eq!(status(&scene, &third), 401);
        refusal(refreshed(&scene, &client, third.refresh_token().unwrap()));
    }
}

#[test]
fn what_is_revoked_is_good_for_nothing_and_what_never_was_is_no_error() {
    let scene = Scene::new();
    for client in [client(&scene.app), public(&scene)] {
        let first = token(&scene, &client);
        revoked(&scene, &client, first.access_token().clone().into());
        assert_eq!(status(&scene, &first), 401);
        revoked(&scene, &client, first.access_token().clone().into());

        let second = token(&scene, &client);
        let refresh = second.refresh_token().unwrap();
        revoked(&scene, &client, refresh.clone().into());
        refusal(refreshed(&scene, &client, refresh));
        revoked(&scene, &client, RefreshToken::new("never".to_owned()).into());
    }
}

#[test]
fn every_refusal_is_an_error_of_the_rfc() {
    let scene = Scene::new();
    let good = client(&scene.app);
    let exchange = |client: &Client, code: &AuthorizationCode, verifier: PkceCodeVerifier| {
        client.exchange_code(code.clone()).set_pkce_verifier(verifier).request(&over(&scene.house))
    };
    let told = |failed, code: &str, sentence: &str| {
        let (error, description) = refusal(failed);
        assert_eq!((error.as_ref(), description.as_str()), (code, sentence));
    };
    let wrong_code = "Value passed for the authorization code was invalid.";
    let unproven = "Missing valid authorization header";
    let verifier = |text: &str| PkceCodeVerifier::new(text.to_owned());

    // Nothing but the right verifier will do, and it once.
    let (fresh, right) = code(&scene, &good);
    let other = verifier(&"x".repeat(43));
    told(
        exchange(&good, &fresh, other),
        "invalid_request",
        "Value passed for the code verifier did not match the code challenge.",
    );
    let spent = code(&scene, &good);
    let again = verifier(spent.1.secret());
    exchange(&good, &spent.0, spent.1).unwrap();
    told(exchange(&good, &spent.0, again), "invalid_request", wrong_code);
    drop(right);

    let missing = good.exchange_code(code(&scene, &good).0).request(&over(&scene.house));
    told(missing, "invalid_request", "Missing required parameter [code_verifier].");

    let (late, right) = code(&scene, &good);
    scene.house.clock.advance(30_000);
    told(exchange(&good, &late, right), "invalid_request", wrong_code);

    let elsewhere = client(&scene.app).set_redirect_uri(RedirectUrl::new(ELSEWHERE.to_owned()).unwrap());
    let (fresh, right) = code(&scene, &good);
    let sentence = "Value passed for the redirect uri did not match the uri of the authorization code.";
    told(exchange(&elsewhere, &fresh, right), "invalid_request", sentence);

    let (fresh, right) = code(&scene, &good);
    let liar = client(&scene.app).set_client_secret(ClientSecret::new("wrong".to_owned()));
    told(exchange(&liar, &fresh, right), "unauthorized_client", unproven);

    let (fresh, right) = code(&scene, &good);
    told(exchange(&public(&scene), &fresh, right), "invalid_request", wrong_code);

    // X takes the secret by the header alone.
    let (fresh, right) = code(&scene, &good);
    let in_body = client(&scene.app).set_auth_type(AuthType::RequestBody);
    told(exchange(&in_body, &fresh, right), "unauthorized_client", unproven);

    let nobody = App { key: "nobody".to_owned(), ..App::clone(&scene.app) };
    let sentence = "Value passed for the client id was invalid.";
    told(refreshed(&scene, &client(&nobody), &RefreshToken::new("never".to_owned())), "invalid_client", sentence);

    let alone = good.exchange_client_credentials().request(&over(&scene.house));
    let grants =
        "Value passed for the grant type was invalid. Grant type should be one of [authorization_code, refresh_token].";
    told(alone, "invalid_request", grants);

    // Fewer scopes may be had by a refresh, others not.
    let token = token(&scene, &good);
    let refresh = token.refresh_token().unwrap();
    let more = good.exchange_refresh_token(refresh).add_scope(Scope::new("block.write".to_owned()));
    told(more.request(&over(&scene.house)), "invalid_scope", "Value passed for the scope was invalid.");
}

#[test]
fn an_app_alone_gets_its_token_from_twitter() {
    let scene = Scene::new();
    let tokens = TokenUrl::new(format!("https://{HOST}/oauth2/token")).unwrap();
    let client = client(&scene.app).set_token_uri(tokens);
    let token: BasicTokenResponse = client.exchange_client_credentials().request(&over(&scene.house)).unwrap();
    assert_eq!((token.token_type(), token.expires_in()), (&BasicTokenType::Bearer, None));
    let proof = Proof::Bearer(token.access_token().secret().clone());
    assert_eq!(scene.taken(&proof, false)[..2], [200, 200]);
}
