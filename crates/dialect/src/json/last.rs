//! What many objects on a page have alike, often to the byte, such as their ends: written once and then copied.

use std::ops::Range;

use super::Json;

/// The last writing of something that most objects in a row say alike.
#[derive(Debug, Default)]
pub struct Last<T> {
    /// What it told.
    told: T,
    /// Where it stands; nowhere before the first.
    written: Range<usize>,
}

impl<T: PartialEq> Last<T> {
    /// Writes what tells `told`: as `write` does, or once more what was written last if it told the same. What `write` writes
    /// depends on nothing else, and is not nothing.
    #[inline]
    pub fn write(&mut self, out: &mut Json, told: T, write: impl FnOnce(&mut Json)) {
        if self.written.is_empty() || self.told != told {
            let start = out.len();
            write(out);
            *self = Self { told, written: start..out.len() };
        } else {
            out.again(self.written.clone());
        }
    }
}
