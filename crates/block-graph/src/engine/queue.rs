//! A queue whose readers are woken for a group and not for its first: whoever puts the first in gives the others of the
//! same turn of the runtime time to put in theirs, and the reader that is woken then takes them all. What comes while a
//! reader is at work waits for it; another is woken only when much waits.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};

/// When so many wait, a further reader is woken for them.
const ENOUGH: usize = 64;

/// Where things wait for those who take them in groups.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
    most: usize,
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
    pub(super) fn new(most: usize) -> Arc<Self> {
        let waiting = VecDeque::new();
        let state = State { waiting, readers: 0, resting: 0, stirred: false, closed: false };
        Arc::new(Self { state: Mutex::new(state), filled: Condvar::new(), most })
    }

    /// Another reader.
    pub(super) fn reader(self: &Arc<Self>) -> Reader<T> {
        self.state.lock().readers += 1;
        Reader(Arc::clone(self))
    }

    /// Puts something in; it is let go if too much waits, or if nobody takes it any more.
    pub(super) async fn put(&self, thing: T) -> Result<(), Refused> {
        let (waiting, all_rest) = {
            let mut state = self.state.lock();
            if state.closed || state.waiting.len() >= self.most {
                return Err(Refused);
            }
            state.waiting.push_back(thing);
            (state.waiting.len(), state.resting == state.readers)
        };
        if waiting == 1 && all_rest {
            // Also if this is given up meanwhile: others rely on it.
            let waking = Waking(self);
            a_turn().await;
            drop(waking);
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

struct Waking<'q, T>(&'q Queue<T>);

impl<T> Drop for Waking<'_, T> {
    fn drop(&mut self) {
        self.0.wake();
    }
}

/// Lets whoever is ready go first, once.
async fn a_turn() {
    let mut had = false;
    poll_fn(|context| {
        if std::mem::replace(&mut had, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;

    fn poll(putting: std::pin::Pin<&mut impl Future<Output = Result<(), Refused>>>) -> bool {
        putting.poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

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
    fn a_reader_that_rests_is_woken_for_all_of_a_turn_also_if_its_first_is_given_up() {
        let queue = Queue::new(10);
        let taken = taker(queue.reader());
        rest(&queue);
        let mut first = pin!(queue.put(1));
        assert!(!poll(first.as_mut()), "it waits for the turn's end");
        assert!(poll(pin!(queue.put(2))) && poll(pin!(queue.put(3))), "these need not");
        assert!(poll(first));
        rest(&queue);
        {
            let mut first = pin!(queue.put(4));
            assert!(!poll(first.as_mut()));
            assert!(poll(pin!(queue.put(5))));
        }
        rest(&queue);
        queue.close();
        assert!(poll(pin!(queue.put(6))), "refused at once");
        assert_eq!(taken.join().unwrap(), [vec![1, 2, 3], vec![4, 5]]);
    }

    #[test]
    fn a_reader_at_work_takes_what_came_meanwhile() {
        let queue = Queue::new(10);
        let reader = queue.reader();
        assert_eq!(at_hand(&reader, 2), (Taken::Nothing, vec![]));
        (1..=3).for_each(|number| assert!(poll(pin!(queue.put(number))), "nobody needs to be woken"));
        assert_eq!(at_hand(&reader, 2), (Taken::Some, vec![1, 2]));
        queue.close();
        assert_eq!(at_hand(&reader, 2), (Taken::Some, vec![3]));
        assert_eq!(at_hand(&reader, 2), (Taken::Closed, vec![]));
    }

    #[test]
    fn a_reader_that_is_stirred_looks_up() {
        let queue = Queue::<u8>::new(1);
        let reader = queue.reader();
        queue.stir();
        assert_eq!(reader.take_within(1, &mut Vec::new(), None), Taken::Nothing, "it would wait for ever otherwise");
    }

    #[test]
    fn it_has_bounds_and_takes_nothing_for_nobody() {
        let queue = Queue::new(2);
        let reader = queue.reader();
        let thing = Arc::new(2);
        assert!(poll(pin!(queue.put(Arc::new(1)))) && poll(pin!(queue.put(Arc::clone(&thing)))));
        let mut over = pin!(queue.put(Arc::new(3)));
        let refused = over.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(refused, Poll::Ready(Err(Refused))));
        let mut one = Vec::new();
        assert!(reader.take(1, &mut one));
        assert_eq!((*one[0], Arc::strong_count(&thing)), (1, 2));
        drop(reader);
        assert_eq!(Arc::strong_count(&thing), 1, "what nobody will take is let go, so that who waits for it is told");
        let after = pin!(queue.put(thing)).poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(after, Poll::Ready(Err(Refused))));
    }
}
