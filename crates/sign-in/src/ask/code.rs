//! Authorization requests of OAuth 2 (RFC 6749, 4.1.1 and 4.2.1): X's with PKCE (RFC 7636), App.net's with the implicit
//! grant beside the code.
//!
//! What is wrong with the client or its callback is told to the person on a page, for the browser must not be sent to a
//! place that nobody vouches for. Everything else is told to the app, once the graph has vouched.

use block_graph::access::{AccessRequest, CodeRequest, Response, hashed};
use dialect::scopes::{self, Scope};
use dialect::{Failure, audience};

use super::{Asked, FORCE_LOGIN, Given, Repeated, SCREEN_NAME, Way};
use crate::errors;
use crate::target::Target;

/// How a service takes authorization requests.
#[derive(Debug)]
pub(crate) struct Service {
    /// Its audience.
    pub(crate) audience: &'static str,
    /// The scopes it knows.
    pub(crate) scopes: &'static [Scope],
    /// What stands between scopes.
    separators: &'static [&'static str],
    /// The scope that it grants unasked; without one, some must be asked for.
    always: Option<&'static str>,
    /// Whether it gives tokens by the browser (the implicit grant).
    implicit: bool,
    /// Whether it wants a PKCE challenge.
    challenge: bool,
    /// The longest `state`, in characters.
    longest_state: usize,
    /// Whether `state` stands before the code when the browser comes back.
    state_first: bool,
    /// How long a code lives, in milliseconds.
    life: i64,
    /// What its pages are asked with.
    known: &'static [&'static str],
}

/// X's `i/oauth2/authorize`.
pub(crate) static X: Service = Service {
    audience: audience::X,
    scopes: scopes::X,
    separators: &[" "],
    always: None,
    implicit: false,
    challenge: true,
    longest_state: 500,
    state_first: true,
    life: 30_000,
    known: &[
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "code_challenge",
        "code_challenge_method",
        FORCE_LOGIN,
        SCREEN_NAME,
    ],
};

/// App.net's `oauth/authenticate` and `oauth/authorize`. `adnview` hid links to sign up, of which there are none here.
pub(crate) static APP_NET: Service = Service {
    audience: audience::APP_NET,
    scopes: scopes::APP_NET,
    // The last is a blank that a client escapes once too often ([client] passport-appdotnet).
    separators: &[" ", ",", "+", "%20"],
    always: Some("basic"),
    implicit: true,
    challenge: false,
    longest_state: usize::MAX,
    state_first: false,
    life: 600_000,
    known: &["client_id", "response_type", "redirect_uri", "scope", "state", "adnview", FORCE_LOGIN, SCREEN_NAME],
};

/// What is wrong with a request, as the app is told (RFC 6749, 4.1.2.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Fault {
    /// The code.
    pub(crate) error: &'static str,
    /// The sentence.
    pub(crate) description: &'static str,
}

/// The person said no.
pub(crate) const DENIED: Fault = fault("access_denied", "The person did not let the application in.");

const NO_TYPE: Fault = fault("invalid_request", "Missing required parameter [response_type].");
const NO_SUCH_TYPE: Fault = fault("unsupported_response_type", "Value passed for the response type was invalid.");
const NO_SCOPE: Fault = fault("invalid_scope", "Missing required parameter [scope].");
const NO_SUCH_SCOPE: Fault = fault("invalid_scope", "Value passed for the scope was invalid.");
const LONG_STATE: Fault = fault("invalid_request", "Value passed for the state was too long.");
const NO_CHALLENGE: Fault = fault("invalid_request", "Missing required parameter [code_challenge].");
const BAD_CHALLENGE: Fault = fault("invalid_request", "Value passed for the code challenge was invalid.");
const BAD_METHOD: Fault = fault("invalid_request", "Value passed for the code challenge method was invalid.");
const REPEATED: Fault = fault("invalid_request", "A parameter was passed more than once.");

const fn fault(error: &'static str, description: &'static str) -> Fault {
    Fault { error, description }
}

impl From<Repeated> for Fault {
    fn from(_: Repeated) -> Self {
        REPEATED
    }
}

/// Reads an authorization request.
pub(super) fn read(service: &'static Service, params: &Given<'_>) -> Result<Asked, Failure> {
    let client = params.one("client_id").map_err(errors::repeated)?.ok_or_else(errors::no_client)?;
    let callback = params.one("redirect_uri").map_err(errors::repeated)?;
    if callback.is_some_and(|uri| Target::parse(uri).is_none_or(|target| target.has_fragment())) {
        return Err(errors::bad_callback().into());
    }
    // Of two notes neither is the app's for certain.
    let state = params.one("state").ok().flatten().map(str::to_owned);
    let (details, fault) = match details(service, params) {
        Ok(details) => (details, None),
        Err(fault) => (Details::of_nothing(service), Some(fault)),
    };
    let implicit = service.implicit && matches!(params.one("response_type"), Ok(Some("token")));
    let way = if implicit { Way::Token { state } } else { Way::Code { state, state_first: service.state_first } };
    let request = CodeRequest {
        audience: service.audience,
        client: client.into(),
        callback: callback.map(Into::into),
        scopes: details.scopes,
        challenge: details.challenge,
        response: details.response,
    };
    Ok(Asked {
        request: AccessRequest::Code(request),
        way,
        fault,
        kept: params.kept(service.known),
        anew: params.anew(),
        screen_name: params.screen_name(),
    })
}

/// What an app is told of when it is wrong.
struct Details {
    response: Response,
    scopes: Vec<Box<str>>,
    challenge: Option<Box<str>>,
}

impl Details {
    /// Those of a request that will not be granted.
    fn of_nothing(service: &Service) -> Self {
        Self { response: Response::Code { life: service.life }, scopes: Vec::new(), challenge: None }
    }
}

fn details(service: &'static Service, params: &Given<'_>) -> Result<Details, Fault> {
    let response = match params.one("response_type")?.ok_or(NO_TYPE)? {
        "code" => Response::Code { life: service.life },
        "token" if service.implicit => Response::Token,
        _ => return Err(NO_SUCH_TYPE),
    };
    if params.one("state")?.is_some_and(|state| state.chars().count() > service.longest_state) {
        return Err(LONG_STATE);
    }
    let scopes = granted(service, params.one("scope")?.unwrap_or_default())?;
    let challenge = if service.challenge { Some(challenge(params)?) } else { None };
    Ok(Details { response, scopes, challenge })
}

/// The scopes asked for, each once, in order; the one that is always granted stands first unless it was asked for.
fn granted(service: &'static Service, asked: &str) -> Result<Vec<Box<str>>, Fault> {
    let mut scopes: Vec<Box<str>> = Vec::new();
    let parted = service.separators.iter().fold(asked.to_owned(), |text, separator| text.replace(separator, " "));
    for name in parted.split(' ').filter(|name| !name.is_empty()) {
        let known = scopes::find(service.scopes, name).ok_or(NO_SUCH_SCOPE)?;
        if !scopes.iter().any(|own| **own == *known.name) {
            scopes.push(known.name.into());
        }
    }
    match service.always {
        Some(always) if !scopes.iter().any(|own| **own == *always) => scopes.insert(0, always.into()),
        None if scopes.is_empty() => return Err(NO_SCOPE),
        Some(_) | None => {}
    }
    Ok(scopes)
}

/// The challenge in its S256 form. The method is `plain` where none is named (RFC 7636, 4.3), and is compared without case
/// ([client]). X's own example has a plain challenge of nine characters ([doc]), so RFC 7636's least length is not asked.
fn challenge(params: &Given<'_>) -> Result<Box<str>, Fault> {
    let challenge = params.one("code_challenge")?.ok_or(NO_CHALLENGE)?;
    let method = params.one("code_challenge_method")?.unwrap_or("plain");
    let letters = |more: &[u8]| challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte));
    if method.eq_ignore_ascii_case("S256") {
        // Base64url of 32 bytes: any other text is no hash, and no verifier could ever fit it.
        if challenge.len() == 43 && letters(b"-_") { Ok(challenge.into()) } else { Err(BAD_CHALLENGE) }
    } else if method.eq_ignore_ascii_case("plain") {
        if challenge.len() <= 128 && letters(b"-._~") { Ok(hashed(challenge).into()) } else { Err(BAD_CHALLENGE) }
    } else {
        Err(BAD_METHOD)
    }
}
