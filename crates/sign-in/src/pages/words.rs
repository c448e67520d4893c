//! What an app asks for, in words for the person who is asked.

use block_graph::PASSWORD_TRIES;
use block_graph::access::{Asks, Permission, SignInProblem};
use dialect::scopes;

use crate::ask::{APP_NET, Service, X};

/// What the app will be able to do, and what it expressly will not.
pub(super) struct Abilities {
    pub(super) able: Vec<String>,
    pub(super) unable: Vec<&'static str>,
}

/// Twitter's words on its page since 2020, by the permission that brings each ([recorded]).
const ABILITIES: [(Permission, &str); 9] = [
    (
        Permission::Read,
        "See Tweets from your timeline (including protected Tweets) as well as your Lists and collections.",
    ),
    (Permission::Read, "See your Twitter profile information and account settings."),
    (Permission::Read, "See accounts you follow, mute, and block."),
    (Permission::ReadWrite, "Follow and unfollow accounts for you."),
    (Permission::ReadWrite, "Update your profile and account settings."),
    (
        Permission::ReadWrite,
        "Post and delete Tweets for you, and engage with Tweets posted by others (Like, un-Like, or reply to a Tweet, \
         Retweet, etc.) for you.",
    ),
    (Permission::ReadWrite, "Create, manage, and delete Lists and collections for you."),
    (Permission::ReadWrite, "Mute, block, and report accounts for you."),
    (
        Permission::ReadWriteDirectMessages,
        "Send Direct Messages for you and read, manage, and delete your Direct Messages.",
    ),
];

/// What no permission brings; Twitter's words until then ([recorded]).
const NEVER: &str = "See your Twitter password.";
/// The same of the others ([inferred]).
const NEVER_EITHER: &str = "See your password.";

/// What is asked for, in words. A scope without words is told by its name.
pub(super) fn abilities(asks: &Asks) -> Abilities {
    match asks {
        Asks::Permission(permission) => {
            let (able, unable): (Vec<_>, Vec<_>) = ABILITIES.iter().partition(|(needed, _)| needed <= permission);
            let words = |list: Vec<&(_, &'static str)>| list.into_iter().map(|(_, words)| *words).collect::<Vec<_>>();
            let mut unable = words(unable);
            unable.push(NEVER);
            Abilities { able: words(able).into_iter().map(str::to_owned).collect(), unable }
        }
        Asks::Scopes(audience, asked) => {
            let of = |service: &Service| service.audience == *audience;
            let table = [&X, &APP_NET].into_iter().find(|service| of(service)).map(|service| service.scopes);
            let words = |scope: &str| table.and_then(|table| scopes::find(table, scope)).map(|scope| scope.words);
            let able = asked.iter().map(|scope| words(scope).unwrap_or(scope).to_owned()).collect();
            Abilities { able, unable: vec![NEVER_EITHER] }
        }
    }
}

/// Why the last answer was not taken.
pub(super) fn problem(problem: SignInProblem) -> String {
    match problem {
        SignInProblem::NobodyChosen => "Choose who you are, or type your username.".to_owned(),
        SignInProblem::WrongPassword => "The username or the password is wrong.".to_owned(),
        SignInProblem::NoPassword => {
            "This account has no password: it can be used only on the computer that Portcullis runs on.".to_owned()
        }
        SignInProblem::AccountAway => "This account is suspended or deactivated.".to_owned(),
        SignInProblem::FormExpired => {
            "This page was open for too long, or your browser keeps no cookies. Please answer once more.".to_owned()
        }
        SignInProblem::TooManyTries => {
            let minutes = PASSWORD_TRIES.window / 60;
            format!("There were too many wrong passwords for this account. Try again in {minutes} minutes.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_splits_the_same_words() {
        for (permission, able) in
            [(Permission::Read, 3), (Permission::ReadWrite, 8), (Permission::ReadWriteDirectMessages, 9)]
        {
            let abilities = abilities(&Asks::Permission(permission));
            assert_eq!((abilities.able.len(), abilities.unable.len()), (able, 10 - able));
            assert_eq!(abilities.unable.last(), Some(&NEVER));
        }
    }

    #[test]
    fn scopes_are_told_by_their_services_words() {
        let asked = || vec!["stream".into(), "tweet.read".into()];
        let told = abilities(&Asks::Scopes(dialect::audience::APP_NET, asked())).able;
        assert_eq!(told[0], scopes::find(scopes::APP_NET, "stream").unwrap().words);
        assert_eq!(told[1], "tweet.read");
        assert_eq!(abilities(&Asks::Scopes("elsewhere", asked())).able, ["stream", "tweet.read"]);
    }
}
