//! A standby of PostgreSQL that is read from. Each connection remembers how far its own server was when it was asked last:
//! a server only goes on while connections to it live, so what was far enough once is so for good, whichever of several
//! servers an address leads to.

use super::connection::AnyConnection;
use super::error::Fault;
use super::pool::{Door, Pool};
use super::view::Reader;
use super::{Address, AtomicBool, AtomicI64, Begin, DieselStore, Mutex, Options, UNKNOWN, fork};
use crate::access::seal::SealKey;
use crate::error::StoreError;
use crate::store::Wanted;
use crate::store::replica::{Mark, Replica};
use crate::view::View;

impl DieselStore {
    /// A standby of a PostgreSQL database at `url`, to be read from. It need not be there yet. Of `options`, one connection
    /// more than the readers is for asking how far it is.
    ///
    /// # Errors
    /// [`StoreError::Broken`] when `url` is no address of PostgreSQL. No error shows a password.
    pub fn standby(url: &str, key: SealKey, options: Options) -> Result<Self, StoreError> {
        let address = Address::parse(url)?;
        if !fork::tells(&address) {
            return Err(StoreError::Broken("only PostgreSQL has standbys".to_owned()));
        }
        Ok(Self {
            door: Door::new(address, options.statement_cache),
            key,
            writer: Mutex::new(None),
            readers: Pool::new(options.readers.max(2).saturating_add(1), options.patience),
            // Its tables are as whole as those that it follows.
            caught_up: AtomicBool::new(true),
            end: AtomicI64::new(UNKNOWN),
            origin: 0,
        })
    }
}

impl Replica for DieselStore {
    fn read_from(
        &self,
        mark: &Mark,
        wanted: &Wanted,
        work: &mut dyn FnMut(&dyn View) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.pooled(|link| {
            if !link.reached.is_some_and(|reached| reached.reaches(mark)) {
                let reached = link.bare(far)?;
                link.reached = Some(reached);
                if !reached.reaches(mark) {
                    return Err(StoreError::Unavailable("the replica is not that far".to_owned()).into());
                }
            }
            link.transaction(Begin::Snapshot, |connection| {
                let reader = Reader::new(connection, &self.key);
                if *wanted != Wanted::default() {
                    reader.hold(wanted).map_err(|error| reader.lost_or(error).before_work())?;
                }
                reader.run(|view| work(view))
            })
        })
    }

    fn replayed(&self) -> Result<Mark, StoreError> {
        self.pooled(|link| {
            let reached = link.bare(far)?;
            link.reached = Some(reached);
            Ok(reached)
        })
    }
}

fn far(connection: &mut AnyConnection) -> Result<Mark, Fault> {
    let asked = fork::replayed(connection).map_err(|error| Fault::from(error).before_work())?;
    asked.ok_or_else(|| StoreError::Unavailable("the server follows no other".to_owned()).into())
}
