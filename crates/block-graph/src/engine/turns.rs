//! Who goes first on a worker that has short and long work. A turn of the runtime runs all that is ready, and a page of
//! a list may take as long as all else in it. Whoever writes would wait for two turns full of pages: to be read and to
//! be answered.
//!
//! So where somebody wrote lately, a turn has a few pages, and the others wait for the next; what has come by then, and
//! what the writer has answered, goes before them. A worker on which nobody writes knows nothing of this.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use tokio::runtime::{Handle, Id};
use tokio::sync::Semaphore;
use tokio::task::yield_now;

use crate::command::Command;

/// How many pages a turn has where somebody writes: each takes as long as a few short requests.
const A_TURN: usize = 4;

/// So many pages in a row make it likely that nobody writes.
const ALONE: u32 = 500;

thread_local! {
    /// How many pages this worker has read since it was last asked to write.
    static PAGES: Cell<u32> = const { Cell::new(ALONE) };
    /// The places for pages in a turn of the runtime that this thread drives.
    static PLACES: RefCell<Option<(Id, Arc<Semaphore>)>> = const { RefCell::new(None) };
}

/// The places in a turn of that runtime. Another one that is driven no more may have kept all of its own.
fn places(runtime: &Handle) -> Arc<Semaphore> {
    PLACES.with_borrow_mut(|held| match held {
        Some((id, places)) if *id == runtime.id() => Arc::clone(places),
        _ => {
            let places = Arc::new(Semaphore::new(A_TURN));
            *held = Some((runtime.id(), Arc::clone(&places)));
            places
        }
    })
}

/// Tells that this worker is asked to write.
pub(super) fn wrote() {
    PAGES.set(0);
}

/// Waits until a page may be read, where somebody wrote lately.
pub(super) async fn page() {
    let before = PAGES.get();
    PAGES.set(before.saturating_add(1));
    if before >= ALONE {
        return;
    }
    let Ok(runtime) = Handle::try_current() else { return };
    if let Ok(place) = places(&runtime).acquire_owned().await {
        // A task of its own, because a server may poll one that gave back its turn again in the same turn.
        runtime.spawn(async move {
            // Until all that is ready has been dealt with, and it was looked what else has come.
            yield_now().await;
            drop(place);
        });
    }
}

/// Whether a command that reads may be long work.
pub(super) fn is_long(command: &Command) -> bool {
    !matches!(
        command,
        Command::ShowUser(_)
            | Command::WhoAmI(_)
            | Command::ShowRelation(_)
            | Command::ShowPost(_)
            | Command::ShowMessage(_)
            | Command::ShowList(_)
            | Command::ShowMember(_)
    )
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use tokio::task::LocalSet;

    use super::*;

    /// Who was done after whom, when ten pages and then ten others are ready.
    async fn order() -> String {
        let (local, order) = (LocalSet::new(), Rc::new(RefCell::new(String::new())));
        for number in 0..20 {
            let order = Rc::clone(&order);
            local.spawn_local(async move {
                if number < 10 {
                    page().await;
                }
                order.borrow_mut().push(if number < 10 { 'p' } else { 's' });
            });
        }
        local.await;
        order.take()
    }

    #[tokio::test(flavor = "current_thread")]
    async fn pages_come_a_few_at_a_time_where_somebody_writes() {
        let as_they_came = format!("{}{}", "p".repeat(10), "s".repeat(10));
        assert_eq!(order().await, as_they_came);
        wrote();
        assert_eq!(order().await, format!("{}{}{}", "p".repeat(A_TURN), "s".repeat(10), "p".repeat(10 - A_TURN)));
        PAGES.set(ALONE);
        assert_eq!(order().await, as_they_came);
    }

    #[test]
    fn a_runtime_does_not_wait_for_another() {
        wrote();
        for _ in 0..2 {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            // Nothing gives the places back once nobody drives it.
            (0..A_TURN).for_each(|_| runtime.block_on(page()));
            std::mem::forget(runtime);
        }
    }

    #[tokio::test(flavor = "current_thread")]
    async fn what_comes_meanwhile_goes_before_the_next_pages() {
        wrote();
        let (local, order) = (LocalSet::new(), Rc::new(RefCell::new(String::new())));
        for _ in 0..2 * A_TURN {
            let order = Rc::clone(&order);
            local.spawn_local(async move {
                page().await;
                order.borrow_mut().push('p');
                // Somebody who was waited for is there now.
                let short = Rc::clone(&order);
                tokio::task::spawn_local(async move { short.borrow_mut().push('s') });
            });
        }
        local.await;
        assert_eq!(order.take(), "ppppssssppppssss");
    }
}
