//! The disk by itself: how often it can be made to hold what it was told, and how fast a table can be read.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

/// What flushing gave.
#[derive(Clone, Copy, Debug)]
pub struct Flushes {
    /// How many a second.
    pub a_second: f64,
    /// The middle one took so many microseconds.
    pub p50: f64,
    /// All but a hundredth took at most so many microseconds.
    pub p99: f64,
}

/// Writes 4 KiB into a preallocated file and flushes it (`fdatasync`), again and again for so long.
///
/// # Errors
/// What the system says.
pub fn flushes(folder: &Path, during: Duration) -> Result<Flushes, String> {
    let path = folder.join("flushes");
    let flushed = flush(&path, during).map_err(|error| format!("cannot write {}: {error}", path.display()));
    drop(std::fs::remove_file(&path));
    flushed
}

fn flush(path: &Path, during: Duration) -> std::io::Result<Flushes> {
    let block = [0x5a_u8; 4096];
    let mut file = File::create(path)?;
    for _ in 0..4096 {
        file.write_all(&block)?;
    }
    file.sync_all()?;
    let (began, mut took) = (Instant::now(), Vec::new());
    while began.elapsed() < during {
        let at = (took.len() as u64 % 4096) * 4096;
        let before = Instant::now();
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&block)?;
        file.sync_data()?;
        took.push(before.elapsed().as_secs_f64() * 1e6);
    }
    took.sort_by(f64::total_cmp);
    let at = |part: f64| took[((took.len() - 1) as f64 * part) as usize];
    Ok(Flushes { a_second: took.len() as f64 / began.elapsed().as_secs_f64(), p50: at(0.5), p99: at(0.99) })
}

/// Steps through all people and edges of a store and reads every column, as any start must; returns how many rows there
/// are and how long it took.
///
/// # Errors
/// What SQLite says.
pub fn scan(file: &Path) -> Result<(u64, Duration), String> {
    let step = || -> rusqlite::Result<(u64, Duration)> {
        let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let began = Instant::now();
        let (mut rows, mut bytes) = (0, 0_u64);
        for table in ["users", "edges"] {
            let mut statement = connection.prepare(&format!("SELECT * FROM {table}"))?;
            let columns = statement.column_count();
            let mut found = statement.query(())?;
            while let Some(row) = found.next()? {
                rows += 1;
                for column in 0..columns {
                    bytes = bytes.wrapping_add(match row.get_ref(column)? {
                        rusqlite::types::ValueRef::Integer(number) => number as u64,
                        rusqlite::types::ValueRef::Text(text) | rusqlite::types::ValueRef::Blob(text) => {
                            text.len() as u64
                        }
                        _ => 0,
                    });
                }
            }
        }
        std::hint::black_box(bytes);
        Ok((rows, began.elapsed()))
    };
    step().map_err(|error| format!("cannot scan {}: {error}", file.display()))
}
