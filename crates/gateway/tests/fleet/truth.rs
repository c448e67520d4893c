//! What the database itself says, by SQL: the last word on what gateways tell.

use conformance::{Server, id};
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{BigInt, Text};
use diesel::{RunQueryDsl, sql_query};

use crate::crowd::{Blocks, PAIRS};

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = Text)]
    told: String,
}

/// The numbers that a statement selects as `number`.
pub(crate) fn numbers(server: &Server, statement: &str) -> Vec<i64> {
    let rows: Vec<Number> = sql_query(statement).load(&mut server.connect()).unwrap();
    rows.into_iter().map(|row| row.number).collect()
}

/// The texts that a statement selects as `told`.
pub(crate) fn texts(server: &Server, statement: &str) -> Vec<String> {
    let rows: Vec<Told> = sql_query(statement).load(&mut server.connect()).unwrap();
    rows.into_iter().map(|row| row.told).collect()
}

/// Whom somebody blocks, newest first.
pub(crate) fn blocks_of(server: &Server, name: &str) -> Vec<i64> {
    let own = id(name);
    let all = "SELECT target_id AS number FROM edges WHERE kind = 1 AND source_id";
    numbers(server, &format!("{all} = {own} ORDER BY position DESC"))
}

/// Which of the pairs are blocks.
pub(crate) fn blocks(server: &Server) -> Blocks {
    PAIRS.map(|(source, target)| blocks_of(server, source).contains(&id(target).0))
}

/// That the ledger and the edges tell the same: each edge was begun once more than it ended, at its very position, and
/// nothing else is left of the ledger.
pub(crate) fn assert_whole(server: &Server) {
    let wrong = "SELECT format('%s %s %s at %s: %s in the ledger, %s in edges', source_id, kind, target_id, position, \
                     coalesce(folded, 0), coalesce(there, 0)) AS told \
                 FROM (SELECT source AS source_id, kind, target AS target_id, position, \
                           sum(CASE change WHEN 1 THEN 1 ELSE -1 END) AS folded \
                       FROM ledger WHERE change IN (1, 2) GROUP BY source, kind, target, position) AS l \
                 FULL JOIN (SELECT source_id, kind, target_id, position, 1 AS there FROM edges) AS e \
                     USING (source_id, kind, target_id, position) \
                 WHERE coalesce(folded, 0) <> coalesce(there, 0) LIMIT 20";
    assert_eq!(texts(server, wrong), Vec::<String>::new(), "ledger and edges disagree");
    // A group of writes may begin no edge twice without ending it in between.
    let twice = "SELECT format('%s %s %s at %s', source, kind, target, position) AS told FROM ledger \
                 WHERE change IN (1, 2) GROUP BY change, source, kind, target, position HAVING count(*) > 1";
    assert_eq!(texts(server, twice), Vec::<String>::new(), "the ledger tells something twice");
}
