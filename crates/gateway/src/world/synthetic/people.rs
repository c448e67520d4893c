//! What the people of a made-up world say of themselves: texts of usual lengths, some with signs that JSON escapes.

use std::sync::Arc;

use block_graph::event::Change;
use block_graph::{Counts, Post, PostId, Profile, SNOWFLAKE_EPOCH, Timestamp, UserId, Username};

use super::{POSTS, Synthetic, draw};

/// When the first account was made, 2019-01-01, and how long accounts were made, two years: their ids have 19 digits.
const BEGIN: i64 = 1_546_300_800_000;
const SPAN: i64 = 63_158_400_000;
/// When the first post was made, 2024-01-01, and how many milliseconds lie between two.
const POSTS_BEGIN: i64 = 1_704_067_200_000;
const POSTS_APART: i64 = 61_000;

const RECORD: u64 = 10;
const MOMENT: u64 = 11;

const FIRST: [&str; 32] = [
    "Ada", "Amir", "Ana", "Beatriz", "Björn", "Chloé", "Daniel", "Elif", "Emeka", "Fatima", "Grace", "Hana", "Igor",
    "Ines", "Jamal", "José", "Keiko", "Lars", "Leila", "Mário", "Mia", "Noah", "Olga", "Priya", "Quinn", "Rosa", "Sam",
    "Søren", "Tariq", "Uma", "Wei", "Zoë",
];
const LAST: [&str; 32] = [
    "Abbott", "Adeyemi", "Almeida", "Bauer", "Brown", "Castro", "Chen", "Dubois", "Eriksen", "Fischer", "García",
    "Haddad", "Ito", "Jansen", "Kaya", "Kim", "Kowalski", "Larsen", "López", "Mbeki", "Murphy", "Nguyen", "O'Neill",
    "Okafor", "Patel", "Rossi", "Sato", "Silva", "Smith", "Tanaka", "Wagner", "Yılmaz",
];
const PLACES: [&str; 12] = [
    "",
    "",
    "",
    "Berlin",
    "London, UK",
    "New York, NY",
    "São Paulo",
    "東京",
    "Lagos",
    "she/her",
    "Internet",
    "Toronto 🍁",
];
const CLAUSES: [&str; 16] = [
    "Writes about trains & timetables.",
    "Coffee first.",
    "Opinions are my own, mostly.",
    "Building \"small\" software for people.",
    "Mother of two. Runner of marathons.",
    "Photographer — landscapes, birds, weather.",
    "Likes are bookmarks.",
    "Ask me about Rust, bread or C++ <templates>.",
    "Ehemals Lehrer, jetzt Rentner.",
    "Fan del fútbol y del cine.",
    "本と音楽が好きです。",
    "Data journalist. Formerly at the Gazette.",
    "Local politics, cycling lanes, potholes.",
    "DMs open.",
    "🎮 streaming on Fridays 🎧",
    "Librarian\nGardener\nCat person",
];

impl Synthetic {
    /// When an account was made.
    fn created(&self, person: u32) -> i64 {
        let step = SPAN / i64::from(self.everybody());
        BEGIN + i64::from(person) * step + (draw(self.shape.seed, MOMENT, person.into()) % step as u64) as i64
    }

    /// A person's id: Twitter's layout, growing with the number.
    pub(super) fn id(&self, person: u32) -> UserId {
        let low = draw(self.shape.seed, MOMENT, u64::from(person) << 1) & 0x3f_ffff;
        UserId((self.created(person) - SNOWFLAKE_EPOCH) << 22 | low as i64)
    }

    /// A person's username: `blocks_5000` for the named, `author_7` for authors.
    pub(super) fn username(&self, person: u32) -> String {
        let ordinary = self.shape.people;
        let named = self.edges.named.len() as u32;
        if let Some(number) = person.checked_sub(ordinary + named) {
            return format!("author_{number}");
        }
        if let Some(size) = person.checked_sub(ordinary).and_then(|at| self.edges.named.get(at as usize)) {
            return format!("blocks_{size}");
        }
        let first = FIRST[(draw(self.shape.seed, RECORD, person.into()) & 31) as usize];
        let plain: String = first.chars().filter(char::is_ascii_alphabetic).collect();
        // The number makes it unique; its digits are letters too, as people pick them.
        format!("{plain}_{}", base36(u64::from(person) + 46_656))
    }

    /// A person's record, and what is counted of them.
    pub(super) fn record(&self, person: u32) -> (Profile, Counts) {
        let dice = draw(self.shape.seed, RECORD, person.into());
        let roll = |shift: u32, of: u64| (dice >> shift) % of;
        let name = self.username(person);
        #[expect(clippy::expect_used, reason = "at most 15 letters, digits and _, as a test sees")]
        let username = Username::new(&name).expect("a username");
        let mut user = Profile::new(self.id(person), username, Timestamp(self.created(person)));
        user.name = format!("{} {}", FIRST[(dice & 31) as usize], LAST[roll(5, 32) as usize]);
        let clauses = [0, 1, 1, 2, 2, 3][roll(10, 6) as usize];
        let texts: Vec<_> = (0..clauses).map(|turn| CLAUSES[roll(13 + 4 * turn, 16) as usize]).collect();
        user.description = texts.join(" ");
        user.location = PLACES[roll(26, 12) as usize].to_owned();
        user.url = (roll(30, 10) < 3).then(|| format!("https://{}.example.com/about", name.to_ascii_lowercase()));
        let picture = |what: &str| format!("https://pbs.example.com/{what}/{}/{:x}", user.id, dice & 0xffff_ffff);
        user.image_url = (roll(34, 10) < 8).then(|| format!("{}_normal.jpg", picture("profile_images")));
        user.banner_url = (roll(38, 10) < 4).then(|| picture("profile_banners"));
        user.protected = person < self.shape.people && roll(42, 20) == 0;
        user.verified = roll(47, 200) == 0;
        let (followers, following) = self.counts[person as usize];
        let skewed = |shift: u32, most: i32| (i64::from(most) >> roll(shift, 14)) as i32;
        let counts = Counts {
            followers: followers as i32,
            following: following as i32,
            // Posts are counted when they are made.
            posts: 0,
            listed: skewed(52, 900),
            likes: skewed(48, 60_000),
        };
        (user, counts)
    }

    /// The authors' posts, oldest first.
    pub(super) fn posts(&self) -> Vec<Change> {
        let authors = self.edges.authors;
        let first = self.everybody() - authors;
        let post = |number: u32| {
            let at = POSTS_BEGIN + i64::from(number) * POSTS_APART;
            let text = CLAUSES[(draw(self.shape.seed, MOMENT, u64::from(number)) & 15) as usize];
            let id = PostId((at - SNOWFLAKE_EPOCH) << 22 | i64::from(number & 0xfff));
            Change::AddPost(Arc::new(Post::new(id, self.id(first + number % authors), text, Timestamp(at))))
        };
        (0..authors * POSTS).map(post).collect()
    }
}

fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    while number > 0 {
        digits.extend(char::from_digit((number % 36) as u32, 36));
        number /= 36;
    }
    digits.iter().rev().collect()
}
