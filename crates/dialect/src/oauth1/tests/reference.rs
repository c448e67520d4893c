//! The same check written out as the documents have it, without a thought of speed: whatever a client sends, both read the
//! same from it, join the same base string and come to the same verdict.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use percent_encoding::percent_decode_str;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use sha1::Sha1;

use super::super::*;
use crate::request::{Method, NoHeaders};
use block_graph::Timestamp;

impl Proof<'_> {
    /// Those of the Authorization header.
    fn signed_in_header(&self) -> impl Iterator<Item = (&str, &str)> {
        let known = Known::SIGNED.into_iter().zip(self.known());
        let known = known.filter_map(|(name, value)| Some((name.name(), &*value.as_ref()?.text)));
        known.chain(self.more.iter().map(|field| (&*field.name, &*field.value)))
    }

    /// The signature as it was sent.
    pub(super) fn sent(&self) -> &str {
        match &self.signature {
            Some(Sent::Possible(text)) => std::str::from_utf8(text).unwrap(),
            Some(Sent::Other(text)) => text,
            None => "",
        }
    }

    /// All signed parameters, as they were sent.
    pub(super) fn signed_pairs<'p>(&'p self, request: &'p Request<'_>) -> impl Iterator<Item = (&'p str, &'p str)> {
        let sent = self.signed_in_header().chain(request.query.iter()).chain(request.form.iter());
        sent.filter(|(name, _)| *name != "oauth_signature")
    }
}

/// What is read of a header.
#[derive(PartialEq, Debug)]
struct Read {
    consumer_key: String,
    token: Option<String>,
    timestamp: i64,
    nonce: String,
    signature: String,
    signed: Vec<(String, String)>,
}

/// As [`Proof::from_header`].
fn read(fields: &str) -> Option<Read> {
    let plain = |text: &str| Some(percent_decode_str(text).decode_utf8().ok()?.into_owned());
    let mut all = Vec::new();
    for field in fields.split(',').map(str::trim_ascii).filter(|field| !field.is_empty()) {
        let (name, value) = field.split_once('=')?;
        let value = value.trim_ascii().strip_prefix('"')?.strip_suffix('"')?;
        all.push((plain(name.trim_ascii())?, plain(value)?));
    }
    // Given: none, or as often as it stands there the same.
    let given = |name: &str| {
        let mut values = all.iter().filter(|(own, _)| own == name).map(|(_, value)| value.clone());
        let first = values.next();
        if values.all(|other| Some(other) == first) { Some(first.unwrap_or_default()) } else { None }
    };
    let needed = |name: &str| given(name).filter(|value| !value.is_empty());
    let method = needed("oauth_signature_method")?;
    let version = given("oauth_version")?;
    if method != "HMAC-SHA1" || !["", "1.0", "1.0a", "1.0A"].contains(&version.as_str()) {
        return None;
    }
    let unsigned = |name: &str| name == "oauth_signature" || name.eq_ignore_ascii_case("realm");
    let mut signed: Vec<_> = all.iter().filter(|(name, _)| !unsigned(name)).cloned().collect();
    signed.sort();
    Some(Read {
        consumer_key: needed("oauth_consumer_key")?,
        token: Some(given("oauth_token")?).filter(|token| !token.is_empty()),
        timestamp: needed("oauth_timestamp")?.parse().ok()?,
        nonce: needed("oauth_nonce")?,
        signature: needed("oauth_signature")?,
        signed,
    })
}

fn read_fast(fields: &str) -> Option<Read> {
    let proof = Proof::from_header(fields).ok()?;
    let mut signed: Vec<_> =
        proof.signed_in_header().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    signed.sort();
    Some(Read {
        consumer_key: proof.consumer_key().to_owned(),
        token: proof.token().map(str::to_owned),
        timestamp: proof.timestamp,
        nonce: proof.nonce().to_owned(),
        signature: proof.sent().to_owned(),
        signed,
    })
}

/// The normalised parameters (RFC 5849, 3.4.1.3.2), and the same without exact duplicates.
fn normalised(given: &[(String, String)]) -> [String; 2] {
    let mut pairs: Vec<_> = given.iter().map(|(name, value)| (escape(name), escape(value))).collect();
    pairs.sort();
    let joined = |pairs: &[(String, String)]| {
        pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    };
    let all = joined(&pairs);
    pairs.dedup();
    [all, joined(&pairs)]
}

/// Every signature that is taken for a request with these parameters.
fn signatures(
    request: &Request<'_>,
    given: &[(String, String)],
    consumer: &Secret,
    token: Option<&Secret>,
) -> Vec<String> {
    let key = format!("{}&{}", escape(consumer.expose()), escape(token.map_or("", Secret::expose)));
    let mut all = Vec::new();
    for text in normalised(given) {
        origins(request.origin, |scheme, host| {
            let address = format!("{scheme}://{host}{}", request.path);
            let base = format!("{}&{}&{}", request.method.name(), escape(&address), escape(&text));
            let mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).unwrap().chain_update(base);
            all.push(STANDARD.encode(mac.finalize().into_bytes()));
            false
        });
    }
    all
}

/// A text as a header has it: each character as it is, or escaped with upper-case or lower-case digits.
fn written(text: &str, ways: &[u8]) -> String {
    let mut out = String::new();
    for (place, character) in text.chars().enumerate() {
        match ways[place % ways.len()] {
            0 if !matches!(character, '"' | ',' | '%' | ' ') => out.push(character),
            way => {
                for byte in character.to_string().bytes() {
                    let _ = if way == 1 { write!(out, "%{byte:02x}") } else { write!(out, "%{byte:02X}") };
                }
            }
        }
    }
    out
}

const NAMES: [&str; 7] = [
    "oauth_consumer_key",
    "oauth_token",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_version",
    "oauth_signature",
];

/// Pieces of headers, good and bad.
fn piece() -> impl Strategy<Value = String> {
    let odd = [
        "=",
        "\"",
        ",",
        " ",
        "\t",
        ", ",
        "%",
        "%4",
        "%41",
        "%c3%a9",
        "%E9",
        "é",
        "☽",
        "a",
        "1.0",
        "\"\"",
        "realm=\"a\",",
        "Realm=\"%ff\",",
        "x=\"1\",",
        "%6fauth_nonce=\"n\",",
        "oauth_nonce=\"n\"",
        "oauth_nonce=\"m\",",
        "oauth_token=\"\",",
        "oauth_version=\"1.0\",",
        "oauth_version = \"1.0a\" ,",
        "oauth_timestamp=\"5\",",
        "oauth_signature=\"%2F%3d\",",
        "oauth_signature=\"a=\",",
        "oauth_token=\"%2f\" ",
        "oauth_token=\"a\"b\",",
        "oauth_nonce=\"n,\",",
        "oauth_nonce=\"%6e,\",",
    ];
    let field = (select(NAMES.to_vec()), "[a-z0-9%+/= é\"]{0,5}", vec(0..3_u8, 1..4));
    prop_oneof![
        select(odd.to_vec()).prop_map(str::to_owned),
        field.prop_map(|(name, value, ways)| format!("{name}=\"{}\",", written(&value, &ways))),
    ]
}

const GOOD: &str = "oauth_consumer_key=\"k\",oauth_token=\"t\", oauth_signature_method=\"HMAC-SHA1\",\
    oauth_timestamp=\"5\",oauth_nonce=\"n\",oauth_version=\"1.0\",oauth_signature=\"%2F%3d\",";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    /// Any header at all, often one that is nearly good.
    #[test]
    fn headers_are_read_alike(
        before in vec(piece(), 0..4),
        good in select(vec!["", GOOD, GOOD, GOOD]),
        after in vec(piece(), 0..4),
    ) {
        let header = format!("{}{good}{}", before.concat(), after.concat());
        prop_assert_eq!(read_fast(&header), read(&header), "{}", header);
    }
}

proptest! {
    /// Whatever stands in header, query and form, in whatever order and however it is written.
    #[test]
    fn base_strings_and_verdicts_are_alike(
        values in ["[a-zA-Z0-9+/= é]{1,24}", "[a-zA-Z0-9-]{0,30}", "[a-zA-Z0-9+/=☽~]{1,40}"],
        ways in vec(0..3_u8, 1..5),
        more in vec(("(oauth_[a-v~]{0,3}|[a-b%=é ]{0,2}|realm)", "\\PC{0,6}"), 0..3),
        query in "([a-c%=+é_]{1,4}|%c3%A9|a=%2F|a=%2f|oauth_token=t|&|=)(&[a-c]{0,1}=?[a-c+%]{0,2}){0,3}",
        form in "((a|b|oauth_)[=a&+%~]{0,6}){0,3}",
        shuffled in Just((0..8_usize).collect::<Vec<_>>()).prop_shuffle(),
        which in 0..24_usize,
        repeated in any::<bool>(),
    ) {
        let [key, token, nonce] = values;
        let signed = [
            ("oauth_consumer_key", key.as_str()),
            ("oauth_token", token.as_str()),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "1318622958"),
            ("oauth_nonce", nonce.as_str()),
            ("oauth_version", "1.0"),
        ];
        let (consumer, held) = (Secret::new("a secret/+"), Secret::new("é"));
        let origin = Origin { scheme: "https", host: "API.example.com:8443" };
        let mut request = Request::new(Method::Post, "/a b/é.json", &NoHeaders, b"", origin, Timestamp(0));
        request.query = Params::parse(query.as_bytes());
        request.form = Params::parse(if repeated { query.as_bytes() } else { form.as_bytes() });
        let field = |name: &str, value: &str| format!("{}=\"{}\"", written(name, &ways), written(value, &ways));
        let mut fields: Vec<_> = signed.iter().map(|(name, value)| field(name, value)).collect();
        fields.extend(more.iter().map(|(name, value)| field(name, value)));
        let with = |signature: &str| {
            let mut fields = fields.clone();
            fields.push(field("oauth_signature", signature));
            let mut order: Vec<_> = (0..fields.len()).collect();
            order.sort_by_key(|place| shuffled[place % shuffled.len()]);
            order.iter().map(|place| fields[*place].as_str()).collect::<Vec<_>>().join(", ")
        };
        let header = with("x");
        let expected = read(&header);
        prop_assert!(read_fast(&header) == expected, "{}", header);
        let Some(expected) = expected else { return Ok(()) };

        let sent = request.query.iter().chain(request.form.iter()).map(|(name, value)| (name.to_owned(), value.to_owned()));
        let all: Vec<_> =
            expected.signed.iter().cloned().chain(sent.filter(|(name, _)| name != "oauth_signature")).collect();
        let proof = Proof::from_header(&header).unwrap();
        let mut parameters = proof.signed(&request);
        let [all_joined, single] = normalised(&all);
        let joined = |parameters: &Parameters<'_>| text::with(|out| parameters.write(out), <[u8]>::to_vec);
        prop_assert_eq!(String::from_utf8(joined(&parameters)).unwrap(), escape(&all_joined));
        prop_assert_eq!(parameters.leave_single(), all_joined != single);
        prop_assert_eq!(String::from_utf8(joined(&parameters)).unwrap(), escape(&single));

        // A good signature, one that is nearly good, and one of other secrets.
        let good = signatures(&request, &all, &consumer, Some(&held));
        let taken = good[which % good.len()].clone();
        let mut broken = taken.clone().into_bytes();
        broken[which % 27] ^= 1;
        let broken = String::from_utf8(broken).unwrap();
        let other = signatures(&request, &all, &held, None).remove(0);
        let short = taken[..which].to_owned();
        for signature in [taken, broken, other, short, format!("{}=", good[0])] {
            if signature.is_empty() {
                continue;
            }
            let header = with(&signature);
            let proof = Proof::from_header(&header).unwrap();
            let verdict = proof.verify(&request, &consumer, Some(&held));
            prop_assert_eq!(verdict, good.contains(&signature), "{} of {:?}", signature, good);
        }
    }

    /// Texts sort as what they are escaped to.
    #[test]
    fn plain_texts_sort_as_escaped_ones(one in "(\\PC|[ -~]|\0){0,10}", other in "(\\PC|[ -~]|\0){0,10}", shared in "\\PC{0,9}") {
        let (one, other) = (format!("{shared}{one}"), format!("{shared}{other}"));
        let expected = escape(&one).cmp(&escape(&other));
        prop_assert_eq!(escaping::order(&one, &other), expected);
        let (first, second) = (escaping::prefix(&one), escaping::prefix(&other));
        prop_assert!(first == second || first.cmp(&second) == expected);
    }

    #[test]
    fn escapes_are_undone_as_the_library_does(text in "([%a-fA-F0-9xé]|%[0-7][0-9a-fA-F]|%c3%a9){0,12}") {
        let expected = percent_decode_str(&text).decode_utf8().ok();
        prop_assert_eq!(decode(&text).ok(), expected);
    }
}
