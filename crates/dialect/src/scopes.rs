//! The scopes of OAuth 2 that each service knows, in words for the people who are asked to grant them.
//!
//! The tables stand here because two sides need them that must not know each other: the dialects, which ask for scopes
//! and refuse unknown ones, and the pages on which a person lets an app in.

/// What an app may be allowed to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope {
    /// Its name on the wire, compared letter by letter.
    pub name: &'static str,
    /// What it lets an app do: a sentence for the person who grants it, as in "This app wants to: ...".
    pub words: &'static str,
}

/// Finds a scope by its name.
#[must_use]
pub fn find(scopes: &'static [Scope], name: &str) -> Option<&'static Scope> {
    scopes.iter().find(|scope| scope.name == name)
}

const fn scope(name: &'static str, words: &'static str) -> Scope {
    Scope { name, words }
}

/// The scopes of X API v2: those of its specification ([spec] 2.168, and what 2.173 adds by name) and, for `users.email`,
/// its documentation ([doc]).
///
/// Those of features that no endpoint here has are listed too: clients ask for them in one breath with the others, and
/// X does not refuse them. The families `media.library`, `calls`, `saved_search` and `settings` of 2.173 are left out:
/// their members' names are not known.
pub static X: &[Scope] = &[
    scope("tweet.read", "See all the posts that you can see, those of protected accounts too."),
    scope("tweet.write", "Post and repost for you, and delete your posts."),
    scope("tweet.moderate.write", "Hide replies to your posts and show them again."),
    scope("users.read", "See all the accounts that you can see, protected ones too, and your own."),
    scope("users.write", "Change your profile."),
    scope("users.email", "See your email address."),
    scope("follows.read", "See whom you follow and who follows you."),
    scope("follows.write", "Follow and unfollow people for you."),
    scope("offline.access", "Stay connected to your account until you take its access away."),
    scope("space.read", "See all the Spaces that you can see."),
    scope("mute.read", "See whom you have muted."),
    scope("mute.write", "Mute and unmute people for you."),
    scope("like.read", "See the posts that you have liked and the likes that you can see."),
    scope("like.write", "Like posts for you and take likes back."),
    scope("list.read", "See your lists and the lists that you are on, private ones too, with their members."),
    scope("list.write", "Make lists for you, and change and delete them."),
    scope("block.read", "See whom you have blocked."),
    scope("block.write", "Block and unblock people for you."),
    scope("bookmark.read", "See the posts that you have bookmarked."),
    scope("bookmark.write", "Bookmark posts for you and remove bookmarks."),
    scope("dm.read", "Read your direct messages."),
    scope("dm.write", "Send and delete direct messages for you, and say who may send you any."),
    scope("media.write", "Upload pictures and videos for you."),
    scope("timeline.read", "See your timelines and who has reposted you."),
    scope("broadcast.read", "See your live broadcasts and what is said in them."),
    scope("broadcast.write", "Manage your live broadcasts and write in them for you."),
    scope("developer.read", "See your developer account, its apps and its settings."),
    scope("developer.write", "Open a developer account for you and manage it."),
];

/// The scopes of App.net ([doc]); `email` was withdrawn in 2013 but clients still ask for it.
pub static APP_NET: &[Scope] = &[
    scope("basic", "See basic information about you, such as your profile, and know who you are."),
    scope("stream", "Read your personalised stream of posts."),
    scope("write_post", "Write, repost, star and delete posts for you."),
    scope("follow", "Follow, mute and block people for you, and undo it."),
    scope("public_messages", "Send and receive public messages for you."),
    scope("messages", "Send and receive public and private messages for you."),
    scope("update_profile", "Change your profile and your settings."),
    scope("files", "See and manage your files."),
    scope("export", "Export all your data."),
    scope("email", "See your email address."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scope_has_a_name_of_its_own_and_a_sentence() {
        for table in [X, APP_NET] {
            for (place, scope) in table.iter().enumerate() {
                assert!(!table[..place].iter().any(|other| other.name == scope.name), "{} twice", scope.name);
                assert!(!scope.name.is_empty() && !scope.name.contains([' ', ',', '+']), "{}", scope.name);
                assert!(scope.words.ends_with('.') && scope.words.len() > 10, "{}", scope.name);
                assert_eq!(find(table, scope.name), Some(scope));
            }
        }
        assert_eq!(find(X, "stream"), None);
        assert_eq!(find(X, "Tweet.Read"), None);
    }
}
