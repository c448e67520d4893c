//! A replica of a shared database, which follows it with a delay, and how far into the database's log something is: what
//! proves that the replica has what it must have.

use super::{Database, Wanted};
use crate::error::StoreError;
use crate::view::View;

/// How far a server is in a log: what lies before this place is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Which database cluster the log is of.
    pub system: i64,
    /// Which of its timelines. A standby that takes over begins another, and the same numbers mean other things there.
    pub timeline: i64,
    /// The place, in bytes from the log's beginning.
    pub place: i64,
}

impl Mark {
    /// Whether everything before `other` is before this too.
    pub fn reaches(&self, other: &Self) -> bool {
        (self.system, self.timeline) == (other.system, other.timeline) && self.place >= other.place
    }
}

/// A replica of a shared database: it can only be read.
pub trait Replica: Database {
    /// As [`Database::read_wanted`], of a moment that has all that lies before `mark`. What each connection's server has
    /// is remembered, and asked again when it is not enough.
    ///
    /// # Errors
    /// As every method here: what the store reports; [`StoreError::Unavailable`] when the replica is not that far.
    fn read_from(
        &self,
        mark: &Mark,
        wanted: &Wanted,
        work: &mut dyn FnMut(&dyn View) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// How far the replica is now.
    fn replayed(&self) -> Result<Mark, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_proves_nothing_on_another_timeline_or_of_another_cluster() {
        let mark = Mark { system: 1, timeline: 2, place: 30 };
        assert!(mark.reaches(&mark) && mark.reaches(&Mark { place: 29, ..mark }));
        for other in [Mark { place: 31, ..mark }, Mark { timeline: 1, ..mark }, Mark { system: 2, ..mark }] {
            assert!(!mark.reaches(&other), "{other:?}");
        }
    }
}
