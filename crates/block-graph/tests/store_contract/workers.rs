//! Worker numbers on loan, by the database's own clock: held by one at a time, their spans never overlapping.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use block_graph::rate::Limiter;
use block_graph::store::diesel::DieselStore;
use block_graph::store::{Lease, Store, Term, Workers};
use block_graph::{
    Clock, CoreError, Engine, ManualClock, NewUser, Parts, Standing, StoreError, SystemClock, Timestamp, Username,
};
use diesel::Connection;
use diesel::connection::SimpleConnection;

use crate::stores::Place;

crate::over!(
    bare databases: a_number_is_held_by_one_at_a_time, a_number_goes_on_above_its_last_span, many_take_at_once,
    taking_over_and_renewing_never_both_succeed, engines_take_numbers_and_give_them_back,
    an_engine_without_a_number_writes_nothing,
);

const LONG: i64 = 60_000;
/// A term that ended before it began.
const OVER: i64 = -1;

fn term(holder: &str, lasts: i64, reach: i64) -> Term<'_> {
    Term { holder, lasts, reach, span: 100 }
}

/// Runs a statement as somebody else's program would.
fn by_hand(place: &Place, statement: &str) {
    #[cfg(feature = "sqlite")]
    if let Some(path) = place.url.strip_prefix("sqlite://") {
        return diesel::SqliteConnection::establish(path).unwrap().batch_execute(statement).unwrap();
    }
    #[cfg(feature = "postgres")]
    diesel::PgConnection::establish(&place.url).unwrap().batch_execute(statement).unwrap();
}

/// Every number was held, and each one's span ended one millisecond after the one's before; numbers from `held` on still are.
fn wear_out(place: &Place, held: i16) {
    let ends = i64::MAX;
    by_hand(
        place,
        &format!(
            "WITH RECURSIVE every (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM every WHERE number < 1023) \
             INSERT INTO workers SELECT number, 'before', CASE WHEN number < {held} THEN 0 ELSE {ends} END, \
             10000 + number FROM every"
        ),
    );
}

fn a_number_is_held_by_one_at_a_time(place: &Place) {
    let store = place.open();
    let first = store.take(&term("a", LONG, 1_000)).unwrap().unwrap();
    assert_eq!(first, Lease { worker: 0, above: 0, up_to: 1_100 });
    assert_eq!(store.take(&term("b", LONG, 1_000)).unwrap().unwrap().worker, 1);
    assert_eq!(store.renew(0, &term("a", LONG, 1_050)), Ok(Some(Lease { worker: 0, above: 0, up_to: 1_150 })));
    // A clock set back takes nothing of the span back.
    assert_eq!(store.renew(0, &term("a", LONG, 5)), Ok(Some(Lease { worker: 0, above: 0, up_to: 1_150 })));
    assert_eq!(store.renew(0, &term("b", LONG, 1_050)), Ok(None));
    assert_eq!(store.renew(7, &term("a", LONG, 1_050)), Ok(None));
    // Nobody's word but the holder's gives a number back.
    store.release(0, "b", 0).unwrap();
    assert!(store.renew(0, &term("a", LONG, 1_050)).unwrap().is_some());
}

fn a_number_goes_on_above_its_last_span(place: &Place) {
    let store = place.open();
    wear_out(place, 3);
    // The one whose span ended first; the new holder's clock is behind the old one's.
    assert_eq!(store.take(&term("a", OVER, 500)), Ok(Some(Lease { worker: 0, above: 10_000, up_to: 10_100 })));
    // Its term is over, but nobody took it: it may go on.
    assert!(store.renew(0, &term("a", OVER, 10_600)).unwrap().is_some());
    assert_eq!(store.take(&term("b", LONG, 0)), Ok(Some(Lease { worker: 1, above: 10_001, up_to: 10_101 })));
    store.release(1, "b", 10_050).unwrap();
    assert_eq!(store.renew(1, &term("b", LONG, 0)), Ok(None), "it was given back");
    let left = || store.take(&term("c", LONG, 0)).unwrap().map(|lease| (lease.worker, lease.above));
    assert_eq!([left(), left(), left()], [Some((2, 10_002)), Some((1, 10_050)), Some((0, 10_700))]);
    assert_eq!(left(), None, "all are held");
    assert_eq!(store.renew(0, &term("a", LONG, 0)), Ok(None), "it was taken over");
}

pub(crate) fn many_take_at_once(place: &Place) {
    let mut workers = std::thread::scope(|scope| {
        let take = |number: usize| {
            scope.spawn(move || {
                let store = place.open();
                let take = |turn| store.take(&term(&format!("{number} {turn}"), LONG, 0)).unwrap().unwrap().worker;
                (0..5).map(take).collect::<Vec<_>>()
            })
        };
        let threads: Vec<_> = (0..6).map(take).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    workers.sort_unstable();
    assert_eq!(workers, (0..30).collect::<Vec<_>>());
}

/// One process wakes up and renews while another takes its number over: of the spans that are given out none overlap.
fn taking_over_and_renewing_never_both_succeed(place: &Place) {
    wear_out(place, 3);
    let mut spans = std::thread::scope(|scope| {
        let run = |holder: &'static str| {
            scope.spawn(move || {
                let store = place.open();
                let mut spans = Vec::new();
                while spans.len() < 10 {
                    // Every term is over at once, so that a number may be taken from under its holder at any time.
                    let Some(mut lease) = store.take(&term(holder, OVER, 0)).unwrap() else { continue };
                    for _ in 0..3 {
                        let Some(more) = store.renew(lease.worker, &term(holder, OVER, lease.up_to)).unwrap() else {
                            break;
                        };
                        lease.up_to = more.up_to;
                    }
                    spans.push((lease.worker, lease.above, lease.up_to));
                }
                spans
            })
        };
        let threads: Vec<_> = ["a", "b", "c", "d"].map(run).into_iter().collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
    });
    spans.sort_unstable();
    for pair in spans.windows(2) {
        assert!(pair[0].0 != pair[1].0 || pair[0].2 <= pair[1].1, "{pair:?}");
    }
}

/// An engine as a process has one, whose number `workers` lend.
fn engine(place: &Place, clock: Arc<dyn Clock>, workers: Arc<dyn Workers>) -> Engine {
    let parts = Parts {
        clock,
        worker: 0,
        store: Store::Shared(Arc::new(place.open())),
        limiter: Limiter::new(false, Default::default()),
        timestamp_window: 300,
        readers: 1,
        sessions: block_graph::access::session::Sessions::new([9; 32]),
    };
    Engine::open_leasing(parts, workers, "a test").unwrap()
}

/// Makes an account; tells the worker that its id was minted by.
fn add(engine: &Engine, name: &str) -> Result<i64, CoreError> {
    let username = Username::new(name).unwrap();
    let new =
        NewUser { username, name: None, description: String::new(), protected: false, standing: Standing::Active };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(engine.add_user(new)).map(|person| (person.user.id.0 >> 12) & 1023)
}

fn engines_take_numbers_and_give_them_back(place: &Place) {
    let open = || engine(place, Arc::new(SystemClock), Arc::new(place.open()));
    let (one, two) = (open(), open());
    assert_eq!((add(&one, "amy"), add(&two, "bob")), (Ok(0), Ok(1)));
    drop(one);
    // A number that nobody held yet is better than one given back, which is nobody's.
    assert_eq!(add(&open(), "cat"), Ok(2));
    let free = |number| place.open().renew(number, &term("", OVER, 0)).unwrap().is_some();
    assert_eq!([free(0), free(1), free(2)], [true, false, true]);
}

/// Numbers that cannot be had while the database is away.
struct Cut(DieselStore, AtomicBool);

impl Cut {
    fn reached(&self) -> Result<&DieselStore, StoreError> {
        if self.1.load(Ordering::Relaxed) { Err(StoreError::Unavailable("cut".to_owned())) } else { Ok(&self.0) }
    }
}

impl Workers for Cut {
    fn take(&self, term: &Term<'_>) -> Result<Option<Lease>, StoreError> {
        self.reached()?.take(term)
    }

    fn renew(&self, worker: u16, term: &Term<'_>) -> Result<Option<Lease>, StoreError> {
        self.reached()?.renew(worker, term)
    }

    fn release(&self, worker: u16, holder: &str, reach: i64) -> Result<(), StoreError> {
        self.reached()?.release(worker, holder, reach)
    }
}

fn an_engine_without_a_number_writes_nothing(place: &Place) {
    let clock = Arc::new(ManualClock::at(Timestamp(1_613_254_256_000)));
    let cut = Arc::new(Cut(place.open(), AtomicBool::new(false)));
    let engine = engine(place, Arc::clone(&clock) as _, Arc::clone(&cut) as _);
    assert_eq!(add(&engine, "amy"), Ok(0));
    cut.1.store(true, Ordering::Relaxed);
    clock.advance(29_999);
    assert_eq!(add(&engine, "bob"), Ok(0));
    clock.advance(1);
    let ready = || tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(engine.ping());
    assert!(matches!((add(&engine, "cat"), ready()), (Err(CoreError::Unavailable(_)), Err(CoreError::Unavailable(_)))));
    // Its number is somebody else's by the time it is back.
    by_hand(place, "UPDATE workers SET holder = 'another', ends = 9000000000000");
    cut.1.store(false, Ordering::Relaxed);
    let until = Instant::now() + Duration::from_secs(60);
    while ready().is_err() {
        assert!(Instant::now() < until, "it gets no number");
    }
    assert_eq!(add(&engine, "cat"), Ok(1));
}
