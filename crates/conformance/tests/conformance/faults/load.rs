//! Writers who write what must not be done twice, and note what was acknowledged.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use block_graph::access::{Actor, TokenClass};
use block_graph::{CreatePost, Draft, Engine, Wants};
use conformance::{Server, id, runtime};
use diesel::deserialize::QueryableByName;
use diesel::sql_types::{BigInt, Text};
use diesel::{RunQueryDsl, sql_query};

/// Writers at work.
#[derive(Default)]
pub(super) struct Load {
    next: AtomicU64,
    stop: AtomicBool,
    acknowledged: Mutex<BTreeSet<String>>,
    refused: AtomicU64,
}

#[derive(QueryableByName)]
struct Written {
    #[diesel(sql_type = Text)]
    text: String,
    #[diesel(sql_type = BigInt)]
    times: i64,
}

impl Load {
    /// Lets people write until they are [stopped](Self::stop).
    pub(super) fn begin<'s>(&'s self, scope: &'s Scope<'s, '_>, engine: &'s Engine) {
        for name in ["amy", "bob", "cat", "dan"] {
            scope.spawn(move || {
                let (runtime, who) = (runtime(), Some(id(name)));
                let actor = Actor::Granted(Arc::new(block_graph::testkit::grant(TokenClass::Signed, "x", who, &[])));
                while !self.stop.load(Ordering::Relaxed) {
                    let text = format!("load {}", self.next.fetch_add(1, Ordering::Relaxed));
                    let post = CreatePost { draft: Draft { text: text.clone(), ..Draft::default() } };
                    match runtime.block_on(engine.execute(&actor, post.into(), Wants::EVERYTHING)) {
                        Ok(_) => drop(self.acknowledged.lock().unwrap().insert(text)),
                        Err(block_graph::CoreError::Unavailable(_)) => {
                            self.refused.fetch_add(1, Ordering::Relaxed);
                            // As a client that heeds Retry-After, but in less of a hurry to end the test.
                            thread::sleep(Duration::from_millis(20));
                        }
                        Err(other) => panic!("{other}"),
                    }
                }
            });
        }
    }

    /// Waits until so many more were acknowledged.
    pub(super) fn goes_on(&self, more: usize) {
        let (until, enough) = (Instant::now() + Duration::from_secs(60), self.count() + more);
        while self.count() < enough {
            assert!(Instant::now() < until, "nothing is acknowledged any more");
            thread::sleep(Duration::from_millis(5));
        }
    }

    pub(super) fn count(&self) -> usize {
        self.acknowledged.lock().unwrap().len()
    }

    pub(super) fn refused(&self) -> u64 {
        self.refused.load(Ordering::Relaxed)
    }

    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// That what was acknowledged is there, and nothing is there twice.
    pub(super) fn assert_kept(&self, server: &Server) {
        let all = "SELECT text, count(*) AS times FROM posts WHERE text LIKE 'load %' GROUP BY text";
        let written: Vec<Written> = sql_query(all).load(&mut server.connect()).unwrap();
        assert!(written.iter().all(|post| post.times == 1), "something was done twice");
        let kept: BTreeSet<_> = written.into_iter().map(|post| post.text).collect();
        let acknowledged = self.acknowledged.lock().unwrap();
        let lost: Vec<_> = acknowledged.difference(&kept).collect();
        assert!(lost.is_empty(), "{} of {} were lost: {lost:?}", lost.len(), acknowledged.len());
        // One ledger row for each: a group is kept whole or not at all.
        let rows = "SELECT 'rows' AS text, count(*) AS times FROM ledger l JOIN posts p ON p.id = l.source \
                    WHERE p.text LIKE 'load %'";
        let rows: Vec<Written> = sql_query(rows).load(&mut server.connect()).unwrap();
        assert_eq!(usize::try_from(rows[0].times).unwrap(), kept.len());
    }
}
