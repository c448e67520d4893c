//! What account/settings answers: what the graph knows, and the values of an untouched account for the rest.

use block_graph::User;
use serde::Serialize;

/// The settings, in the order of the recording.
#[derive(Serialize)]
pub(crate) struct Settings<'u> {
    time_zone: TimeZone<'u>,
    protected: bool,
    screen_name: &'u str,
    always_use_https: bool,
    use_cookie_personalization: bool,
    sleep_time: SleepTime,
    geo_enabled: bool,
    language: &'u str,
    discoverable_by_email: bool,
    discoverable_by_mobile_phone: bool,
    display_sensitive_media: bool,
    trend_location: [(); 0],
}

/// The graph knows the zone's name in the tz database, not its rules: the offset is null.
#[derive(Serialize)]
struct TimeZone<'u> {
    name: &'u str,
    utc_offset: (),
    tzinfo_name: &'u str,
}

#[derive(Serialize)]
struct SleepTime {
    enabled: bool,
    end_time: (),
    start_time: (),
}

impl<'u> Settings<'u> {
    /// Of that person.
    pub(crate) fn new(user: &'u User) -> Self {
        let zone = user.timezone();
        Self {
            time_zone: TimeZone { name: zone, utc_offset: (), tzinfo_name: zone },
            protected: user.protected,
            screen_name: user.username(),
            always_use_https: true,
            use_cookie_personalization: false,
            sleep_time: SleepTime { enabled: false, end_time: (), start_time: () },
            geo_enabled: false,
            language: user.locale().split(['_', '-']).next().unwrap_or_default(),
            discoverable_by_email: false,
            discoverable_by_mobile_phone: false,
            display_sensitive_media: false,
            trend_location: [],
        }
    }
}
