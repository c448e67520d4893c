//! The contract of the stores: the same tests over memory, SQLite and PostgreSQL, owned and shared.
//!
//! Each test has a database of its own. What a store holds is compared with what a graph in memory holds after the same
//! events, so a store cannot be wrong in the way its own queries are.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod access;
mod books;
#[cfg(feature = "postgres")]
mod bounded;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod engines;
mod expand;
mod find;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod grants;
mod lists;
mod posts;
mod random;
mod stores;
mod world;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod bulk;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod copy;
#[cfg(feature = "postgres")]
mod journeys;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod looks;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod migrations;
#[cfg(feature = "postgres")]
mod outage;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod owned;
#[cfg(feature = "postgres")]
mod pairs;
#[cfg(feature = "postgres")]
mod partitions;
#[cfg(feature = "postgres")]
mod pooled;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod races;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod secrets;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod shared;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod workers;

/// Runs tests over every store there is, or over every store on disk, in one of the two ways it is used or in both.
macro_rules! over {
    (every store: $($test:ident),* $(,)?) => {
        mod memory_owned {
            $(#[test] fn $test() { super::$test(&crate::stores::Memory::new()); })*
        }
        crate::over!(every database: $($test),*);
    };
    (every database: $($test:ident),* $(,)?) => {
        #[cfg(feature = "sqlite")]
        mod sqlite_owned {
            $(#[test] fn $test() { super::$test(&crate::stores::Owned::new(crate::stores::sqlite())); })*
        }
        #[cfg(feature = "sqlite")]
        mod sqlite_shared {
            $(#[test] fn $test() { super::$test(&crate::stores::Shared::new(crate::stores::sqlite())); })*
        }
        #[cfg(feature = "postgres")]
        mod postgres_owned {
            $(#[test] fn $test() { super::$test(&crate::stores::Owned::new(crate::stores::postgres())); })*
        }
        #[cfg(feature = "postgres")]
        mod postgres_shared {
            $(#[test] fn $test() { super::$test(&crate::stores::Shared::new(crate::stores::postgres())); })*
        }
        #[cfg(feature = "postgres")]
        mod partitioned_owned {
            $(#[test] fn $test() { super::$test(&crate::stores::Owned::new(crate::stores::partitioned())); })*
        }
        #[cfg(feature = "postgres")]
        mod partitioned_shared {
            $(#[test] fn $test() { super::$test(&crate::stores::Shared::new(crate::stores::partitioned())); })*
        }
    };
    (bare databases: $($test:ident),* $(,)?) => {
        #[cfg(feature = "sqlite")]
        mod sqlite {
            $(#[test] fn $test() { super::$test(&crate::stores::sqlite()); })*
        }
        #[cfg(feature = "postgres")]
        mod postgres {
            $(#[test] fn $test() { super::$test(&crate::stores::postgres()); })*
        }
        #[cfg(feature = "postgres")]
        mod partitioned {
            $(#[test] fn $test() { super::$test(&crate::stores::partitioned()); })*
        }
    };
}
pub(crate) use over;
