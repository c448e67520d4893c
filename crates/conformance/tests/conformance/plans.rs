//! What each plan covers, written out. `docs/plans.md` holds the same tables; `UPDATE_DOCS=1` writes it anew.

use std::fmt::Write as _;

use block_graph::access::Plan;
use block_graph::rate::{Limit, Per};
use portcullis::dialects::SERVICES;
use portcullis::plans::{Offer, Plans, TABLE};

use crate::{read, root};

const SHOWN: [Plan; 4] = [Plan::Free, Plan::Basic, Plan::Pro, Plan::PayPerUse];

fn limit(limit: &Limit) -> String {
    let per = match limit.per {
        Per::User => "user",
        Per::AppOnly => "app-only",
        Per::App => "app",
        Per::Token => "token",
        Per::Address => "address",
    };
    let window = if limit.window.is_multiple_of(3600) {
        format!("{} h", limit.window / 3600)
    } else {
        format!("{} min", limit.window / 60)
    };
    format!("{} in {window} a {per}", limit.max)
}

fn document() -> String {
    let plans = Plans::read(TABLE).unwrap();
    let mut text = String::from(
        "# Plans\n\nWhat an app's plan (`portcullis app add --plan`, `app set --plan`) covers: which endpoints answer, and \
         how often. **no** is v1.1's code 453 and v2's\n`client-not-enrolled`; *own* are the endpoint's own limits, which \
         are also those of the plan enterprise, the default. App.net sold no such plans: there\neverything answers. The \
         table is `crates/gateway/src/plans.toml`, with its sources; this page is written by a test, which fails when it \
         is not true.\n",
    );
    for dialect in SERVICES {
        let mut rows = String::new();
        for endpoint in dialect.endpoints() {
            let offers = SHOWN.map(|plan| plans.offer(endpoint, plan));
            if offers.iter().all(|offer| *offer == Offer::Own) {
                continue;
            }
            let cells = offers.map(|offer| match offer {
                Offer::Own => "*own*".to_owned(),
                Offer::Refused => "**no**".to_owned(),
                Offer::Within(limits) => limits.iter().map(limit).collect::<Vec<_>>().join("<br>"),
            });
            writeln!(rows, "| {} | {} |", endpoint.name, cells.join(" | ")).unwrap();
        }
        if !rows.is_empty() {
            let names = SHOWN.map(Plan::name).join(" | ");
            write!(text, "\n## {}\n\n| endpoint | {names} |\n|---|---|---|---|---|\n{rows}", dialect.title()).unwrap();
        }
    }
    text
}

#[test]
fn the_document_is_the_table() {
    let path = "docs/plans.md";
    let document = document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(root().join(path), &document).unwrap();
    }
    assert_eq!(read(path), document, "UPDATE_DOCS=1 writes it anew");
}
