//! A test per row of `invalid-request`: statuses, content types and bodies, as the spec's section 5.2 has them.

use block_graph::testkit::{AMY, BEA};
use block_graph::{Page, Position};
use dialect::Method;

use super::{amy, body, get, invalid, of_amy, post_json, refused};
use crate::cursors::Tokens;

#[test]
fn unknown_parameters_list_the_known_ones() {
    let known = "[id,max_results,pagination_token,expansions,tweet.fields,user.fields]";
    let asked = of_amy("blocking?previous_token=v&b=1&b=2");
    invalid(
        &refused(&get(&asked)),
        &format!(
            r#"{{"parameters":{{"b":["1","2"]}},"message":"The query parameter [b] is not one of {known}"}},{{"parameters":{{"previous_token":["v"]}},"message":"The query parameter [previous_token] is not one of {known}"}}"#
        ),
    );
    let in_posts = refused(&get("/2/users/me?post.fields=id&x="));
    invalid(
        &in_posts,
        r#"{"parameters":{"x":[""]},"message":"The query parameter [x] is not one of [expansions,post.fields,user.fields]"}"#,
    );
    let path = of_amy("blocking/7?user.fields=id");
    invalid(
        &refused(&amy(Method::Delete, &path)),
        r#"{"parameters":{"user.fields":["id"]},"message":"The query parameter [user.fields] is not one of [source_user_id,target_user_id]"}"#,
    );
}

#[test]
fn a_wrong_name_in_a_list_names_the_list() {
    let reply = refused(&get("/2/users/me?user.fields=id,wrong_field"));
    invalid(
        &reply,
        r#"{"parameters":{"user.fields":["id,wrong_field"]},"message":"The `user.fields` query parameter value [wrong_field] is not one of [id,name,username,withheld,created_at,description,entities,location,pinned_tweet_id,profile_banner_url,profile_image_url,protected,public_metrics,url,verified,subscription_type,verified_type,most_recent_tweet_id,is_identity_verified,affiliation,connection_status,receives_your_dm,verified_followers_count,parody,subscribes_to_you,subscription,confirmed_email]"}"#,
    );
    let reply = refused(&get("/2/users/me?expansions=pinned&post.fields="));
    invalid(
        &reply,
        r#"{"parameters":{"expansions":["pinned"]},"message":"The `expansions` query parameter value [pinned] is not one of [affiliation,most_recent_post_id,pinned_post_id]"},{"parameters":{"post.fields":[""]},"message":"The `post.fields` query parameter can not be empty"}"#,
    );
    let reply = refused(&get("/2/users/me?tweet.fields=x"));
    assert!(
        body(&reply).contains("value [x] is not one of [id,text,edit_history_tweet_ids,withheld,rest_id,created_at,")
    );
}

#[test]
fn numbers_have_bounds_and_tokens_an_owner() {
    for (value, says) in [("0", "not between 1 and 1000"), ("1001", "not between 1 and 1000"), ("ten", "not valid")] {
        invalid(
            &refused(&get(&of_amy(&format!("blocking?max_results={value}")))),
            &format!(
                r#"{{"parameters":{{"max_results":["{value}"]}},"message":"The `max_results` query parameter value [{value}] is {says}"}}"#
            ),
        );
    }
    let position = Position(1_613_254_256_000 << 20);
    let page = Page::<()> { span: Some((position, position)), has_older: true, ..Page::empty() };
    let foreign = Tokens::Blocking.write(&page, BEA.0).0.expect("a token of Bea's");
    for (list, token) in [
        ("blocking", foreign.as_str()),
        ("blocking", "KFQ7D80IT44HGZZZ"),
        ("blocking", ""),
        ("muting", "0"),
        ("muting", "-1"),
        ("muting", "--1695203059209389429"),
        ("muting", "99999999999999999999"),
        ("muting", foreign.as_str()),
    ] {
        invalid(
            &refused(&get(&of_amy(&format!("{list}?pagination_token={token}")))),
            &format!(
                r#"{{"parameters":{{"pagination_token":["{token}"]}},"message":"The `pagination_token` query parameter value [{token}] is not a valid token."}}"#
            ),
        );
    }
}

#[test]
fn ids_are_digits_and_count_as_query_parameters() {
    invalid(
        &refused(&get("/2/users/1.2")),
        r#"{"parameters":{"id":["1.2"]},"message":"The `id` query parameter value [1.2] does not match ^[0-9]{1,19}$"}"#,
    );
    invalid(
        &refused(&get("/2/users/9999999999999999999")),
        r#"{"parameters":{"id":["9999999999999999999"]},"message":"The `id` query parameter value [9999999999999999999] is not valid"}"#,
    );
    invalid(
        &refused(&get("/2/users/me/blocking")),
        r#"{"parameters":{"id":["me"]},"message":"The `id` query parameter value [me] does not match ^[0-9]{1,19}$"}"#,
    );
    // The two errors of this recording (2021), with the words for ids of 2025.
    invalid(
        &refused(&get("/2/users/1387820661742112771?id=dummy")),
        r#"{"parameters":{"id":["1387820661742112771","dummy"]},"message":"The `id` query parameter value [dummy] does not match ^[0-9]{1,19}$"},{"parameters":{"id":["1387820661742112771","dummy"]},"message":"Duplicate parameters are not allowed: the `id` query parameter"}"#,
    );
    invalid(
        &refused(&get("/2/users/by/username/not%20one")),
        r#"{"parameters":{"username":["not one"]},"message":"The `username` query parameter value [not one] does not match ^[A-Za-z0-9_]{1,15}$"}"#,
    );
}

#[test]
fn lists_of_people_have_one_to_a_hundred() {
    invalid(
        &refused(&get("/2/users")),
        r#"{"parameters":{"ids":[]},"message":"The `ids` query parameter can not be empty"}"#,
    );
    invalid(
        &refused(&get("/2/users/by?usernames=")),
        r#"{"parameters":{"usernames":[""]},"message":"The `usernames` query parameter can not be empty"}"#,
    );
    let many = vec!["7"; 101].join(",");
    let reply = refused(&get(&format!("/2/users?ids={many}")));
    invalid(
        &reply,
        &format!(
            r#"{{"parameters":{{"ids":["{many}"]}},"message":"The number of values in the `ids` query parameter list [101] is not between 1 and 100"}}"#
        ),
    );
    invalid(
        &refused(&get("/2/users/by?usernames=ok,@bea")),
        r#"{"parameters":{"usernames":["ok,@bea"]},"message":"The `usernames` query parameter value [@bea] does not match ^[A-Za-z0-9_]{1,15}$"}"#,
    );
}

#[test]
fn a_short_request_cannot_ask_for_a_long_answer() {
    let target = format!("/2/users/me?user.fields={}", vec!["x"; 1000].join(","));
    assert_eq!(body(&refused(&get(&target))).matches("\"message\"").count(), 16);
}

#[test]
fn the_path_must_name_the_caller() {
    let says = |name: &str| {
        format!(
            r#"{{"parameters":{{"{name}":["{BEA}"]}},"message":"The `{name}` query parameter value [{BEA}] must be the same as the authenticating user [{AMY}]"}}"#
        )
    };
    for list in ["blocking", "muting", "following"] {
        let path = format!("/2/users/{BEA}/{list}");
        invalid(&refused(&post_json(&path, r#"{"target_user_id":"7"}"#)), &says("id"));
        invalid(&refused(&amy(Method::Delete, &format!("{path}/7"))), &says("source_user_id"));
    }
    for list in ["blocking", "muting"] {
        invalid(&refused(&get(&format!("/2/users/{BEA}/{list}"))), &says("id"));
    }
}

#[test]
fn bodies_are_closed_objects_with_one_key() {
    let missing = |text: &str| {
        format!(r#"{{"parameters":{{"$":["{text}"]}},"message":"$.target_user_id: is missing but it is required"}}"#)
    };
    let cases = [
        ("", missing("{}")),
        ("{}", missing("{}")),
        (
            r#"{"Foo":[1]}"#,
            missing(r#"{\"Foo\":[1]}"#)
                + r#",{"parameters":{"$.Foo":["[1]"]},"message":"$.Foo: is not defined in the schema and the schema does not allow additional properties"}"#,
        ),
        (
            r#"{"target_user_id":"7","user":"x"}"#,
            r#"{"parameters":{"$.user":["\"x\""]},"message":"$.user: is not defined in the schema and the schema does not allow additional properties"}"#.to_owned(),
        ),
        (
            r#"{"target_user_id":true}"#,
            r#"{"parameters":{"$.target_user_id":["true"]},"message":"$.target_user_id: boolean found, string expected"}"#.to_owned(),
        ),
        (
            r#"{"target_user_id":null}"#,
            r#"{"parameters":{"$.target_user_id":["null"]},"message":"$.target_user_id: null found, string expected"}"#.to_owned(),
        ),
        (
            r#"{"target_user_id":-7}"#,
            r#"{"parameters":{"$.target_user_id":["-7"]},"message":"$.target_user_id: integer found, string expected"}"#.to_owned(),
        ),
        (
            r#"{"target_user_id":1.5}"#,
            r#"{"parameters":{"$.target_user_id":["1.5"]},"message":"$.target_user_id: number found, string expected"}"#.to_owned(),
        ),
        (
            r#"{"target_user_id":"@bea"}"#,
            r#"{"parameters":{"$.target_user_id":["\"@bea\""]},"message":"$.target_user_id: does not match the regex pattern ^[0-9]{1,19}$"}"#.to_owned(),
        ),
        (r#"{"target_user_id":"9999999999999999999"}"#, r#"{"message":"JSON doesn't match expected schema"}"#.to_owned()),
        ("[]", r#"{"parameters":{"$":["[]"]},"message":"$: array found, object expected"}"#.to_owned()),
        ("{oops", r#"{"message":"JSON doesn't match expected schema"}"#.to_owned()),
    ];
    for path in ["blocking", "muting", "following"].map(of_amy) {
        for (sent, errors) in &cases {
            invalid(&refused(&post_json(&path, sent)), errors);
        }
    }
    let extra = refused(&post_json("/2/users/7/dm/block", r#"{"Foo":1}"#));
    invalid(
        &extra,
        r#"{"parameters":{"$.Foo":["1"]},"message":"$.Foo: is not defined in the schema and the schema does not allow additional properties"}"#,
    );
}

#[test]
fn bodies_must_be_json() {
    let says = r#"{"message":"Requests with bodies must have content-type of application/json."}"#;
    let path = of_amy("blocking");
    for kind in ["application/x-www-form-urlencoded", "text/plain", ""] {
        invalid(&refused(&amy(Method::Post, &path).body(kind, "target_user_id=7")), says);
    }
    invalid(&refused(&amy(Method::Post, "/2/users/7/dm/unblock").body("text/plain", "x")), says);
}
