//! The body of a post about to be written. Every key of the spec is taken and checked; the graph has no media, polls,
//! cards, places, communities, editions or exclusive posts, so that what says of those goes no further.

use block_graph::{Draft, PostId, ReplyPolicy, UserId};
use dialect::{Failure, Request};

use super::object::Object;
use super::read;
use crate::errors::{self, Wrong};

/// How long a post is at the most, in characters ([doc]; weighted as one each).
const LONGEST: usize = 280;
/// The circles that replies can be left to ([spec]).
const CIRCLES: [&str; 4] = ["following", "mentionedUsers", "subscribers", "verified"];

/// The post about to be written.
///
/// # Errors
/// A 400 in the words of the service's schema check, or for a text that is too long or absent.
pub(crate) fn draft(request: &Request<'_>) -> Result<Draft, Failure> {
    let (draft, media) = read(request, |body| {
        let text = body.any_text("text").unwrap_or_default().to_owned();
        let reply_to = body.object("reply", reply).flatten();
        let tagged = body.object("media", media);
        body.object("poll", poll);
        let quote_of = body.id("quote_tweet_id").map(PostId);
        let replies = policy(body.word("reply_settings", &CIRCLES));
        rest(body);
        let media = tagged.is_some();
        (Draft { text, reply_to, quote_of, tagged: tagged.unwrap_or_default(), replies }, media)
    })?;
    if draft.text.chars().count() > LONGEST {
        return Err(errors::invalid(&[Wrong::too_long()]).into());
    }
    // "Required unless media is provided" ([spec]).
    if draft.text.trim().is_empty() && !media {
        return Err(
            errors::invalid(&[Wrong::missing_key("$", "text", &String::from_utf8_lossy(body_of(request)))]).into()
        );
    }
    Ok(draft)
}

/// The post that the body of a request replies to.
pub(crate) fn replies_to(request: &Request<'_>) -> Option<PostId> {
    draft(request).ok()?.reply_to
}

/// The body; an absent one is an empty object.
fn body_of<'r>(request: &Request<'r>) -> &'r [u8] {
    let body = request.body.trim_ascii();
    if body.is_empty() { b"{}" } else { body }
}

fn reply(reply: &mut Object<'_, '_>) -> Option<PostId> {
    reply.need("in_reply_to_tweet_id");
    // Whom the text names is all that the graph knows of whom a reply is for.
    reply.ids("exclude_reply_user_ids", 0..=usize::MAX);
    reply.flag("auto_populate_reply_metadata");
    reply.id("in_reply_to_tweet_id").map(PostId)
}

/// Who is tagged in the media.
fn media(media: &mut Object<'_, '_>) -> Vec<block_graph::UserRef> {
    media.need("media_ids");
    media.ids("media_ids", 1..=4);
    for key in ["description", "title"] {
        media.any_text(key);
    }
    media.flag("embeddable");
    media.id("preview_media_id");
    media.object("call_to_actions", |acts| {
        acts.object("app_install", |install| {
            for key in ["app_store_id", "ipad_app_store_id", "play_store_id"] {
                install.any_text(key);
            }
        });
        for key in ["visit_site", "watch_now"] {
            acts.object(key, |act| {
                act.need("url");
                act.any_text("url");
            });
        }
    });
    media.ids("tagged_user_ids", 0..=10).into_iter().map(|id| UserId(id).into()).collect()
}

fn poll(poll: &mut Object<'_, '_>) {
    poll.need("options");
    poll.texts("options", 2..=4, 1..=25);
    poll.need("duration_minutes");
    poll.number("duration_minutes", 5..=10_080);
    poll.word("reply_settings", &CIRCLES);
}

/// What says nothing to the graph.
fn rest(body: &mut Object<'_, '_>) {
    for key in ["direct_message_deep_link", "card_uri"] {
        body.any_text(key);
    }
    for key in ["for_super_followers_only", "share_with_followers", "nullcast", "made_with_ai", "paid_partnership"] {
        body.flag(key);
    }
    body.id("community_id");
    body.object("geo", |geo| {
        geo.need("place_id");
        geo.any_text("place_id");
    });
    body.object("edit_options", |options| {
        options.need("previous_post_id");
        options.id("previous_post_id");
    });
}

/// Who may reply. The graph knows no subscribers and no circle of the verified: both become the narrowest that it
/// knows, so that nobody replies whom the author did not let ([inferred]).
fn policy(circle: Option<&str>) -> ReplyPolicy {
    match circle {
        None => ReplyPolicy::Everyone,
        Some("following") => ReplyPolicy::Following,
        Some(_) => ReplyPolicy::Mentioned,
    }
}
