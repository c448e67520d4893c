//! The table as a whole.

use std::collections::BTreeSet;

use block_graph::access::TokenClass;
use block_graph::testkit::grant;
use block_graph::{Command, CommandKind};
use dialect::{Access, Credentials, Dialect, Method, Origin, Request, Router, audience};

use super::*;

#[test]
fn every_page_has_a_name_routes_documents_and_limits() {
    let endpoints = crate::SIGN_IN.endpoints();
    let names: BTreeSet<_> = endpoints.iter().map(|endpoint| endpoint.name).collect();
    assert_eq!(names.len(), endpoints.len());
    for endpoint in endpoints {
        assert!(endpoint.docs.starts_with("https://"), "{endpoint:?}");
        assert_eq!((endpoint.access, endpoint.scopes.len(), endpoint.limits.len()), (Access::Open, 0, 1));
        let method = if endpoint.command == CommandKind::ReviewAccess { Method::Get } else { Method::Post };
        assert!(!endpoint.routes.is_empty() && endpoint.routes.iter().all(|route| route.method == method));
    }
    assert!(Router::new(&PAGES).is_ok());
}

#[test]
fn every_page_decodes_to_its_command() {
    for endpoint in crate::SIGN_IN.endpoints() {
        for route in endpoint.routes {
            let query = if route.path.starts_with("/oauth/") {
                "client_id=key&response_type=code".to_owned()
            } else {
                x("").split_once('?').unwrap().1.to_owned()
            };
            let command = match route.method {
                Method::Get => get(&format!("{}?{query}", route.path)).decode(),
                _ => post(route.path, &format!("{query}&decision=deny")).decode(),
            };
            assert_eq!(command.map(|command| command.kind()), Ok(endpoint.command), "{route:?}");
        }
    }
}

#[test]
fn pages_claim_nothing_but_their_paths_and_heed_no_tokens() {
    let pages = crate::SIGN_IN;
    assert_eq!((pages.name(), pages.title()), ("sign-in", "Sign-in pages"));
    assert!(pages.prefixes().is_empty() && pages.hosts().is_empty() && pages.audiences().is_empty());
    assert_eq!(pages.mounts(), [""]);
    let target = "/oauth/authorize?oauth_token=a&access_token=b&oauth_signature=c&oauth_consumer_key=d";
    let headers = [("authorization", "Bearer abc")];
    let origin = Origin { scheme: "https", host: "localhost" };
    let request = Request::new(Method::Get, target, &headers, b"", origin, dialect::testkit::NOW);
    assert!(matches!(pages.credentials(&request), Ok(Credentials::Nothing)));
    // A token changes nothing: what is asked and shown is the same.
    let token = grant(TokenClass::UserBearer, audience::X, Some(AMY), &[]);
    assert_eq!(get(target).by(token).decode(), get(target).decode());
}

#[test]
fn looking_is_bounded_generously_and_answering_tightly() {
    let limits = |kind| {
        let of_kind = crate::SIGN_IN.endpoints().iter().filter(move |endpoint| endpoint.command == kind);
        of_kind.flat_map(|endpoint| endpoint.limits).map(|limit| (limit.bucket, limit.max, limit.window)).collect()
    };
    let looks: BTreeSet<_> = limits(CommandKind::ReviewAccess);
    let answers: BTreeSet<_> = limits(CommandKind::DecideAccess);
    assert_eq!(looks, BTreeSet::from([("sign-in/page", 900, 900)]));
    assert_eq!(answers, BTreeSet::from([("sign-in/answer", 60, 900)]));
}

#[test]
fn a_head_request_is_a_look() {
    let head = Exchange::new(&PAGES, Method::Head, "/oauth/authorize?oauth_token=a");
    assert!(matches!(head.decode(), Ok(Command::ReviewAccess(_))));
}
