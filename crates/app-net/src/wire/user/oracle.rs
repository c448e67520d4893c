//! The User object as serde derives it: what the hand-written one is held against.

use block_graph::{Action, Counts, Relation, UserCard, UserId, UserKind, policy};
use dialect::moment;
use serde::Serialize;

use super::domain;
use crate::wire::View;
use crate::wire::description::Description;
use crate::wire::scalar::Id;

/// A person. The relation's nine keys stand there together or not at all.
#[derive(Serialize)]
pub(super) struct User<'u> {
    id: Id<UserId>,
    username: &'u str,
    name: &'u str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<Description<'u>>,
    timezone: &'u str,
    locale: &'u str,
    avatar_image: Image<'u>,
    cover_image: Image<'u>,
    #[serde(rename = "type")]
    kind: &'static str,
    created_at: String,
    canonical_url: String,
    counts: Counted,
    #[serde(skip_serializing_if = "Option::is_none")]
    verified_domain: Option<&'u str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    follows_you: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    you_follow: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    you_muted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    you_blocked: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    you_can_subscribe: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    you_can_follow: Option<bool>,
    // Deprecated, still sent in 2013. The first two mean the reverse of what they say ([recorded], 684 of 684).
    #[serde(skip_serializing_if = "Option::is_none")]
    is_follower: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_following: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_muted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    annotations: Option<[(); 0]>,
}

impl<'u> User<'u> {
    pub(super) fn new(card: &'u UserCard, view: View) -> Self {
        let user = &card.user;
        // Of oneself no relation is told ([recorded]: none of 104), and to callers without a person none.
        let relation = card.relation.filter(|_| !card.is_viewer);
        let tell = |fact: fn(Relation) -> bool| relation.map(fact);
        Self {
            id: Id(user.id),
            username: user.username(),
            name: user.name(),
            description: Description::of(user, view.html),
            timezone: user.timezone(),
            locale: user.locale(),
            avatar_image: Image::of(user.image_url(), DEFAULT_AVATAR),
            cover_image: Image::of(user.banner_url(), DEFAULT_COVER),
            kind: match user.kind {
                UserKind::Human => "human",
                UserKind::Bot => "bot",
                UserKind::Feed => "feed",
            },
            created_at: moment::iso_seconds(user.created),
            canonical_url: format!("https://alpha.app.net/{}", user.username()),
            counts: Counted::of(card.counts),
            verified_domain: user.url().filter(|_| user.verified).and_then(domain),
            follows_you: tell(|relation| relation.followed_by),
            you_follow: tell(|relation| relation.following),
            you_muted: tell(|relation| relation.muting),
            you_blocked: tell(|relation| relation.blocking),
            you_can_subscribe: tell(policy::allows_direct_messages),
            you_can_follow: tell(|relation| policy::allows(Action::Follow, relation).is_ok()),
            is_follower: tell(|relation| relation.following),
            is_following: tell(|relation| relation.followed_by),
            is_muted: tell(|relation| relation.muting),
            annotations: view.annotations.then_some([]),
        }
    }
}

#[derive(Serialize)]
struct Counted {
    following: i32,
    followers: i32,
    posts: i32,
    stars: i32,
}

impl Counted {
    fn of(counts: Counts) -> Self {
        Self { following: counts.following, followers: counts.followers, posts: counts.posts, stars: counts.likes }
    }
}

/// A picture. The graph keeps no sizes, so every picture is said to have the default one's.
#[derive(Serialize, Clone, Copy)]
struct Image<'u> {
    url: &'u str,
    width: u32,
    height: u32,
    is_default: bool,
}

/// What the real service showed of people without a picture ([recorded]).
const DEFAULT_AVATAR: Image<'static> = Image {
    url: concat!(
        "https://d2rfichhc2fb9n.cloudfront.net/image/5/EelxvjPjjXm8XScw2p7hyNLGgxt7InMiOiJzMyIsImIiOiJ0YXBwLWFzc2V0cyIs",
        "ImsiOiJpL08veC9FL094RThuRVBMUTlnRFN5d3hoeWh5akhRQ1YxRS5wbmciLCJvIjoiIn0"
    ),
    width: 160,
    height: 160,
    is_default: true,
};

/// What it showed of people without a cover ([recorded]).
const DEFAULT_COVER: Image<'static> = Image {
    url: concat!(
        "https://d2rfichhc2fb9n.cloudfront.net/image/5/kZ-JRmTbmd3WVPswTJ8Nwxzkf917InMiOiJzMyIsImIiOiJ0YXBwLWFzc2V0cyIs",
        "ImsiOiJpL1UvaS9ZL1VpWW5xRFNvTUtyTEhLNXA0OHN2NkxmTmRVMC5qcGciLCJvIjoiIn0"
    ),
    width: 960,
    height: 260,
    is_default: true,
};

impl<'u> Image<'u> {
    fn of(url: Option<&'u str>, default: Image<'static>) -> Self {
        url.map_or(default, |url| Image { url, is_default: false, ..default })
    }
}
