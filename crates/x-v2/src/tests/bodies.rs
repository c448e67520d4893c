//! What is wrong with the parameters and bodies of posts, messages and lists, in the words of the service's schema check.

use block_graph::testkit::{AMY, BEA};
use dialect::Method;
use dialect::testkit::Exchange;

use super::{amy, body, get, invalid, of_amy, post_json, problem, refused};

/// An item about a place of the body; `text` is the value there, in JSON.
fn item(place: &str, text: &str, says: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!(r#"{{"parameters":{{"{place}":["{text}"]}},"message":"{place}: {says}"}}"#)
}

fn missing(place: &str, key: &str, text: &str) -> String {
    let text = text.replace('"', "\\\"");
    format!(r#"{{"parameters":{{"{place}":["{text}"]}},"message":"{place}.{key}: is missing but it is required"}}"#)
}

fn wrong(exchange: &Exchange<'_>, items: &[String]) {
    invalid(&refused(exchange), &items.join(","));
}

#[test]
fn a_post_has_a_text_or_media_and_is_not_too_long() {
    for body in ["", "{}"] {
        wrong(&post_json("/2/tweets", body), &[missing("$", "text", "{}")]);
    }
    wrong(
        &post_json("/2/tweets", r#"{"text":" \n"}"#),
        &[missing("$", "text", r#"{\"text\":\" \\n\"}"#).replace(r#"\\""#, r#"\""#)],
    );
    let long = format!(r#"{{"text":"{}"}}"#, "é".repeat(281));
    wrong(
        &post_json("/2/tweets", &long),
        &[r#"{"message":"Your Tweet text is too long. For more information on how Twitter determines text length see https://github.com/twitter/twitter-text."}"#.to_owned()],
    );
}

#[test]
fn the_body_of_a_post_is_checked_in_depth() {
    const EXTRA: &str = "is not defined in the schema and the schema does not allow additional properties";
    let cases: [(&str, Vec<String>); 16] = [
        // The recorded ones first.
        (r#"{"text":"x","reply":{}}"#, vec![missing("$.reply", "in_reply_to_tweet_id", "{}")]),
        (
            r#"{"text":"x","media":{"media_ids":"1666121026172858379"}}"#,
            vec![item("$.media.media_ids", r#""1666121026172858379""#, "string found, array expected")],
        ),
        (r#"{"text":"x","Foo":[1]}"#, vec![item("$.Foo", "[1]", EXTRA)]),
        (r#"{"text":7}"#, vec![item("$.text", "7", "integer found, string expected")]),
        (
            r#"{"media":{"tagged_user_ids":["7"]}}"#,
            vec![missing("$.media", "media_ids", r#"{"tagged_user_ids":["7"]}"#)],
        ),
        (
            r#"{"media":{"media_ids":[]}}"#,
            vec![item("$.media.media_ids", "[]", "there must be a minimum of 1 items in the array")],
        ),
        (
            r#"{"media":{"media_ids":["1","2","3","4","5"]}}"#,
            vec![item(
                "$.media.media_ids",
                r#"["1","2","3","4","5"]"#,
                "there must be a maximum of 4 items in the array",
            )],
        ),
        (
            r#"{"media":{"media_ids":["x"],"Foo":1}}"#,
            vec![
                item("$.media.media_ids[0]", r#""x""#, "does not match the regex pattern ^[0-9]{1,19}$"),
                item("$.media.Foo", "1", EXTRA),
            ],
        ),
        (
            r#"{"text":"x","reply_settings":"nobody"}"#,
            vec![item(
                "$.reply_settings",
                r#""nobody""#,
                "does not have a value in the enumeration [following, mentionedUsers, subscribers, verified]",
            )],
        ),
        (
            r#"{"text":"x","poll":{"options":["yes"],"duration_minutes":4}}"#,
            vec![
                item("$.poll.options", r#"["yes"]"#, "there must be a minimum of 2 items in the array"),
                item("$.poll.duration_minutes", "4", "must have a minimum value of 5"),
            ],
        ),
        (
            r#"{"text":"x","poll":{"options":["","12345678901234567890123456"],"duration_minutes":10081}}"#,
            vec![
                item("$.poll.options[0]", r#""""#, "must be at least 1 characters long"),
                item("$.poll.options[1]", r#""12345678901234567890123456""#, "may only be 25 characters long"),
                item("$.poll.duration_minutes", "10081", "must have a maximum value of 10080"),
            ],
        ),
        (
            r#"{"text":"x","poll":{}}"#,
            vec![missing("$.poll", "options", "{}"), missing("$.poll", "duration_minutes", "{}")],
        ),
        (r#"{"text":"x","nullcast":"no"}"#, vec![item("$.nullcast", r#""no""#, "string found, boolean expected")]),
        (r#"{"text":"x","geo":[]}"#, vec![item("$.geo", "[]", "array found, object expected")]),
        (
            r#"{"text":"x","poll":{"options":["a","b"],"duration_minutes":"5"}}"#,
            vec![item("$.poll.duration_minutes", r#""5""#, "string found, integer expected")],
        ),
        (
            r#"{"text":"x","media":{"media_ids":["1"],"call_to_actions":{"visit_site":{"Foo":1}}}}"#,
            vec![
                missing("$.media.call_to_actions.visit_site", "url", r#"{"Foo":1}"#),
                item("$.media.call_to_actions.visit_site.Foo", "1", EXTRA),
            ],
        ),
    ];
    for (sent, items) in cases {
        wrong(&post_json("/2/tweets", sent), &items);
    }
}

#[test]
fn likes_and_members_name_one_id() {
    let members = "/2/lists/7/members".to_owned();
    for (path, key) in [(of_amy("likes"), "tweet_id"), (of_amy("retweets"), "tweet_id"), (members, "user_id")] {
        wrong(&post_json(&path, ""), &[missing("$", key, "{}")]);
        let place = format!("$.{key}");
        wrong(
            &post_json(&path, &format!(r#"{{"{key}":true}}"#)),
            &[item(&place, "true", "boolean found, string expected")],
        );
    }
}

#[test]
fn messages_have_a_text_or_attachments() {
    let path = "/2/dm_conversations/with/7/messages";
    wrong(&post_json(path, "{}"), &[missing("$", "text", "{}")]);
    wrong(&post_json(path, r#"{"text":""}"#), &[item("$.text", r#""""#, "must be at least 1 characters long")]);
    let long = "x".repeat(10_001);
    wrong(
        &post_json(path, &format!(r#"{{"text":"{long}"}}"#)),
        &[item("$.text", &format!("\"{long}\""), "may only be 10000 characters long")],
    );
    wrong(
        &post_json(path, r#"{"attachments":[]}"#),
        &[item("$.attachments", "[]", "there must be a minimum of 1 items in the array")],
    );
    wrong(
        &post_json(path, r#"{"attachments":[{},7]}"#),
        &[
            missing("$.attachments[0]", "media_id", "{}"),
            item("$.attachments[1]", "7", "integer found, object expected"),
        ],
    );
}

#[test]
fn lists_have_a_name_and_bounds() {
    let long = |count: usize| "x".repeat(count);
    wrong(&post_json("/2/lists", "{}"), &[missing("$", "name", "{}")]);
    wrong(&post_json("/2/lists", r#"{"name":""}"#), &[item("$.name", r#""""#, "must be at least 1 characters long")]);
    let (name, description) = (long(26), long(101));
    let text = format!(r#"{{"name":"{name}","description":"{description}","private":"yes"}}"#);
    let items = [
        item("$.name", &format!("\"{name}\""), "may only be 25 characters long"),
        item("$.description", &format!("\"{description}\""), "may only be 100 characters long"),
        item("$.private", r#""yes""#, "string found, boolean expected"),
    ];
    wrong(&post_json("/2/lists", &text), &items);
    wrong(&amy(Method::Put, "/2/lists/7").body("application/json", &text), &items);
}

#[test]
fn pages_have_the_bounds_of_their_route() {
    let home = of_amy("timelines/reverse_chronological");
    for (path, least, most) in [
        ("/2/users/7/following", 1, 1000),
        ("/2/users/me/followers", 1, 1000),
        ("/2/users/7/tweets", 5, 100),
        ("/2/users/7/mentions", 5, 100),
        (&home, 1, 100),
        ("/2/tweets/7/quote_tweets", 10, 100),
        ("/2/users/7/liked_tweets", 5, 100),
        ("/2/tweets/7/liking_users", 1, 100),
        ("/2/tweets/7/retweeted_by", 1, 100),
        ("/2/dm_events", 1, 100),
        ("/2/lists/7/members", 1, 100),
        ("/2/users/7/owned_lists", 1, 100),
        ("/2/users/7/list_memberships", 1, 100),
    ] {
        assert!(get(&format!("{path}?max_results={least}")).decode().is_ok(), "{path}");
        assert!(get(&format!("{path}?max_results={most}")).decode().is_ok(), "{path}");
        for value in [least - 1, most + 1] {
            wrong(
                &get(&format!("{path}?max_results={value}")),
                &[format!(
                    r#"{{"parameters":{{"max_results":["{value}"]}},"message":"The `max_results` query parameter value [{value}] is not between {least} and {most}"}}"#
                )],
            );
        }
        let foreign = format!("{path}?pagination_token=77qpx");
        assert!(body(&refused(&get(&foreign))).contains("value [77qpx] is not a valid token."), "{path}");
    }
}

#[test]
fn parameters_have_the_forms_of_their_route() {
    let says = |name: &str, value: &str, says: &str| {
        [format!(
            r#"{{"parameters":{{"{name}":["{value}"]}},"message":"The `{name}` query parameter value [{value}] {says}"}}"#
        )]
    };
    for moment in ["yesterday", "2021-02-13", "1613254256"] {
        wrong(&get(&format!("/2/users/7/tweets?start_time={moment}")), &says("start_time", moment, "is not valid"));
    }
    wrong(&get("/2/users/7/tweets?since_id=x"), &says("since_id", "x", "does not match ^[0-9]{1,19}$"));
    wrong(&get("/2/users/7/tweets?exclude=likes"), &says("exclude", "likes", "is not one of [replies,retweets]"));
    wrong(
        &get("/2/dm_events?event_types=MessageDelete"),
        &says("event_types", "MessageDelete", "is not one of [MessageCreate,ParticipantsJoin,ParticipantsLeave]"),
    );
    wrong(&get("/2/users/search?query=a&next_token=b"), &says("next_token", "b", "is not a valid token."));
    wrong(&get("/2/users/search?query=@bea"), &says("query", "@bea", "does not match ^[A-Za-z0-9_' ]{1,50}$"));
    wrong(
        &get("/2/users/search"),
        &[r#"{"parameters":{"query":[]},"message":"The `query` query parameter can not be empty"}"#.to_owned()],
    );
    wrong(
        &get("/2/dm_conversations/7-x/dm_events"),
        &says("id", "7-x", "does not match ^([0-9]{1,19}-[0-9]{1,19}|[0-9]{15,19})$"),
    );
    let known = "id,since_id,until_id,max_results,pagination_token,exclude,start_time,end_time,expansions,tweet.fields,media.fields,poll.fields,place.fields,user.fields";
    wrong(
        &get("/2/users/7/tweets?x=1"),
        &[format!(r#"{{"parameters":{{"x":["1"]}},"message":"The query parameter [x] is not one of [{known}]"}}"#)],
    );
    let reply = refused(&get("/2/tweets/7?expansions=pinned_tweet_id"));
    assert!(body(&reply).contains("[author_id,in_reply_to_user_id,referenced_tweets,referenced_tweets.id,"));
}

#[test]
fn the_path_of_likes_reposts_and_the_home_timeline_must_name_the_caller() {
    let says = [format!(
        r#"{{"parameters":{{"id":["{BEA}"]}},"message":"The `id` query parameter value [{BEA}] must be the same as the authenticating user [{AMY}]"}}"#
    )];
    for rest in ["likes", "retweets"] {
        let path = format!("/2/users/{BEA}/{rest}");
        wrong(&post_json(&path, r#"{"tweet_id":"7"}"#), &says);
        wrong(&amy(Method::Delete, &format!("{path}/7")), &says);
    }
    wrong(&get(&format!("/2/users/{BEA}/timelines/reverse_chronological")), &says);
}

#[test]
fn nobody_reaches_a_conversation_of_others_or_of_a_group() {
    const FORBIDDEN: &str = r#"{"title":"Forbidden","type":"about:blank","status":403,"detail":"Forbidden"}"#;
    const NO_MESSAGES: &str = r#"{"detail":"You do not have permission to DM one or more participants.","type":"about:blank","title":"Forbidden","status":403}"#;
    for id in [format!("{BEA}-7"), "1234567890123456789".to_owned(), format!("9999999999999999999-{AMY}")] {
        problem(&refused(&get(&format!("/2/dm_conversations/{id}/dm_events"))), 403, FORBIDDEN);
        let path = format!("/2/dm_conversations/{id}/messages");
        problem(&refused(&post_json(&path, r#"{"text":"hi"}"#)), 403, NO_MESSAGES);
    }
}
