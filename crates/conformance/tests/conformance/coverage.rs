//! Nothing is left out in silence: every command in every dialect or in the table of gaps, every endpoint documented.

use std::collections::BTreeSet;

use block_graph::CommandKind;
use conformance::speech::of;
use conformance::{Ask, House, Proof};
use dialect::{Dialect as _, Endpoint};
use portcullis::dialects::SERVICES;

use crate::read;

/// The rows of `docs/gaps.md`: command, dialect, reason.
fn gaps() -> Vec<[String; 3]> {
    let text = read("docs/gaps.md");
    let rows = text.lines().filter(|line| line.starts_with('|')).skip(2);
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    rows.map(|line| cells(line).try_into().unwrap_or_else(|_| panic!("not three cells: {line}"))).collect()
}

/// What an endpoint comes to beside the command of its row, and a request that comes to it.
fn also(endpoint: &Endpoint) -> Vec<(CommandKind, Ask)> {
    use CommandKind::*;
    let route = endpoint.route();
    let bare = || Ask::new(route.method, route.path);
    let form = |fields: &[(&str, &str)]| bare().fields(fields).by(&Proof::basic("key", "secret"));
    match (route.path, endpoint.command) {
        ("/1.1/friendships/update.json", _) => {
            let amys = |pairs: &[(&str, &str)]| bare().pairs(pairs).by(&of("v1.1").person("amy"));
            let cat = ("screen_name", "cat");
            vec![(ShowReposts, amys(&[cat, ("retweets", "true")])), (ShowRelation, amys(&[cat]))]
        }
        // Twitter's, which App.net has its own beside.
        ("/oauth/access_token", RedeemTemporary) => {
            let login = [("x_auth_mode", "client_auth"), ("x_auth_username", "amy"), ("x_auth_password", "sesame")];
            vec![(RedeemPassword, bare().fields(&login).by(&Proof::demo_app()))]
        }
        ("/oauth/access_token", _) => {
            let login = [
                ("grant_type", "password"),
                ("client_id", "key"),
                ("password_grant_secret", "secret"),
                ("username", "amy"),
                ("password", "sesame"),
            ];
            let own = form(&[("grant_type", "client_credentials")]);
            vec![(IssueAppToken, own), (RedeemPassword, bare().fields(&login))]
        }
        ("/2/oauth2/token", _) => {
            vec![(RedeemRefresh, form(&[("grant_type", "refresh_token"), ("refresh_token", "text")]))]
        }
        _ => Vec::new(),
    }
}

/// Whether an endpoint can come to a command.
pub(crate) fn reaches(endpoint: &Endpoint, command: CommandKind) -> bool {
    endpoint.command == command || also(endpoint).iter().any(|(kind, _)| *kind == command)
}

#[test]
fn what_an_endpoint_comes_to_beside_its_row_is_so() {
    let house = House::new();
    let mut seen = 0;
    for endpoint in SERVICES.iter().flat_map(|dialect| dialect.endpoints()) {
        for (command, ask) in also(endpoint) {
            assert_eq!(house.decode(&ask).kind(), command, "{endpoint:?} by {ask:?}");
            seen += 1;
        }
    }
    assert_eq!(seen, 6);
}

#[test]
fn every_command_is_reached_from_every_dialect_or_is_a_known_gap() {
    let gaps = gaps();
    // What the pages do for all services is no service's own.
    let of_pages = |command: &&CommandKind| sign_in::SignIn.endpoints().iter().any(|page| page.command == **command);
    for dialect in SERVICES {
        for command in CommandKind::ALL.iter().filter(|command| !of_pages(command)) {
            let reached = dialect.endpoints().iter().any(|endpoint| reaches(endpoint, *command));
            let listed = gaps.iter().filter(|[gap, whose, _]| gap == command.name() && whose == dialect.name()).count();
            let (command, dialect) = (command.name(), dialect.name());
            match (reached, listed) {
                (true, 0) | (false, 1) => {}
                (true, _) => panic!("docs/gaps.md lists {command} of {dialect}, which is there"),
                (false, 0) => panic!("{dialect} does not reach {command} and docs/gaps.md does not say why"),
                (false, _) => panic!("docs/gaps.md lists {command} of {dialect} more than once"),
            }
        }
    }
}

#[test]
fn every_gap_names_a_command_a_dialect_and_a_reason() {
    let gaps = gaps();
    assert!(!gaps.is_empty());
    for [command, dialect, reason] in gaps {
        assert!(CommandKind::ALL.iter().any(|kind| kind.name() == command), "no command is called {command}");
        assert!(SERVICES.iter().any(|known| known.name() == dialect), "no dialect is called {dialect}");
        assert!(reason.len() > 20 && reason.ends_with('.'), "{command} of {dialect}: {reason:?} is no reason");
    }
}

#[test]
fn every_endpoint_has_a_name_of_its_own_routes_and_a_link() {
    for dialect in SERVICES {
        let mut names = BTreeSet::new();
        for endpoint in dialect.endpoints() {
            assert!(!endpoint.name.is_empty() && names.insert(endpoint.name), "{endpoint:?}: its name is taken");
            assert!(!endpoint.routes.is_empty(), "{endpoint:?} has no route");
            assert!(endpoint.docs.starts_with("https://"), "{endpoint:?} has no link");
            assert!(endpoint.routes.iter().all(|route| route.path.starts_with('/')), "{endpoint:?}");
        }
    }
}

/// The document of a dialect, by its name.
fn document(dialect: &str) -> &'static str {
    match dialect {
        "v1.1" => "docs/dialects/twitter-v1.md",
        "v2" => "docs/dialects/x-v2.md",
        "app.net" => "docs/dialects/app-net.md",
        other => panic!("where is {other} documented?"),
    }
}

/// Whether a line names an endpoint, by its name or by the method and path of its documented route.
fn names(line: &str, endpoint: &Endpoint) -> bool {
    let route = endpoint.route();
    let path = format!("`{}", route.path);
    let whole = |at: usize| matches!(line.as_bytes().get(at + path.len()), Some(b'`' | b'?'));
    // v1.1's document writes `ID` where its own tables of limits write `:id`.
    line.contains(&format!("`{}`", endpoint.name.replace(":id", "ID")))
        || line.contains(route.method.name()) && line.match_indices(&path).any(|(at, _)| whole(at))
}

#[test]
fn every_endpoint_is_named_in_its_dialects_document() {
    for dialect in SERVICES {
        let text = read(document(dialect.name()));
        for endpoint in dialect.endpoints() {
            assert!(text.lines().any(|line| names(line, endpoint)), "{endpoint:?} is not documented");
        }
    }
}
