//! Where actix-web ends: its request is borrowed as an [`Incoming`], the reply becomes its response.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::ConnectionType;
use actix_web::body::{BoxBody, MessageBody as _};
use actix_web::http::header::{
    AUTHORIZATION, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, InvalidHeaderName,
};
use actix_web::http::{StatusCode, Version};
use actix_web::{HttpRequest, HttpResponse, web};
use dialect::{Headers, Method, Origin, Reply};
use ipnet::IpNet;
use tokio::time::timeout;

use crate::door::{Connection, Watched};
use crate::pipeline::{Gateway, Incoming};

/// What every worker shares.
pub struct Mounted {
    /// Answers requests.
    pub gateway: Arc<Gateway>,
    /// From whom forwarded headers are believed.
    pub trusted: Vec<IpNet>,
    /// Whether replies are compressed on their way out.
    pub compress: bool,
}

/// How long a client may take over a request's body.
const BODY: Duration = Duration::from_secs(30);

struct Borrowed<'r>(&'r HeaderMap);

impl Headers for Borrowed<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        // A name as text is parsed and copied with every look; those that every request is looked through for are not.
        let value = match name {
            "authorization" => self.0.get(AUTHORIZATION),
            "content-type" => self.0.get(CONTENT_TYPE),
            "host" => self.0.get(HOST),
            "x-forwarded-for" => self.0.get(&FORWARDED_FOR),
            "x-forwarded-host" => self.0.get(&FORWARDED_HOST),
            "x-forwarded-proto" => self.0.get(&FORWARDED_PROTO),
            other => self.0.get(other),
        };
        value?.to_str().ok()
    }
}

static FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
static FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
static FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Answers any request.
pub async fn answer(request: HttpRequest, payload: web::Payload, mounted: web::Data<Mounted>) -> HttpResponse {
    // Every door puts it there; without one, as in a test of the service alone, nothing is known of the connection.
    let connection = request.conn_data::<Rc<Connection>>();
    let room = match connection.filter(|_| request.version() == Version::HTTP_2) {
        Some(connection) => Some(connection.room().await),
        None => None,
    };
    if matches!(room, Some(None)) {
        return HttpResponse::ServiceUnavailable().finish();
    }
    let Some(body) = read(&request, payload, mounted.gateway.body_limit).await else {
        let mut late = HttpResponse::RequestTimeout().finish();
        late.head_mut().set_connection_type(ConnectionType::Close);
        return late;
    };
    let headers = Borrowed(request.headers());
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let trusted = mounted.trusted.iter().any(|net| net.contains(&peer));
    let forwarded = |name| if trusted { headers.get(name).map(first) } else { None };
    let secure = connection.is_some_and(|connection| connection.secure);
    let uri = request.uri();
    let origin = Origin {
        // An absolute form, as a proxy gets it, says what the client means; so do HTTP/2's pseudo-headers.
        scheme: forwarded("x-forwarded-proto").unwrap_or(match uri.scheme_str() {
            Some("https") => "https",
            Some("http") => "http",
            _ if secure => "https",
            _ => "http",
        }),
        host: forwarded("x-forwarded-host")
            .or_else(|| uri.authority().map(|authority| authority.as_str()))
            .or_else(|| headers.get("host"))
            .unwrap_or_default(),
    };
    let address = if trusted { client(&headers, &mounted.trusted).unwrap_or(peer) } else { peer };
    let target = uri.path_and_query().map_or("/", |target| target.as_str());
    let incoming = Incoming {
        method: Method::parse(request.method().as_str()),
        target,
        headers: &headers,
        body: body.as_deref().map_err(|length| *length),
        origin,
        address,
    };
    let (mut response, cased) = respond(mounted.gateway.answer(incoming).await);
    let Some(connection) = connection else { return response };
    if connection.last {
        response.head_mut().set_connection_type(ConnectionType::Close);
    }
    if cased.is_empty() || request.version() > Version::HTTP_11 {
        connection.case.leave();
        return response;
    }
    // The framework's own names as the old servers had them; the rest is done where bytes are written.
    response.head_mut().set_camel_case_headers(true);
    connection.case.restore(cased).await;
    if mounted.compress {
        return response;
    }
    response.map_body(|_, body| match body.try_into_bytes() {
        Ok(body) => BoxBody::new(Watched::new(body, Rc::clone(connection))),
        Err(body) => body,
    })
}

/// The body, or its length when it is longer than `limit`; `None` for one that takes too long. A body that breaks off is
/// as if it had not been sent.
async fn read(request: &HttpRequest, payload: web::Payload, limit: usize) -> Option<Result<Vec<u8>, usize>> {
    let headers = request.headers();
    let announced = headers.get("content-length").and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced == Some(0) || (announced.is_none() && !has_body(request)) {
        return Some(Ok(Vec::new()));
    }
    if let Some(length) = announced.filter(|length| *length > limit) {
        return Some(Err(length));
    }
    Some(match timeout(BODY, payload.to_bytes_limited(limit)).await.ok()? {
        Ok(Ok(bytes)) => Ok(bytes.into()),
        Ok(Err(_)) => Ok(Vec::new()),
        Err(_) => Err(limit.saturating_add(1)),
    })
}

/// Whether a request without a length may have a body: in HTTP/1.1 that is announced, in HTTP/2 it simply comes.
fn has_body(request: &HttpRequest) -> bool {
    let sent = matches!(request.method().as_str(), "POST" | "PUT" | "PATCH" | "DELETE");
    request.headers().contains_key("transfer-encoding") || (sent && request.version() == Version::HTTP_2)
}

/// The address nearest to us that is no proxy of ours: what stands left of it anybody could have written.
fn client(headers: &Borrowed<'_>, trusted: &[IpNet]) -> Option<IpAddr> {
    let hops = headers.get("x-forwarded-for")?.rsplit(',').map_while(|hop| hop.trim().parse::<IpAddr>().ok());
    let mut furthest = None;
    for hop in hops {
        furthest = Some(hop);
        if !trusted.iter().any(|net| net.contains(&hop)) {
            break;
        }
    }
    furthest
}

/// The first of a list of forwarded values: what the client nearest to the origin saw.
fn first(list: &str) -> &str {
    list.split(',').next().unwrap_or(list).trim()
}

/// The name as HTTP's types have it, and whether a client can see a difference to how the service wrote it. Names in lower
/// case, most of them, need no copy and show none.
fn header_name(name: &'static str) -> (Result<HeaderName, InvalidHeaderName>, bool) {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !name.is_empty() && name.bytes().all(plain) {
        (Ok(HeaderName::from_static(name)), false)
    } else {
        (HeaderName::from_bytes(name.as_bytes()), name.bytes().any(|byte| byte.is_ascii_uppercase()))
    }
}

fn is_visible(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte)
}

/// The response, and those names of its headers that are not in lower case.
fn respond(reply: Reply) -> (HttpResponse, Vec<&'static str>) {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::with_body(status, BoxBody::new(reply.body));
    let headers = response.headers_mut();
    if !reply.content_type.is_empty() {
        headers.insert(HeaderName::from_static("content-type"), HeaderValue::from_static(reply.content_type));
    }
    let mut cased = Vec::new();
    for (name, value) in reply.headers {
        let value = match value {
            // Texts of the program itself need no copy; all of them are visible ASCII, which the goldens show.
            Cow::Borrowed(text) if text.bytes().all(is_visible) => Ok(HeaderValue::from_static(text)),
            Cow::Borrowed(text) => HeaderValue::from_str(text),
            Cow::Owned(text) => HeaderValue::from_maybe_shared(text),
        };
        let (known, is_cased) = header_name(name);
        if let (Ok(known), Ok(value)) = (known, value) {
            headers.append(known, value);
            if is_cased {
                cased.push(name);
            }
        }
    }
    (response, cased)
}
