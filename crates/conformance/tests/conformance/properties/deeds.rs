//! What the people of the random scripts can do.

use block_graph::{
    AddMember, Block, Command, CreatePost, DeletePost, DmBlock, DmUnblock, Draft, Follow, HideReposts, Like, ListRef,
    Mute, PostId, RemoveMember, ReportSpam, Repost, SendMessage, ShowReposts, Unblock, Unfollow, Unlike, Unmute,
    Unrepost, UserRef,
};

/// What an act is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Scene {
    /// Whom.
    pub(super) target: UserRef,
    /// Their name.
    pub(super) name: &'static str,
    /// Their latest post.
    pub(super) post: PostId,
    /// The actor's latest post; nobody's while there is only the first.
    pub(super) own: PostId,
    /// The actor's list.
    pub(super) list: ListRef,
}

/// One thing that somebody does to somebody.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Deed {
    Block,
    Unblock,
    Follow,
    Unfollow,
    Mute,
    Unmute,
    DmBlock,
    DmUnblock,
    Report,
    ReportAndBlock,
    HideReposts,
    ShowReposts,
    Write,
    Reply,
    Quote,
    Delete,
    Repost,
    Unrepost,
    Like,
    Unlike,
    Send,
    AddToList,
    TakeOffList,
}

/// All of them; what blocks bear on and what they follow from is there more than once.
pub(super) const DEEDS: [Deed; 27] = [
    Deed::Block,
    Deed::Unblock,
    Deed::Unblock,
    Deed::Follow,
    Deed::Follow,
    Deed::Unfollow,
    Deed::Mute,
    Deed::Unmute,
    Deed::DmBlock,
    Deed::DmUnblock,
    Deed::DmUnblock,
    Deed::Report,
    Deed::ReportAndBlock,
    Deed::HideReposts,
    Deed::ShowReposts,
    Deed::Write,
    Deed::Reply,
    Deed::Quote,
    Deed::Delete,
    Deed::Repost,
    Deed::Unrepost,
    Deed::Like,
    Deed::Like,
    Deed::Unlike,
    Deed::Send,
    Deed::AddToList,
    Deed::TakeOffList,
];

impl Deed {
    /// Those that a block can forbid.
    pub(super) const RULED: [Self; 7] =
        [Self::Follow, Self::Reply, Self::Quote, Self::Repost, Self::Like, Self::Send, Self::AddToList];

    pub(super) fn command(self, scene: &Scene) -> Command {
        let (target, post, list) = (scene.target.clone(), scene.post, scene.list.clone());
        let write = |draft| CreatePost { draft };
        match self {
            Self::Block => Block { target }.into(),
            Self::Unblock => Unblock { target }.into(),
            Self::Follow => Follow { target }.into(),
            Self::Unfollow => Unfollow { target }.into(),
            Self::Mute => Mute { target }.into(),
            Self::Unmute => Unmute { target }.into(),
            Self::DmBlock => DmBlock { target }.into(),
            Self::DmUnblock => DmUnblock { target }.into(),
            Self::Report => ReportSpam { target, block: false }.into(),
            Self::ReportAndBlock => ReportSpam { target, block: true }.into(),
            Self::HideReposts => HideReposts { target }.into(),
            Self::ShowReposts => ShowReposts { target }.into(),
            // To name somebody is never forbidden; to tag them may do nothing.
            Self::Write => {
                write(Draft { text: format!("hi @{}", scene.name), tagged: vec![target], ..Draft::default() }).into()
            }
            Self::Reply => write(Draft { text: "re".to_owned(), reply_to: Some(post), ..Draft::default() }).into(),
            Self::Quote => write(Draft { text: "look".to_owned(), quote_of: Some(post), ..Draft::default() }).into(),
            Self::Delete => DeletePost { post: scene.own }.into(),
            Self::Repost => Repost { post }.into(),
            Self::Unrepost => Unrepost { post }.into(),
            Self::Like => Like { post }.into(),
            Self::Unlike => Unlike { post }.into(),
            Self::Send => SendMessage { to: target, text: "psst".to_owned() }.into(),
            Self::AddToList => AddMember { list, user: target }.into(),
            Self::TakeOffList => RemoveMember { list, user: target }.into(),
        }
    }
}
