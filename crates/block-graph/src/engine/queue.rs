//! A queue that is taken from in groups: what comes while a reader is at work waits for it, and the reader then takes it
//! all; another is woken only when much waits. A reader that rests is woken at once, or when the turn of the runtime that
//! brought something is over, for all that it brought.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};
use tokio::runtime::Handle;

/// When so many wait, a further reader is woken for them.
const ENOUGH: usize = 64;

/// Where things wait for those who take them in groups.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
    most: usize,
    when: Wake,
}

/// When a reader that rests is woken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wake {
    /// As soon as there is something.
    AtOnce,
    /// When all that was ready with it has been dealt with: where each group costs more than a moment.
    AtTurnsEnd,
}

struct State<T> {
    waiting: VecDeque<T>,
    readers: usize,
    resting: usize,
    stirred: bool,
    closed: bool,
}

/// What came of taking.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Taken {
    /// There was something.
    Some,
    /// Nothing came for as long as it was waited for, or the reader was stirred.
    Nothing,
    /// Nothing will come.
    Closed,
}

/// One who takes from a queue. Where the last one goes, however it goes, nothing waits in vain: the queue is closed.
pub(super) struct Reader<T>(Arc<Queue<T>>);

impl<T> Queue<T> {
    /// An empty one, in which at most `most` things wait.
    pub(super) fn new(most: usize, when: Wake) -> Arc<Self> {
        let waiting = VecDeque::new();
        let state = State { waiting, readers: 0, resting: 0, stirred: false, closed: false };
        Arc::new(Self { state: Mutex::new(state), filled: Condvar::new(), most, when })
    }

    /// Another reader.
    pub(super) fn reader(self: &Arc<Self>) -> Reader<T> {
        self.state.lock().readers += 1;
        Reader(Arc::clone(self))
    }

    /// Puts something in; it is let go if too much waits, or if nobody takes it any more.
    pub(super) fn put(self: &Arc<Self>, thing: T) -> Result<(), Refused>
    where
        T: Send + 'static,
    {
        let mut state = self.state.lock();
        if state.closed || state.waiting.len() >= self.most {
            return Err(Refused);
        }
        state.waiting.push_back(thing);
        let (waiting, all_rest) = (state.waiting.len(), state.resting == state.readers);
        drop(state);
        // Who is at work takes what has come when they are done.
        if waiting == 1 && all_rest {
            match Handle::try_current() {
                // A task of its own: a server may poll one that gave back its turn again in the same turn.
                Ok(runtime) if self.when == Wake::AtTurnsEnd => {
                    let waking = Waking(Arc::clone(self));
                    drop(runtime.spawn(async move { drop(waking) }));
                }
                _ => self.wake(),
            }
        } else if waiting.is_multiple_of(ENOUGH) {
            self.wake();
        }
        Ok(())
    }

    /// Has a reader that rests look up, though there may be nothing for it.
    pub(super) fn stir(&self) {
        self.state.lock().stirred = true;
        self.filled.notify_one();
    }

    /// Ends it: what waits is still taken.
    pub(super) fn close(&self) {
        self.state.lock().closed = true;
        self.filled.notify_all();
    }

    /// Wakes a reader that rests, if there is something for it.
    fn wake(&self) {
        let state = self.state.lock();
        let due = state.resting > 0 && !state.waiting.is_empty();
        drop(state);
        if due {
            self.filled.notify_one();
        }
    }
}

impl<T> Reader<T> {
    /// Waits for something and takes all that is there, but for what goes beyond `most`; `false` when nothing will come.
    pub(super) fn take(&self, most: usize, into: &mut impl Extend<T>) -> bool {
        loop {
            match self.take_within(most, into, None) {
                Taken::Some => return true,
                Taken::Nothing => {}
                Taken::Closed => return false,
            }
        }
    }

    /// As [`take`](Self::take), but waits no longer than `patience` and not when it is stirred.
    pub(super) fn take_within(&self, most: usize, into: &mut impl Extend<T>, patience: Option<Duration>) -> Taken {
        let until = patience.map(|patience| Instant::now() + patience);
        let mut state = self.0.state.lock();
        while state.waiting.is_empty() {
            if state.closed {
                return Taken::Closed;
            }
            if std::mem::take(&mut state.stirred) || until.is_some_and(|until| until <= Instant::now()) {
                return Taken::Nothing;
            }
            state.resting += 1;
            match until {
                Some(until) => drop(self.0.filled.wait_until(&mut state, until)),
                None => self.0.filled.wait(&mut state),
            }
            state.resting -= 1;
        }
        let count = state.waiting.len().min(most);
        into.extend(state.waiting.drain(..count));
        drop(state);
        if count == most {
            self.0.wake();
        }
        Taken::Some
    }
}

impl<T> Drop for Reader<T> {
    fn drop(&mut self) {
        let mut state = self.0.state.lock();
        state.readers -= 1;
        if state.readers == 0 {
            state.closed = true;
            let left = std::mem::take(&mut state.waiting);
            drop(state);
            drop(left);
        } else {
            // What waited for this one.
            drop(state);
            self.0.wake();
        }
    }
}

/// Too much waits, or nobody takes it.
#[derive(Debug)]
pub(super) struct Refused;

/// Wakes a reader when it goes, be it because the runtime ends.
struct Waking<T>(Arc<Queue<T>>);

impl<T> Drop for Waking<T> {
    fn drop(&mut self) {
        self.0.wake();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader can take at once.
    fn at_hand<T>(reader: &Reader<T>, most: usize) -> (Taken, Vec<T>) {
        let mut group = Vec::new();
        let taken = reader.take_within(most, &mut group, Some(Duration::ZERO));
        (taken, group)
    }

    /// Whoever takes all that comes, on another thread.
    fn taker(reader: Reader<u8>) -> std::thread::JoinHandle<Vec<Vec<u8>>> {
        std::thread::spawn(move || {
            let mut groups = Vec::new();
            loop {
                let mut group = Vec::new();
                if !reader.take(10, &mut group) {
                    return groups;
                }
                groups.push(group);
            }
        })
    }

    /// Waits until nothing waits and the reader rests.
    fn rest(queue: &Queue<u8>) {
        while queue.state.lock().resting == 0 || !queue.state.lock().waiting.is_empty() {
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_reader_that_rests_is_woken() {
        let queue = Queue::new(10, Wake::AtOnce);
        let taken = taker(queue.reader());
        for number in [1, 2] {
            rest(&queue);
            assert!(queue.put(number).is_ok());
        }
        rest(&queue);
        queue.close();
        assert!(queue.put(3).is_err());
        assert_eq!(taken.join().unwrap(), [vec![1], vec![2]]);
    }

    #[tokio::test(flavor = "current_thread")]
    async fn a_reader_that_rests_is_woken_for_all_of_a_turn() {
        let queue = Queue::new(10, Wake::AtTurnsEnd);
        let taken = taker(queue.reader());
        for number in [1, 4] {
            rest(&queue);
            assert!((number..number + 3).all(|number| queue.put(number).is_ok()));
            tokio::task::yield_now().await;
        }
        rest(&queue);
        queue.close();
        assert_eq!(taken.join().unwrap(), [vec![1, 2, 3], vec![4, 5, 6]]);
    }

    #[test]
    fn a_reader_at_work_takes_what_came_meanwhile() {
        let queue = Queue::new(10, Wake::AtOnce);
        let reader = queue.reader();
        assert_eq!(at_hand(&reader, 2), (Taken::Nothing, vec![]));
        (1..=3).for_each(|number| assert!(queue.put(number).is_ok()));
        assert_eq!(at_hand(&reader, 2), (Taken::Some, vec![1, 2]));
        queue.close();
        assert_eq!(at_hand(&reader, 2), (Taken::Some, vec![3]));
        assert_eq!(at_hand(&reader, 2), (Taken::Closed, vec![]));
    }

    #[test]
    fn a_reader_that_is_stirred_looks_up() {
        let queue = Queue::<u8>::new(1, Wake::AtOnce);
        let reader = queue.reader();
        queue.stir();
        assert_eq!(reader.take_within(1, &mut Vec::new(), None), Taken::Nothing, "it would wait for ever otherwise");
    }

    #[test]
    fn it_has_bounds_and_takes_nothing_for_nobody() {
        let queue = Queue::new(2, Wake::AtOnce);
        let reader = queue.reader();
        let thing = Arc::new(2);
        assert!(queue.put(Arc::new(1)).is_ok() && queue.put(Arc::clone(&thing)).is_ok());
        assert!(queue.put(Arc::new(3)).is_err());
        let mut one = Vec::new();
        assert!(reader.take(1, &mut one));
        assert_eq!((*one[0], Arc::strong_count(&thing)), (1, 2));
        drop(reader);
        assert_eq!(Arc::strong_count(&thing), 1, "what nobody will take is let go, so that who waits for it is told");
        assert!(queue.put(thing).is_err());
    }
}
