//! What a group's writes came to, told to each worker in one piece.
//!
//! A task that another thread wakes comes second to those that its worker wakes itself: where the worker always has
//! something to do, one in some thirty. So one caller of each worker is told the answers of all of them, and hands them
//! on as it takes its own; the others are then woken by their worker, and the thread that answers wakes one task and not
//! each.

use std::thread::{self, ThreadId};

use tokio::sync::oneshot;

/// An answer that somebody waits for.
pub(super) struct Due<T> {
    to: oneshot::Sender<Told<T>>,
    worker: ThreadId,
}

/// Where an answer comes.
pub(super) struct Awaited<T>(oneshot::Receiver<Told<T>>);

/// One's own answer, and those to be handed on. They are, whatever becomes of it.
struct Told<T> {
    own: Option<T>,
    others: Vec<(oneshot::Sender<Self>, T)>,
}

/// Answers that are sent when all are there, or when this goes.
pub(super) struct Answers<T>(Vec<(ThreadId, Told<T>, oneshot::Sender<Told<T>>)>);

/// An answer to whoever asks on this thread.
pub(super) fn due<T>() -> (Due<T>, Awaited<T>) {
    let (to, awaited) = oneshot::channel();
    (Due { to, worker: thread::current().id() }, Awaited(awaited))
}

impl<T> Due<T> {
    /// Whether nobody waits for it any more.
    pub(super) fn is_given_up(&self) -> bool {
        self.to.is_closed()
    }

    /// Gives it alone. One who went away has what was done all the same.
    pub(super) fn give(self, answer: T) {
        drop(self.to.send(Told::only(answer)));
    }
}

impl<T> Awaited<T> {
    /// The answer; `None` if nobody will give it.
    pub(super) async fn take(self) -> Option<T> {
        // What it brings for others goes on its way here.
        self.0.await.ok()?.own.take()
    }
}

impl<T> Told<T> {
    fn only(answer: T) -> Self {
        Self { own: Some(answer), others: Vec::new() }
    }
}

impl<T> Drop for Told<T> {
    fn drop(&mut self) {
        for (to, answer) in self.others.drain(..) {
            drop(to.send(Self::only(answer)));
        }
    }
}

impl<T> Default for Answers<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Answers<T> {
    /// Adds an answer.
    pub(super) fn add(&mut self, due: Due<T>, answer: T) {
        match self.0.iter_mut().find(|(worker, ..)| *worker == due.worker) {
            Some((_, told, _)) => told.others.push((due.to, answer)),
            None => self.0.push((due.worker, Told::only(answer), due.to)),
        }
    }
}

impl<T> Drop for Answers<T> {
    /// Sends them. Where the first of a worker went away, what comes back is handed on from here.
    fn drop(&mut self) {
        self.0.drain(..).for_each(|(_, told, to)| drop(to.send(told)));
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    fn poll<T>(taking: std::pin::Pin<&mut impl Future<Output = Option<T>>>) -> Poll<Option<T>> {
        taking.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn one_of_a_worker_hands_the_others_theirs() {
        let (mut answers, mut waiting) = (Answers::default(), Vec::new());
        for number in 0..3 {
            let (due, awaited) = due();
            answers.add(due, number);
            waiting.push(Box::pin(awaited.take()));
        }
        assert!(waiting.iter_mut().all(|one| poll(one.as_mut()).is_pending()), "not before all are there");
        drop(answers);
        assert!(poll(waiting[2].as_mut()).is_pending(), "the first has not looked");
        let told: Vec<_> = waiting.iter_mut().map(|one| poll(one.as_mut())).collect();
        assert_eq!(told, [0, 1, 2].map(|number| Poll::Ready(Some(number))));
    }

    #[test]
    fn each_worker_is_told() {
        let mut answers = Answers::default();
        let (here, awaited) = due();
        let (there, elsewhere) = thread::spawn(due).join().unwrap();
        answers.add(here, 1);
        answers.add(there, 2);
        drop(answers);
        assert_eq!(poll(pin!(elsewhere.take())), Poll::Ready(Some(2)));
        assert_eq!(poll(pin!(awaited.take())), Poll::Ready(Some(1)));
    }

    #[test]
    fn nobody_waits_in_vain_for_one_who_went_away() {
        let three = || {
            let (mut answers, mut waiting) = (Answers::default(), Vec::new());
            for number in 0..3 {
                let (due, awaited) = due();
                answers.add(due, number);
                waiting.push(awaited);
            }
            (answers, waiting)
        };
        let (answers, mut waiting) = three();
        drop(waiting.remove(0));
        drop(answers);
        let told: Vec<_> = waiting.into_iter().map(|awaited| poll(pin!(awaited.take()))).collect();
        assert_eq!(told, [1, 2].map(|number| Poll::Ready(Some(number))), "before they were sent");
        let (answers, mut waiting) = three();
        drop(answers);
        drop(waiting.remove(0));
        let told: Vec<_> = waiting.into_iter().map(|awaited| poll(pin!(awaited.take()))).collect();
        assert_eq!(told, [1, 2].map(|number| Poll::Ready(Some(number))), "after");
    }

    #[test]
    fn one_who_asks_is_told_when_nobody_answers() {
        let (due, awaited) = due::<u8>();
        assert!(!due.is_given_up());
        drop(due);
        assert_eq!(poll(pin!(awaited.take())), Poll::Ready(None));
        let (due, awaited) = super::due();
        drop(awaited);
        assert!(due.is_given_up());
        due.give(1);
    }
}
