//! What every body is wrapped in: `meta` and `data`, or neither for callers who asked for the old bare form, and a
//! function call for JSONP.

use std::borrow::Cow;

use block_graph::{IdPage, Position, UserId};
use dialect::json::{Escapes, Json};
use dialect::{Body, Context, Method, Params, Reply, Request};
use serde::Serialize;

use crate::conversation::ChannelId;
use crate::json;

/// The content type of JSON bodies, without a charset ([recorded]).
const JSON: &str = "application/json";
/// The content type of JSONP bodies ([inferred]).
const SCRIPT: &str = "text/javascript";
/// The header and, for JSONP, the parameter that choose the old bare form.
const MIGRATIONS: &str = "x-adn-migration-overrides";
const ENVELOPE: &str = "response_envelope";
/// How long a callback's name may be ([inferred]).
const LONGEST_CALLBACK: usize = 128;
/// Room for most bodies.
const ROOM: usize = 1536;

/// How a body is dressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Style {
    /// Whether there is an envelope; without one the body is what would be `data`.
    enveloped: bool,
    /// Whether it is pretty-printed.
    pretty: bool,
}

impl Style {
    /// What the request asks for: `X-ADN-Migration-Overrides: response_envelope=0`, for JSONP the same in the query,
    /// and `X-ADN-Pretty-JSON` with any value ([doc]).
    pub(crate) fn of(request: &Request<'_>) -> Self {
        let overrides = request.headers.get(MIGRATIONS).map(|text| Params::parse(text.as_bytes()));
        let bare = overrides.is_some_and(|keys| keys.last(ENVELOPE) == Some("0"))
            || callback(request).is_some() && request.query.last(ENVELOPE) == Some("0");
        Self { enveloped: !bare, pretty: request.headers.get("x-adn-pretty-json").is_some() }
    }

    /// With an envelope, for tests.
    #[cfg(test)]
    pub(crate) fn minified_or_pretty(pretty: bool) -> Self {
        Self { enveloped: true, pretty }
    }

    /// A 200 reply with that data.
    pub(crate) fn reply(self, data: &impl Serialize) -> Reply {
        self.page(&Meta::default(), data)
    }

    /// A 200 reply with one page of a list.
    pub(crate) fn page(self, meta: &Meta, data: &impl Serialize) -> Reply {
        self.page_by(meta, ROOM, |out| json::value(out, data))
    }

    /// The same with data that `data` writes, of about so many bytes.
    pub(crate) fn page_by(self, meta: &Meta, room: usize, data: impl FnOnce(&mut Json)) -> Reply {
        Reply::new(200, JSON, self.bytes_by(meta, room, data))
    }

    /// A 200 reply with a page of ids, which `data` writes in about so many bytes unless it was written before.
    pub(crate) fn kept_page(self, page: &IdPage, room: usize, data: impl FnOnce(&mut Json, &IdPage)) -> Reply {
        let form = match (self.enveloped, self.pretty) {
            (true, false) => "app.net",
            (true, true) => "app.net pretty",
            (false, false) => "app.net bare",
            (false, true) => "app.net bare and pretty",
        };
        let write = || self.bytes_by(&Meta::default(), room, |out| data(out, page));
        Reply::new(200, JSON, page.text::<Body>(form, write))
    }

    fn bytes_by(self, meta: &Meta, room: usize, data: impl FnOnce(&mut Json)) -> Vec<u8> {
        json::write(self.pretty, room, |out| {
            if !self.enveloped {
                return data(out);
            }
            out.raw("{\"meta\":");
            json::value(out, meta);
            out.raw(",\"data\":");
            data(out);
            out.raw("}");
        })
    }

    /// A reply of the token endpoint: no envelope ([doc]), and nobody may keep it (RFC 6749, 5.1).
    pub(crate) fn secret(self, status: u16, body: &impl Serialize) -> Reply {
        let mut reply = Reply::new(status, JSON, json::write(self.pretty, ROOM, |out| json::value(out, body)));
        reply.header("Cache-Control", "no-store");
        reply.header("Pragma", "no-cache");
        reply
    }

    /// What is escaped in its texts.
    pub(crate) fn escapes(self) -> Escapes {
        json::escapes(self.pretty)
    }

    /// A reply that says what went wrong. The bare form has `error` at its top, where its clients look ([client]).
    pub(crate) fn error(self, code: u16, message: &str, slug: Option<&str>) -> Reply {
        let body = if self.enveloped {
            let meta = ErrorMeta { code, error_message: message, error_slug: slug };
            json::write(self.pretty, 0, |out| json::value(out, &Failed { meta }))
        } else {
            json::write(self.pretty, 0, |out| json::value(out, &BareFailed { error: BareError { code, message } }))
        };
        Reply::new(code, JSON, body)
    }
}

/// `meta` of a success; the code is always 200.
#[derive(Serialize, Clone, Debug)]
pub(crate) struct Meta {
    code: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marker: Option<Marker>,
}

/// Where a reader stands in a stream. It can be set nowhere here, so it is its name alone, as that of a stream whose
/// marker was never set ([recorded]).
#[derive(Serialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Marker {
    name: Cow<'static, str>,
}

impl Marker {
    /// Of a stream that there is one of: `global`, `my_stream`, `unified`.
    pub(crate) fn named(name: &'static str) -> Self {
        Self { name: Cow::Borrowed(name) }
    }

    /// Of a stream that everybody has: `posts:1`, `mentions:1`.
    pub(crate) fn of(stream: &str, user: UserId) -> Self {
        Self { name: Cow::Owned(format!("{stream}:{user}")) }
    }

    /// Of a channel: `channel:1`.
    pub(crate) fn channel(channel: ChannelId) -> Self {
        Self { name: Cow::Owned(format!("channel:{channel}")) }
    }
}

impl Meta {
    /// Of a page: whether more rows lie beyond it in the direction it was read, and, where it has rows, its newest and
    /// its oldest, which are what `since_id` and `before_id` take.
    pub(crate) fn page(more: bool, span: Option<(Position, Position)>) -> Self {
        Self {
            more: Some(more),
            min_id: span.map(|(_, oldest)| oldest.0.to_string()),
            max_id: span.map(|(newest, _)| newest.0.to_string()),
            ..Self::default()
        }
    }

    /// The same of a stream that has a marker.
    pub(crate) fn marked(self, marker: Option<Marker>) -> Self {
        Self { marker, ..self }
    }
}

impl Default for Meta {
    fn default() -> Self {
        Self { code: 200, more: None, min_id: None, max_id: None, marker: None }
    }
}

#[derive(Serialize)]
struct Failed<'e> {
    meta: ErrorMeta<'e>,
}

#[derive(Serialize)]
struct ErrorMeta<'e> {
    code: u16,
    error_message: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_slug: Option<&'e str>,
}

#[derive(Serialize)]
struct BareFailed<'e> {
    error: BareError<'e>,
}

#[derive(Serialize)]
struct BareError<'e> {
    code: u16,
    message: &'e str,
}

/// The last touches: an error's own id, and the function call of JSONP, whose status is always 200 ([doc]).
pub(crate) fn seal(reply: &mut Reply, request: &Request<'_>, context: &Context<'_>) {
    // The recorded 429 carries code and message alone.
    if reply.status >= 400 && reply.status != 429 {
        let style = Style::of(request);
        if style.enveloped {
            let id = error_id(context.serial);
            reply.body.change(|body| json::insert_before(body, "code", "error_id", &id, style.pretty));
        }
    }
    if let Some(name) = callback(request) {
        let mut body = Vec::with_capacity(name.len() + reply.body.len() + 2);
        body.extend_from_slice(name.as_bytes());
        body.push(b'(');
        body.extend_from_slice(&reply.body);
        body.push(b')');
        *reply =
            Reply { status: 200, content_type: SCRIPT, headers: std::mem::take(&mut reply.headers), body: body.into() };
    }
}

/// The function that a JSONP request names. JSONP is for callers without a token ([doc]): for the others, and for a
/// name that is none, the parameter means nothing.
fn callback<'q>(request: &'q Request<'_>) -> Option<&'q str> {
    if !matches!(request.method, Method::Get | Method::Head) || request.caller.grant().is_some() {
        return None;
    }
    request.query.last("callback").filter(|name| is_function(name))
}

/// `name`, `name.part`, `name[0]`, as far as they can be told from other script.
fn is_function(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$');
    name.len() <= LONGEST_CALLBACK
        && name.bytes().next().is_some_and(letter)
        && name.bytes().all(|byte| letter(byte) || byte.is_ascii_digit() || matches!(byte, b'.' | b'[' | b']'))
}

/// 32 hexadecimal digits, as recorded in 2013; no two requests share them.
pub(crate) fn error_id(serial: u64) -> String {
    format!("{:016x}{:016x}", block_graph::scramble(serial), block_graph::scramble(!serial))
}
