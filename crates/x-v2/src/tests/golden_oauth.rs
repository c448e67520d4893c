//! Golden replies of the endpoints of tokens.

use std::sync::Arc;

use block_graph::access::{Grant, GrantRefusal, Issued, TokenClass};
use block_graph::testkit::{AMY, grant};
use block_graph::{CoreError, Outcome, Refusal, Secret, Timestamp};
use dialect::audience;

use super::golden::{counted, golden};
use super::oauth::{BASIC, CODE, REFRESH, RETURN, REVOKE, TOKEN, form};

fn issued(scopes: &[&str], refresh: Option<&str>) -> Outcome {
    let created = Timestamp(1_613_254_256_000);
    let expires = Some(Timestamp(created.0 + 7_200_000));
    let grant = Grant { created, expires, ..grant(TokenClass::UserBearer, audience::X, Some(AMY), scopes) };
    Outcome::Issued(Issued {
        text: Secret::new("accesstext"),
        secret: None,
        refresh: refresh.map(Secret::new),
        grant: Arc::new(grant),
        user: None,
    })
}

#[test]
fn tokens() {
    let ask = |sent| counted(form(TOKEN, sent), "oauth2/token");
    let code = ask(CODE).reply(|_| Ok(issued(&["tweet.read", "users.read", "block.write"], None)));
    golden("oauth2_token_code", &code);
    let offline = issued(&["tweet.read", "offline.access"], Some("refreshtext"));
    golden("oauth2_token_offline", &ask(CODE).reply(|_| Ok(offline)));
    let next = issued(&["tweet.read", "offline.access"], Some("nexttext"));
    golden("oauth2_token_refresh", &ask(REFRESH).reply(|_| Ok(next)));
    let refusing = |refusal: GrantRefusal| {
        let exchange = ask(CODE).header("authorization", BASIC);
        exchange.reply(|_| Err(CoreError::Refused(Refusal::Grant(refusal))))
    };
    golden("oauth2_token_spent", &refusing(GrantRefusal::TicketSpent));
    golden("oauth2_token_wrong_secret", &refusing(GrantRefusal::WrongClientSecret));
}

#[test]
fn revocations() {
    let ask = counted(form(REVOKE, RETURN), "oauth2/revoke");
    golden("oauth2_revoke", &ask.reply(|_| Ok(Outcome::Returned(true))));
}
