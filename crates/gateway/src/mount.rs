//! Where actix-web ends: its request is borrowed as an [`Incoming`], the reply becomes its response.

use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, InvalidHeaderName};
use actix_web::{HttpRequest, HttpResponse, web};
use dialect::{Headers, Method, Origin, Reply};
use ipnet::IpNet;

use crate::pipeline::{Gateway, Incoming};

/// What every worker shares.
pub struct Mounted {
    /// Answers requests.
    pub gateway: Arc<Gateway>,
    /// From whom forwarded headers are believed.
    pub trusted: Vec<IpNet>,
}

struct Borrowed<'r>(&'r HeaderMap);

impl Headers for Borrowed<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }
}

/// Answers any request.
pub async fn answer(request: HttpRequest, payload: web::Payload, mounted: web::Data<Mounted>) -> HttpResponse {
    let body = read(&request, payload, mounted.gateway.body_limit).await;
    let headers = Borrowed(request.headers());
    let peer = request.peer_addr().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip());
    let trusted = mounted.trusted.iter().any(|net| net.contains(&peer));
    let forwarded = |name| if trusted { headers.get(name).map(first) } else { None };
    let secure = request.app_config().secure();
    let origin = Origin {
        scheme: forwarded("x-forwarded-proto").unwrap_or(if secure { "https" } else { "http" }),
        host: forwarded("x-forwarded-host")
            .or_else(|| headers.get("host"))
            .or_else(|| request.uri().authority().map(|authority| authority.as_str()))
            .unwrap_or_default(),
    };
    let address = if trusted { client(&headers, &mounted.trusted).unwrap_or(peer) } else { peer };
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
    let incoming = Incoming {
        method: Method::parse(request.method().as_str()),
        target,
        headers: &headers,
        body: body.as_deref().map_err(|length| *length),
        origin,
        address,
    };
    respond(mounted.gateway.answer(incoming).await)
}

/// The body, or its length when it is longer than `limit`. A body that breaks off is as if it had not been sent.
async fn read(request: &HttpRequest, payload: web::Payload, limit: usize) -> Result<Vec<u8>, usize> {
    let headers = request.headers();
    let announced = headers.get("content-length").and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced == Some(0) || (announced.is_none() && !headers.contains_key("transfer-encoding")) {
        return Ok(Vec::new());
    }
    if let Some(length) = announced.filter(|length| *length > limit) {
        return Err(length);
    }
    match payload.to_bytes_limited(limit).await {
        Ok(Ok(bytes)) => Ok(bytes.into()),
        Ok(Err(_)) => Ok(Vec::new()),
        Err(_) => Err(limit.saturating_add(1)),
    }
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

/// The name as HTTP's types have it. Names in lower case, most of them, need no copy.
fn header_name(name: &'static str) -> Result<HeaderName, InvalidHeaderName> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    if !name.is_empty() && name.bytes().all(plain) {
        Ok(HeaderName::from_static(name))
    } else {
        HeaderName::from_bytes(name.as_bytes())
    }
}

fn is_visible(byte: u8) -> bool {
    (b' '..=b'~').contains(&byte)
}

fn respond(reply: Reply) -> HttpResponse {
    let status = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::with_body(status, actix_web::body::BoxBody::new(reply.body));
    let headers = response.headers_mut();
    if !reply.content_type.is_empty() {
        headers.insert(HeaderName::from_static("content-type"), HeaderValue::from_static(reply.content_type));
    }
    for (name, value) in reply.headers {
        let value = match value {
            // Texts of the program itself need no copy; all of them are visible ASCII, which the goldens show.
            Cow::Borrowed(text) if text.bytes().all(is_visible) => Ok(HeaderValue::from_static(text)),
            Cow::Borrowed(text) => HeaderValue::from_str(text),
            Cow::Owned(text) => HeaderValue::from_maybe_shared(text),
        };
        if let (Ok(name), Ok(value)) = (header_name(name), value) {
            headers.append(name, value);
        }
    }
    response
}
