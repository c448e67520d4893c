//! The names that fields and expansions of everything but people and posts go by.
//!
//! The order in which the service lists them in messages of error is not recorded; it is that of the spec ([inferred]).
//! Media, polls and places are taken and show nothing: posts of the graph have none.

use super::names::{Names, shows, silent, two};
use super::{Flags, MESSAGE_CREATE, exclude, expand, list, message};

/// `dm_event.fields`.
pub(crate) static MESSAGE: Names = Names(&[
    silent("id"),
    silent("event_type"),
    silent("text"),
    shows("sender_id", message::SENDER),
    silent("participant_ids"),
    shows("dm_conversation_id", message::CONVERSATION),
    shows("created_at", message::CREATED_AT),
    two("referenced_tweets", "referenced_posts", Flags::NONE),
    silent("attachments"),
    shows("entities", message::ENTITIES),
]);

/// `expansions` of routes that give direct messages. Only events of joining and leaving have `participant_ids`.
pub(crate) static MESSAGE_EXPANSIONS: Names = Names(&[
    silent("attachments.media_keys"),
    silent("participant_ids"),
    two("referenced_tweets.id", "referenced_posts", Flags::NONE),
    shows("sender_id", expand::SENDER),
]);

/// `event_types`: nobody joins or leaves a conversation of two.
pub(crate) static EVENT_TYPES: Names =
    Names(&[shows("MessageCreate", MESSAGE_CREATE), silent("ParticipantsJoin"), silent("ParticipantsLeave")]);

/// `list.fields`.
pub(crate) static LIST: Names = Names(&[
    silent("id"),
    silent("name"),
    shows("created_at", list::CREATED_AT),
    shows("description", list::DESCRIPTION),
    shows("follower_count", list::FOLLOWERS),
    shows("member_count", list::MEMBERS),
    shows("owner_id", list::OWNER),
    shows("private", list::PRIVATE),
]);

/// `expansions` of routes that give lists.
pub(crate) static LIST_EXPANSIONS: Names = Names(&[shows("owner_id", expand::OWNER)]);

/// `exclude`.
pub(crate) static EXCLUDE: Names = Names(&[shows("replies", exclude::REPLIES), shows("retweets", exclude::REPOSTS)]);

/// `media.fields`.
pub(crate) static MEDIA: Names = Names(&[
    silent("alt_text"),
    silent("duration_ms"),
    silent("height"),
    silent("media_key"),
    silent("non_public_metrics"),
    silent("organic_metrics"),
    silent("preview_image_url"),
    silent("promoted_metrics"),
    silent("public_metrics"),
    silent("type"),
    silent("url"),
    silent("variants"),
    silent("width"),
]);

/// `poll.fields`.
pub(crate) static POLL: Names = Names(&[
    silent("duration_minutes"),
    silent("end_datetime"),
    silent("id"),
    silent("options"),
    silent("voting_status"),
]);

/// `place.fields`.
pub(crate) static PLACE: Names = Names(&[
    silent("contained_within"),
    silent("country"),
    silent("country_code"),
    silent("full_name"),
    silent("geo"),
    silent("id"),
    silent("name"),
    silent("place_type"),
]);
