//! What must hold for every row of the table.

use std::collections::HashSet;

use block_graph::CommandKind;
use dialect::{Access, Dialect, Method};

use super::{amy, app, exchange};
use crate::APP_NET;

#[test]
fn rows_are_complete_and_unique() {
    let (mut names, mut routes) = (HashSet::new(), HashSet::new());
    for endpoint in APP_NET.endpoints() {
        assert!(names.insert(endpoint.name) && !endpoint.name.is_empty(), "{endpoint:?}");
        assert!(endpoint.docs.starts_with("https://") && endpoint.docs.contains('#'), "{endpoint:?}");
        assert!(!endpoint.routes.is_empty(), "{endpoint:?}");
        for route in endpoint.routes {
            assert!(routes.insert((route.method, route.path)), "{route:?}");
        }
    }
}

#[test]
fn rows_decode_to_their_command() {
    for endpoint in APP_NET.endpoints() {
        for route in endpoint.routes {
            let target = route.path.replace("{user_id}", "17") + "?ids=1,2";
            let caller = if endpoint.access == Access::App { app() } else { amy() };
            for mount in APP_NET.mounts() {
                let target = format!("{mount}{target}");
                let command = exchange(route.method, &target).by(caller.clone()).decode().unwrap();
                assert_eq!(command.kind(), endpoint.command, "{endpoint:?}");
            }
        }
    }
}

#[test]
fn writes_are_a_persons_and_count_twice() {
    for endpoint in APP_NET.endpoints() {
        let buckets: Vec<_> = endpoint.limits.iter().map(|limit| (limit.bucket, limit.max, limit.window)).collect();
        let global = ("app.net/global", 5000, 3600);
        if endpoint.route().method == Method::Get {
            assert!(endpoint.scopes.is_empty(), "{endpoint:?}");
            let expected = match endpoint.command {
                CommandKind::WhoAmI => vec![],
                CommandKind::ShowUser => vec![global, ("app.net/unauthenticated", 50, 60)],
                _ => vec![global],
            };
            assert_eq!(buckets, expected, "{endpoint:?}");
        } else {
            assert_eq!((endpoint.access, endpoint.scopes), (Access::User, &["follow"][..]), "{endpoint:?}");
            assert_eq!(buckets, [("app.net/write", 20, 60), global], "{endpoint:?}");
        }
    }
}

#[test]
fn one_bucket_is_one_limit() {
    let mut seen = std::collections::HashMap::new();
    for limit in APP_NET.endpoints().iter().flat_map(|endpoint| endpoint.limits) {
        assert_eq!(seen.entry((limit.bucket, limit.per, limit.window)).or_insert(limit.max), &limit.max);
    }
    assert_eq!(seen.len(), 3);
}

#[test]
fn access_is_as_documented() {
    let of = |name: &str| APP_NET.endpoints().iter().find(|endpoint| endpoint.name == name).unwrap().access;
    assert_eq!(of("Retrieve a User"), Access::Open);
    assert_eq!(of("Retrieve multiple Users"), Access::Token);
    assert_eq!(of("List blocked Users"), Access::Token);
    assert_eq!(of("List muted Users"), Access::Token);
    assert_eq!(of("Retrieve current token"), Access::Token);
    assert_eq!(of("Retrieve blocked User IDs for multiple Users"), Access::App);
    assert_eq!(of("Retrieve muted User IDs for multiple Users"), Access::App);
}
