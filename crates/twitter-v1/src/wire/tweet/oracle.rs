//! The tweet object as serde derives it: what the hand-written one is held against.

use std::borrow::Cow;

use block_graph::{Post, PostCard, User, UserCard};
use serde::{Serialize, Serializer};

use crate::view::{TweetView, UserView};
use crate::wire::scalar::{Moment, Text};
use crate::wire::tweet_entities::{TweetEntities, escape_html};
use crate::wire::user;

/// A tweet as a viewer sees it. Keys that the graph knows nothing of have the values of a plain tweet.
#[derive(Serialize)]
struct Tweet<'p> {
    created_at: Moment,
    id: i64,
    id_str: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'p, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    full_text: Option<Cow<'p, str>>,
    truncated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_text_range: Option<[usize; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<TweetEntities<'p>>,
    source: Source<'p>,
    in_reply_to_status_id: Option<i64>,
    in_reply_to_status_id_str: Option<Text>,
    in_reply_to_user_id: Option<i64>,
    in_reply_to_user_id_str: Option<Text>,
    in_reply_to_screen_name: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<Author<'p>>,
    geo: (),
    coordinates: (),
    place: (),
    contributors: (),
    #[serde(skip_serializing_if = "Option::is_none")]
    current_user_retweet: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retweeted_status: Option<Shown<'p>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quoted_status_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quoted_status_id_str: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quoted_status: Option<Shown<'p>>,
    is_quote_status: bool,
    retweet_count: i32,
    favorite_count: i32,
    favorited: bool,
    retweeted: bool,
    /// Only of a tweet with a link ([recorded]).
    #[serde(skip_serializing_if = "Option::is_none")]
    possibly_sensitive: Option<bool>,
    lang: &'p str,
}

impl<'p> Tweet<'p> {
    /// The tweet on `card`. `nested` says whether the tweet it quotes is shown whole ([recorded]: a quoted tweet names the
    /// one that it quotes itself by id alone).
    fn new(card: &'p PostCard, view: TweetView, nested: bool) -> Self {
        let post = &*card.post;
        let original = card.original.as_deref();
        let shown = original.unwrap_or(card);
        let quotes = shown.post.quote_of;
        let plain = Self::plain(post, &card.author.user, original, &view.user);
        let replied_to = card.replied_to.as_ref().map(|person| person.username());
        let within = |nested| move |card: &'p PostCard| Shown { card, view, nested };
        // A retweet has the counts and the viewer's reactions of the tweet in it, but no likes of its own ([recorded]).
        Self {
            user: Some(Author { card: &card.author, view }),
            current_user_retweet: card.reposted.filter(|_| view.own_retweet).map(|own| Id::new(own.0)),
            retweeted_status: original.map(within(true)),
            quoted_status_id: quotes.map(|quoted| quoted.0),
            quoted_status_id_str: quotes.map(|quoted| Text(quoted.0)),
            quoted_status: card.quoted.as_deref().filter(|_| nested).map(within(false)),
            is_quote_status: quotes.is_some(),
            retweet_count: shown.counts.reposts,
            favorite_count: if original.is_some() { 0 } else { card.counts.likes },
            favorited: shown.liked,
            retweeted: shown.reposted.is_some(),
            in_reply_to_screen_name: replied_to.or(plain.in_reply_to_screen_name),
            ..plain
        }
    }

    /// A tweet without its author and with no reactions; of a retweet the text begins with `RT`.
    fn plain(post: &'p Post, author: &'p User, original: Option<&'p PostCard>, view: &UserView) -> Self {
        let written = original.map_or(post, |original| &original.post);
        let repeated =
            original.map(|original| (&original.author.user, format!("RT @{}: ", original.author.user.username())));
        let shift = repeated.as_ref().map_or(0, |(_, prefix)| prefix.chars().count());
        let hidden = post.repost_of.is_some() && original.is_none();
        // The text of a repeated tweet that the viewer may not see is not told.
        let text = if hidden { "" } else { &written.text };
        let escaped = escape_html(text);
        let text_shown = match &repeated {
            Some((_, prefix)) => Cow::Owned(format!("{prefix}{escaped}")),
            None => escaped,
        };
        let entities = if hidden {
            TweetEntities::default()
        } else {
            TweetEntities::of(text, &written.mentions, repeated.as_ref().map(|(author, _)| *author), shift)
        };
        let range = view.extended.then(|| [0, text_shown.chars().count()]);
        let (text, full_text) = if view.extended { (None, Some(text_shown)) } else { (Some(text_shown), None) };
        let replied = post.reply_to.map(|(post, _)| post.0);
        let person = post.reply_to.map(|(_, person)| person);
        let named = |mention: &&'p block_graph::Mention| Some(mention.user) == person;
        let name = if person == Some(author.id) {
            Some(author.username())
        } else {
            post.mentions.iter().find(named).map(|mention| &*mention.username)
        };
        Self {
            created_at: Moment(post.created),
            id: post.id.0,
            id_str: Text(post.id.0),
            text,
            full_text,
            truncated: false,
            display_text_range: range,
            possibly_sensitive: entities.has_links().then_some(false),
            entities: view.tweet_entities.then_some(entities),
            source: Source(&post.source),
            in_reply_to_status_id: replied,
            in_reply_to_status_id_str: replied.map(Text),
            in_reply_to_user_id: person.map(|person| person.0),
            in_reply_to_user_id_str: person.map(|person| Text(person.0)),
            in_reply_to_screen_name: name,
            user: None,
            geo: (),
            coordinates: (),
            place: (),
            contributors: (),
            current_user_retweet: None,
            retweeted_status: None,
            quoted_status_id: post.quote_of.map(|quoted| quoted.0),
            quoted_status_id_str: post.quote_of.map(|quoted| Text(quoted.0)),
            quoted_status: None,
            is_quote_status: post.quote_of.is_some(),
            retweet_count: 0,
            favorite_count: 0,
            favorited: false,
            retweeted: false,
            lang: &post.lang,
        }
    }
}

/// A tweet on its own.
pub(super) struct Whole<'p>(pub(super) &'p PostCard, pub(super) TweetView);

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Tweet::new(self.0, self.1, true).serialize(serializer)
    }
}

/// A tweet within another one.
struct Shown<'p> {
    card: &'p PostCard,
    view: TweetView,
    nested: bool,
}

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Tweet::new(self.card, self.view, self.nested).serialize(serializer)
    }
}

/// A person's newest tweet, inside them, unless it is a retweet.
pub(in crate::wire) struct Latest<'p> {
    post: &'p Post,
    author: &'p User,
    view: UserView,
}

impl<'p> Latest<'p> {
    /// The tweet, in the form that `view` asks for.
    pub(in crate::wire) fn new(post: &'p Post, author: &'p User, view: &UserView) -> Option<Self> {
        post.repost_of.is_none().then_some(Self { post, author, view: *view })
    }
}

impl Serialize for Latest<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Tweet::plain(self.post, self.author, None, &self.view).serialize(serializer)
    }
}

/// Who wrote it: whole, or an id alone ([doc] `trim_user`).
struct Author<'p> {
    card: &'p UserCard,
    view: TweetView,
}

impl Serialize for Author<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.view.trim {
            Id::new(self.card.user.id.0).serialize(serializer)
        } else {
            user::User::new(self.card, &self.view.user).serialize(serializer)
        }
    }
}

#[derive(Serialize)]
struct Id {
    id: i64,
    id_str: Text,
}

impl Id {
    fn new(id: i64) -> Self {
        Self { id, id_str: Text(id) }
    }
}

/// The app that a tweet was written with, as an HTML anchor ([recorded]; tweepy fails on anything else, [client]). The
/// graph knows the app's name, not its link: that is the service's own ([inferred]).
struct Source<'p>(&'p str);

impl Serialize for Source<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let name = escape_html(self.0);
        serializer.collect_str(&format_args!("<a href=\"http://twitter.com\" rel=\"nofollow\">{name}</a>"))
    }
}
