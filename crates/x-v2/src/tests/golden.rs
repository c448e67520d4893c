//! Golden replies: each endpoint's cases, finished, as files in `fixtures/golden/x-v2`.

use block_graph::access::TokenClass;
use block_graph::rate::{Limit, Per, Window};
use block_graph::testkit::{AMY, BEA, grant, person};
use block_graph::{
    Absence, Absent, CoreError, Identity, Outcome, Page, Position, Refusal, Relation, Timestamp, UserCard, UserId,
};
use dialect::testkit::{Exchange, show};
use dialect::{Denial, Dialect as _, Method, Reply, audience};

use super::{amy, anonymous, app, bea, bearer, body, cid, get, herself, left, of_amy, page, post_json};

const TARGET: &str = r#"{"target_user_id":"9007199254740995"}"#;

pub(super) fn golden(name: &str, reply: &Reply) {
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/../../fixtures/golden/x-v2"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, show(reply));
    });
}

/// The exchange of a person, counted in its endpoint's limits: one request of each window is used.
pub(super) fn counted<'e>(exchange: Exchange<'e>, name: &str) -> Exchange<'e> {
    count(exchange, name, |per| per != Per::AppOnly)
}

/// The same of an app without a person.
pub(super) fn counted_app<'e>(exchange: Exchange<'e>, name: &str) -> Exchange<'e> {
    count(exchange, name, |per| per == Per::AppOnly)
}

fn count<'e>(exchange: Exchange<'e>, name: &str, bears: fn(Per) -> bool) -> Exchange<'e> {
    let endpoint = crate::X_V2.endpoints().iter().find(|endpoint| endpoint.name == name).expect("an endpoint");
    let window = |limit: &'static Limit| Window {
        limit,
        max: limit.max,
        remaining: limit.max - 1,
        reset: Timestamp(1_613_254_256_000 + i64::from(limit.window) * 1000),
        exceeded: false,
    };
    let windows: Vec<_> = endpoint.limits.iter().filter(|limit| bears(limit.per)).map(window).collect();
    exchange.within(&windows)
}

pub(super) fn middle<T>(items: Vec<T>) -> Page<T> {
    let (newest, oldest) = (Position(1_613_254_255_000 << 20 | 1), Position(1_613_254_254_000 << 20 | 2));
    Page { span: Some((newest, oldest)), has_older: true, has_newer: true, items }
}

#[test]
fn writes() {
    let none = Relation::default();
    let (blocking, muting) = (Relation { blocking: true, ..none }, Relation { muting: true, ..none });
    let (following, asked) = (Relation { following: true, ..none }, Relation { request_sent: true, ..none });
    let dm_blocking = Relation { dm_blocking: true, ..none };
    let posts = [
        ("usersIdBlock", "blocking", blocking),
        ("muteUser", "muting", muting),
        ("followUser", "following", following),
        ("followUser_protected", "following", asked),
    ];
    for (name, rest, after) in posts {
        let path = of_amy(rest);
        let endpoint = name.split('_').next().unwrap_or_default();
        golden(name, &counted(post_json(&path, TARGET), endpoint).reply(|_| Ok(left(after))));
    }
    for (name, rest) in [("usersIdUnblock", "blocking"), ("unmuteUser", "muting"), ("unfollowUser", "following")] {
        let path = of_amy(&format!("{rest}/{BEA}"));
        golden(name, &counted(amy(Method::Delete, &path), name).reply(|_| Ok(left(none))));
    }
    for (name, act, after) in [("blockUsersDms", "block", dm_blocking), ("unblockUsersDms", "unblock", none)] {
        let path = format!("/2/users/{BEA}/dm/{act}");
        golden(name, &counted(amy(Method::Post, &path), name).reply(|_| Ok(left(after))));
    }
}

#[test]
fn writes_that_fail() {
    let path = of_amy("blocking");
    let block = || counted(post_json(&path, TARGET), "usersIdBlock");
    let missing = Refusal::UserNotFound { user: BEA.into() };
    golden("usersIdBlock_not_found", &block().reply(|_| Err(CoreError::Refused(missing))));
    let foreign = format!("/2/users/{BEA}/blocking");
    let other = counted(post_json(&foreign, TARGET), "usersIdBlock");
    golden("usersIdBlock_not_own", &other.reply(|_| Ok(left(Relation::default()))));
    golden("usersIdBlock_unauthorized", &anonymous(Method::Post, &path).fails(Denial::NoCredentials));
    let app = anonymous(Method::Post, &path).by(app());
    golden("usersIdBlock_app_only", &app.fails(Denial::UserNeeded));
    let poor = anonymous(Method::Post, &path).by(bearer(&["users.read"]));
    golden("usersIdBlock_scope", &poor.fails(Denial::MissingScopes(vec!["block.write"])));
}

#[test]
fn lists() {
    for (name, rest) in [("getUsersBlocking", "blocking"), ("getUsersMuting", "muting")] {
        let ask = |query: &str, page: Page<UserCard>| {
            let target = of_amy(&format!("{rest}{query}"));
            counted(get(&target), name).reply(|_| Ok(Outcome::UserPage(page)))
        };
        golden(name, &ask("", page(vec![bea(), cid()])));
        golden(&format!("{name}_empty"), &ask("", page(vec![])));
        golden(&format!("{name}_middle_page"), &ask("?max_results=1", middle(vec![cid()])));
    }
    let ask = |query: &str| {
        let target = of_amy(&format!("blocking?{query}"));
        counted(get(&target), "getUsersBlocking").reply(|_| Ok(Outcome::UserPage(page(vec![bea(), cid()]))))
    };
    let all = "withheld,created_at,description,entities,location,pinned_tweet_id,profile_banner_url,profile_image_url,\
               protected,public_metrics,url,verified,subscription_type,verified_type,most_recent_tweet_id,affiliation,\
               connection_status,receives_your_dm,parody,confirmed_email,subscriber_count";
    golden("getUsersBlocking_all_fields", &ask(&format!("user.fields={all}")));
    let posts = "created_at,author_id,conversation_id,lang,possibly_sensitive,reply_settings,source,public_metrics,geo";
    golden(
        "getUsersBlocking_tweets",
        &ask(&format!("expansions=pinned_tweet_id,most_recent_tweet_id&tweet.fields={posts}")),
    );
    golden(
        "getUsersBlocking_posts",
        &ask(&format!("expansions=pinned_post_id,most_recent_post_id&post.fields={posts}")),
    );
    // Expansions in post words alone leave the reply in tweet words.
    golden("getUsersBlocking_expansions_only", &ask("expansions=pinned_post_id"));
}

#[test]
fn lookups() {
    let shown =
        |exchange: Exchange<'_>, name: &str, card: UserCard| counted(exchange, name).reply(|_| Ok(Outcome::User(card)));
    let target = format!("/2/users/{BEA}?user.fields=created_at,public_metrics,connection_status,receives_your_dm");
    golden("getUsersById", &shown(get(&target), "getUsersById", bea()));
    let stranger = counted_app(anonymous(Method::Get, &target).by(app()), "getUsersById");
    let unrelated = UserCard { relation: None, ..bea() };
    golden("getUsersById_app", &stranger.reply(|_| Ok(Outcome::User(unrelated))));
    golden("getUsersByUsername", &shown(get("/2/users/by/username/BEA_1"), "getUsersByUsername", bea()));
    let missing = Refusal::UserNotFound { user: UserId(404).into() };
    let nobody = counted(get("/2/users/404"), "getUsersById").reply(|_| Err(CoreError::Refused(missing)));
    golden("getUsersById_not_found", &nobody);

    let found = vec![
        Ok(bea()),
        Err(Absent { user: UserId(404).into(), why: Absence::Unknown }),
        Ok(cid()),
        Err(Absent { user: UserId(405).into(), why: Absence::Suspended }),
    ];
    let ids = counted(get("/2/users?ids=9007199254740995,404,9007199254740997,405"), "getUsersByIds");
    golden("getUsersByIds", &ids.reply(|_| Ok(Outcome::Users(found))));
    let names = counted(get("/2/users/by?usernames=bea_1,cid"), "getUsersByUsernames");
    golden("getUsersByUsernames", &names.reply(|_| Ok(Outcome::Users(vec![Ok(bea()), Ok(cid())]))));
}

#[test]
fn the_caller() {
    let target = "/2/users/me?user.fields=confirmed_email,verified,verified_type,protected";
    let me = |exchange: Exchange<'_>| {
        let identity = Identity { user: Some(herself()), grant: bearer(&[]).into() };
        counted(exchange, "getUsersMe").reply(|_| Ok(Outcome::Identity(identity)))
    };
    golden("getUsersMe", &me(get(target)));
    let without = me(anonymous(Method::Get, target).by(bearer(&["tweet.read", "users.read"])));
    golden("getUsersMe_without_email", &without);
    let signed = grant(TokenClass::Signed, audience::TWITTER, Some(AMY), &[]);
    golden("getUsersMe_signed", &me(anonymous(Method::Get, "/2/users/me").by(signed)));
}

#[test]
fn nobody_elses_address_is_shown() {
    let reply = get("/2/users/7?user.fields=confirmed_email").reply(|_| Ok(Outcome::User(bea())));
    assert!(!body(&reply).contains("mail"), "{}", body(&reply));
}

#[test]
fn pinned_posts_that_cannot_be_shown_are_told() {
    let pinned = |protected: bool, relation: Relation| {
        let mut user = person(BEA, "bea");
        user.protected = protected;
        user.pinned_post = Some(block_graph::PostId(9_001));
        UserCard { relation: Some(relation), ..block_graph::testkit::card(user) }
    };
    let hidden = pinned(false, Relation { blocked_by: true, ..Relation::default() });
    let target = "/2/users/7?expansions=pinned_tweet_id";
    golden("pinned_hidden", &get(target).reply(|_| Ok(Outcome::User(hidden))));
    let gone = pinned(true, Relation { following: true, ..Relation::default() });
    golden("pinned_gone", &get(target).reply(|_| Ok(Outcome::User(gone))));
    let unasked = get("/2/users/7?user.fields=pinned_tweet_id");
    let reply = unasked.reply(|_| Ok(Outcome::User(pinned(false, Relation::default()))));
    assert_eq!(
        body(&reply),
        r#"{"data":{"id":"9007199254740995","name":"bea","username":"bea","pinned_tweet_id":"9001"}}"#
    );
}

#[test]
fn a_block_by_the_other_side_has_no_word_but_stops_messages() {
    let target = "/2/users/7?user.fields=connection_status,receives_your_dm";
    let seen = |relation: Relation| {
        let card = UserCard { relation: Some(relation), ..cid() };
        let reply = get(target).reply(|_| Ok(Outcome::User(card)));
        let text = body(&reply);
        text[text.find("\"connection").expect("a status")..text.len() - 2].to_owned()
    };
    let none = Relation::default();
    assert_eq!(seen(none), r#""connection_status":[],"receives_your_dm":true"#);
    assert_eq!(seen(Relation { blocked_by: true, ..none }), r#""connection_status":[],"receives_your_dm":false"#);
    assert_eq!(seen(Relation { dm_blocked_by: true, ..none }), r#""connection_status":[],"receives_your_dm":false"#);
    assert_eq!(seen(Relation { dm_blocking: true, ..none }), r#""connection_status":[],"receives_your_dm":false"#);
    let all = Relation {
        following: true,
        request_sent: true,
        request_received: true,
        followed_by: true,
        muting: true,
        ..none
    };
    assert_eq!(
        seen(Relation { blocking: true, blocked_by: true, ..all }),
        r#""connection_status":["blocking","follow_request_received","follow_request_sent","followed_by","following","muting"],"receives_your_dm":false"#
    );
}

#[test]
fn only_what_is_shown_is_wanted() {
    use block_graph::Wants;
    use dialect::{Headers, NoHeaders, Origin, Request};
    let wants = |target: &str| {
        let headers: &dyn Headers = &NoHeaders;
        let origin = Origin { scheme: "https", host: "api.x.com" };
        let request = Request::new(Method::Get, target, headers, b"", origin, Timestamp(0));
        crate::fields::View::read(&request).wants()
    };
    assert_eq!(wants("/2/users/7?user.fields=created_at,pinned_tweet_id"), Wants::CARD);
    assert_eq!(wants("/2/users/7?user.fields=connection_status"), Wants::RELATION);
    assert_eq!(wants("/2/users/7?user.fields=most_recent_tweet_id"), Wants { latest_post: true, ..Wants::CARD });
    assert_eq!(wants("/2/users/7?expansions=pinned_tweet_id,most_recent_post_id"), Wants::EVERYTHING);
    assert_eq!(wants("/2/users/7?tweet.fields=text"), Wants::CARD);
}
