//! What apps, people and browsers say on the way to a token, and what they are given: the words of the commands that
//! authorise. The lifecycles themselves are the [engine](crate::Engine)'s.

use std::sync::Arc;

use thiserror::Error;

use super::{App, Grant, Permission};
use crate::card::UserCard;
use crate::id::UserId;
use crate::rate::Window;
use crate::secret::Secret;

/// An app as a request names it, with what it shows of its secret. Nothing is checked yet.
#[derive(Clone, PartialEq, Debug)]
pub struct Client {
    /// Its public key.
    pub id: Box<str>,
    /// The secret it shows; a [public](App::public) app shows none.
    pub secret: Option<Secret>,
}

/// What an app asks a person for, by way of their browser.
#[derive(Clone, PartialEq, Debug)]
pub enum AccessRequest {
    /// OAuth 1.0a: the temporary credentials by their public text.
    Temporary(Box<str>),
    /// OAuth 2.
    Code(CodeRequest),
}

/// An OAuth 2 authorization request.
#[derive(Clone, PartialEq, Debug)]
pub struct CodeRequest {
    /// At which service.
    pub audience: &'static str,
    /// The app's public key.
    pub client: Box<str>,
    /// Where the person is sent back to; may be left out by an app that has one place only.
    pub callback: Option<Box<str>>,
    /// The scopes asked for, known to the service, each once.
    pub scopes: Vec<Box<str>>,
    /// The PKCE challenge in its S256 form, whatever the app's method was.
    pub challenge: Option<Box<str>>,
    /// What the approval is answered with.
    pub response: Response,
}

/// What an approval is answered with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Response {
    /// A code that lives so many milliseconds.
    Code {
        /// How many.
        life: i64,
    },
    /// The token itself (the implicit grant).
    Token,
}

/// The browser that a page is shown in.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Browser {
    /// The session it keeps, as it brought it.
    pub session: Option<Secret>,
    /// Whether it may sign people in who have no password.
    pub trusted: bool,
}

/// What a person decided on a page.
#[derive(Clone, PartialEq, Debug)]
pub enum Decision {
    /// Not to let the app in.
    Deny,
    /// To let it in.
    Allow {
        /// As whom, by username; whoever is signed in if absent.
        username: Option<Box<str>>,
        /// Their password, if they typed one.
        password: Option<Secret>,
    },
}

/// Temporary credentials.
#[derive(Clone, PartialEq, Debug)]
pub struct TemporaryToken {
    /// Their public text.
    pub token: Box<str>,
    /// Their secret.
    pub secret: Secret,
}

/// A token that was just issued. Its texts are told this once.
#[derive(Clone, PartialEq, Debug)]
pub struct Issued {
    /// Its text.
    pub text: Secret,
    /// Its secret, of a signed token.
    pub secret: Option<Secret>,
    /// The refresh token beside it, if one was asked for.
    pub refresh: Option<Secret>,
    /// What it allows.
    pub grant: Arc<Grant>,
    /// The person it stands for.
    pub user: Option<UserCard>,
}

/// What a person's browser shows next.
#[derive(Clone, PartialEq, Debug)]
pub enum Consent {
    /// The question.
    Ask(Box<Question>),
    /// The app was let in.
    Allowed(Box<Allowed>),
    /// The app was not let in.
    Denied {
        /// Which.
        app: Arc<App>,
        /// Where the person is sent back to; `None` out of band.
        callback: Option<Box<str>>,
    },
}

/// The question whether an app may be let in.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    /// Which app.
    pub app: Arc<App>,
    /// What it asks for.
    pub asks: Asks,
    /// Where the person would be sent back to; `None` out of band.
    pub callback: Option<Box<str>>,
    /// Who is signed in at this browser.
    pub signed_in: Option<UserCard>,
    /// People to choose from.
    pub people: Vec<Candidate>,
    /// The token that the form must carry.
    pub form: String,
    /// The session that the browser must keep from now on, where it brought none that is good.
    pub session: Option<Secret>,
    /// Why the last answer was not taken.
    pub problem: Option<SignInProblem>,
}

/// What an app asks for.
#[derive(Clone, PartialEq, Debug)]
pub enum Asks {
    /// OAuth 1.0a: a permission.
    Permission(Permission),
    /// OAuth 2: scopes of a service.
    Scopes(&'static str, Vec<Box<str>>),
}

/// Somebody to sign in as.
#[derive(Clone, PartialEq, Debug)]
pub struct Candidate {
    /// Who.
    pub card: UserCard,
    /// Whether they have a password.
    pub has_password: bool,
}

/// Why somebody was not signed in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SignInProblem {
    /// Nobody was chosen.
    NobodyChosen,
    /// Username or password is wrong; which of them is not said.
    WrongPassword,
    /// The account has no password and the browser is not trusted.
    NoPassword,
    /// The account is suspended or deactivated.
    AccountAway,
    /// The form was not this session's, or the session is over.
    FormExpired,
    /// Too many wrong passwords for now.
    TooManyTries,
}

/// An app that was let in.
#[derive(Clone, PartialEq, Debug)]
pub struct Allowed {
    /// Which.
    pub app: Arc<App>,
    /// By whom.
    pub user: UserId,
    /// Where the person is sent back to; `None` out of band.
    pub callback: Option<Box<str>>,
    /// What they bring back.
    pub proof: BroughtBack,
    /// The session that the browser must keep from now on.
    pub session: Option<Secret>,
}

/// What a person's browser brings back to the app.
#[derive(Clone, PartialEq, Debug)]
pub enum BroughtBack {
    /// OAuth 1.0a: the verifier (seven digits out of band), beside the temporary credentials' public text.
    Verifier(Secret),
    /// OAuth 2: the code.
    Code(Secret),
    /// OAuth 2, implicit: the token.
    Token(Box<Issued>),
}

/// Why an app is given no token. Closed: every dialect decides on its words.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum GrantRefusal {
    /// No app has that key.
    #[error("no app has that key")]
    UnknownClient,
    /// The secret shown is not the app's.
    #[error("the secret is not the app's")]
    WrongClientSecret,
    /// The app must show its secret and shows none.
    #[error("the app shows no secret")]
    ClientSecretNeeded,
    /// The app may not hand in passwords.
    #[error("the app may not hand in passwords")]
    PasswordsNotAllowed,
    /// The app's password grant secret is not the one shown.
    #[error("the password grant secret is wrong")]
    WrongPasswordSecret,
    /// People are not sent back to there.
    #[error("the callback is not registered")]
    CallbackNotRegistered,
    /// The app has no place to send people back to: it works out of band only.
    #[error("the app takes no callbacks")]
    CallbacksNotTaken,
    /// The app has several places to send people back to and names none.
    #[error("the callback must be named")]
    CallbackNeeded,
    /// There is no such ticket, or it is another app's.
    #[error("no such ticket")]
    UnknownTicket,
    /// The ticket's time is over.
    #[error("the ticket's time is over")]
    TicketExpired,
    /// The ticket was exchanged before. What came of it is revoked.
    #[error("the ticket was exchanged before")]
    TicketSpent,
    /// Nobody approved the temporary credentials yet.
    #[error("nobody approved")]
    TicketNotApproved,
    /// The exchange names another callback than the approval, or none.
    #[error("the callback is not the approval's")]
    WrongCallback,
    /// The exchange must show a verifier and shows none.
    #[error("the verifier is missing")]
    VerifierNeeded,
    /// The verifier is wrong.
    #[error("the verifier is wrong")]
    WrongVerifier,
    /// A refresh asks for more than was approved; for which scope.
    #[error("the scope {0} was not approved")]
    ScopeNotApproved(Box<str>),
    /// Username or password is wrong; which of them is not said.
    #[error("username or password is wrong")]
    WrongPassword,
    /// Too many wrong passwords for now.
    #[error("too many tries")]
    TooManyTries(Window),
}
