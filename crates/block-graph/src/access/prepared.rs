//! What whoever checks proofs makes of a grant's secrets, kept with the grant: it is made with the first proof, not with
//! every one. The graph does not know what it is.

use std::any::Any;
use std::fmt;
use std::sync::OnceLock;

/// A place for one value of any type. It is part of no comparison, no copy and no print-out.
#[derive(Default)]
pub struct Prepared(OnceLock<Box<dyn Any + Send + Sync>>);

impl Prepared {
    /// The value, which is made if there is none yet. `None` if what is kept has another type.
    pub fn get_or_make<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Option<&T> {
        self.0.get_or_init(|| Box::new(make())).downcast_ref()
    }
}

impl Clone for Prepared {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Prepared {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Prepared(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_made_once() {
        let prepared = Prepared::default();
        assert_eq!(prepared.get_or_make(|| 1_u8), Some(&1));
        assert_eq!(prepared.get_or_make(|| 2_u8), Some(&1));
        assert_eq!(prepared.get_or_make(|| "another type"), None);
        let copy = prepared.clone();
        assert_eq!((copy.get_or_make(|| 3_u8), prepared.get_or_make(|| 3_u8)), (Some(&3), Some(&1)), "it begins anew");
    }
}
