//! The crate twitter-v2 (v2): https://api.twitter.com is compiled in; reqwest and native-tls carry it.

use std::env;

use twitter_v2::authorization::Oauth1aToken;
use twitter_v2::TwitterApi;

fn var(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let token =
        Oauth1aToken::new(var("CONSUMER_KEY"), var("CONSUMER_SECRET"), var("ACCESS_TOKEN"), var("ACCESS_SECRET"));
    let api = TwitterApi::new(token);
    let number = |name| var(name).parse::<u64>().expect("a number");
    let (me, target) = (number("SELF_ID"), number("TARGET_ID"));
    let is_blocked = || async {
        let blocked = api.get_user_blocking(me).send().await.expect("a list");
        blocked.data().is_some_and(|users| users.iter().any(|user| user.id.as_u64() == target))
    };
    let blocked = api.post_user_blocking(me, target).await.expect("a block");
    assert!(blocked.data().is_some_and(|data| data.blocking));
    assert!(is_blocked().await);
    let unblocked = api.delete_user_blocking(me, target).await.expect("an end of the block");
    assert!(unblocked.data().is_some_and(|data| !data.blocking));
    assert!(!is_blocked().await);
}
