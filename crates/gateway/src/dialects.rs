//! The dialects that the gateway speaks.

use std::collections::BTreeSet;

use dialect::Dialect;

/// The dialects, and the pages that people sign in on, which are a face of their own; the last answers for paths that
/// nobody claims.
pub static DIALECTS: [&dyn Dialect; 4] = [&twitter_v1::TwitterV1, &x_v2::XV2, &sign_in::SignIn, &app_net::AppNet];

/// The three services' dialects, without the pages.
pub static SERVICES: [&dyn Dialect; 3] = [&twitter_v1::TwitterV1, &x_v2::XV2, &app_net::AppNet];

/// Every bucket that the settings can give a number.
pub fn buckets() -> BTreeSet<&'static str> {
    let endpoints = DIALECTS.iter().flat_map(|dialect| dialect.endpoints());
    let of_tables = endpoints.flat_map(|endpoint| endpoint.limits).map(|limit| limit.bucket);
    let of_gate =
        [&crate::gate::GUESSES, &block_graph::PASSWORD_TRIES, &block_graph::VERIFIER_TRIES].map(|limit| limit.bucket);
    of_tables.chain(crate::plans::buckets()).chain(of_gate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dialect::Router;

    #[test]
    fn the_tables_fit_beside_each_other() {
        assert!(Router::new(&DIALECTS).is_ok());
    }

    #[test]
    fn limits_are_told_apart_by_bucket_per_and_window() {
        let mut seen: Vec<(&str, String)> = Vec::new();
        for limit in DIALECTS.iter().flat_map(|d| d.endpoints()).flat_map(|e| e.limits) {
            let key = format!("{:?} {}", limit.per, limit.window);
            let numbers = format!("{key} {}", limit.max);
            let same = seen.iter().find(|(bucket, other)| *bucket == limit.bucket && other.starts_with(&key));
            assert!(same.is_none_or(|(_, other)| *other == numbers), "{} is there with two numbers", limit.bucket);
            seen.push((limit.bucket, numbers));
        }
    }
}
