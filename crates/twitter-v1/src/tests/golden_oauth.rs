//! The token endpoints' whole replies: `fixtures/golden/twitter-v1`.

use block_graph::Identity;
use block_graph::access::{GrantRefusal, Plan, TemporaryToken};
use dialect::Denial;

use super::*;

const ACCESS: &str = "/oauth/access_token?oauth_token=tmp&oauth_verifier=1234567";

#[test]
fn tokens() {
    let made = TemporaryToken { token: "tmpABC".into(), secret: Secret::new("tmpsecretDEF") };
    let reply = client(Method::Post, "/oauth/request_token").reply(|_| Ok(Outcome::Temporary(made)));
    golden("oauth_request_token", &reply);
    let person = || Outcome::Issued(issued(TokenClass::Signed));
    golden("oauth_access_token", &client(Method::Post, ACCESS).reply(|_| Ok(person())));
    let form = "x_auth_mode=client_auth&x_auth_username=amy&x_auth_password=hunter2";
    let xauth = client(Method::Post, "/oauth/access_token").body(FORM, form);
    golden("oauth_access_token_xauth", &xauth.reply(|_| Ok(person())));
    let identity = Identity { user: Some(herself()), grant: Arc::new(amys_token()) };
    let ended = amy(Method::Post, "/1.1/oauth/invalidate_token.json").reply(|_| Ok(Outcome::Identity(identity)));
    golden("oauth_invalidate_token", &ended);
    let token = nobody(Method::Post, "/oauth2/token").header("authorization", BASIC);
    let token = token.body(FORM, "grant_type=client_credentials");
    golden("oauth2_token", &token.reply(|_| Ok(Outcome::Issued(issued(TokenClass::AppBearer)))));
    let back = nobody(Method::Post, "/oauth2/invalidate_token").header("authorization", BASIC);
    let back = back.body(FORM, "access_token=AAAAAAAAAAAAAAAAAAAAAabcDEF123");
    golden("oauth2_invalidate_token", &back.reply(|_| Ok(Outcome::Returned(true))));
}

#[test]
fn errors() {
    let refused = |target, refusal: GrantRefusal| client(Method::Post, target).reply(|_| Err(refusal.into()));
    golden("error_callback_not_approved", &refused("/oauth/request_token", GrantRefusal::CallbackNotRegistered));
    golden("error_desktop_application", &refused("/oauth/request_token", GrantRefusal::CallbacksNotTaken));
    golden("error_request_token_expired", &refused(ACCESS, GrantRefusal::TicketExpired));
    golden("error_wrong_verifier", &refused(ACCESS, GrantRefusal::WrongVerifier));
    let token = nobody(Method::Post, "/oauth2/token?grant_type=client_credentials").header("authorization", BASIC);
    golden("error_unverified", &token.reply(|_| Err(GrantRefusal::WrongClientSecret.into())));
    let small = amy(Method::Post, "/1.1/blocks/create.json?user_id=1").fails(Denial::PlanTooSmall(Plan::Basic));
    golden("error_plan_too_small", &small);
}
