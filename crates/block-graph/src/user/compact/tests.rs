//! People put together and taken apart, whatever they say of themselves.

use proptest::prelude::*;

use super::*;

fn any_profile() -> impl Strategy<Value = Profile> {
    let text = || "\\PC{0,300}";
    let address = || proptest::option::of("\\PC{0,90}");
    (
        "[A-Za-z0-9_]{1,20}",
        [text(), text(), text(), text(), text()],
        [address(), address(), address(), address()],
        (any::<(bool, bool)>(), 0..3_i16, 0..3_i16),
        (any::<i64>(), any::<i64>(), any::<Option<i64>>()),
    )
        .prop_map(
            |(username, texts, addresses, ((protected, verified), standing, kind), (id, created, pinned))| {
                let [name, description, location, timezone, locale] = texts;
                let [url, image_url, banner_url, email] = addresses;
                Profile {
                    id: UserId(id),
                    username: Username::new(&username).unwrap(),
                    name,
                    description,
                    location,
                    url,
                    image_url,
                    banner_url,
                    created: Timestamp(created),
                    protected,
                    verified,
                    standing: Standing::from_number(standing).unwrap(),
                    kind: UserKind::from_number(kind).unwrap(),
                    timezone,
                    locale,
                    email,
                    pinned_post: pinned.map(PostId),
                }
            },
        )
}

proptest! {
    #[test]
    fn what_is_put_together_comes_apart_the_same(profile in any_profile(), standing in 0..3_i16) {
        let user = User::from(&profile);
        prop_assert_eq!(&user.profile(), &profile);
        prop_assert_eq!(&user, &User::from(profile.clone()));
        let standing = Standing::from_number(standing).unwrap();
        prop_assert_eq!(user.with_standing(standing).profile(), Profile { standing, ..profile });
    }
}

#[test]
fn long_texts_are_whole_and_an_empty_text_is_not_an_absent_one() {
    let username = Username::new("amy").unwrap();
    let mut profile = Profile::new(UserId(1), username, Timestamp(2));
    profile.description = "é".repeat(100_000);
    profile.url = Some(String::new());
    let user = User::from(&profile);
    assert_eq!((user.description(), user.url(), user.email()), (profile.description.as_str(), Some(""), None));
    assert_eq!((user.username(), user.name(), user.locale()), ("amy", "amy", "en_US"));
    assert_ne!(user, User::from(Profile { url: None, ..profile }));
}

#[test]
fn the_facts_of_a_person_take_no_more_than_a_line_of_the_cache() {
    assert_eq!(size_of::<Facts>(), CACHE_LINE);
}

/// [`User::is_plain`] said in the simplest way.
fn looks_plain(text: &str, words: bool) -> bool {
    let allowed = |sign: char| matches!(sign, ' '..='~') && !"\"\\<>".contains(sign);
    let in_words = || {
        let letters: Vec<_> = text.chars().collect();
        let inside = letters.windows(2).any(|pair| pair[0] == '.' && pair[1].is_alphanumeric());
        !inside && !text.contains(['/', ':', '&', '#', '@'])
    };
    text.chars().all(allowed) && (!words || in_words())
}

proptest! {
    #[test]
    fn plain_texts_are_known(
        texts in proptest::array::uniform5("[ -~]{0,6}|[a-z.0 ]{0,12}|[a-z. /:&#@$<>\"\\\\\\x00-\\x1f\\x7fé☽]{0,6}"),
        address in proptest::option::of("https://[ -~é]{0,6}"),
    ) {
        let mut profile = Profile::new(UserId(1), Username::new("amy").unwrap(), Timestamp(2));
        [profile.name, profile.description, profile.location, profile.timezone, profile.locale] = texts;
        (profile.url, profile.image_url) = (address.clone(), address.clone());
        (profile.banner_url, profile.email) = (address.clone(), address);
        let user = User::from(&profile);
        let said = [
            (Said::Name, user.name(), true),
            (Said::Description, user.description(), true),
            (Said::Location, user.location(), true),
            (Said::Url, user.url().unwrap_or_default(), false),
            (Said::Image, user.image_url().unwrap_or_default(), false),
            (Said::Banner, user.banner_url().unwrap_or_default(), false),
            (Said::Timezone, user.timezone(), false),
            (Said::Locale, user.locale(), false),
            (Said::Email, user.email().unwrap_or_default(), false),
        ];
        for (what, text, words) in said {
            let (plain, quiet) = (looks_plain(text, words), !text.contains(|sign| sign < ' ' || "\"\\".contains(sign)));
            prop_assert_eq!(user.is_plain(what), plain, "{:?} {:?}", what, text);
            prop_assert_eq!(user.is_quiet(what), if words { quiet } else { plain }, "{:?} {:?}", what, text);
        }
        prop_assert_eq!(user.is_untagged(), !user.description().contains(['#', '@', '$', ':']));
        prop_assert_eq!(user.with_standing(Standing::Suspended).is_plain(Said::Name), user.is_plain(Said::Name));
    }
}
