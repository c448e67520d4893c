//! Whole replies, headers and all, as files to be read: `fixtures/golden/twitter-v1`.

use block_graph::access::Permission;
use block_graph::rate::Per;
use block_graph::{Absence, Absent, Identity, Profile, Relationship, UserRef};
use dialect::{Denial, Failure};

use super::*;
use crate::limits;

fn write(target: &str, before: Relation, after: Relation) -> Reply {
    amy(Method::Post, target).reply(|_| Ok(toggled(before, after)))
}

#[test]
fn writes() {
    golden("blocks_create", &write("/1.1/blocks/create.json?screen_name=bea_b", FOLLOWING, BLOCKING));
    golden(
        "blocks_create_bare",
        &write("/1.1/blocks/create.json?id=1&skip_status=True&include_entities=False", STRANGERS, BLOCKING),
    );
    golden("blocks_create_extended", &write("/1.1/blocks/create.json?id=1&tweet_mode=extended", STRANGERS, BLOCKING));
    golden("blocks_destroy", &write("/1.1/blocks/destroy.json?user_id=1&skip_status=1", BLOCKING, STRANGERS));
    golden("mutes_users_create", &write("/1.1/mutes/users/create.json?user_id=1&skip_status=t", STRANGERS, MUTING));
    golden("mutes_users_destroy", &write("/1.1/mutes/users/destroy.json?user_id=1&skip_status=t", MUTING, STRANGERS));
    let create = "/1.1/friendships/create.json?user_id=1&skip_status=t";
    golden("friendships_create", &write(create, STRANGERS, FOLLOWING));
    golden("friendships_create_protected", &write(create, STRANGERS, REQUESTED));
    let destroy = "/1.1/friendships/destroy.json?user_id=1&skip_status=t";
    golden("friendships_destroy", &write(destroy, FOLLOWING, STRANGERS));
    golden("users_report_spam", &write("/1.1/users/report_spam.json?user_id=1&skip_status=t", STRANGERS, BLOCKING));
}

#[test]
fn lists() {
    let list = |target, limit| amy(Method::Get, target).within(&[window(limit, 14)]);
    let blocked = list("/1.1/blocks/list.json", &limits::BLOCKS_LIST[0]);
    let middle = page(vec![bea(BLOCKING), jack()], true, true);
    golden("blocks_list_middle", &blocked.reply(|_| Ok(Outcome::UserPage(middle))));
    golden("blocks_list_empty", &blocked.reply(|_| Ok(Outcome::UserPage(Page::empty()))));
    let muted = list("/1.1/mutes/users/list.json?skip_status=1&include_entities=0", &limits::MUTES_LIST[0]);
    golden("mutes_users_list", &muted.reply(|_| Ok(Outcome::UserPage(page(vec![bea(MUTING)], false, false)))));
    let friends = list("/1.1/friends/list.json?include_user_entities=false", &limits::FRIENDS_LIST[0]);
    golden("friends_list", &friends.reply(|_| Ok(Outcome::UserPage(page(vec![bea(FOLLOWING)], true, false)))));
    let ids = list("/1.1/blocks/ids.json", &limits::BLOCKS_IDS[0]);
    golden("blocks_ids_first", &ids.reply(|_| Ok(Outcome::IdPage(page(vec![AMY, BEA], true, false).into()))));
    golden("blocks_ids_empty", &ids.reply(|_| Ok(Outcome::IdPage(Page::empty().into()))));
    let texts = list("/1.1/mutes/users/ids.json?stringify_ids=true", &limits::MUTES_IDS[0]);
    golden("mutes_users_ids_last", &texts.reply(|_| Ok(Outcome::IdPage(page(vec![AMY, BEA], false, true).into()))));
}

#[test]
fn ids_alone_are_an_array() {
    let hidden = amy(Method::Get, "/1.1/friendships/no_retweets/ids.json");
    golden(
        "friendships_no_retweets",
        &hidden.reply(|_| Ok(Outcome::IdPage(page(vec![AMY, BEA], false, false).into()))),
    );
    let texts = amy(Method::Get, "/1.1/friendships/no_retweets/ids.json?stringify_ids=1");
    let reply = texts.reply(|_| Ok(Outcome::IdPage(page(vec![BEA], false, false).into())));
    assert_eq!(body(&reply), r#"["9007199254740995"]"#);
}

#[test]
fn empty_pages_have_the_recorded_lengths() {
    let list = amy(Method::Get, "/1.1/blocks/list.json").reply(|_| Ok(Outcome::UserPage(Page::empty())));
    let ids = amy(Method::Get, "/1.1/blocks/ids.json").reply(|_| Ok(Outcome::IdPage(Page::empty().into())));
    assert_eq!((list.body.len(), ids.body.len()), (115, 113));
}

#[test]
fn people() {
    let show = |reply: Outcome, target| amy(Method::Get, target).reply(|_| Ok(reply));
    let path = "/1.1/users/show.json?user_id=1";
    golden("users_show", &show(Outcome::User(bea(FOLLOWING)), path));
    golden("users_show_self", &show(Outcome::User(herself()), path));
    let unrelated = UserCard { relation: None, latest_post: None, ..bea(STRANGERS) };
    golden("users_show_app_only", &app(path).reply(|_| Ok(Outcome::User(unrelated))));
    let absent = Absent { user: UserRef::name("gone"), why: Absence::Suspended };
    let found = vec![Ok(jack()), Err(absent), Ok(herself())];
    golden("users_lookup", &show(Outcome::Users(found), "/1.1/users/lookup.json?screen_name=jack,gone,amy"));
    let mut me = herself();
    me.user = Profile { email: Some("amy@example.com".to_owned()), ..me.user.profile() }.into();
    let identity = Identity { user: Some(me), grant: Arc::new(amys_token()) };
    let path = "/1.1/account/verify_credentials.json?include_email=true";
    golden("verify_credentials", &show(Outcome::Identity(identity), path));
    let identity = Identity { user: Some(herself()), grant: Arc::new(amys_token()) };
    golden("account_settings", &show(Outcome::Identity(identity), "/1.1/account/settings.json"));
    let found = vec![Ok(jack()), Ok(herself())];
    golden("users_search", &show(Outcome::Users(found), "/1.1/users/search.json?q=a&count=1&page=2"));
}

#[test]
fn an_email_is_null_when_there_is_none_and_absent_unless_asked_for() {
    let identity = || Outcome::Identity(Identity { user: Some(herself()), grant: Arc::new(amys_token()) });
    let path = "/1.1/account/verify_credentials.json";
    let asked = amy(Method::Get, &format!("{path}?include_email=1")).reply(|_| Ok(identity()));
    assert!(body(&asked).contains(r#""screen_name":"amy","email":null,"location":"""#));
    let silent = amy(Method::Get, path).reply(|_| Ok(identity()));
    assert!(!body(&silent).contains("email"));
}

#[test]
fn relations() {
    let known = Relation { followed_by: true, request_sent: true, blocking: true, muting: true, ..STRANGERS };
    let found = |source| Relationship { source, target: bea(known), relation: known, can_dm: false };
    let path = "/1.1/friendships/show.json?target_id=1";
    let own = Outcome::Relationship(found(herself()));
    golden("friendships_show", &amy(Method::Get, path).reply(|_| Ok(own)));
    let others = Outcome::Relationship(found(card(person(AMY, "amy"))));
    golden("friendships_show_of_others", &app(path).reply(|_| Ok(others)));
    let hiding = Relation { hiding_reposts: true, ..FOLLOWING };
    let update = amy(Method::Post, "/1.1/friendships/update.json?user_id=1&retweets=false&device=true");
    golden("friendships_update", &update.reply(|_| Ok(toggled(FOLLOWING, hiding))));
    let all = Relation {
        following: true,
        followed_by: true,
        request_sent: true,
        request_received: true,
        blocking: true,
        blocked_by: true,
        muting: true,
        dm_blocking: true,
        dm_blocked_by: true,
        hiding_reposts: true,
    };
    let blocked_by = Relation { blocked_by: true, ..STRANGERS };
    let absent = Absent { user: UserRef::name("gone"), why: Absence::Unknown };
    let found = vec![Ok(bea(all)), Err(absent), Ok(bea(blocked_by)), Ok(bea(BLOCKING))];
    let lookup = amy(Method::Get, "/1.1/friendships/lookup.json?user_id=1,2,3");
    golden("friendships_lookup", &lookup.reply(|_| Ok(Outcome::Users(found))));
}

#[test]
fn limits_of_callers() {
    let run = |command: &Command, per| match command {
        Command::LimitStatus(asked) => {
            let bear = asked.limits.iter().filter(|limit| limit.per == per);
            Ok(Outcome::Windows(bear.map(|limit| window(limit, limit.max - 1)).collect()))
        }
        other => panic!("{other:?}"),
    };
    let path = "/1.1/application/rate_limit_status.json";
    let own = amy(Method::Get, path).within(&[window(&limits::RATE_LIMIT_STATUS[0], 179)]);
    golden("rate_limit_status", &own.reply(|command| run(command, Per::User)));
    golden("rate_limit_status_app_only", &app(path).reply(|command| run(command, Per::AppOnly)));
    let some = amy(Method::Get, "/1.1/application/rate_limit_status.json?resources=blocks");
    golden("rate_limit_status_blocks", &some.reply(|command| run(command, Per::User)));
}

#[test]
fn errors() {
    golden("error_no_credentials", &nobody(Method::Get, "/1.1/blocks/ids.json").fails(Denial::NoCredentials));
    golden("error_no_such_page", &nobody(Method::Get, "/1.1/blocks/ids").fails(Failure::NoSuchRoute));
    let over = exceeded(&limits::BLOCKS_IDS[0]);
    let limited = amy(Method::Get, "/1.1/blocks/ids.json").within(&[over]).fails(Denial::RateLimited(over));
    golden("error_rate_limited", &limited);
    let read_only =
        nobody(Method::Post, "/1.1/blocks/create.json").fails(Denial::PermissionTooLow(Permission::ReadWrite));
    golden("error_read_only", &read_only);
}

/// What egg-mode insists on: there, and not null ([client]).
#[test]
fn strict_decoders_find_their_keys() {
    let needed = "contributors_enabled created_at default_profile default_profile_image favourites_count \
        followers_count friends_count geo_enabled id is_translator listed_count name profile_background_color \
        profile_image_url profile_image_url_https profile_link_color profile_sidebar_border_color \
        profile_sidebar_fill_color profile_text_color profile_use_background_image protected screen_name \
        statuses_count verified location description";
    for card in [bea(STRANGERS), herself(), card(person(BEA, "bea"))] {
        let reply = amy(Method::Get, "/1.1/users/show.json?id=1").reply(|_| Ok(Outcome::User(card)));
        let user = json(&reply);
        for key in needed.split_whitespace() {
            assert!(user.get(key).is_some_and(|value| !value.is_null()), "{key}");
        }
        assert!(user["entities"]["description"]["urls"].is_array());
        assert!(user.get("error").is_none() && user.get("errors").is_none());
        assert!(user["status"].get("user").is_none());
    }
}
