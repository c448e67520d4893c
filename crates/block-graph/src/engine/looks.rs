//! Short reads of a shared database, in groups: what waits is looked up together, in a statement for each sort of thing
//! and not in one for each request. A group is read after all of it was asked for, so each of its reads sees what was
//! acknowledged before it was asked.

use std::collections::VecDeque;

use tokio::sync::oneshot;

use super::nearby::{Asked, Nearby};
use super::queue::Reader;
use crate::error::{CoreError, StoreError};
use crate::store::Wanted;
use crate::view::View;

/// How many reads are looked up together at the most.
const GROUP: usize = 256;

/// Whether the store answered. After a fault of the store nothing more is asked of the same moment.
pub(super) type Answered = bool;

/// Reads and answers, or tells that nothing can be read.
pub(super) type Work = Box<dyn FnOnce(Result<&dyn View, CoreError>) -> Answered + Send>;

/// A read that asks for little, and mostly for what it says.
pub(super) struct Look {
    /// What it will ask for.
    pub(super) wanted: Wanted,
    /// Of a replica: the number of the beat that it must have.
    pub(super) needed: u64,
    /// What it does.
    pub(super) work: Work,
}

impl Look {
    /// A read, and where its answer comes.
    pub(super) fn new<T: Send + 'static>(
        wanted: Wanted,
        needed: u64,
        work: impl FnOnce(&dyn View) -> Result<T, CoreError> + Send + 'static,
    ) -> (Self, oneshot::Receiver<Result<T, CoreError>>) {
        let (done, answer) = oneshot::channel();
        let work = Box::new(move |view: Result<&dyn View, CoreError>| {
            let result = view.and_then(work);
            let answered = matches!(result, Ok(_) | Err(CoreError::Refused(_)));
            drop(done.send(result));
            answered
        });
        (Self { wanted, needed, work }, answer)
    }
}

/// Has groups of what is asked for answered until nobody asks any more. What is left of a group is answered again.
pub(super) fn serve(asked: &Reader<Look>, mut answer: impl FnMut(&mut VecDeque<Look>)) {
    let mut group = VecDeque::new();
    while asked.take(GROUP, &mut group) {
        while !group.is_empty() {
            answer(&mut group);
        }
    }
}

/// Answers a group, or as much of it as one moment can: what `ask` reads of what it is told to want. It is put at hand as
/// what was asked for then, if at all.
pub(super) fn answer(
    group: &mut VecDeque<Look>,
    keep: Option<(&Nearby, Asked)>,
    ask: impl FnOnce(&Wanted, &mut dyn FnMut(&dyn View) -> Result<(), StoreError>) -> Result<(), StoreError>,
) {
    let mut wanted = Wanted::default();
    group.iter().for_each(|look| wanted.extend(&look.wanted));
    let mut read = |view: &dyn View| -> Result<(), StoreError> {
        if let Some((nearby, asked)) = keep {
            nearby.keep(asked, &wanted, view)?;
        }
        while let Some(look) = group.pop_front() {
            if !(look.work)(Ok(view)) {
                break;
            }
        }
        Ok(())
    };
    if let Err(error) = ask(&wanted, &mut read) {
        // Whoever was answered is out of the group.
        let error = CoreError::from(error);
        for look in group.drain(..) {
            (look.work)(Err(error.clone()));
        }
    }
}
