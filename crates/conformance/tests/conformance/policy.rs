//! The policy, written out: what each edge between two people forbids and ends. `docs/policy.md` holds the same table;
//! `UPDATE_DOCS=1` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use block_graph::policy::{allows, allows_oneself, removes};
use block_graph::{Action, EdgeKind, Refusal, Relation};

/// Every single edge that can stand between two people, as the caller sees it.
const EDGES: [(&str, Relation); 11] = {
    const NONE: Relation = Relation {
        following: false,
        followed_by: false,
        request_sent: false,
        request_received: false,
        blocking: false,
        blocked_by: false,
        muting: false,
        dm_blocking: false,
        dm_blocked_by: false,
        hiding_reposts: false,
    };
    [
        ("nothing", NONE),
        ("caller blocks", Relation { blocking: true, ..NONE }),
        ("is blocked", Relation { blocked_by: true, ..NONE }),
        ("caller DM-blocks", Relation { dm_blocking: true, ..NONE }),
        ("is DM-blocked", Relation { dm_blocked_by: true, ..NONE }),
        ("caller mutes", Relation { muting: true, ..NONE }),
        ("hides reposts", Relation { hiding_reposts: true, ..NONE }),
        ("follows", Relation { following: true, ..NONE }),
        ("is followed", Relation { followed_by: true, ..NONE }),
        ("asked", Relation { request_sent: true, ..NONE }),
        ("is asked", Relation { request_received: true, ..NONE }),
    ]
};

fn verdict(action: Action, relation: Relation) -> &'static str {
    match allows(action, relation) {
        Ok(()) => "yes",
        Err(Refusal::BlockedByTarget { .. }) => "**no**, by the target",
        Err(Refusal::BlockingTarget { .. }) => "**no**, by the caller",
        Err(other) => panic!("{other}"),
    }
}

fn document() -> String {
    let mut text = String::from(
        "# The policy\n\nWhat the edges between two people forbid and end. One pair of pure tables in the core \
         (`crates/block-graph/src/policy.rs`); no dialect\ndecides any of it. This page is written by a test, which fails \
         when it is not true (`UPDATE_DOCS=1` writes it anew).\n\n\
         ## What the caller may do to somebody, by the one edge that stands between them\n\n",
    );
    let shown = EDGES.iter().filter(|(_, relation)| {
        *relation == Relation::default() || Action::ALL.iter().any(|action| allows(*action, *relation).is_err())
    });
    let shown: Vec<_> = shown.collect();
    let heads: Vec<_> = shown.iter().map(|(name, _)| *name).collect();
    writeln!(text, "| action | {} | oneself |", heads.join(" | ")).unwrap();
    writeln!(text, "|---|{}---|", "---|".repeat(heads.len())).unwrap();
    for action in Action::ALL {
        let cells: Vec<_> = shown.iter().map(|(_, relation)| verdict(action, *relation)).collect();
        let own = if allows_oneself(action) { "yes" } else { "**no**" };
        writeln!(text, "| {action:?} | {} | {own} |", cells.join(" | ")).unwrap();
    }
    let rest: Vec<_> =
        EDGES.iter().filter(|edge| !shown.contains(edge)).map(|(name, _)| format!("\"{name}\"")).collect();
    writeln!(
        text,
        "\nNothing is forbidden by these edges: {}. Where both sides block, the target's is told.",
        rest.join(", ")
    )
    .unwrap();
    text.push_str(
        "\n## What an edge ends when it begins\n\n| edge | the caller's own | the other one's |\n|---|---|---|\n",
    );
    for kind in EdgeKind::ALL {
        let (own, other) = removes(kind);
        let list = |kinds: &[EdgeKind]| {
            let names: Vec<_> = kinds.iter().map(|kind| format!("{kind:?}")).collect();
            if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
        };
        writeln!(text, "| {kind:?} | {} | {} |", list(own), list(other)).unwrap();
    }
    text.push_str(
        "\nTaking an edge back restores nothing. What stood before a block and is not in this table (likes, reposts, lists, \
         messages) stays\nand is hidden where the table forbids to read it.\n",
    );
    text
}

#[test]
fn the_document_is_true() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/policy.md");
    let document = document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&file, &document).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), document, "UPDATE_DOCS=1 writes it anew");
}

/// What is promised of a block, row by row, beside the table.
#[test]
fn a_block_forbids_what_is_promised() {
    let [blocked, blocking] =
        [Relation { blocked_by: true, ..Relation::default() }, Relation { blocking: true, ..Relation::default() }];
    for action in [
        Action::ReadPosts,
        Action::Follow,
        Action::Message,
        Action::AddToList,
        Action::Tag,
        Action::Like,
        Action::Reply,
        Action::Repost,
    ] {
        assert_eq!(allows(action, blocked), Err(Refusal::BlockedByTarget { action }), "they cannot");
    }
    for action in [Action::ReadPosts, Action::Follow, Action::Message] {
        assert_eq!(allows(action, blocking), Err(Refusal::BlockingTarget { action }), "you cannot");
    }
    for action in Action::ALL {
        let messages = Relation { dm_blocked_by: true, ..Relation::default() };
        assert_eq!(allows(action, messages).is_err(), action == Action::Message, "{action:?} under a DM block");
    }
}
