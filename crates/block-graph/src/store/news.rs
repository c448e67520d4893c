//! What a commit changed, told to every process that keeps answers of a shared database at hand.
//!
//! Told is only which tokens, people and pairs are not as they were, never what became of them: whoever wants to know asks
//! the database. What can only begin (a token, an app, a name) needs no telling, as nobody keeps that it is not there.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::event::Change;
use crate::id::{TokenId, UserId};

/// How many things are told one by one; beyond it, everything is said to be new.
const MOST: usize = 4096;
/// How long a message is at the most, in bytes; PostgreSQL takes 7999.
const LONGEST: usize = 7_000;

/// What is not as it was.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct News {
    /// People: who they are, their standing, what is counted of them.
    pub people: BTreeSet<UserId>,
    /// Pairs of people between whom edges began or ended, the lower id first.
    pub pairs: BTreeSet<(UserId, UserId)>,
    /// Tokens that were revoked.
    pub tokens: BTreeSet<TokenId>,
    /// An app, and with it every token's grant.
    pub apps: bool,
    /// Anything there is.
    pub everything: bool,
}

/// Two people as their pair is told.
pub fn pair(one: UserId, other: UserId) -> (UserId, UserId) {
    (one.min(other), one.max(other))
}

impl News {
    /// Of some changes.
    pub fn of(changes: impl IntoIterator<Item: Borrow<Change>>) -> Self {
        let mut news = Self::default();
        for change in changes {
            let change = change.borrow();
            news.people.extend(change.counted().into_iter().flatten().map(|(user, _)| user));
            match change {
                Change::AddEdge(edge) | Change::RemoveEdge(edge) => {
                    news.pairs.insert(pair(edge.source, edge.target));
                }
                Change::AddUser(user, _) => {
                    news.people.insert(user.id);
                }
                Change::SetStanding(user, _) => {
                    news.people.insert(*user);
                }
                Change::RevokeToken(token, _) => {
                    news.tokens.insert(*token);
                }
                Change::SetApp(_) => news.apps = true,
                Change::AddPost(_)
                | Change::DeletePost(_)
                | Change::AddLike(_)
                | Change::RemoveLike(_)
                | Change::AddMessage(_)
                | Change::HideMessage(..)
                | Change::PutList(_)
                | Change::DeleteList(_)
                | Change::AddMember(_)
                | Change::RemoveMember(_)
                | Change::Report(..)
                | Change::AddApp(_)
                | Change::AddToken(_)
                | Change::PutTicket(_)
                | Change::SetPassword(..) => {}
            }
        }
        news.everything = news.people.len() + news.pairs.len() + news.tokens.len() > MOST;
        news
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As messages that any process of this release or a later one reads, each short enough to be sent.
    pub fn messages(&self) -> Vec<String> {
        if self.everything {
            return vec!["*".to_owned()];
        }
        let mut all = Vec::new();
        let mut text = String::new();
        let mut put = |word: std::fmt::Arguments<'_>| {
            if text.len() > LONGEST {
                all.push(std::mem::take(&mut text));
            }
            // Writing to a String cannot fail.
            let _ = write!(text, "{word} ");
        };
        self.pairs.iter().for_each(|(low, high)| put(format_args!("e{:x}.{:x}", low.0, high.0)));
        self.people.iter().for_each(|user| put(format_args!("u{:x}", user.0)));
        self.tokens.iter().for_each(|token| put(format_args!("t{:x}", token.0)));
        if self.apps {
            put(format_args!("a"));
        }
        if !text.is_empty() {
            all.push(text);
        }
        all
    }

    /// What a message tells. What this release does not know may be anything.
    pub fn read(message: &str) -> Self {
        let mut news = Self::default();
        for word in message.split_ascii_whitespace() {
            news.everything |= news.take(word).is_none();
        }
        news
    }

    /// Takes one word in, if it is known.
    fn take(&mut self, word: &str) -> Option<()> {
        match word.split_at_checked(1)? {
            ("e", ids) => {
                let (low, high) = ids.split_once('.')?;
                self.pairs.insert((UserId(id(low)?), UserId(id(high)?)));
            }
            ("u", text) => {
                self.people.insert(UserId(id(text)?));
            }
            ("t", text) => {
                self.tokens.insert(TokenId(id(text)?));
            }
            ("a", "") => self.apps = true,
            _ => return None,
        }
        Some(())
    }
}

fn id(text: &str) -> Option<i64> {
    // As it was written: a negative number has all its digits.
    u64::from_str_radix(text, 16).ok().map(u64::cast_signed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_what_is_heard() {
        let mut news = News { apps: true, ..News::default() };
        for number in -1000..1000_i64 {
            news.people.insert(UserId(number << 52));
            news.pairs.insert(pair(UserId(number << 40), UserId(7)));
        }
        news.tokens.insert(TokenId(i64::MAX));
        let messages = news.messages();
        assert!(messages.len() > 5 && messages.iter().all(|message| message.len() < 7_999));
        let mut heard = News::default();
        for message in messages {
            let News { people, pairs, tokens, apps, everything } = News::read(&message);
            heard.people.extend(people);
            heard.pairs.extend(pairs);
            heard.tokens.extend(tokens);
            heard.apps |= apps;
            heard.everything |= everything;
        }
        assert_eq!(heard, news);
        assert!(News::read("u1 z9").everything && News::read("u").everything && News::read("*").everything);
        assert!(News::default().messages().is_empty());
    }

    #[test]
    fn much_at_once_is_everything() {
        let changes: Vec<_> =
            (0..5000).map(|user| Change::SetStanding(UserId(user), crate::user::Standing::Active)).collect();
        assert_eq!(News::of(&changes).messages(), ["*"]);
        assert!(!News::of(&changes[..9]).everything);
    }
}
