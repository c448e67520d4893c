//! What can be asked of the graph: one closed enum of commands and [`Op`], which ties a command's payload to the type of
//! its outcome so that a dialect never matches on the wrong one.
//!
//! Commands name people by [`UserRef`], because a dialect may know them by id or by name; the engine resolves them.
//! All writes are idempotent: repeating one is no error, and the outcome says whether it did anything.

mod define;

use std::sync::Arc;

use define::commands;

use crate::access::{
    AccessRequest, Browser, Client, Consent, Decision, Issued, Permission, TemporaryToken, TokenRecord,
};
use crate::card::{PostCard, UserCard};
use crate::edge::List;
use crate::error::CoreError;
use crate::feed::{Draft, Feed, FeedFilter, FeedPage, PostRange};
use crate::id::{MessageId, PostId, UserId};
use crate::id_page::IdPage;
use crate::message::MessageCard;
use crate::outcome::{Absent, AbsentPost, Identity, Membership, Outcome, Reacted, Relationship, Toggled};
use crate::page::{Page, PageRequest};
use crate::rate::{Limit, Window};
use crate::secret::Secret;
use crate::user_list::{ListCard, ListRef};
use crate::user_ref::UserRef;

/// A command's payload: what it turns into and what comes back.
pub trait Op: Into<Command> {
    /// What a successful run gives.
    type Out;

    /// Takes the outcome apart.
    ///
    /// # Errors
    /// [`CoreError::Broken`] when the outcome is another command's, which would be a defect of the engine.
    fn out(outcome: Outcome) -> Result<Self::Out, CoreError>;
}

commands! {
    /// The caller blocks somebody: follows and follow requests in both directions end, nothing else changes.
    Block { /** Whom. */ target: UserRef, } => Toggled(Toggled);
    /// The caller unblocks somebody. What the block ended is not restored.
    Unblock { /** Whom. */ target: UserRef, } => Toggled(Toggled);
    /// The caller mutes somebody.
    Mute { /** Whom. */ target: UserRef, } => Toggled(Toggled);
    /// The caller unmutes somebody.
    Unmute { /** Whom. */ target: UserRef, } => Toggled(Toggled);
    /// The caller refuses direct messages from and to somebody; nothing else changes.
    DmBlock { /** Whom. */ target: UserRef, } => Toggled(Toggled);
    /// The caller takes a [`DmBlock`] back.
    DmUnblock { /** Whom. */ target: UserRef, } => Toggled(Toggled);
    /// The caller follows somebody, or asks to if they are protected.
    Follow { /** Whom. */ target: UserRef, } => Toggled(Toggled);
    /// The caller unfollows somebody, or takes the request back.
    Unfollow { /** Whom. */ target: UserRef, } => Toggled(Toggled);
    /// The caller reports somebody as spam and, if asked, blocks them.
    ReportSpam {
        /// Whom.
        target: UserRef,
        /// Whether to block them too.
        block: bool,
    } => Toggled(Toggled);
    /// One person.
    ShowUser { /** Who. */ user: UserRef, } => User(UserCard);
    /// Many people, those not found named.
    LookUpUsers {
        /// Who, in the order the answer keeps.
        users: Vec<UserRef>,
    } => Users(Vec<Result<UserCard, Absent>>);
    /// The caller themselves: who, through which app, with what scopes.
    WhoAmI {} => Identity(Identity);
    /// One page of people on a list.
    ListUsers {
        /// Whose list.
        owner: UserRef,
        /// Which list.
        list: List,
        /// Which page.
        page: PageRequest,
    } => UserPage(Page<UserCard>);
    /// One page of the ids of people on a list.
    ListIds {
        /// Whose list.
        owner: UserRef,
        /// Which list.
        list: List,
        /// Which page.
        page: PageRequest,
    } => IdPage(IdPage);
    /// Whole lists of ids, of many people at once. Owners that do not exist or did not authorise the app are left out.
    BulkIds {
        /// Whose lists, in the order the answer keeps.
        owners: Vec<UserId>,
        /// Which list.
        list: List,
    } => IdLists(Vec<(UserId, Vec<UserId>)>);
    /// How two people stand to each other.
    ShowRelation {
        /// The one whose view it is; the caller if absent.
        source: Option<UserRef>,
        /// The other one.
        target: UserRef,
    } => Relationship(Relationship);
    /// The caller no longer wants to see what somebody reposts, though they follow them.
    HideReposts { /** Whose. */ target: UserRef, } => Toggled(Toggled);
    /// The caller takes a [`HideReposts`] back.
    ShowReposts { /** Whose. */ target: UserRef, } => Toggled(Toggled);
    /// People whose username or name begins with, or whose name holds, a text.
    SearchUsers {
        /// The text; a leading `@` asks for usernames alone.
        query: String,
        /// How many at the most.
        limit: usize,
    } => Users(Vec<Result<UserCard, Absent>>);
    /// The caller writes a post.
    CreatePost { /** What, as typed. */ draft: Draft, } => Post(PostCard);
    /// The caller deletes a post of theirs.
    DeletePost { /** Which. */ post: PostId, } => Post(PostCard);
    /// The caller repeats somebody's post.
    Repost { /** Which; of a repost its original is meant. */ post: PostId, } => Reacted(Reacted);
    /// The caller takes their repost of a post back.
    Unrepost { /** The post, or the caller's repost of it. */ post: PostId, } => Reacted(Reacted);
    /// The caller likes a post.
    Like { /** Which; of a repost its original is meant. */ post: PostId, } => Reacted(Reacted);
    /// The caller no longer likes a post.
    Unlike { /** Which. */ post: PostId, } => Reacted(Reacted);
    /// One post.
    ShowPost {
        /// Which.
        post: PostId,
        /// Whether one by somebody whom the caller blocks is shown, because it was asked for.
        even_blocked: bool,
    } => Post(PostCard);
    /// Many posts, those not shown named.
    LookUpPosts {
        /// Which, in the order the answer keeps.
        posts: Vec<PostId>,
        /// As for [`ShowPost`].
        even_blocked: bool,
    } => Posts(Vec<Result<PostCard, AbsentPost>>);
    /// One page of a feed.
    ReadFeed {
        /// Which feed.
        feed: Feed,
        /// Which of its posts.
        filter: FeedFilter,
        /// Which page.
        range: PostRange,
    } => Feed(FeedPage);
    /// One page of the posts that somebody likes, the latest like first.
    ListLikes {
        /// Who likes them.
        user: UserRef,
        /// Which page.
        page: PageRequest,
    } => PostPage(Page<PostCard>);
    /// One page of people who like a post.
    ListLikers {
        /// Which post.
        post: PostId,
        /// Which page.
        page: PageRequest,
    } => UserPage(Page<UserCard>);
    /// One page of people who reposted a post.
    ListReposters {
        /// Which post.
        post: PostId,
        /// Which page.
        page: PageRequest,
    } => UserPage(Page<UserCard>);
    /// The caller sends somebody a direct message.
    SendMessage {
        /// Whom.
        to: UserRef,
        /// What, unescaped.
        text: String,
    } => Message(MessageCard);
    /// One direct message of the caller's.
    ShowMessage { /** Which. */ message: MessageId, } => Message(MessageCard);
    /// The caller takes a direct message out of their own sight; the other one keeps it.
    DeleteMessage { /** Which. */ message: MessageId, } => Message(MessageCard);
    /// One page of the caller's direct messages, newest first; positions are message ids.
    ListMessages {
        /// Only those with this person.
        with: Option<UserRef>,
        /// Which page.
        page: PageRequest,
    } => MessagePage(Page<MessageCard>);
    /// The caller makes a list.
    CreateList {
        /// Its name.
        name: String,
        /// Its description; may be empty.
        description: String,
        /// Whether the caller alone sees it.
        private: bool,
    } => List(ListCard);
    /// The caller changes a list of theirs.
    UpdateList {
        /// Which.
        list: ListRef,
        /// Its new name.
        name: Option<String>,
        /// Its new description.
        description: Option<String>,
        /// Whether the caller alone sees it from now on.
        private: Option<bool>,
    } => List(ListCard);
    /// The caller deletes a list of theirs; told as it was.
    DeleteList { /** Which. */ list: ListRef, } => List(ListCard);
    /// One list.
    ShowList { /** Which. */ list: ListRef, } => List(ListCard);
    /// The caller puts somebody on a list of theirs.
    AddMember {
        /// Which.
        list: ListRef,
        /// Whom.
        user: UserRef,
    } => Membership(Membership);
    /// The caller takes somebody off a list of theirs.
    RemoveMember {
        /// Which.
        list: ListRef,
        /// Whom.
        user: UserRef,
    } => Membership(Membership);
    /// Whether somebody is on a list.
    ShowMember {
        /// Which.
        list: ListRef,
        /// Who.
        user: UserRef,
    } => Membership(Membership);
    /// One page of the people on a list, the latest added first.
    ListMembers {
        /// Which.
        list: ListRef,
        /// Which page.
        page: PageRequest,
    } => UserPage(Page<UserCard>);
    /// One page of the lists that somebody is on, the latest first.
    ListMemberships {
        /// Who.
        user: UserRef,
        /// Which page.
        page: PageRequest,
    } => ListPage(Page<ListCard>);
    /// One page of the lists that somebody made, the latest first; positions are list ids.
    ListOwned {
        /// Who.
        user: UserRef,
        /// Which page.
        page: PageRequest,
    } => ListPage(Page<ListCard>);
    /// An app that proved itself asks for temporary credentials (OAuth 1.0a).
    RequestTemporary {
        /// At which service the token will count.
        audience: &'static str,
        /// Where the person is to be sent back to, or `oob`; the app's first place if absent, `oob` if it has none.
        callback: Option<Box<str>>,
        /// To what the token is to be limited.
        permission: Option<Permission>,
    } => Temporary(TemporaryToken);
    /// A person's browser asks whether to let an app in.
    ReviewAccess {
        /// What the app asks for.
        request: AccessRequest,
        /// The browser.
        browser: Browser,
        /// Whether nobody is taken as signed in, so that somebody else can.
        anew: bool,
        /// Whether an app that was let in before needs no answer.
        skip: bool,
    } => Consent(Consent);
    /// A person answers.
    DecideAccess {
        /// What the app asks for.
        request: AccessRequest,
        /// The browser.
        browser: Browser,
        /// The token that the form carried.
        form: Box<str>,
        /// The answer.
        decision: Decision,
    } => Consent(Consent);
    /// An app exchanges approved temporary credentials for a token. An app that signs the request must be theirs.
    RedeemTemporary {
        /// Their public text.
        token: Box<str>,
        /// What the person's browser brought back.
        verifier: Option<Secret>,
    } => Issued(Issued);
    /// An app exchanges a code for a token.
    RedeemCode {
        /// The app.
        client: Client,
        /// At which service.
        audience: &'static str,
        /// The code.
        code: Secret,
        /// The callback as the authorization request named it.
        callback: Option<Box<str>>,
        /// The PKCE verifier.
        verifier: Option<Secret>,
        /// How long the token lives, in milliseconds; for ever if absent.
        life: Option<i64>,
        /// The scope that brings a refresh token with it, where the service has one.
        refresh_with: Option<&'static str>,
    } => Issued(Issued);
    /// An app exchanges a refresh token for a new pair. One that was exchanged before ends everything that came of its approval.
    RedeemRefresh {
        /// The app.
        client: Client,
        /// At which service.
        audience: &'static str,
        /// The refresh token.
        refresh: Secret,
        /// The scopes of the new token, if fewer.
        scopes: Option<Vec<Box<str>>>,
        /// How long the new token lives, in milliseconds.
        life: Option<i64>,
    } => Issued(Issued);
    /// An app hands a person's password in. An app that signs the request is meant where no client is named.
    RedeemPassword {
        /// The app, with its password grant secret; the caller if absent.
        client: Option<Client>,
        /// At which service.
        audience: &'static str,
        /// Who, by username or e-mail address.
        username: Box<str>,
        /// Their password.
        password: Secret,
        /// The scopes.
        scopes: Vec<Box<str>>,
        /// To what a signed token is limited.
        permission: Option<Permission>,
    } => Issued(Issued);
    /// An app asks for its own token. Asking again gives the same one while it lives.
    IssueAppToken {
        /// The app.
        client: Client,
        /// At which service.
        audience: &'static str,
    } => Issued(Issued);
    /// An app gives a token or refresh token back. Whether it was the app's and lived.
    ReturnToken {
        /// The app.
        client: Client,
        /// At which service the token counts.
        audience: &'static str,
        /// The token's text.
        token: Secret,
    } => Returned(bool);
    /// The caller ends the token they came with; told as it was.
    EndOwnToken {} => Identity(Identity);
    /// One page of the live tokens that people granted the calling app at its service, the latest first; positions are
    /// token ids.
    ListTokens { /** Which page. */ page: PageRequest, } => TokenPage(Page<(UserCard, Arc<TokenRecord>)>);
    /// Everybody who granted the calling app a live token at its service, by id.
    ListAuthorisers {} => People(Vec<UserId>);
    /// The state of the caller's windows for some limits; asking counts against none of them.
    LimitStatus { /** Which limits. */ limits: Vec<&'static Limit>, } => Windows(Vec<Window>);
}
