//! What the address of a page asks for, read once for looking and once more for answering: a form's hidden fields are as
//! little to be believed as an address.

mod code;

use block_graph::access::AccessRequest;
use dialect::{Failure, Method, Params, Request};

pub(crate) use self::code::{APP_NET, DENIED, Fault, Service, X};
use crate::errors;

/// The longest public text of temporary credentials that is looked up; ours have 27 characters.
const LONGEST_TOKEN: usize = 200;

/// What OAuth 1.0a pages are asked with ([doc]).
const TEMPORARY: [&str; 4] = ["oauth_token", FORCE_LOGIN, SCREEN_NAME, "lang"];

/// Asks that nobody is taken as signed in.
pub(crate) const FORCE_LOGIN: &str = "force_login";
const SCREEN_NAME: &str = "screen_name";

/// A request for access.
#[derive(Debug)]
pub(crate) struct Asked {
    /// As the graph knows it.
    pub(crate) request: AccessRequest,
    /// How the person goes back.
    pub(crate) way: Way,
    /// What is wrong with it, where the app is to hear of that.
    pub(crate) fault: Option<Fault>,
    /// The parameters, for the form to carry.
    pub(crate) kept: Vec<(&'static str, String)>,
    /// Whether nobody is taken as signed in.
    pub(crate) anew: bool,
    /// Who will want to sign in.
    pub(crate) screen_name: Option<String>,
}

/// How a person goes back to the app.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    /// OAuth 1.0a: with a verifier for these temporary credentials.
    Verifier {
        /// Their public text.
        token: String,
    },
    /// OAuth 2: with a code.
    Code {
        /// The app's own note.
        state: Option<String>,
        /// Whether the note stands before the code.
        state_first: bool,
    },
    /// OAuth 2, implicit: with the token.
    Token {
        /// The app's own note.
        state: Option<String>,
    },
}

/// What Twitter's and App.net's shared paths are asked for: temporary credentials or a client decide which.
///
/// # Errors
/// A page that says what is wrong, where no app can be told.
pub(crate) fn shared(request: &Request<'_>) -> Result<Asked, Failure> {
    let params = Given::of(request);
    match (params.any("oauth_token"), params.any("client_id")) {
        (true, false) => temporary(&params),
        (false, true) => code::read(&APP_NET, &params),
        (true, true) => Err(errors::both().into()),
        (false, false) => Err(errors::neither().into()),
    }
}

/// What X's path is asked for.
///
/// # Errors
/// A page that says what is wrong, where no app can be told.
pub(crate) fn x(request: &Request<'_>) -> Result<Asked, Failure> {
    code::read(&X, &Given::of(request))
}

fn temporary(params: &Given<'_>) -> Result<Asked, Failure> {
    let token = params.one("oauth_token").map_err(errors::repeated)?.unwrap_or_default();
    if token.len() > LONGEST_TOKEN {
        return Err(errors::no_ticket().into());
    }
    Ok(Asked {
        request: AccessRequest::Temporary(token.into()),
        way: Way::Verifier { token: token.to_owned() },
        fault: None,
        kept: params.kept(&TEMPORARY),
        anew: params.anew(),
        screen_name: params.screen_name(),
    })
}

/// The parameters that a request for access is read from: the address when looking, the form when answering.
struct Given<'r>(&'r Params<'r>);

/// A parameter that was sent more than once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Repeated(pub(crate) &'static str);

impl<'r> Given<'r> {
    fn of(request: &'r Request<'_>) -> Self {
        Self(if request.method == Method::Post { &request.form } else { &request.query })
    }

    /// Whether there is a value of that name; an empty one is none (RFC 6749, 3.1).
    fn any(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }

    fn values(&self, name: &str) -> impl Iterator<Item = &'r str> {
        self.0.iter().filter(move |(own, value)| *own == name && !value.is_empty()).map(|(_, value)| value)
    }

    /// The value of that name, if there is one; two are an error, even if they are the same (RFC 6749, 3.1).
    fn one(&self, name: &'static str) -> Result<Option<&'r str>, Repeated> {
        let mut values = self.values(name);
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            (_, Some(_)) => Err(Repeated(name)),
        }
    }

    /// The known parameters, in order, so that unknown ones cannot pass for fields of the form.
    fn kept(&self, known: &[&'static str]) -> Vec<(&'static str, String)> {
        let named = |name: &str| known.iter().copied().find(|known| *known == name);
        self.0.iter().filter_map(|(name, value)| Some((named(name)?, value.to_owned()))).collect()
    }

    fn anew(&self) -> bool {
        // Booleans as the service took them; Python's clients write them with a capital ([client] twython).
        self.values(FORCE_LOGIN).any(|value| ["true", "1", "t"].iter().any(|yes| value.eq_ignore_ascii_case(yes)))
    }

    fn screen_name(&self) -> Option<String> {
        let name = self.values(SCREEN_NAME).next()?.trim().trim_start_matches('@');
        (!name.is_empty()).then(|| name.to_owned())
    }
}
