//! Nothing is left out in silence: every command in every dialect or in the table of gaps, every endpoint documented.

use std::collections::BTreeSet;

use block_graph::CommandKind;
use conformance::speech::of;
use conformance::{Ask, House};
use dialect::Endpoint;
use portcullis::dialects::DIALECTS;

use crate::read;

/// The rows of `docs/gaps.md`: command, dialect, reason.
fn gaps() -> Vec<[String; 3]> {
    let text = read("docs/gaps.md");
    let rows = text.lines().filter(|line| line.starts_with('|')).skip(2);
    let cells = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    rows.map(|line| cells(line).try_into().unwrap_or_else(|_| panic!("not three cells: {line}"))).collect()
}

/// What an endpoint comes to beside the command of its row, and by which query.
fn also(endpoint: &Endpoint) -> &'static [(&'static str, CommandKind)] {
    match endpoint.name {
        "friendships/update" => &[("retweets=true", CommandKind::ShowReposts), ("", CommandKind::ShowRelation)],
        _ => &[],
    }
}

/// Whether an endpoint can come to a command.
pub(crate) fn reaches(endpoint: &Endpoint, command: CommandKind) -> bool {
    endpoint.command == command || also(endpoint).iter().any(|(_, kind)| *kind == command)
}

#[test]
fn what_an_endpoint_comes_to_beside_its_row_is_so() {
    let (house, amy) = (House::new(), of("v1.1").person("amy"));
    for endpoint in DIALECTS.iter().flat_map(|dialect| dialect.endpoints()) {
        for (query, command) in also(endpoint) {
            let ask = Ask::post(format!("{}?screen_name=cat&{query}", endpoint.route().path)).by(&amy);
            assert_eq!(house.decode(&ask).kind(), *command, "{endpoint:?} with {query:?}");
        }
    }
}

#[test]
fn every_command_is_reached_from_every_dialect_or_is_a_known_gap() {
    let gaps = gaps();
    for dialect in DIALECTS {
        for command in CommandKind::ALL {
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
        assert!(DIALECTS.iter().any(|known| known.name() == dialect), "no dialect is called {dialect}");
        assert!(reason.len() > 20 && reason.ends_with('.'), "{command} of {dialect}: {reason:?} is no reason");
    }
}

#[test]
fn every_endpoint_has_a_name_of_its_own_routes_and_a_link() {
    for dialect in DIALECTS {
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
    for dialect in DIALECTS {
        let text = read(document(dialect.name()));
        for endpoint in dialect.endpoints() {
            assert!(text.lines().any(|line| names(line, endpoint)), "{endpoint:?} is not documented");
        }
    }
}
