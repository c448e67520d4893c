//! A page of v1.1 users as a server would have it that derives its JSON: the same page through serde_json, to time the
//! gateway's own beside.

use serde::{Deserialize, Serialize};

/// A page of people, key for key as it is answered.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    users: Vec<User>,
    next_cursor: i64,
    next_cursor_str: String,
    previous_cursor: i64,
    previous_cursor_str: String,
    total_count: Option<i64>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct User {
    id: i64,
    id_str: String,
    name: String,
    screen_name: String,
    location: String,
    description: String,
    url: Option<String>,
    entities: Entities,
    protected: bool,
    followers_count: i32,
    friends_count: i32,
    listed_count: i32,
    created_at: String,
    favourites_count: i32,
    utc_offset: Option<i32>,
    time_zone: Option<String>,
    geo_enabled: bool,
    verified: bool,
    statuses_count: i32,
    lang: Option<String>,
    contributors_enabled: bool,
    is_translator: bool,
    is_translation_enabled: bool,
    profile_background_color: String,
    profile_background_image_url: Option<String>,
    profile_background_image_url_https: Option<String>,
    profile_background_tile: bool,
    profile_image_url: String,
    profile_image_url_https: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    profile_banner_url: Option<String>,
    profile_link_color: String,
    profile_sidebar_border_color: String,
    profile_sidebar_fill_color: String,
    profile_text_color: String,
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
    translator_type: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Entities {
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Urls>,
    description: Urls,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Urls {
    urls: Vec<Url>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Url {
    url: String,
    expanded_url: String,
    display_url: String,
    indices: [usize; 2],
}

/// Reads an answer of `blocks/list`.
///
/// # Errors
/// That it is another thing.
pub fn read(body: &[u8]) -> Result<Page, String> {
    serde_json::from_slice(body).map_err(|error| format!("blocks/list has changed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parts::Rig;

    #[test]
    fn it_is_the_same_page() {
        // The service wrote slashes and other alphabets in escapes, which serde_json does not: longer, and the same.
        let value = |body: &[u8]| serde_json::from_slice::<serde_json::Value>(body).unwrap();
        let body = crate::parts::list_of_users(&Rig::new().unwrap()).unwrap();
        let derived = serde_json::to_vec(&read(&body).unwrap()).unwrap();
        assert!(derived.len() > 20_000 && derived.len() <= body.len());
        assert!(value(&body) == value(&derived));
    }
}
