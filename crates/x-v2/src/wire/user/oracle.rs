//! The person as serde derives them: what the hand-written one is held against.

use block_graph::{Counts, Relation, User as Person, UserCard, policy};
use serde::{Serialize, Serializer};

use crate::fields::{View, Vocabulary, user};
use crate::wire::scan::{Found, link};
use crate::wire::text::{Decimal, Moment};

/// A person; keys in the order of the service's list of fields, unset ones left out ([doc]).
#[derive(Serialize)]
pub(super) struct User<'c> {
    id: Decimal,
    name: &'c str,
    username: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<Entities<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pinned_tweet_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pinned_post_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_banner_url: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_image_url: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    protected: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    public_metrics: Option<Metrics>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    most_recent_tweet_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    most_recent_post_id: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_status: Option<Connections>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receives_your_dm: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirmed_email: Option<&'c str>,
}

/// Both spellings of the count of posts, because each has clients that fail without it ([client]).
#[derive(Serialize)]
struct Metrics {
    followers_count: i32,
    following_count: i32,
    tweet_count: i32,
    post_count: i32,
    listed_count: i32,
    like_count: i32,
    media_count: i32,
}

impl Metrics {
    fn of(counts: &Counts) -> Self {
        Self {
            followers_count: counts.followers,
            following_count: counts.following,
            tweet_count: counts.posts,
            post_count: counts.posts,
            listed_count: counts.listed,
            like_count: counts.likes,
            // Posts of the graph carry no media.
            media_count: 0,
        }
    }
}

/// How the viewer stands to the person. There is no word for being blocked by them, in any version of the spec.
struct Connections(Relation);

impl Serialize for Connections {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let relation = &self.0;
        let words = [
            (relation.blocking, "blocking"),
            (relation.request_received, "follow_request_received"),
            (relation.request_sent, "follow_request_sent"),
            (relation.followed_by, "followed_by"),
            (relation.following, "following"),
            (relation.muting, "muting"),
        ];
        serializer.collect_seq(words.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word))
    }
}

impl<'c> User<'c> {
    /// The person of `card` as `view` asks to see them.
    pub(super) fn of(card: &'c UserCard, view: &View) -> Self {
        let person = &card.user;
        let shows = |flag| view.user.has(flag);
        let text = |flag, text: &'c str| Some(text).filter(|text| shows(flag) && !text.is_empty());
        let option = |flag, value: Option<&'c str>| value.filter(|_| shows(flag));
        let tweet = |id: Option<Decimal>| id.filter(|_| view.vocabulary == Vocabulary::Tweet);
        let post = |id: Option<Decimal>| id.filter(|_| view.vocabulary == Vocabulary::Post);
        let pinned = person.pinned_post().filter(|_| shows(user::PINNED)).map(|id| Decimal(id.0));
        let latest = card.latest_post.as_ref().filter(|_| shows(user::LATEST)).map(|post| Decimal(post.id.0));
        Self {
            id: Decimal(person.id.0),
            name: person.name(),
            username: person.username(),
            created_at: shows(user::CREATED_AT).then_some(Moment(person.created)),
            description: text(user::DESCRIPTION, person.description()),
            entities: if shows(user::ENTITIES) { Entities::of(person) } else { None },
            location: text(user::LOCATION, person.location()),
            pinned_tweet_id: tweet(pinned),
            pinned_post_id: post(pinned),
            profile_banner_url: option(user::BANNER, person.banner_url()),
            profile_image_url: option(user::IMAGE, person.image_url()),
            protected: shows(user::PROTECTED).then_some(person.protected),
            public_metrics: shows(user::METRICS).then(|| Metrics::of(&card.counts)),
            url: option(user::URL, person.url()),
            verified: shows(user::VERIFIED).then_some(person.verified),
            verified_type: shows(user::VERIFIED_TYPE).then_some(if person.verified { "blue" } else { "none" }),
            most_recent_tweet_id: tweet(latest),
            most_recent_post_id: post(latest),
            connection_status: card.relation.filter(|_| shows(user::CONNECTIONS)).map(Connections),
            receives_your_dm: card.relation.filter(|_| shows(user::RECEIVES_DM)).map(policy::allows_direct_messages),
            confirmed_email: option(user::EMAIL, person.email()),
        }
    }
}

/// What a profile's address and description hold; `None` when neither holds anything.
#[derive(Serialize)]
struct Entities<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Found<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Found<'c>>,
}

impl<'c> Entities<'c> {
    fn of(person: &'c Person) -> Option<Self> {
        let url = person.url().filter(|url| !url.is_empty());
        let url = url.map(|url| Found { urls: vec![link(0, url)], ..Found::default() });
        let description = Found::within(person.description()).something();
        (url.is_some() || description.is_some()).then_some(Self { url, description })
    }
}
