//! The shapes of errors, each key in its place ([recorded]): three in JSON, two in XML.

use serde::Serialize;

use super::json;

#[derive(Serialize)]
struct Errors<E> {
    errors: [E; 1],
}

#[derive(Serialize)]
struct CodeFirst<'e> {
    code: u16,
    message: &'e str,
}

#[derive(Serialize)]
struct Labelled<'e> {
    code: u16,
    message: &'e str,
    label: &'e str,
}

#[derive(Serialize)]
struct MessageFirst<'e> {
    message: &'e str,
    code: u16,
}

#[derive(Serialize)]
struct Oldest<'e> {
    request: &'e str,
    error: &'e str,
}

/// `{"errors":[{"code":50,"message":"User not found."}]}`
pub(crate) fn application_error(code: u16, message: &str) -> Vec<u8> {
    json::to_vec(&Errors { errors: [CodeFirst { code, message }] }, 128)
}

/// `{"errors":[{"code":99,"message":"Unable to verify your credentials","label":"authenticity_token_error"}]}`
pub(crate) fn labelled_error(code: u16, message: &str, label: &str) -> Vec<u8> {
    json::to_vec(&Errors { errors: [Labelled { code, message, label }] }, 128)
}

/// `{"errors":[{"message":"Rate limit exceeded","code":88}]}`
pub(crate) fn edge_error(code: u16, message: &str) -> Vec<u8> {
    json::to_vec(&Errors { errors: [MessageFirst { message, code }] }, 128)
}

/// `{"request":"\/1.1\/followers\/ids.json","error":"Not authorized."}`
pub(crate) fn oldest_error(path: &str, error: &str) -> Vec<u8> {
    json::to_vec(&Oldest { request: path, error }, 128)
}

/// `<?xml version='1.0' encoding='UTF-8'?><errors><error code="87">…</error></errors>`. The message has nothing to escape.
pub(crate) fn coded_xml(code: u16, message: &str) -> String {
    format!("<?xml version='1.0' encoding='UTF-8'?><errors><error code=\"{code}\">{message}</error></errors>")
}

/// The hash of the oldest layer, on five lines. Of the request it told the query too; here only the path, for the query
/// may hold secrets. Neither path nor message has anything to escape.
pub(crate) fn hash_xml(path: &str, message: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<hash>\n  <error>{message}</error>\n  <request>{path}</request>\n</hash>\n"
    )
}
