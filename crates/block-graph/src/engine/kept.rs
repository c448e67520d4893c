//! Pages of ids that are kept as they were cut and written, where the graph is in memory.
//!
//! A page is kept with the [version](Version) of its list and is found only while the list has that version, which is read under
//! the same lock as the list itself. So nothing has to be dropped when something changes, and nothing old is answered.
//!
//! What is asked for once is not kept: a page is taken in when it is asked for the second time in the same version. Until then
//! it costs a look at a small table, and clients that read whole lists once push nothing out.

use std::hash::BuildHasher as _;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{OptionsBuilder, Weighter};
use rustc_hash::FxBuildHasher;

use super::pages::cut_ids;
use crate::edge::List;
use crate::error::StoreError;
use crate::id::UserId;
use crate::id_page::IdPage;
use crate::page::PageRequest;
use crate::view::{Version, View};

/// Pages of so many ids and more are worth being kept.
pub const KEPT_FROM: usize = 500;

/// What an entry takes beside its page: the key, the version and its place among the others, in bytes, with some to spare.
const AROUND: usize = 256;
/// For so many bytes there is one place in the table of what was asked for once.
const BYTES_A_PLACE: u64 = 8 * 1024;
/// The most places of that table.
const PLACES: u64 = 1 << 20;

/// How it goes with the pages that are kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeptCounts {
    /// How many pages were there when they were asked for.
    pub hits: u64,
    /// How many were not, and were worth being kept.
    pub misses: u64,
    /// The most bytes that those which are there take.
    pub bytes: u64,
}

/// Pages by what was asked for.
pub(super) struct KeptPages {
    pages: Cache<Asked, Entry, Bytes, FxBuildHasher>,
    /// Hashes of what was asked for once, and in which version, each where its lower bits say.
    once: Box<[AtomicU64]>,
    /// The least ids of a page that is kept.
    least: usize,
    /// The most bytes of one: half of all.
    most: u64,
    hits: AtomicU64,
    misses: AtomicU64,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Asked {
    owner: UserId,
    list: List,
    page: PageRequest,
}

#[derive(Clone)]
struct Entry {
    version: Version,
    page: IdPage,
}

#[derive(Clone)]
struct Bytes;

impl Weighter<Asked, Entry> for Bytes {
    fn weight(&self, _: &Asked, entry: &Entry) -> u64 {
        weight(&entry.page)
    }
}

/// What an entry of that page takes at the most, in bytes.
fn weight(page: &IdPage) -> u64 {
    (AROUND + page.weight()) as u64
}

impl KeptPages {
    /// Keeps pages of at least so many ids, in no more than so many bytes; `None` where that is none.
    pub(super) fn new(bytes: u64, least: usize) -> Option<Self> {
        let places = (bytes / BYTES_A_PLACE).clamp(1, PLACES).next_power_of_two();
        // The cache remembers the keys of some that had to go, of half as many as it expects.
        let bytes = bytes.checked_sub(places * 8 + bytes / 256).filter(|bytes| *bytes > 0)?;
        let options = OptionsBuilder::new()
            // In one piece, of which one page may take much: who asks for thousands of ids hardly waits for a lock.
            .shards(1)
            .estimated_items_capacity(usize::try_from(bytes / (2 * BYTES_A_PLACE)).unwrap_or(usize::MAX))
            .weight_capacity(bytes)
            .build()
            .ok()?;
        Some(Self {
            pages: Cache::with_options(options, Bytes, FxBuildHasher, DefaultLifecycle::default()),
            once: (0..places).map(|_| AtomicU64::new(0)).collect(),
            least: least.max(1),
            most: bytes / 2,
            hits: AtomicU64::new(0),
            misses: AtomicU64::new(0),
        })
    }

    /// One page of ids, found or cut. Whether the caller may see the list was asked before.
    pub(super) fn page(
        &self,
        view: &dyn View,
        owner: UserId,
        list: List,
        page: PageRequest,
    ) -> Result<IdPage, StoreError> {
        let long = page.size >= self.least;
        let Some(version) = long.then(|| view.version(owner, list, self.least)).flatten() else {
            return cut_ids(view, owner, list, page);
        };
        let asked = Asked { owner, list, page };
        if let Some(entry) = self.pages.get(&asked).filter(|entry| entry.version == version) {
            self.hits.fetch_add(1, Ordering::Relaxed);
            return Ok(entry.page);
        }
        let cut = cut_ids(view, owner, list, page)?;
        if cut.len() < self.least || weight(&cut) > self.most {
            return Ok(cut);
        }
        self.misses.fetch_add(1, Ordering::Relaxed);
        if !self.again(&asked, version) {
            return Ok(cut);
        }
        let page = cut.keep();
        self.pages.insert(asked, Entry { version, page: page.clone() });
        Ok(page)
    }

    /// Whether it was asked for in that version before, as far as that was not forgotten for something else.
    fn again(&self, asked: &Asked, version: Version) -> bool {
        let hash = FxBuildHasher.hash_one((asked, version));
        let place = hash as usize & (self.once.len() - 1);
        self.once[place].swap(hash, Ordering::Relaxed) == hash
    }

    /// How it goes.
    pub(super) fn counts(&self) -> KeptCounts {
        KeptCounts {
            hits: self.hits.load(Ordering::Relaxed),
            misses: self.misses.load(Ordering::Relaxed),
            bytes: self.pages.weight(),
        }
    }
}
