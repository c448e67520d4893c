//! The net effect of a run of changes on rows that come and go under a key (edges, likes, memberships): each row once, in
//! the order of its key, so that a batch touches few pages and processes never wait for each other in a ring.

use std::collections::BTreeMap;

/// What becomes of rows, by key; what they hold beside it is their position.
pub(super) struct Toggles<K>(BTreeMap<K, Toggle>);

#[derive(Clone, Copy, Default)]
struct Toggle {
    /// The row that is there now, if any, goes.
    ended: bool,
    /// The position it has afterwards, if it was not there or has gone.
    begun: Option<i64>,
}

impl<K> Default for Toggles<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Copy> Toggles<K> {
    /// A row begins; one that is there already stays where it is.
    pub(super) fn begin(&mut self, key: K, position: i64) {
        self.0.entry(key).or_default().begun.get_or_insert(position);
    }

    /// A row ends, if it is there.
    pub(super) fn end(&mut self, key: K) {
        self.0.insert(key, Toggle { ended: true, begun: None });
    }

    /// Whether rows begin and none ends.
    pub(super) fn only_begins(&self) -> bool {
        !self.0.is_empty() && self.0.values().all(|toggle| !toggle.ended)
    }

    /// The keys of rows to delete, before any is inserted.
    pub(super) fn ended(&self) -> Vec<K> {
        self.0.iter().filter(|(_, toggle)| toggle.ended).map(|(key, _)| *key).collect()
    }

    /// The rows to insert where there is none.
    pub(super) fn begun<R>(&self, row: impl Fn(K, i64) -> R) -> Vec<R> {
        self.0.iter().filter_map(|(key, toggle)| toggle.begun.map(|position| row(*key, position))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_counts() {
        let mut toggles = Toggles::default();
        for key in 1..=4 {
            toggles.begin(key, key * 10);
        }
        toggles.begin(1, 11);
        toggles.end(2);
        toggles.end(3);
        toggles.begin(3, 31);
        toggles.end(5);
        assert_eq!(toggles.ended(), [2, 3, 5]);
        assert_eq!(toggles.begun(|key, position| (key, position)), [(1, 10), (3, 31), (4, 40)]);
    }
}
