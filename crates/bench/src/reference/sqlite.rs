//! One durable transaction a request: what a server does that writes each block to SQLite as it comes.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use actix_web::{HttpResponse, web};
use parking_lot::Mutex;
use rusqlite::Connection;

use super::{Serving, serve};

/// The table of edges as the gateway has it, empty: a full one would be slower.
const TABLE: &str = "CREATE TABLE edges (source_id BIGINT NOT NULL, kind SMALLINT NOT NULL, position BIGINT NOT NULL, \
     target_id BIGINT NOT NULL, PRIMARY KEY (source_id, kind, target_id), UNIQUE (source_id, kind, position)) \
     WITHOUT ROWID; CREATE INDEX edges_reverse ON edges (target_id, kind, position);";
const INSERT: &str = "INSERT INTO edges (source_id, kind, position, target_id) VALUES (?1, 1, ?2, ?3) \
     ON CONFLICT (source_id, kind, target_id) DO NOTHING";

struct Table {
    connection: Mutex<Connection>,
    number: AtomicI64,
    body: web::Bytes,
}

/// Writes one edge for every request, behind a mutex, and answers `size` bytes when it is on disk.
///
/// # Errors
/// One line that says why it cannot serve.
pub fn sqlite(file: &Path, size: usize, settings: &Serving) -> Result<(), String> {
    let connection = open(file).map_err(|error| format!("cannot make {}: {error}", file.display()))?;
    let table = web::Data::new(Table {
        connection: Mutex::new(connection),
        number: AtomicI64::new(0),
        body: web::Bytes::from(vec![b'x'; size]),
    });
    serve(settings, move |routes| {
        routes.app_data(table.clone()).default_service(web::to(write));
    })
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.execute_batch("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
    connection.execute_batch(TABLE)?;
    Ok(connection)
}

async fn write(_read: web::Bytes, table: web::Data<Table>) -> HttpResponse {
    let body = table.body.clone();
    let written = web::block(move || {
        let number = table.number.fetch_add(1, Ordering::Relaxed);
        // Scattered over both indexes, as blocks of many people are.
        let one = |salt: u64| (block_graph::scramble(number as u64 ^ salt) >> 1) as i64;
        table.connection.lock().prepare_cached(INSERT)?.execute((one(1), number, one(2)))
    });
    match written.await {
        Ok(Ok(_)) => HttpResponse::Ok().content_type("application/json; charset=utf-8").body(body),
        _ => HttpResponse::InternalServerError().finish(),
    }
}
