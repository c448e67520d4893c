//! In which words each API refuses on the way to a token, written from the documents.

use conformance::{Answer, problem};

/// Status, content type and body.
pub(super) type Told = (u16, &'static str, String);

pub(super) fn told(answer: &Answer) -> Told {
    (answer.status(), answer.0.content_type, answer.text())
}

/// v1.1's oldest layer: a hash in XML.
pub(super) fn hash(message: &str) -> Told {
    let head = r#"<?xml version="1.0" encoding="UTF-8"?>"#;
    let request = "/oauth/access_token";
    let body = format!("{head}\n<hash>\n  <error>{message}</error>\n  <request>{request}</request>\n</hash>\n");
    (401, "application/xml;charset=utf-8", body)
}

/// The same, of another path.
pub(super) fn hash_of(path: &str, message: &str) -> Told {
    let (status, kind, body) = hash(message);
    (status, kind, body.replace("/oauth/access_token", path))
}

/// v1.1's errors in XML.
pub(super) fn coded(status: u16, code: u16, message: &str) -> Told {
    let head = "<?xml version='1.0' encoding='UTF-8'?>";
    let body = format!("{head}<errors><error code=\"{code}\">{message}</error></errors>");
    (status, "application/xml;charset=utf-8", body)
}

/// v1.1's plain text, which is called HTML.
pub(super) fn plain(message: &str) -> Told {
    (401, "text/html;charset=utf-8", message.to_owned())
}

/// v1.1's errors of the application.
pub(super) fn application(status: u16, code: u16, message: &str) -> Told {
    let body = format!(r#"{{"errors":[{{"code":{code},"message":"{message}"}}]}}"#);
    (status, "application/json;charset=utf-8", body)
}

/// The same with a label.
pub(super) fn labelled(code: u16, message: &str, label: &str) -> Told {
    let body = format!(r#"{{"errors":[{{"code":{code},"message":"{message}","label":"{label}"}}]}}"#);
    (403, "application/json;charset=utf-8", body)
}

/// v1.1's refusal of whoever does not prove it is an app.
pub(super) fn unverified() -> Told {
    labelled(99, "Unable to verify your credentials", "authenticity_token_error")
}

/// X's errors of tokens.
pub(super) fn x(status: u16, error: &str, description: &str) -> Told {
    let body = format!(r#"{{"error":"{error}","error_description":"{description}"}}"#);
    (status, "application/json; charset=utf-8", body)
}

/// X's commonest.
pub(super) fn x_invalid(description: &str) -> Told {
    x(400, "invalid_request", description)
}

/// App.net's errors of tokens.
pub(super) fn app_net(status: u16, error: &str, description: &str) -> Told {
    let body = format!(r#"{{"error":"{error}","error_description":"{description}"}}"#);
    (status, "application/json", body)
}

/// The same with a slug.
pub(super) fn app_net_slug(error: &str, description: &str, slug: &str) -> Told {
    let (status, kind, body) = app_net(400, error, description);
    (status, kind, body.replace("\"}", &format!("\",\"error_slug\":\"{slug}\"}}")))
}

/// A page's status and what it says is wrong.
pub(super) fn page(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.0.content_type, "text/html;charset=utf-8", "{}", answer.text());
    (answer.status(), problem(answer).unwrap_or_default())
}

/// A page that says that temporary credentials are no good.
pub(super) const NO_TICKET: &str =
    "The request token for this page is invalid. It may have already been used, or expired because it is too old.";
