//! A person in one piece of memory: what is counted in bytes when there are millions of them, and in waiting for memory
//! when a page shows a hundred. Their facts stand at its head and all their texts behind them, one after another.

use std::fmt;
use std::ops::Deref;

use triomphe::{Arc, HeaderSlice};

use super::{Profile, Standing, UserKind};
use crate::id::{PostId, UserId};
use crate::time::Timestamp;
use crate::username::Username;

/// The part of a person that changes rarely; shared, never copied. Made of a [`Profile`].
#[derive(Clone, PartialEq)]
pub struct User(Arc<HeaderSlice<Facts, str>>);

/// What a person is beside their texts.
#[derive(Clone, PartialEq)]
pub struct Facts {
    /// Their id.
    pub id: UserId,
    /// When the account was made.
    pub created: Timestamp,
    pinned_post: PostId,
    /// Where each text but the last ends and the next one begins, in the order of [`Said`].
    ends: [u32; TEXTS - 2],
    /// The same of the username, which is short.
    username_end: u8,
    /// Which of the facts that may be absent are there.
    present: u8,
    /// Which texts are [plain](User::is_plain), which of those in words [quiet](User::is_quiet), and whether the description
    /// is [untagged](User::is_untagged).
    plain: u16,
    /// Whether only approved followers see the posts.
    pub protected: bool,
    /// Whether the account is verified.
    pub verified: bool,
    /// How the account stands.
    pub standing: Standing,
    /// What sort of account it is.
    pub kind: UserKind,
}

/// How many bytes of memory a processor fetches at once; where it is more, some are read twice.
const CACHE_LINE: usize = 64;
/// How many texts there are.
const TEXTS: usize = 10;

/// The texts after the username, in the order they stand in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Said {
    /// [`User::name`]
    Name,
    /// [`User::description`]
    Description,
    /// [`User::location`]
    Location,
    /// [`User::url`]
    Url,
    /// [`User::image_url`]
    Image,
    /// [`User::banner_url`]
    Banner,
    /// [`User::timezone`]
    Timezone,
    /// [`User::locale`]
    Locale,
    /// [`User::email`]
    Email,
}

/// What people write themselves in words; the texts after these may hold slashes and colons and be plain.
const WORDS: usize = Said::Location as usize + 1;
/// Not plain in any text.
const SIGN: u8 = 1;
/// Not plain in what people write in words.
const SIGN_IN_WORDS: u8 = 1 << 1;
/// Not [quiet](User::is_quiet).
const LOUD: u8 = 1 << 2;
/// In what is not [untagged](User::is_untagged).
const TAG: u8 = 1 << 3;

/// What each byte is: nothing, or some of the above.
static SIGNS: [u8; 256] = {
    let mut signs = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        signs[byte] = match byte as u8 {
            ..b' ' | b'"' | b'\\' => SIGN | SIGN_IN_WORDS | LOUD,
            b'<' | b'>' | 0x7f.. => SIGN | SIGN_IN_WORDS,
            b':' | b'#' | b'@' => SIGN_IN_WORDS | TAG,
            b'/' | b'&' => SIGN_IN_WORDS,
            b'$' => TAG,
            _ => 0,
        };
        byte += 1;
    }
    signs
};

/// Where in `plain` the quiet texts begin, after the plain ones.
const QUIET: usize = TEXTS - 1;
/// Where the description is said to be untagged.
const UNTAGGED: usize = QUIET + WORDS;

/// The bits of the facts that may be absent.
const URL: u8 = 1;
const IMAGE: u8 = 1 << 1;
const BANNER: u8 = 1 << 2;
const EMAIL: u8 = 1 << 3;
const PINNED: u8 = 1 << 4;

/// What is known of a text by its place in [`Said`], as bits of `plain`.
fn known(at: usize, text: &str) -> u16 {
    let words = at < WORDS;
    let dotted = || text.as_bytes().windows(2).any(|pair| pair[0] == b'.' && pair[1].is_ascii_alphanumeric());
    // Every byte is looked at, which costs less than asking after each whether to go on.
    let signs = text.bytes().fold(0, |signs, byte| signs | SIGNS[usize::from(byte)]);
    let plain = signs & if words { SIGN_IN_WORDS } else { SIGN } == 0 && !(words && dotted());
    let mut bits = u16::from(plain) << at;
    if words && signs & LOUD == 0 {
        bits |= 1 << (QUIET + at);
    }
    if at == Said::Description as usize && signs & TAG == 0 {
        bits |= 1 << UNTAGGED;
    }
    bits
}

impl User {
    /// Their username, in their casing.
    pub fn username(&self) -> &str {
        self.between(0, self.username_end.into())
    }

    /// Their display name, at most 50 characters, unescaped.
    pub fn name(&self) -> &str {
        self.text(Said::Name)
    }

    /// Their description; empty when there is none.
    pub fn description(&self) -> &str {
        self.text(Said::Description)
    }

    /// Where they say they are; empty when unset.
    pub fn location(&self) -> &str {
        self.text(Said::Location)
    }

    /// Their web address.
    pub fn url(&self) -> Option<&str> {
        self.told(URL, Said::Url)
    }

    /// Their picture's address (https).
    pub fn image_url(&self) -> Option<&str> {
        self.told(IMAGE, Said::Image)
    }

    /// Their banner's address (https).
    pub fn banner_url(&self) -> Option<&str> {
        self.told(BANNER, Said::Banner)
    }

    /// tz database name, such as `America/Los_Angeles`.
    pub fn timezone(&self) -> &str {
        self.text(Said::Timezone)
    }

    /// Locale, such as `en_US`.
    pub fn locale(&self) -> &str {
        self.text(Said::Locale)
    }

    /// Confirmed e-mail address, shown to its owner alone.
    pub fn email(&self) -> Option<&str> {
        self.told(EMAIL, Said::Email)
    }

    /// Whether a text is printable ASCII and holds no quote, backslash or angle bracket; and, where people write in words (the
    /// name, the description and the location), no `/`, `:`, `&`, `#` or `@` and no dot before a letter or a digit either.
    /// Whoever writes texts down in some notation looks for what they must change: in plain words there is nothing, in other
    /// plain texts nothing but such signs.
    #[inline]
    pub fn is_plain(&self, text: Said) -> bool {
        self.plain & 1 << text as u16 != 0
    }

    /// Whether it is known that a text holds no quote, no backslash and no control character: of what people write in words
    /// always, of other texts if they are [plain](Self::is_plain). Whatever else stands between quotes stays as it is.
    #[inline]
    pub fn is_quiet(&self, text: Said) -> bool {
        let at = text as usize;
        self.plain & 1 << if at < WORDS { QUIET + at } else { at } != 0
    }

    /// Whether the description holds none of `#`, `@`, `$` and `:`, without which there are no tags, names or addresses in it.
    #[inline]
    pub fn is_untagged(&self) -> bool {
        self.plain & 1 << UNTAGGED != 0
    }

    /// The same person with another standing.
    #[must_use]
    pub fn with_standing(&self, standing: Standing) -> Self {
        Self(Arc::from_header_and_str(Facts { standing, ..self.0.header.clone() }, &self.0.slice))
    }

    /// The person spread out, to be changed or stored.
    pub fn profile(&self) -> Profile {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Profile {
            id: self.id,
            username: Username::known(self.username()),
            name: self.name().to_owned(),
            description: self.description().to_owned(),
            location: self.location().to_owned(),
            url: owned(self.url()),
            image_url: owned(self.image_url()),
            banner_url: owned(self.banner_url()),
            created: self.created,
            protected: self.protected,
            verified: self.verified,
            standing: self.standing,
            kind: self.kind,
            timezone: self.timezone().to_owned(),
            locale: self.locale().to_owned(),
            email: owned(self.email()),
            pinned_post: self.pinned_post(),
        }
    }

    /// Reads a byte of every line of the cache that the person takes, and makes a number of them: so they are there when
    /// they are needed.
    pub(crate) fn touch(&self) -> u8 {
        self.0.slice.as_bytes().iter().step_by(CACHE_LINE).fold(self.present, |sum, byte| sum ^ byte)
    }

    #[inline]
    fn told(&self, bit: u8, text: Said) -> Option<&str> {
        (self.present & bit != 0).then(|| self.text(text))
    }

    #[inline]
    fn text(&self, text: Said) -> &str {
        let at = text as usize;
        let start = if at == 0 { self.username_end.into() } else { self.ends[at - 1] as usize };
        let end = self.ends.get(at).map_or(self.0.slice.len(), |end| *end as usize);
        self.between(start, end)
    }

    #[inline]
    fn between(&self, start: usize, end: usize) -> &str {
        self.0.slice.get(start..end).unwrap_or_default()
    }
}

impl Facts {
    /// The post pinned to the profile.
    pub fn pinned_post(&self) -> Option<PostId> {
        (self.present & PINNED != 0).then_some(self.pinned_post)
    }
}

impl Deref for User {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.0.header
    }
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.profile().fmt(f)
    }
}

impl From<Profile> for User {
    fn from(profile: Profile) -> Self {
        Self::from(&profile)
    }
}

impl From<&Profile> for User {
    /// All texts together are shorter than 4 GiB: no store has, or sends, a row as long as that.
    fn from(profile: &Profile) -> Self {
        let texts: [&str; TEXTS] = [
            profile.username.as_str(),
            &profile.name,
            &profile.description,
            &profile.location,
            profile.url.as_deref().unwrap_or_default(),
            profile.image_url.as_deref().unwrap_or_default(),
            profile.banner_url.as_deref().unwrap_or_default(),
            &profile.timezone,
            &profile.locale,
            profile.email.as_deref().unwrap_or_default(),
        ];
        let mut whole = String::with_capacity(texts.iter().map(|text| text.len()).sum());
        let mut ends = [0; TEXTS];
        for (text, end) in texts.iter().zip(&mut ends) {
            whole.push_str(text);
            *end = whole.len() as u32;
        }
        let [username_end, ends @ .., _] = ends;
        let said = texts[1..].iter().enumerate();
        let plain = said.fold(0, |bits, (at, text)| bits | known(at, text));
        let bit = |there: bool, bit: u8| if there { bit } else { 0 };
        let facts = Facts {
            id: profile.id,
            created: profile.created,
            pinned_post: profile.pinned_post.unwrap_or(PostId(0)),
            ends,
            username_end: username_end as u8,
            plain,
            present: bit(profile.url.is_some(), URL)
                | bit(profile.image_url.is_some(), IMAGE)
                | bit(profile.banner_url.is_some(), BANNER)
                | bit(profile.email.is_some(), EMAIL)
                | bit(profile.pinned_post.is_some(), PINNED),
            protected: profile.protected,
            verified: profile.verified,
            standing: profile.standing,
            kind: profile.kind,
        };
        Self(Arc::from_header_and_str(facts, &whole))
    }
}

#[cfg(test)]
mod tests;
