//! The three shapes of errors, each key in its place ([recorded]).

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

/// `{"errors":[{"message":"Rate limit exceeded","code":88}]}`
pub(crate) fn edge_error(code: u16, message: &str) -> Vec<u8> {
    json::to_vec(&Errors { errors: [MessageFirst { message, code }] }, 128)
}

/// `{"request":"\/1.1\/followers\/ids.json","error":"Not authorized."}`
pub(crate) fn oldest_error(path: &str, error: &str) -> Vec<u8> {
    json::to_vec(&Oldest { request: path, error }, 128)
}
