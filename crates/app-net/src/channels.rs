//! Private messages and the channels they stand in, as far as a conversation of two can be one.

use block_graph::{DeleteMessage, ListMessages, PageRequest, SendMessage, ShowMessage, UserRef, Wants};
use dialect::{Call, Failure, Request};

use crate::body::Body;
use crate::params::Paging;
use crate::{params, wire};

/// How many characters a message has at the most ([client]: what App.net's `config` said, as its successors repeat it).
const LONGEST: usize = 2048;

/// `GET channels`: the caller's private channels, that with the newest message first; with `ids`, those of them.
pub(crate) fn list(request: &Request<'_>) -> Result<Call, Failure> {
    let (caller, range) = (params::caller(request)?, params::range(request)?);
    let (chosen, private) = (params::channels(request)?, params::private_channels(request));
    let view = channel_view(request);
    // A channel is nothing but its messages: all of them tell which channels there are.
    let all = ListMessages { with: None, page: PageRequest::EVERYTHING };
    let call = Call::new(all, move |mut all| {
        if !private {
            all.items.clear();
        }
        match chosen {
            Some(chosen) => wire::chosen_channels(&all, caller, &chosen, view),
            None => wire::channels(&all, caller, range, view),
        }
    });
    Ok(call.wanting(Wants::RELATION))
}

/// `GET channels/{channel_id}`: one private channel of the caller's.
pub(crate) fn show(request: &Request<'_>) -> Result<Call, Failure> {
    let (caller, channel) = (params::caller(request)?, params::channel(request)?);
    let view = channel_view(request);
    let all = ListMessages { with: Some(channel.other(caller).into()), page: PageRequest::EVERYTHING };
    Ok(Call::new(all, move |all| wire::channel(&all, caller, view)).wanting(Wants::RELATION))
}

/// `GET channels/{channel_id}/messages`: a channel's messages, newest first.
pub(crate) fn messages(request: &Request<'_>) -> Result<Call, Failure> {
    let (caller, channel, page) = (params::caller(request)?, params::channel(request)?, params::page(request)?);
    let view = wire::View::of(request);
    let list = ListMessages { with: Some(channel.other(caller).into()), page };
    let call = Call::new(list, move |found| wire::messages(&found, Paging::Page(page), channel, view));
    Ok(call.wanting(Wants::RELATION))
}

/// `POST channels/{channel_id}/messages`: the caller writes to a channel of theirs or, with `pm` for its id, to the one
/// person of `destinations`. Answers with the message.
pub(crate) fn send(request: &Request<'_>) -> Result<Call, Failure> {
    let body = Body::of(request)?;
    let to = match request.path_param("channel_id") {
        // `auto` is what `pm` was called at first ([doc] 2012).
        Some("pm" | "auto") => body.destination(request)?,
        _ => UserRef::Id(params::channel(request)?.other(params::caller(request)?)),
    };
    let text = body.text(LONGEST, request)?;
    let view = wire::View::of(request);
    Ok(Call::new(SendMessage { to, text }, move |sent| wire::message(&sent, None, view)).wanting(Wants::RELATION))
}

/// `GET channels/{channel_id}/messages/{message_id}`: one message.
pub(crate) fn message(request: &Request<'_>) -> Result<Call, Failure> {
    let (channel, message) = (params::channel(request)?, params::message(request)?);
    let view = wire::View::of(request);
    let show = ShowMessage { message };
    Ok(Call::new(show, move |found| wire::message(&found, Some(channel), view)).wanting(Wants::RELATION))
}

/// `DELETE channels/{channel_id}/messages/{message_id}`: the caller takes a message out of their sight. Answers with
/// what is left of it.
pub(crate) fn destroy(request: &Request<'_>) -> Result<Call, Failure> {
    params::channel(request)?;
    let message = params::message(request)?;
    let view = wire::View::of(request);
    Ok(Call::new(DeleteMessage { message }, move |gone| wire::deleted_message(&gone, view)).wanting(Wants::RELATION))
}

fn channel_view(request: &Request<'_>) -> wire::ChannelView {
    let wanted = |name: &str| params::switch(request, name) == Some(true);
    wire::ChannelView {
        view: wire::View::of(request),
        recent_message: wanted("include_recent_message"),
        marker: wanted("include_marker"),
    }
}
