//! The published vectors, and the carriers and oddities that real clients were seen to use.

mod reference;

use super::*;
use crate::credentials::{Credentials, find};
use crate::request::{Headers, Method, NoHeaders};
use block_graph::Timestamp;
use proptest::prelude::*;

const KEY: &str = "xvz1evFS4wEEPTGEFPHBog";
const TOKEN: &str = "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb";
const BODY: &[u8] = b"status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21";

fn secrets() -> (Secret, Secret) {
    (
        Secret::new("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"),
        Secret::new("LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"),
    )
}

fn vendor_header(signature: &str) -> String {
    format!(
        "OAuth oauth_consumer_key=\"{KEY}\", oauth_nonce=\"kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg\", \
         oauth_signature=\"{}\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"1318622958\", \
         oauth_token=\"{TOKEN}\", oauth_version=\"1.0\"",
        escape(signature)
    )
}

fn vendor_request<'r>(path: &'r str, headers: &'r dyn Headers) -> Request<'r> {
    let origin = Origin { scheme: "https", host: "api.twitter.com" };
    Request::new(Method::Post, path, headers, BODY, origin, Timestamp(0))
}

fn verified(request: &Request<'_>) -> bool {
    let (consumer, token) = secrets();
    match find(request) {
        Ok(Credentials::Signed(proof)) => proof.verify(request, &consumer, Some(&token)),
        other => panic!("not signed: {other:?}"),
    }
}

/// Twitter's documentation, "Creating a signature", in its two editions.
#[test]
fn the_vendors_examples() {
    for (path, signature) in [
        ("/1.1/statuses/update.json?include_entities=true", "hCtSmYh+iHYCEqBWrE7C7hYmtUk="),
        ("/1/statuses/update.json?include_entities=true", "tnnArxj06cWHq44gCs1OSKk/jLY="),
    ] {
        let authorization = vendor_header(signature);
        let headers = [
            ("authorization", authorization.as_str()),
            ("content-type", "application/x-www-form-urlencoded;charset=UTF-8"),
        ];
        assert!(verified(&vendor_request(path, &headers)), "{path}");
        assert!(!verified(&vendor_request("/1.1/statuses/update.json?include_entities=false", &headers)));
    }
}

/// RFC 5849, section 3.4.1.3.2: the normalised parameters of its example.
#[test]
fn the_rfcs_normalised_parameters() {
    let authorization = "OAuth realm=\"Example\", oauth_consumer_key=\"9djdj82h48djs9d2\", \
        oauth_token=\"kkk9d7dh3k39sjv7\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131201\", \
        oauth_nonce=\"7d8f3e4a\", oauth_signature=\"djosJKDKJSD8743243%2Fjdk33klY%3D\"";
    let headers = [("authorization", authorization), ("content-type", "application/x-www-form-urlencoded")];
    let origin = Origin { scheme: "http", host: "example.com" };
    let target = "/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b";
    let request = Request::new(Method::Post, target, &headers, b"c2&a3=2+q", origin, Timestamp(0));
    let Ok(Credentials::Signed(proof)) = find(&request) else { panic!("not signed") };
    let joined = text::with(|out| proof.signed(&request).write(out), <[u8]>::to_vec);
    // In the base string they are escaped once more.
    let joined = percent_encoding::percent_decode(&joined).decode_utf8().unwrap();
    assert_eq!(
        joined,
        "a2=r%20b&a3=2%20q&a3=a&b5=%3D%253D&c%40=&c2=&oauth_consumer_key=9djdj82h48djs9d2&oauth_nonce=7d8f3e4a\
         &oauth_signature_method=HMAC-SHA1&oauth_timestamp=137131201&oauth_token=kkk9d7dh3k39sjv7"
    );
}

/// RFC 5849, section 1.2: the signed request for a photograph.
#[test]
fn the_rfcs_signature() {
    let authorization = "OAuth realm=\"Photos\", oauth_consumer_key=\"dpf43f3p2l4k3l03\", \
        oauth_token=\"nnch734d00sl2jdk\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"137131202\", \
        oauth_nonce=\"chapoH\", oauth_signature=\"MdpQcU8iPSUjWoN%2FUDMsK2sui9I%3D\"";
    let headers = [("authorization", authorization)];
    let origin = Origin { scheme: "http", host: "photos.example.net" };
    let request =
        Request::new(Method::Get, "/photos?file=vacation.jpg&size=original", &headers, b"", origin, Timestamp(0));
    let Ok(Credentials::Signed(proof)) = find(&request) else { panic!("not signed") };
    assert!(proof.verify(&request, &Secret::new("kd94hf93k423kf44"), Some(&Secret::new("pfkkdhi9sl3r4s00"))));
}

fn sign_as_client(target: &str, content_type: &str, body: &[u8], origin: Origin<'_>) -> String {
    let headers = [("content-type", content_type)];
    let request = Request::new(Method::Post, target, &headers, body, origin, Timestamp(0));
    let (consumer, token) = secrets();
    authorization(&request, (KEY, &consumer), Some((TOKEN, &token)), 1_318_622_958, "n")
}

#[test]
fn a_json_body_is_not_signed() {
    let origin = Origin { scheme: "http", host: "127.0.0.1:8080" };
    let header = sign_as_client("/2/users/1/blocking", "application/json", b"{}", origin);
    let headers = [("authorization", header.as_str()), ("content-type", "application/json")];
    let other = Request::new(Method::Post, "/2/users/1/blocking", &headers, b"{\"x\":1}", origin, Timestamp(0));
    assert!(verified(&other));
}

/// Behind a proxy that ends TLS the gateway sees http and its own port, the client signed https and none.
#[test]
fn the_scheme_and_port_the_client_saw_are_found() {
    let signed = sign_as_client("/x", "text/plain", b"", Origin { scheme: "https", host: "api.twitter.com" });
    let headers = [("authorization", signed.as_str())];
    for (scheme, host, good) in [
        ("http", "api.twitter.com", true),
        ("http", "api.twitter.com:8080", true),
        ("https", "API.twitter.com", true),
        ("https", "api.twitter.com:443", true),
        ("https", "api.x.com", false),
    ] {
        let request = Request::new(Method::Post, "/x", &headers, b"", Origin { scheme, host }, Timestamp(0));
        assert_eq!(verified(&request), good, "{scheme}://{host}");
    }
}

#[test]
fn parameters_may_stand_in_the_query_or_the_form_instead_of_a_header() {
    let origin = Origin { scheme: "http", host: "h" };
    let own = format!(
        "oauth_consumer_key={KEY}&oauth_nonce=n&oauth_signature_method=HMAC-SHA1&oauth_timestamp=5&oauth_token={TOKEN}"
    );
    let (consumer, token) = secrets();
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let mut request = Request::new(Method::Post, "/x", &form, own.as_bytes(), origin, Timestamp(0));
    let mut pairs: Vec<_> = request.form.iter().map(|(name, value)| (escape(name), escape(value))).collect();
    pairs.sort();
    let signature = sign("POST", "http", "h", "/x", &pairs, &consumer, Some(&token));
    let body = format!("{own}&oauth_signature={signature}");
    request.form = Params::parse(body.as_bytes());
    assert!(verified(&request));

    let target = format!("/x?{body}");
    let query = Request::new(Method::Post, &target, &NoHeaders, b"", origin, Timestamp(0));
    assert!(verified(&query));
}

/// Its base string is longer than what has room on the stack.
#[test]
fn a_long_request_is_checked() {
    let origin = Origin { scheme: "http", host: "h" };
    for length in [300, 950, 1100, 5000] {
        let target = format!("/x?{}={}&oauth_o=%C3%A9", "a".repeat(length / 2), "%2F".repeat(length / 6));
        let signed = sign_as_client(&target, "text/plain", b"", origin);
        let headers = [("authorization", signed.as_str())];
        assert!(verified(&Request::new(Method::Post, &target, &headers, b"", origin, Timestamp(0))), "{length}");
        let other = format!("{target}b");
        assert!(!verified(&Request::new(Method::Post, &other, &headers, b"", origin, Timestamp(0))), "{length}");
    }
}

/// [client] twitter-lite repeats `oauth_verifier` in header and query and signs it once.
#[test]
fn a_parameter_sent_twice_may_be_signed_once() {
    let origin = Origin { scheme: "http", host: "h" };
    let signed = sign_as_client("/x?a=1", "text/plain", b"", origin);
    let headers = [("authorization", signed.as_str())];
    let request = Request::new(Method::Post, "/x?a=1&a=1", &headers, b"", origin, Timestamp(0));
    assert!(verified(&request));
}

#[test]
fn what_cannot_be_read_is_refused() {
    let good = vendor_header("x");
    for (from, to) in [
        ("HMAC-SHA1", "PLAINTEXT"),
        ("oauth_timestamp=\"1318622958\"", "oauth_timestamp=\"soon\""),
        ("oauth_nonce=", "oauth_once="),
        ("oauth_version=\"1.0\"", "oauth_version=\"2.0\""),
        ("oauth_version=\"1.0\"", "oauth_token=\"other\""),
        ("oauth_version=\"1.0\"", "oauth_version=1.0"),
        ("oauth_version=\"1.0\"", "oauth_version=\"%ff\""),
    ] {
        let header = good.replace(from, to);
        let fields = header.strip_prefix("OAuth ").unwrap();
        assert_eq!(Proof::from_header(fields).map(|_| ()), Err(Denial::Malformed), "{to}");
    }
}

#[test]
fn the_headers_own_parameters_are_told() {
    let mut header = vendor_header("x");
    header.push_str(", oauth_callback=\"https%3A%2F%2Fa.example%2F\", oauth_callback=\"oob\"");
    let headers = [("authorization", header.as_str())];
    let request = vendor_request("/oauth/request_token?oauth_verifier=1", &headers);
    let Ok(Credentials::Signed(proof)) = find(&request) else { panic!("not signed") };
    assert_eq!(proof.params("oauth_callback").collect::<Vec<_>>(), ["https://a.example/", "oob"]);
    assert_eq!(proof.params("oauth_token").collect::<Vec<_>>(), [TOKEN]);
    assert_eq!(proof.params("oauth_verifier").count(), 0);
}

#[test]
fn escapes_are_undone() {
    assert_eq!(unescape("a%2Fb%253D+").as_deref(), Some("a/b%3D+"));
    assert_eq!(unescape("100%").as_deref(), Some("100%"));
    assert_eq!(unescape("%ff"), None);
}

/// The check as oauth1-request makes it, piece by piece.
fn verified_by_the_library(
    request: &Request<'_>,
    proof: &Proof<'_>,
    consumer: &Secret,
    token: Option<&Secret>,
) -> bool {
    let mut pairs: Vec<_> = proof.signed_pairs(request).map(|(name, value)| (escape(name), escape(value))).collect();
    pairs.sort();
    let matches = |pairs: &[(String, String)]| {
        origins(request.origin, |scheme, host| {
            let computed = sign(request.method.name(), scheme, host, request.path, pairs, consumer, token);
            computed == escape(proof.sent())
        })
    };
    let all = matches(&pairs);
    pairs.dedup();
    all || matches(&pairs)
}

/// How a request was changed after it was signed.
#[derive(Clone, Copy, PartialEq, Debug)]
enum After {
    Nothing,
    Repeated,
    OtherScheme,
    OtherHost,
    OtherSecret,
    More,
}

proptest! {
    /// Whatever is sent and whatever became of it on the way, the check says what the library says; and what should
    /// pass passes.
    #[test]
    fn it_checks_as_the_library_signs(
        path in "(/[a-zA-Z0-9.~%é -]{0,8}){1,3}",
        query in proptest::collection::vec(("[a-z]{0,3}[%=+ é~-]{0,2}", "[a-zA-Z0-9 %&=+/é☽]{0,12}"), 0..4),
        form in proptest::collection::vec(("[a-c]{0,2}", "\\PC{0,6}"), 0..4),
        nonce in "[a-zA-Z0-9+/= ]{1,12}",
        host in "[a-zA-Z]{1,8}(:[0-9]{1,4})?",
        with_token in any::<bool>(),
        after in proptest::sample::select(vec![
            After::Nothing, After::Repeated, After::OtherScheme, After::OtherHost, After::OtherSecret, After::More,
        ]),
    ) {
        let (consumer, token) = secrets();
        let held = with_token.then_some(&token);
        let origin = Origin { scheme: "https", host: &host };
        let mut request = Request::new(Method::Put, &path, &NoHeaders, b"", origin, Timestamp(0));
        for (name, value) in &query {
            request.query.push(name.as_str(), value.as_str());
        }
        for (name, value) in &form {
            request.form.push(name.as_str(), value.as_str());
        }
        let header = authorization(&request, (KEY, &consumer), held.map(|token| (TOKEN, token)), 7, &nonce);
        let proof = Proof::from_header(header.strip_prefix("OAuth ").unwrap()).unwrap();
        let other = Secret::new("another");
        match after {
            After::Nothing | After::OtherSecret => {}
            After::Repeated => {
                for (name, value) in &query {
                    request.form.push(name.as_str(), value.as_str());
                }
            }
            After::OtherScheme => request.origin.scheme = "http",
            After::OtherHost => request.origin.host = "elsewhere",
            After::More => request.form.push("zz", "1"),
        }
        let consumer = if after == After::OtherSecret { &other } else { &consumer };
        let verified = proof.verify(&request, consumer, held);
        prop_assert_eq!(verified, verified_by_the_library(&request, &proof, consumer, held));
        if matches!(after, After::Nothing | After::OtherScheme) && host.bytes().all(|byte| byte.is_ascii_lowercase()) {
            prop_assert!(verified);
        }
        if matches!(after, After::OtherSecret | After::More) {
            prop_assert!(!verified);
        }
    }
}
