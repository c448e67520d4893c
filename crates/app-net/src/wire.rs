//! Bodies: what each outcome looks like on the wire. The core's types are converted by hand, so that a change there
//! cannot change the wire unseen.

mod channel;
mod description;
mod lists;
mod message;
mod post;
mod rich;
mod scalar;
mod text;
mod tlds;
mod token;
mod user;

use std::sync::Arc;

use block_graph::access::{App, Issued, TokenRecord};
use block_graph::{
    Absent, AbsentPost, FeedPage, IdPage, Identity, MessageCard, Page, Position, PostCard, PostRange, Toggled,
    UserCard, UserId,
};
use dialect::{Reply, Request};

pub(crate) use self::channel::ChannelView;
use crate::conversation::ChannelId;
use crate::envelope::{Marker, Meta, Style};
use crate::errors;
use crate::params::{self, Paging};

/// How the caller wants to see people ([doc] general parameters).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct View {
    style: Style,
    /// Whether descriptions carry their HTML.
    html: bool,
    /// Whether users and channels carry their annotations, of which the graph knows none.
    annotations: bool,
    /// Whether posts do.
    post_annotations: bool,
    /// Whether messages do.
    message_annotations: bool,
    /// Whether the caller is a person, whose own stars and reposts are told.
    person: bool,
}

impl View {
    /// What the request asks for.
    pub(crate) fn of(request: &Request<'_>) -> Self {
        let wanted = |name: &str| params::switch(request, name) == Some(true);
        let all = wanted("include_annotations");
        Self {
            style: Style::of(request),
            html: params::switch(request, "include_html").unwrap_or(true),
            annotations: all || wanted("include_user_annotations"),
            post_annotations: all || wanted("include_post_annotations"),
            message_annotations: all || wanted("include_message_annotations"),
            person: request.caller.user().is_some(),
        }
    }
}

/// The target of a write, as it is after the write.
pub(crate) fn target(done: &Toggled, view: View) -> Reply {
    match &done.target {
        Some(card) => user(card, view),
        // The engine owes the card, which every write here asks for.
        None => errors::server_fault(view.style),
    }
}

/// One person.
pub(crate) fn user(card: &UserCard, view: View) -> Reply {
    view.style.page_by(&Meta::default(), 2 * user::ROOM, |out| user::User::new(card, view).write(out))
}

/// Many people, those not found left out.
pub(crate) fn users(found: &[Result<UserCard, Absent>], view: View) -> Reply {
    view.style
        .page_by(&Meta::default(), found.len() * user::ROOM, |out| user::write_all(out, found.iter().flatten(), view))
}

/// A list of people, or a page of it.
pub(crate) fn list(found: &Page<UserCard>, paging: Paging, view: View) -> Reply {
    let meta = lists::meta(found, paging);
    view.style.page_by(&meta, found.items.len() * user::ROOM, |out| user::write_all(out, found.items.iter(), view))
}

/// Lists of ids, by the ids of their owners.
pub(crate) fn id_lists(found: &[(UserId, Vec<UserId>)], view: View) -> Reply {
    let room = found.iter().map(|(_, listed)| lists::ROOM_OF_ID * (listed.len() + 2)).sum();
    view.style.page_by(&Meta::default(), room, |out| lists::write_id_lists(out, found))
}

/// Ids, all of them.
pub(crate) fn ids(found: &IdPage, view: View) -> Reply {
    let room = lists::ROOM_OF_ID * (found.len() + 4);
    view.style.kept_page(found, room, lists::write_page)
}

/// People's ids, of no page.
pub(crate) fn user_ids(found: &[UserId], view: View) -> Reply {
    let room = lists::ROOM_OF_ID * (found.len() + 4);
    view.style.page_by(&Meta::default(), room, |out| lists::write_ids(out, found))
}

/// One post; 404 for a repost of what the caller may not see.
pub(crate) fn post(card: &PostCard, view: View) -> Reply {
    if post::shown(card) { view.style.reply(&post::Post::new(card, view)) } else { errors::post_gone(view.style) }
}

/// The caller's repost of a post, with that post inside.
pub(crate) fn repost(card: Option<&PostCard>, view: View) -> Reply {
    // The engine owes the repost to whoever makes one.
    card.map_or_else(|| errors::server_fault(view.style), |card| post(card, view))
}

/// A post that was just deleted.
pub(crate) fn deleted_post(card: &PostCard, view: View) -> Reply {
    view.style.reply(&post::Post::deleted(card, view))
}

/// Many posts, those not shown left out.
pub(crate) fn posts(found: &[Result<PostCard, AbsentPost>], view: View) -> Reply {
    view.style.reply(&lists::Posts(|| found.iter().flatten(), view))
}

/// One page of a stream, whose newest and oldest post's ids are what the next pages begin at.
pub(crate) fn stream(page: &FeedPage, range: PostRange, marker: Option<Marker>, view: View) -> Reply {
    let meta = lists::stream_meta(page, range).marked(marker);
    view.style.page(&meta, &lists::Posts(|| page.posts.iter(), view))
}

/// One page of posts in another order than their ids'.
pub(crate) fn post_list(page: &Page<PostCard>, paging: Paging, view: View) -> Reply {
    view.style.page(&lists::meta(page, paging), &lists::Posts(|| page.items.iter(), view))
}

/// What stands for a page of something that the caller may not see: a page with nothing on it.
pub(crate) fn empty_page(request: &Request<'_>, marker: Option<Marker>) -> Reply {
    Style::of(request).page(&Meta::page(false, None).marked(marker), &[(); 0])
}

/// The same for a list that has no pages.
pub(crate) fn empty_list(request: &Request<'_>) -> Reply {
    Style::of(request).reply(&[(); 0])
}

/// One message; 404 unless it stands in that channel, where one is named.
pub(crate) fn message(card: &MessageCard, channel: Option<ChannelId>, view: View) -> Reply {
    if channel.is_some_and(|channel| channel != message::channel_of(card)) {
        return errors::message_gone(view.style);
    }
    view.style.reply(&message::Message::new(card, view))
}

/// A message that was just taken out of the caller's sight.
pub(crate) fn deleted_message(card: &MessageCard, view: View) -> Reply {
    view.style.reply(&message::Message::deleted(card, view))
}

/// One page of a channel.
pub(crate) fn messages(page: &Page<MessageCard>, paging: Paging, channel: ChannelId, view: View) -> Reply {
    let meta = lists::meta(page, paging).marked(Some(Marker::channel(channel)));
    view.style.page(&meta, &lists::Messages(&page.items, view))
}

/// One page of the caller's channels, given all their messages.
pub(crate) fn channels(all: &Page<MessageCard>, caller: UserId, range: PostRange, wanted: ChannelView) -> Reply {
    let (found, more) = channel::cut(channel::conversations(&all.items, caller), range);
    let position = |of: &channel::Conversation<'_>| Position(of.recent.message.id.0);
    let span = found.first().map(position).zip(found.last().map(position));
    let channels: Vec<_> = found.iter().map(|of| channel::Channel::new(of, caller, wanted)).collect();
    wanted.view.style.page(&Meta::page(more, span), &channels)
}

/// Those of the caller's channels that are named, in the order named, given all their messages.
pub(crate) fn chosen_channels(
    all: &Page<MessageCard>,
    caller: UserId,
    chosen: &[ChannelId],
    wanted: ChannelView,
) -> Reply {
    let found = channel::conversations(&all.items, caller);
    let of = |id: &ChannelId| found.iter().find(|of| of.id == *id);
    let channels: Vec<_> = chosen.iter().filter_map(of).map(|of| channel::Channel::new(of, caller, wanted)).collect();
    wanted.view.style.reply(&channels)
}

/// One channel, given all its messages; 404 where there are none.
pub(crate) fn channel(all: &Page<MessageCard>, caller: UserId, wanted: ChannelView) -> Reply {
    match channel::conversations(&all.items, caller).first() {
        Some(of) => wanted.view.style.reply(&channel::Channel::new(of, caller, wanted)),
        None => errors::channel_gone(wanted.view.style),
    }
}

/// A token, its app and the person it stands for.
pub(crate) fn token(found: &Identity, view: View) -> Reply {
    view.style.reply(&token::Token::new(found, view))
}

/// A page of the tokens that people granted an app.
pub(crate) fn tokens(found: &Page<(UserCard, Arc<TokenRecord>)>, app: &App, paging: Paging, view: View) -> Reply {
    view.style.page(&lists::meta(found, paging), &lists::Tokens(&found.items, app, view))
}

/// A token that was just issued, with its text.
pub(crate) fn issued(issued: &Issued, view: View) -> Reply {
    view.style.secret(200, &token::Answer::new(issued, view))
}
