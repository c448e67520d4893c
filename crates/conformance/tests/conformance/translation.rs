//! The table of `docs/dialects/translation.md`: every command, and the endpoints that say it in each dialect. It is made
//! from the tables of endpoints; `UPDATE_DOCS=1` writes it anew.

use std::fmt::Write as _;

use block_graph::CommandKind;
use portcullis::dialects::SERVICES;

use crate::coverage::reaches;
use crate::{read, root};

const BEGIN: &str = "<!-- endpoints: written by a test -->\n";
const END: &str = "<!-- end of endpoints -->";

fn table() -> String {
    let names: Vec<_> = SERVICES.iter().map(|dialect| dialect.title()).collect();
    let mut text = format!("| command | {} |\n|---|{}\n", names.join(" | "), "---|".repeat(names.len()));
    for command in CommandKind::ALL {
        let cell =
            |endpoints: Vec<String>| if endpoints.is_empty() { "*nothing*".to_owned() } else { endpoints.join("<br>") };
        let cells = SERVICES.iter().map(|dialect| {
            let saying = dialect.endpoints().iter().filter(|endpoint| reaches(endpoint, *command));
            let routes = saying.map(|endpoint| format!("`{} {}`", endpoint.route().method, endpoint.route().path));
            cell(routes.collect())
        });
        writeln!(text, "| {} | {} |", command.name(), cells.collect::<Vec<_>>().join(" | ")).unwrap();
    }
    text
}

#[test]
fn the_table_of_endpoints_is_true() {
    let path = "docs/dialects/translation.md";
    let document = read(path);
    let (before, rest) = document.split_once(BEGIN).expect("the document says where the table begins");
    let (held, after) = rest.split_once(END).expect("the document says where the table ends");
    let table = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(root().join(path), format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
    } else {
        assert_eq!(held, table, "UPDATE_DOCS=1 writes it anew");
    }
}
