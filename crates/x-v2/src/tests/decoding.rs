//! What requests decode to.

use block_graph::testkit::{AMY, BEA};
use block_graph::{
    Block, Command, Cursor, DmBlock, DmUnblock, Follow, List, ListUsers, LookUpUsers, Mute, Page, PageRequest,
    Position, ShowUser, Unblock, Unfollow, Unmute, UserId, UserRef, WhoAmI,
};
use dialect::Method;

use super::{amy, anonymous, get, of_amy, post_json};
use crate::cursors::Tokens;

fn command(method: Method, target: &str) -> Command {
    amy(method, target).decode().expect("a command")
}

fn listed(target: &str) -> (List, PageRequest) {
    match command(Method::Get, target) {
        Command::ListUsers(ListUsers { owner, list, page }) if owner == AMY.into() => (list, page),
        other => panic!("not a list of Amy's: {other:?}"),
    }
}

#[test]
fn writes_name_their_target_in_the_body_or_the_path() {
    let target = UserRef::from(BEA);
    let text = format!(r#"{{"target_user_id":"{BEA}"}}"#);
    let number = format!(r#"{{"target_user_id":{BEA}}}"#);
    for body in [text, number] {
        let sent = |rest: &str| post_json(&of_amy(rest), &body).decode();
        assert_eq!(sent("blocking"), Ok(Block { target: target.clone() }.into()));
        assert_eq!(sent("muting"), Ok(Mute { target: target.clone() }.into()));
        assert_eq!(sent("following"), Ok(Follow { target: target.clone() }.into()));
    }
    let deleted = |rest: &str| command(Method::Delete, &of_amy(&format!("{rest}/{BEA}")));
    assert_eq!(deleted("blocking"), Unblock { target: target.clone() }.into());
    assert_eq!(deleted("muting"), Unmute { target: target.clone() }.into());
    assert_eq!(deleted("following"), Unfollow { target: target.clone() }.into());
    let messages = |act: &str| command(Method::Post, &format!("/2/users/{BEA}/dm/{act}"));
    assert_eq!(messages("block"), DmBlock { target: target.clone() }.into());
    assert_eq!(messages("unblock"), DmUnblock { target }.into());
}

#[test]
fn a_body_less_write_may_say_so_in_any_way() {
    let path = format!("/2/users/{BEA}/dm/block");
    let expected = Ok(DmBlock { target: BEA.into() }.into());
    assert_eq!(amy(Method::Post, &path).decode(), expected);
    for (kind, body) in [
        ("application/json", ""),
        ("application/json;charset=UTF-8", "{}"),
        ("application/json; charset=utf-8", " {} \n"),
        ("application/x-www-form-urlencoded", ""),
    ] {
        assert_eq!(amy(Method::Post, &path).body(kind, body).decode(), expected, "{kind} {body:?}");
    }
}

#[test]
fn content_types_may_carry_parameters_and_reads_and_deletes_may_have_one() {
    let body = format!(r#"{{"target_user_id":"{BEA}"}}"#);
    for kind in ["application/json;charset=UTF-8", "application/json; charset=utf8", "Application/JSON"] {
        let path = of_amy("blocking");
        let sent = amy(Method::Post, &path).body(kind, &body).decode();
        assert_eq!(sent, Ok(Block { target: BEA.into() }.into()), "{kind}");
    }
    let json = |method, target: &str| amy(method, target).body("application/json", "").decode().is_ok();
    assert!(json(Method::Get, &of_amy("blocking")));
    assert!(json(Method::Get, "/2/users/me"));
    assert!(json(Method::Delete, &of_amy("blocking/7")));
    assert!(amy(Method::Head, &of_amy("blocking")).decode().is_ok());
}

#[test]
fn lists_have_a_hundred_people_a_page_unless_told() {
    let first = |size| PageRequest::first(size);
    assert_eq!(listed(&of_amy("blocking")), (List::Blocked, first(100)));
    assert_eq!(listed(&of_amy("muting")), (List::Muted, first(100)));
    assert_eq!(listed(&of_amy("blocking?max_results=1")).1, first(1));
    assert_eq!(listed(&of_amy("muting?max_results=1000&user.fields=id")).1, first(1000));
}

#[test]
fn page_tokens_lead_on_and_back() {
    let (newest, oldest) = (Position(1_613_254_256_000 << 20 | 7), Position(1_613_254_000_000 << 20));
    let page = Page::<()> { items: vec![], span: Some((newest, oldest)), has_older: true, has_newer: true };
    for (tokens, rest) in [(Tokens::Blocking, "blocking"), (Tokens::Muting, "muting")] {
        let (next, previous) = tokens.write(&page, AMY.0);
        let cursor = |token: &str| listed(&of_amy(&format!("{rest}?pagination_token={token}"))).1.cursor;
        assert_eq!(cursor(&next.expect("a next token")), Cursor::Older(oldest));
        assert_eq!(cursor(&previous.expect("a previous token")), Cursor::Newer(newest));
        assert_eq!(tokens.write(&Page { has_older: false, has_newer: false, ..page.clone() }, AMY.0), (None, None));
    }
    assert_eq!(Tokens::Blocking.write(&page, AMY.0).0.map(|token| token.len()), Some(16));
    assert_eq!(Tokens::Muting.write(&page, AMY.0).1, Some(format!("-{}", newest.0)));
}

#[test]
fn lookups_keep_the_order_and_name_everybody_once() {
    let ids = [3, 1, 2].map(|id| UserRef::Id(UserId(id)));
    assert_eq!(command(Method::Get, "/2/users?ids=3,1,3,2,1"), LookUpUsers { users: ids.to_vec() }.into());
    let names = ["Bea", "amy"].map(UserRef::name);
    let found = command(Method::Get, "/2/users/by?usernames=Bea,amy,BEA");
    assert_eq!(found, LookUpUsers { users: names.to_vec() }.into());
    assert_eq!(command(Method::Get, "/2/users/by?usernames=Bea%2Camy"), found);
    assert_eq!(command(Method::Get, "/2/users/007"), ShowUser { user: UserId(7).into() }.into());
    assert_eq!(command(Method::Get, "/2/users/by/username/Bea_1"), ShowUser { user: UserRef::name("Bea_1") }.into());
    assert_eq!(command(Method::Get, "/2/users/me"), WhoAmI.into());
}

#[test]
fn an_app_reads_people_and_a_signature_may_stand_in_the_query() {
    let target = "/2/users/7?oauth_consumer_key=k&oauth_signature=s&oauth_token=t";
    let expected = Ok(ShowUser { user: UserId(7).into() }.into());
    assert_eq!(anonymous(Method::Get, target).by(super::app()).decode(), expected);
}

#[test]
fn every_field_and_expansion_of_either_vocabulary_is_taken() {
    // The lists as clients send them: xdk 0.10.6 in post words, twarc 2.14 and tweepy in tweet words.
    for query in [
        "user.fields=affiliation,confirmed_email,connection_status,created_at,description,entities,id,\
         is_identity_verified,location,most_recent_tweet_id,name,parody,pinned_tweet_id,profile_banner_url,\
         profile_image_url,protected,public_metrics,receives_your_dm,subscription,subscription_type,subscribes_to_you,\
         url,username,verified,verified_followers_count,verified_type,withheld,active_follower_count,subscriber_count,\
         pinned_post_id,most_recent_post_id",
        "expansions=affiliation.user_id,affiliation,pinned_tweet_id,pinned_post_id,most_recent_tweet_id,most_recent_post_id",
        "tweet.fields=attachments,author_id,context_annotations,conversation_id,created_at,entities,geo,id,\
         in_reply_to_user_id,lang,public_metrics,text,possibly_sensitive,referenced_tweets,reply_settings,source,\
         withheld,edit_history_tweet_ids,edit_controls,note_tweet,article",
        "post.fields=edit_history_post_ids,referenced_posts,note_post,article_title,public_metrics,created_at",
        "tweet.fields=id&post.fields=id&expansions=pinned_post_id&user.fields=id",
    ] {
        for path in [of_amy("blocking"), of_amy("muting"), "/2/users/me".to_owned(), "/2/users/7".to_owned()] {
            let target = format!("{path}?{query}");
            assert!(get(&target).decode().is_ok(), "{target}");
        }
    }
}
