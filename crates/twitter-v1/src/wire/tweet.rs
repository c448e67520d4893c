//! The tweet object, key for key in the order of the recordings since 2016; without its `user` it is the status inside
//! a user ([recorded]).
//!
//! Written by hand, like people, who are most of it. The tests hold it against the object that serde derives.

use block_graph::{Post, PostCard, User};
use dialect::json::Json;
use dialect::{fact, moment};
use serde::{Serialize, Serializer};

use super::json::Written;
use super::tweet_entities::{TweetEntities, write_html};
use super::user;
use crate::view::{TweetView, UserView};

/// Room for a tweet with its author.
const ROOM: usize = 4096;

/// A tweet on its own: with the tweets it repeats and quotes.
pub(crate) struct Whole<'p>(pub &'p PostCard, pub TweetView);

impl Whole<'_> {
    /// Writes it.
    pub(crate) fn write(&self, out: &mut Json) {
        write(out, self.0, &self.1, true);
    }
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Written::by(ROOM, |out| self.write(out)).serialize(serializer)
    }
}

/// Writes the tweet on `card`. `nested` says whether the tweet it quotes is shown whole ([recorded]: a quoted tweet names the
/// one that it quotes itself by id alone).
fn write(out: &mut Json, card: &PostCard, view: &TweetView, nested: bool) {
    let original = card.original.as_deref();
    let shown = original.unwrap_or(card);
    let plain = Plain { post: &card.post, author: &card.author.user, original, view: &view.user };
    let replied_to = card.replied_to.as_ref().map(|person| person.username());
    let has_links = plain.write(out, replied_to);
    out.raw(r#","user":"#);
    if view.trim {
        id(out, card.author.user.id.0);
    } else {
        user::User::new(&card.author, &view.user).write(out);
    }
    out.raw(r#","geo":null,"coordinates":null,"place":null,"contributors":null"#);
    if let Some(own) = card.reposted.filter(|_| view.own_retweet) {
        out.raw(r#","current_user_retweet":"#);
        id(out, own.0);
    }
    if let Some(original) = original {
        out.raw(r#","retweeted_status":"#);
        write(out, original, view, true);
    }
    quotes(out, &shown.post);
    if let Some(quoted) = card.quoted.as_deref().filter(|_| nested) {
        out.raw(r#","quoted_status":"#);
        write(out, quoted, view, false);
    }
    fact!(out, r#","is_quote_status":"#, shown.post.quote_of.is_some());
    out.raw(r#","retweet_count":"#);
    out.number(shown.counts.reposts.into());
    // A retweet has the counts and the viewer's reactions of the tweet in it, but no likes of its own ([recorded]).
    out.raw(r#","favorite_count":"#);
    out.number(if original.is_some() { 0 } else { card.counts.likes.into() });
    fact!(out, r#","favorited":"#, shown.liked);
    fact!(out, r#","retweeted":"#, shown.reposted.is_some());
    end(out, &card.post, has_links);
}

/// Writes a person's newest tweet, inside them: without its author and with no reactions. Nothing is written of a retweet,
/// because the graph does not tell whose tweet it repeats: it is left out rather than shown by halves ([client]: strict
/// clients read a status whole).
pub(super) fn write_latest(out: &mut Json, key: &str, post: &Post, author: &User, view: &UserView) {
    if post.repost_of.is_some() {
        return;
    }
    out.raw(key);
    let has_links = Plain { post, author, original: None, view }.write(out, None);
    out.raw(r#","geo":null,"coordinates":null,"place":null,"contributors":null"#);
    quotes(out, post);
    fact!(out, r#","is_quote_status":"#, post.quote_of.is_some());
    out.raw(r#","retweet_count":0,"favorite_count":0,"favorited":false,"retweeted":false"#);
    end(out, post, has_links);
}

/// What a tweet says by itself. Keys that the graph knows nothing of have the values of a plain tweet.
struct Plain<'p> {
    post: &'p Post,
    author: &'p User,
    /// What it repeats.
    original: Option<&'p PostCard>,
    view: &'p UserView,
}

impl Plain<'_> {
    /// Writes the keys before `user`, and tells whether there is a link in the text. `replied_to` is the username of the
    /// person it replies to, if that is known.
    fn write(&self, out: &mut Json, replied_to: Option<&str>) -> bool {
        let Self { post, original, view, .. } = *self;
        out.raw(r#"{"created_at":""#);
        out.with(|out| moment::push_twitter(out, post.created));
        out.raw(r#"","id":"#);
        out.number_twice(post.id.0, r#","id_str":""#);
        out.raw(if view.extended { r#"","full_text":""# } else { r#"","text":""# });
        let written = original.map_or(post, |original| &original.post);
        // The text of a repeated tweet that the viewer may not see is not told.
        let hidden = post.repost_of.is_some() && original.is_none();
        let text = if hidden { "" } else { written.text.as_str() };
        let repeated = original.map(|original| &original.author.user);
        let mut shift = 0;
        // The text of a retweet begins with `RT`. A username's characters are ASCII, and none is escaped.
        if let Some(repeated) = repeated {
            let name = repeated.username();
            out.raw("RT @");
            out.raw(name);
            out.raw(": ");
            shift = "RT @: ".len() + name.len();
        }
        let added = write_html(out, text);
        out.raw(r#"","truncated":false"#);
        if view.extended {
            out.raw(r#","display_text_range":[0,"#);
            out.number(i64::try_from(shift + text.chars().count() + added).unwrap_or(i64::MAX));
            out.raw("]");
        }
        let entities =
            if hidden { TweetEntities::default() } else { TweetEntities::of(text, &written.mentions, repeated, shift) };
        if view.tweet_entities {
            out.raw(r#","entities":"#);
            entities.write(out);
        }
        source(out, &post.source);
        self.reply(out, replied_to);
        entities.has_links()
    }

    fn reply(&self, out: &mut Json, replied_to: Option<&str>) {
        let Some((replied, person)) = self.post.reply_to else {
            out.raw(concat!(
                r#","in_reply_to_status_id":null,"in_reply_to_status_id_str":null,"in_reply_to_user_id":null,"#,
                r#""in_reply_to_user_id_str":null,"in_reply_to_screen_name":"#
            ));
            _ = out.text_or_null(replied_to);
            return;
        };
        out.raw(r#","in_reply_to_status_id":"#);
        out.number_twice(replied.0, r#","in_reply_to_status_id_str":""#);
        out.raw(r#"","in_reply_to_user_id":"#);
        out.number_twice(person.0, r#","in_reply_to_user_id_str":""#);
        out.raw(r#"","in_reply_to_screen_name":"#);
        let own = || Some(self.author.username()).filter(|_| person == self.author.id);
        let named = || self.post.mentions.iter().find(|mention| mention.user == person);
        let name = replied_to.or_else(own).or_else(|| named().map(|mention| &*mention.username));
        _ = out.text_or_null(name);
    }
}

/// The tweet that is quoted, by its id.
fn quotes(out: &mut Json, post: &Post) {
    if let Some(quoted) = post.quote_of {
        out.raw(r#","quoted_status_id":"#);
        out.number_twice(quoted.0, r#","quoted_status_id_str":""#);
        out.raw("\"");
    }
}

/// The end of a tweet. Only of one with a link it is told whether that is sensitive ([recorded]).
fn end(out: &mut Json, post: &Post, has_links: bool) {
    out.raw(if has_links { r#","possibly_sensitive":false,"lang":""# } else { r#","lang":""# });
    out.part(&post.lang);
    out.raw("\"}");
}

/// An id alone, as an object.
fn id(out: &mut Json, id: i64) {
    out.raw(r#"{"id":"#);
    out.number_twice(id, r#","id_str":""#);
    out.raw("\"}");
}

/// The app that a tweet was written with, as an HTML anchor ([recorded]; tweepy fails on anything else, [client]). The
/// graph knows the app's name, not its link: that is the service's own ([inferred]).
fn source(out: &mut Json, name: &str) {
    out.raw(r#","source":"\u003ca href=\"http:\/\/twitter.com\" rel=\"nofollow\"\u003e"#);
    write_html(out, name);
    out.raw(r#"\u003c\/a\u003e""#);
}

#[cfg(test)]
pub(super) mod oracle;
#[cfg(test)]
mod tests;
