//! Worker numbers on loan: a row for each that was ever held, who holds it until when by the database's clock, and up to
//! which millisecond whoever held it may have minted. That last one never goes below what was minted.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use super::connection::{AnyConnection, Begin, Link};
use super::error::Fault;
use super::schema::workers;
use super::{DieselStore, fork};
use crate::error::StoreError;
use crate::store::{Lease, Term, Workers};

/// How many numbers there are.
const NUMBERS: i16 = 1024;

/// The lock under which processes choose a number in turn: "workers" in ASCII.
const CHOOSING: i64 = 0x77_6f72_6b65_7273;

impl Workers for DieselStore {
    fn take(&self, term: &Term<'_>) -> Result<Option<Lease>, StoreError> {
        self.aside(|connection| {
            fork::lock(connection, &[CHOOSING])?;
            let now = now(connection)?;
            let rows: Vec<(i16, i64, i64)> = workers::table
                .select((workers::number, workers::ends, workers::minted_to))
                .order(workers::number)
                .load(connection)?;
            let Some((number, above)) = choose(&rows, now) else { return Ok(None) };
            let lease = lease(number, above.unwrap_or(0), term)?;
            let own = (
                workers::holder.eq(term.holder),
                workers::ends.eq(now.saturating_add(term.lasts)),
                workers::minted_to.eq(lease.up_to),
            );
            let taken = match above {
                None => {
                    diesel::insert_into(workers::table).values((workers::number.eq(number), own)).execute(connection)?
                }
                // Whoever held it may have renewed it since it was read.
                Some(above) => diesel::update(workers::table.find(number))
                    .filter(workers::ends.le(now))
                    .filter(workers::minted_to.eq(above))
                    .set(own)
                    .execute(connection)?,
            };
            if taken == 0 {
                return Err(Fault::Again(format!("the worker number {number} was renewed meanwhile")));
            }
            Ok(Some(lease))
        })
    }

    fn renew(&self, worker: u16, term: &Term<'_>) -> Result<Option<Lease>, StoreError> {
        let Ok(number) = i16::try_from(worker) else { return Ok(None) };
        self.aside(|connection| {
            let now = now(connection)?;
            let own = workers::table.find(number).filter(workers::holder.eq(term.holder));
            // Changed before it is read, so that the row is ours from here on.
            let ends = workers::ends.eq(now.saturating_add(term.lasts));
            if diesel::update(own).set(ends).execute(connection)? == 0 {
                return Ok(None);
            }
            let before: i64 = workers::table.find(number).select(workers::minted_to).first(connection)?;
            // The span goes on where it ended: what lies below is the holder's already.
            let lease = Lease { worker, above: 0, up_to: before.max(term.reach.saturating_add(term.span)) };
            let minted_to = workers::minted_to.eq(lease.up_to);
            diesel::update(workers::table.find(number)).set(minted_to).execute(connection)?;
            Ok(Some(lease))
        })
    }

    fn release(&self, worker: u16, holder: &str, reach: i64) -> Result<(), StoreError> {
        let Ok(number) = i16::try_from(worker) else { return Ok(()) };
        self.aside(|connection| {
            let own = workers::table.find(number).filter(workers::holder.eq(holder));
            let given = (workers::holder.eq(""), workers::ends.eq(0), workers::minted_to.eq(reach));
            diesel::update(own).set(given).execute(connection)?;
            Ok(())
        })
    }
}

impl DieselStore {
    /// Runs `work` in a transaction on a connection of its own, so that nothing that waits in the store holds it up.
    fn aside<T>(&self, mut work: impl FnMut(&mut AnyConnection) -> Result<T, Fault>) -> Result<T, StoreError> {
        let mut link: Link = self.door.open(Begin::Write)?;
        self.again(|| link.transaction(Begin::Write, &mut work)).map_err(StoreError::from)
    }
}

/// The lowest number that was never held, or of those that nobody holds the one whose span ended first, and where that was.
fn choose(rows: &[(i16, i64, i64)], now: i64) -> Option<(i16, Option<i64>)> {
    let fresh = (0..NUMBERS).find(|number| rows.binary_search_by_key(number, |row| row.0).is_err());
    let free = || rows.iter().filter(|(_, ends, _)| *ends <= now).min_by_key(|(_, _, minted_to)| *minted_to);
    fresh.map(|number| (number, None)).or_else(|| free().map(|(number, _, minted_to)| (*number, Some(*minted_to))))
}

fn lease(number: i16, above: i64, term: &Term<'_>) -> Result<Lease, Fault> {
    let worker = u16::try_from(number).map_err(|_| StoreError::Broken(format!("there is a worker {number}")))?;
    Ok(Lease { worker, above, up_to: above.max(term.reach).saturating_add(term.span) })
}

/// The database's own time, in unix milliseconds.
fn now(connection: &mut AnyConnection) -> QueryResult<i64> {
    diesel::select(sql::<BigInt>(fork::now(connection))).get_result(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_was_never_held_comes_first_then_the_one_longest_unused() {
        let held = |number: i16| (number, 100, 1_000 + i64::from(number));
        assert_eq!(choose(&[], 50), Some((0, None)));
        assert_eq!(choose(&[held(0), held(2)], 50), Some((1, None)));
        let mut rows: Vec<_> = (0..NUMBERS).map(held).collect();
        assert_eq!(choose(&rows, 99), None);
        rows[7].1 = 0;
        rows[9] = (9, 99, 5);
        assert_eq!(choose(&rows, 99), Some((9, Some(5))));
        assert_eq!(choose(&rows, 98), Some((7, Some(1_007))));
    }
}
