//! Posts: what somebody wrote, as a reply, a repost or a quote of another, and whom it speaks of.

use crate::id::{PostId, UserId};
use crate::time::Timestamp;

/// Who may reply to a post.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ReplyPolicy {
    /// Everybody.
    #[default]
    Everyone,
    /// Those whom the author follows, and those mentioned.
    Following,
    /// Those mentioned.
    Mentioned,
}

impl ReplyPolicy {
    /// The number it has in the stores.
    pub fn number(self) -> i16 {
        match self {
            Self::Everyone => 0,
            Self::Following => 1,
            Self::Mentioned => 2,
        }
    }

    /// The policy a store's number stands for.
    pub fn from_number(number: i16) -> Option<Self> {
        [Self::Everyone, Self::Following, Self::Mentioned].into_iter().find(|policy| policy.number() == number)
    }
}

/// A person named in a post's text, as they were when it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// Who.
    pub user: UserId,
    /// Their username then, in their casing.
    pub username: Box<str>,
    /// Where the `@` stands, in code points.
    pub start: u32,
    /// Where the name ends, in code points, exclusive.
    pub end: u32,
}

/// One post.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Who wrote it.
    pub author: UserId,
    /// Its text, unescaped; of a repost the original's.
    pub text: String,
    /// BCP 47 language tag, such as `en`.
    pub lang: String,
    /// The name of the application it was written with.
    pub source: String,
    /// When it was made.
    pub created: Timestamp,
    /// The post it replies to, and whose that is.
    pub reply_to: Option<(PostId, UserId)>,
    /// The first post of the conversation it belongs to; its own id if it begins one.
    pub thread: PostId,
    /// The post it repeats.
    pub repost_of: Option<PostId>,
    /// The post it quotes.
    pub quote_of: Option<PostId>,
    /// Whom its text names, in order.
    pub mentions: Vec<Mention>,
    /// Who is tagged in its picture.
    pub tagged: Vec<UserId>,
    /// Who may reply.
    pub replies: ReplyPolicy,
}

impl Post {
    /// A post that stands by itself and names nobody.
    pub fn new(id: PostId, author: UserId, text: impl Into<String>, created: Timestamp) -> Self {
        Self {
            id,
            author,
            text: text.into(),
            lang: "en".to_owned(),
            source: "Portcullis".to_owned(),
            created,
            reply_to: None,
            thread: id,
            repost_of: None,
            quote_of: None,
            mentions: Vec::new(),
            tagged: Vec::new(),
            replies: ReplyPolicy::Everyone,
        }
    }
}

/// The usernames that a text names with `@`, and where: start and end in code points.
pub(crate) fn mentioned(text: &str) -> Vec<(&str, u32, u32)> {
    let mut found = Vec::new();
    let mut before = None;
    let mut characters = text.char_indices().zip(0_u32..).peekable();
    while let Some(((at, character), start)) = characters.next() {
        // An address (`me@example.com`) names nobody.
        let free = !before.is_some_and(|before: char| before.is_alphanumeric() || before == '_');
        before = Some(character);
        if character != '@' || !free {
            continue;
        }
        let mut end = (at + 1, start + 1);
        while let Some(((at, character), count)) =
            characters.next_if(|((_, c), _)| c.is_ascii_alphanumeric() || *c == '_')
        {
            end = (at + character.len_utf8(), count + 1);
            before = Some(character);
        }
        if end.0 > at + 1 {
            found.push((&text[at + 1..end.0], start, end.1));
        }
    }
    found
}

/// What is counted of a post.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PostCounts {
    /// People who like it.
    pub likes: i32,
    /// Reposts of it.
    pub reposts: i32,
    /// Replies to it.
    pub replies: i32,
    /// Posts that quote it.
    pub quotes: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_where_they_stand() {
        assert_eq!(mentioned("@amy and é@bob, (@cat_1)!"), [("amy", 0, 4), ("cat_1", 17, 23)]);
        assert_eq!(mentioned("é @amy"), [("amy", 2, 6)]);
        assert_eq!(mentioned("me@example.com @ @@dan @"), [("dan", 18, 22)]);
        assert_eq!(mentioned("nobody"), []);
    }
}
