//! The names that fields and expansions of people and posts go by: what the service takes, measured and specified, in
//! the order of its lists.
//!
//! Names without a flag are taken and show nothing: the graph has no such fact, and unset fields are omitted ([doc]).

use super::{Flags, Vocabulary, expand, post, user};

/// One name.
#[derive(Debug)]
pub(crate) struct Name {
    tweet: &'static str,
    post: &'static str,
    shows: Flags,
    listed: bool,
}

/// A table of names.
#[derive(Debug)]
pub(crate) struct Names(pub(super) &'static [Name]);

impl Names {
    /// What a name shows, in either spelling; `None` when it is no name of the table.
    pub(crate) fn find(&self, name: &str) -> Option<Flags> {
        self.0.iter().find(|row| row.tweet == name || row.post == name).map(|row| row.shows)
    }

    /// The names as a message of error lists them, separated by commas.
    pub(crate) fn list(&self, vocabulary: Vocabulary) -> String {
        let spelled = |row: &'static Name| match vocabulary {
            Vocabulary::Tweet => row.tweet,
            Vocabulary::Post => row.post,
        };
        self.0.iter().filter(|row| row.listed).map(spelled).collect::<Vec<_>>().join(",")
    }
}

/// A name with nothing behind it.
pub(super) const fn silent(name: &'static str) -> Name {
    shows(name, Flags::NONE)
}

pub(super) const fn shows(name: &'static str, shows: Flags) -> Name {
    two(name, name, shows)
}

pub(super) const fn two(tweet: &'static str, post: &'static str, shows: Flags) -> Name {
    Name { tweet, post, shows, listed: true }
}

/// A name that is taken though the service's own list does not hold it.
pub(super) const fn unlisted(name: &'static str) -> Name {
    Name { listed: false, ..silent(name) }
}

/// `user.fields`: as measured 2026-08 in this order, and what 2.173 adds.
pub(crate) static USER: Names = Names(&[
    silent("id"),
    silent("name"),
    silent("username"),
    silent("withheld"),
    shows("created_at", user::CREATED_AT),
    shows("description", user::DESCRIPTION),
    shows("entities", user::ENTITIES),
    shows("location", user::LOCATION),
    two("pinned_tweet_id", "pinned_post_id", user::PINNED),
    shows("profile_banner_url", user::BANNER),
    shows("profile_image_url", user::IMAGE),
    shows("protected", user::PROTECTED),
    shows("public_metrics", user::METRICS),
    shows("url", user::URL),
    shows("verified", user::VERIFIED),
    silent("subscription_type"),
    shows("verified_type", user::VERIFIED_TYPE),
    two("most_recent_tweet_id", "most_recent_post_id", user::LATEST),
    silent("is_identity_verified"),
    silent("affiliation"),
    shows("connection_status", user::CONNECTIONS),
    shows("receives_your_dm", user::RECEIVES_DM),
    silent("verified_followers_count"),
    silent("parody"),
    silent("subscribes_to_you"),
    silent("subscription"),
    shows("confirmed_email", user::EMAIL),
    unlisted("active_follower_count"),
    unlisted("subscriber_count"),
]);

/// `tweet.fields` and `post.fields`: as measured 2026-08 in this order.
pub(crate) static POST: Names = Names(&[
    silent("id"),
    silent("text"),
    two("edit_history_tweet_ids", "edit_history_post_ids", Flags::NONE),
    silent("withheld"),
    silent("rest_id"),
    shows("created_at", post::CREATED_AT),
    shows("author_id", post::AUTHOR),
    shows("conversation_id", post::CONVERSATION),
    shows("in_reply_to_user_id", post::REPLIED_USER),
    two("referenced_tweets", "referenced_posts", post::REFERENCED),
    silent("attachments"),
    shows("lang", post::LANG),
    shows("possibly_sensitive", post::SENSITIVE),
    silent("paid_partnership"),
    shows("reply_settings", post::REPLY_SETTINGS),
    shows("source", post::SOURCE),
    silent("display_text_range"),
    silent("card_uri"),
    silent("community_id"),
    two("note_tweet", "note_post", Flags::NONE),
    silent("scopes"),
    silent("username"),
    silent("suggested_source_links"),
    silent("suggested_source_links_with_counts"),
    silent("matched_media_notes"),
    silent("note_request_suggestions"),
    shows("public_metrics", post::METRICS),
    silent("context_annotations"),
    shows("entities", post::ENTITIES),
    silent("geo"),
    silent("edit_controls"),
    silent("media_metadata"),
    silent("non_public_metrics"),
    silent("organic_metrics"),
    silent("promoted_metrics"),
    two("article", "article_title", Flags::NONE),
]);

/// `expansions` of routes that give users.
pub(crate) static EXPANSIONS: Names = Names(&[
    two("affiliation.user_id", "affiliation", Flags::NONE),
    two("most_recent_tweet_id", "most_recent_post_id", expand::LATEST),
    two("pinned_tweet_id", "pinned_post_id", expand::PINNED),
]);

/// `expansions` of routes that give posts, as measured 2026-08 in this order.
pub(crate) static POST_EXPANSIONS: Names = Names(&[
    shows("author_id", expand::AUTHOR),
    shows("in_reply_to_user_id", expand::REPLIED_USER),
    two("referenced_tweets", "referenced_posts", expand::REFERENCED),
    shows("referenced_tweets.id", expand::REFERENCED),
    shows("referenced_tweets.id.author_id", expand::REFERENCED_AUTHOR),
    silent("referenced_tweets.id.attachments.media_keys"),
    two("edit_history_tweet_ids", "edit_history_post_ids", Flags::NONE),
    silent("attachments.media_keys"),
    silent("attachments.poll_ids"),
    silent("attachments.media_source_tweet"),
    shows("entities.mentions.username", expand::MENTIONED),
    silent("geo.place_id"),
    silent("article.cover_media"),
    silent("article.media_entities"),
    silent("username"),
]);
