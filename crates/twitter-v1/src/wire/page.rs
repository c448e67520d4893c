//! Cursored collections: `users`, `ids` or `lists`, then the cursors as numbers and as strings, then a count that is always null
//! ([recorded] 2019).
//!
//! A cursor is a position; the previous one is negative ([recorded]); 0 is none ([doc]).

use block_graph::{IdPage, Page};
use dialect::json::Json;

/// Writes a collection: its rows, which `rows` writes under `key`, between the cursors of the page they are on.
pub(crate) fn write<T>(out: &mut Json, key: &str, page: &Page<T>, rows: impl FnOnce(&mut Json)) {
    out.raw("{\"");
    out.raw(key);
    out.raw("\":");
    rows(out);
    cursor(out, ",\"next_cursor", page.older().map_or(0, |position| position.0));
    cursor(out, ",\"previous_cursor", page.newer().map_or(0, |position| -position.0));
    out.raw(",\"total_count\":null}");
}

fn cursor(out: &mut Json, key: &str, cursor: i64) {
    out.raw(key);
    out.raw("\":");
    let written = out.number(cursor);
    out.raw(key);
    out.raw("_str\":\"");
    out.again(written);
    out.raw("\"");
}

/// Writes ids as numbers, or as strings, between brackets.
pub(crate) fn write_ids(out: &mut Json, ids: &IdPage, stringify: bool) {
    out.raw("[");
    out.ids(ids, stringify);
    out.raw("]");
}
