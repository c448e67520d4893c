//! The user object as serde derives it: what the hand-written one is held against.

use block_graph::{Relation, UserCard};
use serde::Serialize;

use crate::view::{Flavour, UserView};
use crate::wire::entities::Url;
use crate::wire::scalar::{Moment, Text};
use crate::wire::tweet::oracle::Latest;

const DEFAULT_IMAGE: &str = "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png";

fn plain_http(image: &str) -> String {
    image.strip_prefix("https:").map_or_else(|| image.to_owned(), |rest| format!("http:{rest}"))
}

/// The entities of a person.
#[derive(Serialize)]
struct UserEntities<'u> {
    /// Only of a person who has a link ([recorded]).
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Urls<[Url<'u>; 1]>>,
    /// Always there ([recorded], [client] egg-mode); the graph knows of no links in descriptions.
    description: Urls<[(); 0]>,
}

impl<'u> UserEntities<'u> {
    /// Of a person with that link.
    fn new(url: Option<&'u str>) -> Self {
        let whole = |url: &'u str| Url::new(url, [0, url.chars().count()]);
        Self { url: url.map(|url| Urls { urls: [whole(url)] }), description: Urls { urls: [] } }
    }
}

#[derive(Serialize)]
struct Urls<U> {
    urls: U,
}

/// A person as a viewer sees them. Keys that the graph knows nothing of have the values of an untouched profile.
#[derive(Serialize)]
pub(super) struct User<'u> {
    id: i64,
    id_str: Text,
    name: &'u str,
    screen_name: &'u str,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<Option<&'u str>>,
    location: &'u str,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_location: Option<()>,
    description: &'u str,
    url: Option<&'u str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entities: Option<UserEntities<'u>>,
    protected: bool,
    followers_count: i32,
    friends_count: i32,
    listed_count: i32,
    created_at: Moment,
    favourites_count: i32,
    utc_offset: (),
    time_zone: (),
    geo_enabled: bool,
    verified: bool,
    statuses_count: i32,
    lang: (),
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Latest<'u>>,
    contributors_enabled: bool,
    is_translator: bool,
    is_translation_enabled: bool,
    profile_background_color: &'static str,
    profile_background_image_url: (),
    profile_background_image_url_https: (),
    profile_background_tile: bool,
    profile_image_url: String,
    profile_image_url_https: &'u str,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_banner_url: Option<&'u str>,
    profile_link_color: &'static str,
    profile_sidebar_border_color: &'static str,
    profile_sidebar_fill_color: &'static str,
    profile_text_color: &'static str,
    profile_use_background_image: bool,
    has_extended_profile: bool,
    default_profile: bool,
    default_profile_image: bool,
    following: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    live_following: Option<bool>,
    follow_request_sent: Option<bool>,
    notifications: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    muting: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocking: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    blocked_by: Option<bool>,
    translator_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    suspended: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    needs_phone_verification: Option<bool>,
}

impl<'u> User<'u> {
    /// The person on `card`, in the form that `view` asks for.
    pub(super) fn new(card: &'u UserCard, view: &UserView) -> Self {
        let (user, counts) = (&card.user, &card.counts);
        let image = user.image_url().unwrap_or(DEFAULT_IMAGE);
        // To oneself one has no relation; without a viewer it is unknown, which is null ([doc] app-only).
        let relation = card.relation.or_else(|| card.is_viewer.then(Relation::default));
        let known = relation.unwrap_or_default();
        let follows = view.flavour == Flavour::Follows;
        let (write, list) = (view.flavour == Flavour::Write, follows || view.flavour == Flavour::List);
        // Only of the caller's own account, in verify_credentials and users/show ([recorded]).
        let own = card.is_viewer && matches!(view.flavour, Flavour::Own | Flavour::Show);
        Self {
            id: user.id.0,
            id_str: Text(user.id.0),
            name: user.name(),
            screen_name: user.username(),
            email: view.email.then_some(user.email()),
            location: user.location(),
            profile_location: Some(()).filter(|()| view.flavour == Flavour::Show),
            description: user.description(),
            url: user.url(),
            entities: view.entities.then(|| UserEntities::new(user.url())),
            protected: user.protected,
            followers_count: counts.followers,
            friends_count: counts.following,
            listed_count: counts.listed,
            created_at: Moment(user.created),
            favourites_count: counts.likes,
            utc_offset: (),
            time_zone: (),
            geo_enabled: false,
            verified: user.verified,
            statuses_count: counts.posts,
            lang: (),
            status: card.latest_post.as_deref().filter(|_| view.status).and_then(|post| Latest::new(post, user, view)),
            contributors_enabled: false,
            is_translator: false,
            is_translation_enabled: false,
            profile_background_color: "F5F8FA",
            profile_background_image_url: (),
            profile_background_image_url_https: (),
            profile_background_tile: false,
            profile_image_url: plain_http(image),
            profile_image_url_https: image,
            profile_banner_url: user.banner_url(),
            profile_link_color: "1DA1F2",
            profile_sidebar_border_color: "C0DEED",
            profile_sidebar_fill_color: "DDEEF6",
            profile_text_color: "333333",
            profile_use_background_image: true,
            has_extended_profile: false,
            default_profile: true,
            default_profile_image: user.image_url().is_none(),
            following: relation.map(|relation| relation.following),
            live_following: follows.then_some(false),
            follow_request_sent: relation.map(|relation| relation.request_sent),
            notifications: relation.map(|_| false),
            muting: (write || list).then_some(known.muting),
            blocking: list.then_some(known.blocking),
            blocked_by: list.then_some(known.blocked_by),
            translator_type: "none",
            suspended: own.then_some(false),
            needs_phone_verification: own.then_some(false),
        }
    }
}
