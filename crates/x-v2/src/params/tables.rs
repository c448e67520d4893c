//! The parameters that each endpoint takes, in the order in which a message of error lists them: those of the path,
//! the endpoint's own, then expansions and fields ([recorded] for the recent search).

use super::form::Form;
use crate::cursors::Tokens;
use crate::fields::{self, Names};

/// One parameter of an endpoint.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(super) name: &'static str,
    pub(super) form: Form,
}

const fn parameter(name: &'static str, form: Form) -> Parameter {
    Parameter { name, form }
}

const ID: Parameter = parameter("id", Form::Id);
const IDS: Parameter = parameter("ids", Form::Ids);
const PARTICIPANT: Parameter = parameter("participant_id", Form::Id);
const TWEET_FIELDS: Parameter = one_of("tweet.fields", &fields::POST);
const POST_FIELDS: Parameter = one_of("post.fields", &fields::POST);
const USER_FIELDS: Parameter = one_of("user.fields", &fields::USER);
const MEDIA_FIELDS: Parameter = one_of("media.fields", &fields::MEDIA);
const POLL_FIELDS: Parameter = one_of("poll.fields", &fields::POLL);
const PLACE_FIELDS: Parameter = one_of("place.fields", &fields::PLACE);
const MESSAGE_FIELDS: Parameter = one_of("dm_event.fields", &fields::MESSAGE);
const LIST_FIELDS: Parameter = one_of("list.fields", &fields::LIST);
const EXCLUDE: Parameter = one_of("exclude", &fields::EXCLUDE);
const SINCE_ID: Parameter = parameter("since_id", Form::Id);
const UNTIL_ID: Parameter = parameter("until_id", Form::Id);
const START_TIME: Parameter = parameter("start_time", Form::Time);
const END_TIME: Parameter = parameter("end_time", Form::Time);

const fn one_of(name: &'static str, names: &'static Names) -> Parameter {
    parameter(name, Form::OneOf(names))
}

const fn expansions(names: &'static Names) -> Parameter {
    one_of("expansions", names)
}

const fn max_results(least: u32, most: u32) -> Parameter {
    parameter("max_results", Form::Number { least, most })
}

const fn token(tokens: Tokens) -> Parameter {
    parameter("pagination_token", Form::Token(tokens))
}

/// A page of people.
const fn people(most: u32, tokens: Tokens) -> [Parameter; 7] {
    let [expansions, tweet_fields, post_fields, user_fields] = ME;
    [ID, max_results(1, most), token(tokens), expansions, tweet_fields, post_fields, user_fields]
}

/// A page of the caller's own people, whom no path names.
const fn own_people(tokens: Tokens) -> [Parameter; 6] {
    let [expansions, tweet_fields, post_fields, user_fields] = ME;
    [max_results(1, 1000), token(tokens), expansions, tweet_fields, post_fields, user_fields]
}

const fn user(key: Parameter) -> [Parameter; 5] {
    let [expansions, tweet_fields, post_fields, user_fields] = ME;
    [key, expansions, tweet_fields, post_fields, user_fields]
}

/// What every route that gives posts takes.
const POST_FORM: [Parameter; 7] = [
    expansions(&fields::POST_EXPANSIONS),
    TWEET_FIELDS,
    POST_FIELDS,
    MEDIA_FIELDS,
    POLL_FIELDS,
    PLACE_FIELDS,
    USER_FIELDS,
];

const fn post(key: Parameter) -> [Parameter; 8] {
    let [expansions, tweet, post, media, poll, place, user] = POST_FORM;
    [key, expansions, tweet, post, media, poll, place, user]
}

/// A feed with bounds, and with `exclude` where `own` is that.
const fn feed(least: u32, tokens: Tokens) -> [Parameter; 14] {
    let [expansions, tweet, post, media, poll, place, user] = POST_FORM;
    let size = max_results(least, 100);
    let bounds = [SINCE_ID, UNTIL_ID, START_TIME, END_TIME];
    let [since, until, start, end] = bounds;
    [ID, since, until, size, token(tokens), start, end, expansions, tweet, post, media, poll, place, user]
}

const fn filtered(least: u32, tokens: Tokens) -> [Parameter; 15] {
    let [id, since, until, size, token, start, end, expansions, tweet, post, media, poll, place, user] =
        feed(least, tokens);
    [id, since, until, size, token, EXCLUDE, start, end, expansions, tweet, post, media, poll, place, user]
}

const fn messages(key: Parameter) -> [Parameter; 10] {
    let [size, token, types, fields, expansions, media, user, tweet, post] = ALL_MESSAGES;
    [key, size, token, types, fields, expansions, media, user, tweet, post]
}

const fn lists(tokens: Tokens) -> [Parameter; 6] {
    let [id, fields, expansions, user] = LIST;
    [id, max_results(1, 100), token(tokens), fields, expansions, user]
}

pub(crate) static NONE: [Parameter; 0] = [];
pub(crate) static ID_ONLY: [Parameter; 1] = [ID];
pub(crate) static EDGE: [Parameter; 2] = [parameter("source_user_id", Form::Id), parameter("target_user_id", Form::Id)];
pub(crate) static BLOCKING: [Parameter; 7] = people(1000, Tokens::Blocking);
pub(crate) static MUTING: [Parameter; 7] = people(1000, Tokens::Muting);
pub(crate) static FOLLOWING: [Parameter; 7] = people(1000, Tokens::Following);
pub(crate) static FOLLOWERS: [Parameter; 7] = people(1000, Tokens::Followers);
pub(crate) static MY_FOLLOWING: [Parameter; 6] = own_people(Tokens::Following);
pub(crate) static MY_FOLLOWERS: [Parameter; 6] = own_people(Tokens::Followers);
pub(crate) const ME: [Parameter; 4] = [expansions(&fields::EXPANSIONS), TWEET_FIELDS, POST_FIELDS, USER_FIELDS];
pub(crate) static BY_ID: [Parameter; 5] = user(ID);
pub(crate) static BY_USERNAME: [Parameter; 5] = user(parameter("username", Form::Username));
pub(crate) static BY_IDS: [Parameter; 5] = user(IDS);
pub(crate) static BY_USERNAMES: [Parameter; 5] = user(parameter("usernames", Form::Usernames));
pub(crate) static SEARCH: [Parameter; 7] = [
    parameter("query", Form::Query),
    max_results(1, 1000),
    parameter("next_token", Form::NoToken),
    expansions(&fields::EXPANSIONS),
    TWEET_FIELDS,
    POST_FIELDS,
    USER_FIELDS,
];
pub(crate) static POST_BY_ID: [Parameter; 8] = post(ID);
pub(crate) static POSTS_BY_IDS: [Parameter; 8] = post(IDS);
pub(crate) static USER_POSTS: [Parameter; 15] = filtered(5, Tokens::Posts);
pub(crate) static MENTIONS: [Parameter; 14] = feed(5, Tokens::Mentions);
pub(crate) static HOME: [Parameter; 15] = filtered(1, Tokens::Home);
pub(crate) static QUOTES: [Parameter; 11] = {
    let [expansions, tweet, post, media, poll, place, user] = POST_FORM;
    let (size, token) = (max_results(10, 100), token(Tokens::Quotes));
    [ID, size, token, EXCLUDE, expansions, tweet, post, media, poll, place, user]
};
pub(crate) static LIKED: [Parameter; 10] = {
    let [expansions, tweet, post, media, poll, place, user] = POST_FORM;
    [ID, max_results(5, 100), token(Tokens::Liked), expansions, tweet, post, media, poll, place, user]
};
pub(crate) static LIKERS: [Parameter; 7] = people(100, Tokens::Likers);
pub(crate) static REPOSTERS: [Parameter; 7] = people(100, Tokens::Reposters);
pub(crate) static LIKE: [Parameter; 2] = [ID, parameter("tweet_id", Form::Id)];
pub(crate) static REPOST: [Parameter; 2] = [ID, parameter("source_tweet_id", Form::Id)];
pub(crate) static PARTICIPANT_ONLY: [Parameter; 1] = [PARTICIPANT];
pub(crate) static CONVERSATION_ONLY: [Parameter; 1] = [parameter("dm_conversation_id", Form::Conversation)];
pub(crate) const ALL_MESSAGES: [Parameter; 9] = [
    max_results(1, 100),
    token(Tokens::Messages),
    one_of("event_types", &fields::EVENT_TYPES),
    MESSAGE_FIELDS,
    expansions(&fields::MESSAGE_EXPANSIONS),
    MEDIA_FIELDS,
    USER_FIELDS,
    TWEET_FIELDS,
    POST_FIELDS,
];
pub(crate) static MESSAGES_WITH: [Parameter; 10] = messages(PARTICIPANT);
pub(crate) static MESSAGES_OF: [Parameter; 10] = messages(parameter("id", Form::Conversation));
pub(crate) static MESSAGE: [Parameter; 7] = [
    parameter("event_id", Form::Id),
    MESSAGE_FIELDS,
    expansions(&fields::MESSAGE_EXPANSIONS),
    MEDIA_FIELDS,
    USER_FIELDS,
    TWEET_FIELDS,
    POST_FIELDS,
];
pub(crate) static EVENT_ONLY: [Parameter; 1] = [parameter("event_id", Form::Id)];
pub(crate) const LIST: [Parameter; 4] = [ID, LIST_FIELDS, expansions(&fields::LIST_EXPANSIONS), USER_FIELDS];
pub(crate) static OWNED: [Parameter; 6] = lists(Tokens::Owned);
pub(crate) static MEMBERSHIPS: [Parameter; 6] = lists(Tokens::Memberships);
pub(crate) static MEMBERS: [Parameter; 7] = people(100, Tokens::Members);
pub(crate) static MEMBER: [Parameter; 2] = [ID, parameter("user_id", Form::Id)];
