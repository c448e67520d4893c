//! Who is on a long list, in whatever order: whether an edge is there is asked for every person that is shown.

use rustc_hash::FxHashSet;

use super::Index;

/// Above this many they are a set: to put somebody among as many in order moves half of them.
const ORDERED: usize = 4_096;

/// Those on a list.
pub(super) enum Members {
    /// In order: half of what a set takes, and found as quickly where there are a few thousand.
    Ordered(Vec<Index>),
    Set(FxHashSet<Index>),
}

impl Members {
    /// Of these, each of whom is there once.
    pub(super) fn new(others: &[Index]) -> Self {
        if others.len() > ORDERED {
            return Self::Set(others.iter().copied().collect());
        }
        let mut ordered = others.to_vec();
        ordered.sort_unstable();
        Self::Ordered(ordered)
    }

    pub(super) fn contains(&self, other: Index) -> bool {
        match self {
            Self::Ordered(ordered) => ordered.binary_search(&other).is_ok(),
            Self::Set(set) => set.contains(&other),
        }
    }

    /// Takes in somebody who is not there.
    pub(super) fn insert(&mut self, other: Index) {
        match self {
            Self::Ordered(ordered) => {
                let at = ordered.partition_point(|member| *member < other);
                ordered.insert(at, other);
                if ordered.len() > ORDERED {
                    *self = Self::Set(ordered.iter().copied().collect());
                }
            }
            Self::Set(set) => drop(set.insert(other)),
        }
    }

    /// Leaves somebody out; tells whether they were there.
    pub(super) fn remove(&mut self, other: Index) -> bool {
        match self {
            Self::Ordered(ordered) => ordered.binary_search(&other).map(|at| ordered.remove(at)).is_ok(),
            Self::Set(set) => set.remove(&other),
        }
    }
}
