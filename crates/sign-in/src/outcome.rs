//! What follows: a page, or the way back to the app.

use block_graph::access::{App, BroughtBack, Consent, SignInProblem};
use dialect::{Method, Reply, Request};

use crate::answer::Typed;
use crate::ask::{Asked, DENIED, Fault, Way};
use crate::target::{Part, Target};
use crate::{browser, errors, headers, pages};

/// What a page is made from beside the graph's word.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// How the person goes back.
    pub(crate) way: Way,
    /// The request's parameters, for the form to carry.
    pub(crate) kept: Vec<(&'static str, String)>,
    /// Where the form goes: the page's own address, relative, so that it holds under any prefix.
    pub(crate) action: String,
    /// Whether people may sign in without a password.
    pub(crate) trusted: bool,
    /// Who will want to sign in.
    pub(crate) screen_name: Option<String>,
    /// Who the form named, when one was sent.
    pub(crate) typed: Option<Typed>,
    secure: bool,
    posted: bool,
}

impl Sheet {
    /// The sheet of a request.
    pub(crate) fn new(request: &Request<'_>, asked: &Asked, typed: Option<Typed>) -> Self {
        Self {
            way: asked.way.clone(),
            kept: asked.kept.clone(),
            action: request.path.rsplit('/').next().unwrap_or_default().to_owned(),
            trusted: browser::of(request).trusted,
            screen_name: asked.screen_name.clone(),
            typed,
            secure: request.origin.scheme.eq_ignore_ascii_case("https"),
            posted: request.method == Method::Post,
        }
    }

    /// Sends the browser on. 302 after a page was asked for, as the services did ([doc]); 303 after a form, so that no
    /// browser sends the form, and the password in it, to the app (RFC 9700, 4.12).
    fn redirect(&self, location: String) -> Reply {
        let mut reply = Reply::new(if self.posted { 303 } else { 302 }, "", Vec::new());
        reply.header("Location", location);
        reply
    }
}

/// The reply to a request without fault.
pub(crate) fn shown(consent: &Consent, sheet: &Sheet) -> Reply {
    match consent {
        Consent::Ask(question) => {
            let Ok(target) = place(question.callback.as_deref()) else { return errors::bad_callback() };
            let page = pages::question(question, sheet, target.as_ref());
            let mut reply = pages::reply(asking_status(question.problem), page);
            headers::let_form_reach(&mut reply, target.as_ref());
            browser::keep(&mut reply, question.session.as_ref(), sheet.secure);
            reply
        }
        Consent::Allowed(allowed) => {
            let mut reply = let_in(&allowed.app, allowed.callback.as_deref(), &allowed.proof, sheet);
            browser::keep(&mut reply, allowed.session.as_ref(), sheet.secure);
            reply
        }
        Consent::Denied { app, callback } => match (place(callback.as_deref()), &sheet.way) {
            (Err(NoPlace), _) => errors::bad_callback(),
            (Ok(None), _) => pages::reply(200, pages::denied(app)),
            (Ok(Some(target)), Way::Verifier { token }) => {
                sheet.redirect(target.with(Part::Query, &[("denied", token)]))
            }
            (Ok(Some(target)), way) => sheet.redirect(told(&target, way, DENIED)),
        },
    }
}

/// The reply to a request with a fault, once the graph has said where its app may hear of it.
pub(crate) fn faulty(consent: &Consent, sheet: &Sheet, fault: Fault) -> Reply {
    let callback = match consent {
        Consent::Ask(question) => question.callback.as_deref(),
        Consent::Allowed(allowed) => allowed.callback.as_deref(),
        Consent::Denied { callback, .. } => callback.as_deref(),
    };
    match place(callback) {
        Ok(Some(target)) => sheet.redirect(told(&target, &sheet.way, fault)),
        Ok(None) | Err(NoPlace) => errors::bad_callback(),
    }
}

/// A callback that no browser can be sent to.
struct NoPlace;

/// Where to go back to: nowhere when out of band.
fn place(callback: Option<&str>) -> Result<Option<Target<'_>>, NoPlace> {
    callback.map_or(Ok(None), |uri| Target::parse(uri).map(Some).ok_or(NoPlace))
}

fn let_in(app: &App, callback: Option<&str>, proof: &BroughtBack, sheet: &Sheet) -> Reply {
    let Ok(target) = place(callback) else { return errors::bad_callback() };
    match (proof, &sheet.way, target) {
        (BroughtBack::Verifier(pin), Way::Verifier { .. }, None) => pages::reply(200, pages::pin(app, pin)),
        (BroughtBack::Verifier(verifier), Way::Verifier { token }, Some(target)) => {
            let pairs = [("oauth_token", token.as_str()), ("oauth_verifier", verifier.expose())];
            sheet.redirect(target.with(Part::Query, &pairs))
        }
        (BroughtBack::Code(code), Way::Code { state, state_first }, Some(target)) => {
            let mut pairs = with_state(&[("code", code.expose())], state.as_deref());
            if *state_first {
                pairs.reverse();
            }
            sheet.redirect(target.with(Part::Query, &pairs))
        }
        (BroughtBack::Token(issued), Way::Token { state }, Some(target)) => {
            let pairs = with_state(&[("access_token", issued.text.expose())], state.as_deref());
            sheet.redirect(target.with(Part::Fragment, &pairs))
        }
        // The graph answered another request than the one that was asked.
        (BroughtBack::Verifier(_) | BroughtBack::Code(_) | BroughtBack::Token(_), _, _) => errors::broken(),
    }
}

/// The way back with an error (RFC 6749, 4.1.2.1 and 4.2.2.1).
fn told(target: &Target<'_>, way: &Way, fault: Fault) -> String {
    let pairs = [("error", fault.error), ("error_description", fault.description)];
    match way {
        Way::Verifier { .. } => target.with(Part::Query, &pairs),
        Way::Code { state, .. } => target.with(Part::Query, &with_state(&pairs, state.as_deref())),
        Way::Token { state } => target.with(Part::Fragment, &with_state(&pairs, state.as_deref())),
    }
}

fn with_state<'a>(pairs: &[(&'a str, &'a str)], state: Option<&'a str>) -> Vec<(&'a str, &'a str)> {
    pairs.iter().copied().chain(state.map(|state| ("state", state))).collect()
}

/// The status of the page that asks, and asks again: as forms on the web are shown again, but for what must not be tried
/// again at once and what may have come from another site ([inferred]).
fn asking_status(problem: Option<SignInProblem>) -> u16 {
    match problem {
        Some(SignInProblem::TooManyTries) => 429,
        Some(SignInProblem::FormExpired) => 403,
        None
        | Some(
            SignInProblem::NobodyChosen
            | SignInProblem::WrongPassword
            | SignInProblem::NoPassword
            | SignInProblem::AccountAway,
        ) => 200,
    }
}
