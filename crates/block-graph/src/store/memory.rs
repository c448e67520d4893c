//! A store that keeps nothing: for `--store memory`, for tests, and as the oracle of the property tests.

use super::{Ledger, Loader};
use crate::error::StoreError;
use crate::event::Event;

/// Nothing is kept beyond the process.
#[derive(Debug, Default, Clone, Copy)]
pub struct Memory;

impl Ledger for Memory {
    fn load(&self, _: &mut dyn Loader) -> Result<(), StoreError> {
        Ok(())
    }

    fn append(&self, _: &[Event]) -> Result<(), StoreError> {
        Ok(())
    }

    fn is_near(&self) -> bool {
        true
    }

    fn fold(&self, _: usize) -> Result<usize, StoreError> {
        Ok(0)
    }

    fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }
}
