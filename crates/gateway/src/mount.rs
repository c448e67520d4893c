//! Where actix-web ends: its request is borrowed as an [`Incoming`], the reply becomes its response.

use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_http::ConnectionType;
use actix_web::body::{BoxBody, None as NoBody};
use actix_web::http::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING,
};
use actix_web::http::{Method as HttpMethod, StatusCode, Version};
use actix_web::{HttpRequest, HttpResponse, web};
use dialect::{Body, Headers, Method, Origin, Reply};
use ipnet::IpNet;
use tokio::time::timeout;

use crate::door::{Addition, Connection};
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
        // As `to_str` has it, many bytes at a time: control characters never get this far.
        std::str::from_utf8(value?.as_bytes()).ok().filter(|text| text.is_ascii())
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
    // One connection of HTTP/2 may ask many things at a time.
    let _others = room.is_some().then(|| mounted.gateway.engine.enter());
    if matches!(room, Some(None)) {
        return HttpResponse::ServiceUnavailable().finish();
    }
    let Some(body) = read(&request, payload, mounted.gateway.body_limit).await else {
        let mut late = HttpResponse::RequestTimeout().finish();
        late.head_mut().set_connection_type(ConnectionType::Close);
        if let Some(connection) = connection {
            connection.outgoing.leave();
        }
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
    let reply = mounted.gateway.answer(incoming).await;
    let Some(connection) = connection else { return respond(reply) };
    let mut response = if request.version() > Version::HTTP_11 {
        respond(reply)
    } else {
        let is_head = request.method() == HttpMethod::HEAD;
        leave(reply, connection, is_head, mounted.compress).await
    };
    if connection.last {
        response.head_mut().set_connection_type(ConnectionType::Close);
    }
    response
}

/// The response of a reply in HTTP/1.1, whose headers are left for the connection to write as they are; so is its body, if
/// it is not still to be compressed.
async fn leave(reply: Reply, connection: &Connection, is_head: bool, compress: bool) -> HttpResponse {
    let Reply { status: number, content_type, mut headers, body } = reply;
    let cased = headers.is_cased();
    let mut response = HttpResponse::with_body(status(number), BoxBody::new(NoBody::new()));
    if compress && !content_type.is_empty() {
        // What is compressed is chosen by it.
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    } else if !content_type.is_empty() {
        headers.push(if cased { "Content-Type" } else { "content-type" }, content_type);
    }
    if !compress && !matches!(number, 204 | 304) {
        let length = i64::try_from(body.len()).unwrap_or(i64::MAX);
        headers.push_number(if cased { "Content-Length" } else { "content-length" }, length);
    }
    let lines = headers.into_bytes();
    // The framework's own names as the old servers had them.
    response.head_mut().set_camel_case_headers(cased);
    if compress {
        connection.outgoing.add(Addition { lines, body: Body::default() }, false).await;
        return response.set_body(boxed(body));
    }
    let body = if is_head { Body::default() } else { body };
    connection.outgoing.add(Addition { lines, body }, true).await;
    response
}

/// The body, or its length when it is longer than `limit`; `None` for one that takes too long. A body that breaks off is
/// as if it had not been sent.
async fn read(request: &HttpRequest, payload: web::Payload, limit: usize) -> Option<Result<Vec<u8>, usize>> {
    let headers = request.headers();
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
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
    request.headers().contains_key(TRANSFER_ENCODING) || (sent && request.version() == Version::HTTP_2)
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

fn status(number: u16) -> StatusCode {
    StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A body as the framework has it, in the same piece of memory.
fn boxed(body: Body) -> BoxBody {
    match body.into_own() {
        Ok(bytes) => BoxBody::new(bytes),
        Err(shared) => BoxBody::new(web::Bytes::from_owner(shared)),
    }
}

/// The response of a reply as HTTP's types have it.
fn respond(reply: Reply) -> HttpResponse {
    let mut response = HttpResponse::with_body(status(reply.status), boxed(reply.body));
    let headers = response.headers_mut();
    if !reply.content_type.is_empty() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    }
    for (name, value) in reply.headers.iter() {
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    response
}
