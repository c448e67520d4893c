//! Who is alone writes on their own thread; what they wrote is folded all the same, and a stop does not wait for all of it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ThreadId};

use super::*;

/// A ledger at hand that tells which thread appended, and when it is folded.
struct Near {
    appended: Mutex<Vec<ThreadId>>,
    folded: Mutex<Sender<()>>,
}

impl Ledger for Near {
    fn load(&self, _: &mut dyn Loader) -> Result<(), StoreError> {
        Ok(())
    }

    fn append(&self, _: &[Event]) -> Result<(), StoreError> {
        self.appended.lock().push(thread::current().id());
        Ok(())
    }

    fn is_near(&self) -> bool {
        true
    }

    fn fold(&self, _: usize) -> Result<usize, StoreError> {
        let _ = self.folded.lock().send(());
        Ok(0)
    }

    fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

#[tokio::test(flavor = "current_thread")]
async fn one_who_is_alone_needs_no_other_thread() {
    let (folded, folds) = channel();
    let ledger = Arc::new(Near { appended: Mutex::default(), folded: Mutex::new(folded) });
    let engine = world_on(Arc::clone(&ledger) as Arc<dyn Ledger>, 9).await;
    // All that came before is folded once nothing waits.
    folds.recv().unwrap();
    ledger.appended.lock().clear();
    let block = async |target| run(&engine, &actor(1), Block { target: to(target) }).await.unwrap().changed();
    let mine = thread::current().id();
    let by_whom = || ledger.appended.lock().drain(..).map(|id| id == mine).collect::<Vec<_>>();

    assert!(block(2).await);
    assert_eq!(by_whom(), [false], "nobody said who is there");
    let me = engine.enter();
    assert!(block(3).await && !block(3).await && block(4).await);
    assert_eq!(by_whom(), [true, true]);
    let other = engine.enter();
    assert!(block(5).await);
    assert_eq!(by_whom(), [false]);
    drop(other);
    assert!(block(6).await);
    assert_eq!(by_whom(), [true]);
    drop(me);
    assert!(block(7).await);
    assert_eq!(by_whom(), [false]);
    while folds.try_recv().is_ok() {}
    let _me = engine.enter();
    assert!(block(8).await);
    folds.recv().unwrap();
}

/// A ledger of which there is always more to fold.
struct Endless(AtomicUsize);

impl Ledger for Endless {
    fn load(&self, _: &mut dyn Loader) -> Result<(), StoreError> {
        Ok(())
    }

    fn append(&self, _: &[Event]) -> Result<(), StoreError> {
        Ok(())
    }

    fn is_near(&self) -> bool {
        true
    }

    fn fold(&self, rows: usize) -> Result<usize, StoreError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Ok(rows)
    }

    fn ping(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_stop_folds_some_and_ends() {
    let ledger = Arc::new(Endless(AtomicUsize::new(0)));
    drop(world_on(Arc::clone(&ledger) as Arc<dyn Ledger>, 2).await);
    let folds = ledger.0.load(Ordering::Relaxed);
    assert!(folds >= 100, "{folds}");
}
