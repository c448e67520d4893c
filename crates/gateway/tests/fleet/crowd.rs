//! Clients of all dialects who block, unblock and read the same few pairs through any process, and what they noted.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use block_graph::scramble;
use conformance::speech::{self, Intent, Listed, Speech, Target};
use conformance::{Answer, Ask, Server, id};

use crate::client::{Client, Way};
use crate::history::{self, Act, Operation};
use crate::{Halt, truth, until};

/// Who blocks and who is blocked. Nobody of them does anything else.
pub(crate) const PAIRS: [(&str, &str); 3] = [("amy", "hal"), ("bob", "cat"), ("dan", "jo")];

/// Which of the pairs are blocks.
pub(crate) type Blocks = [bool; PAIRS.len()];

/// An answer that was none, or said that there is none now.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) client: u64,
    pub(crate) began: Instant,
    pub(crate) told: String,
}

/// Clients at work.
pub(crate) struct Crowd {
    zero: Instant,
    stop: AtomicBool,
    done: AtomicUsize,
    noted: Mutex<[Vec<Operation>; PAIRS.len()]>,
    failures: Mutex<Vec<Failure>>,
}

impl Crowd {
    pub(crate) fn new() -> Self {
        let (stop, done) = (AtomicBool::new(false), AtomicUsize::new(0));
        Self { zero: Instant::now(), stop, done, noted: Mutex::default(), failures: Mutex::default() }
    }

    /// Lets three clients of each dialect act until they are [stopped](Self::stop), each going its ways at random.
    pub(crate) fn begin<'s>(&'s self, scope: &'s Scope<'s, '_>, ways: &'s [Way], seed: u64) -> Halt<'s> {
        for client in 0..9 {
            let speech = speech::ALL[usize::try_from(client % 3).unwrap()];
            scope.spawn(move || self.act(client, speech, ways, seed));
        }
        Halt(&self.stop)
    }

    fn act(&self, client: u64, speech: &dyn Speech, ways: &[Way], seed: u64) {
        let mut clients: Vec<_> = ways.iter().map(Client::new).collect();
        let mut drawn = 0;
        let mut draw = |below: usize| {
            drawn += 1;
            let number = scramble(scramble(seed << 8 | client).wrapping_add(drawn));
            usize::try_from(number % u64::try_from(below).unwrap()).unwrap()
        };
        let mut subdued = false;
        while !self.stop.load(Ordering::Relaxed) {
            let (pair, way, what) = (draw(PAIRS.len()), draw(ways.len()), draw(10));
            // Mostly reads: many writes at once would explain whatever is read.
            // Who was refused reads until somebody answers: each outage leaves few writes of which nobody knows.
            let intent = match what {
                0 if !subdued => Intent::Block(target(pair)),
                1 if !subdued => Intent::Unblock(target(pair)),
                2..5 => Intent::List { list: Listed::Blocked, size: 50, token: None },
                _ => Intent::Relation(target(pair)),
            };
            subdued = !self.ask((client, speech), &mut clients[way], pair, &intent);
            if subdued {
                // As a client that heeds Retry-After, but in less of a hurry to end the test.
                thread::sleep(Duration::from_millis(20));
            }
        }
    }

    /// Lets a client ask once through a process and notes what it was told; whether it was answered.
    pub(crate) fn ask(
        &self,
        (client, speech): (u64, &dyn Speech),
        through: &mut Client,
        pair: usize,
        intent: &Intent,
    ) -> bool {
        let ask = say(speech, pair, intent);
        let began = Instant::now();
        let answer = through.ask(&ask);
        let ended = Instant::now();
        let failed = match &answer {
            Ok(answer) if answer.status() == 200 => None,
            Ok(answer) if answer.status() >= 500 => Some(answer.text()),
            Ok(answer) => panic!("{} {ask:?}: {} {}", speech.name(), answer.status(), answer.text()),
            Err(error) => Some(error.to_string()),
        };
        let write = match intent {
            Intent::Block(_) => Some(true),
            Intent::Unblock(_) => Some(false),
            _ => None,
        };
        let moment = |at: Instant| u64::try_from(at.duration_since(self.zero).as_micros()).unwrap();
        let known = failed.is_none().then_some(moment(ended));
        let act = match (write, &answer) {
            (Some(value), _) => Some(Act::Write(value)),
            (None, Ok(answer)) if known.is_some() => Some(Act::Read(blocks(speech, pair, intent, answer))),
            _ => None,
        };
        if let Some(act) = act {
            self.noted.lock().unwrap()[pair].push(Operation { act, began: moment(began), ended: known });
        }
        match failed {
            Some(told) => {
                self.failures.lock().unwrap().push(Failure { client, began, told });
                false
            }
            None => {
                self.done.fetch_add(1, Ordering::Relaxed);
                true
            }
        }
    }

    /// Waits until so many more were answered.
    pub(crate) fn goes_on(&self, more: usize) {
        let enough = self.done.load(Ordering::Relaxed) + more;
        until("the crowd is answered", || self.done.load(Ordering::Relaxed) >= enough);
    }

    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// What was not answered well.
    pub(crate) fn failures(&self) -> Vec<Failure> {
        self.failures.lock().unwrap().clone()
    }

    /// Whether what everybody saw is one register's for each pair, which held `before` and holds `after`. How many
    /// operations were known and how many unknown, or what stands in the way.
    pub(crate) fn check(&self, before: Blocks, after: Blocks) -> Result<[usize; 2], String> {
        let mut counts = [0, 0];
        for (pair, noted) in self.noted.lock().unwrap().iter().enumerate() {
            let last = noted.iter().map(|it| it.ended.unwrap_or(it.began)).max().unwrap_or_default();
            let settled = Operation { act: Act::Read(after[pair]), began: last + 1, ended: Some(last + 2) };
            let whole: Vec<_> = noted.iter().copied().chain([settled]).collect();
            history::check(before[pair], &whole).map_err(|why| format!("{:?}: {why}", PAIRS[pair]))?;
            noted.iter().for_each(|it| counts[usize::from(it.ended.is_none())] += 1);
        }
        Ok(counts)
    }

    /// That it is so, up to what the database holds now, and that all dialects of all processes say that. How many
    /// operations were known and how many unknown.
    pub(crate) fn assert_linear(&self, server: &Server, before: Blocks, ways: &[Way]) -> [usize; 2] {
        let after = truth::blocks(server);
        let list = Intent::List { list: Listed::Blocked, size: 50, token: None };
        for way in ways {
            let mut client = Client::new(way);
            for (pair, speech) in (0..PAIRS.len()).flat_map(|pair| speech::ALL.map(|speech| (pair, speech))) {
                for intent in [Intent::Relation(target(pair)), list.clone()] {
                    let answer = client.ask(&say(speech, pair, &intent)).unwrap();
                    assert_eq!(answer.status(), 200, "{}", answer.text());
                    let seen = blocks(speech, pair, &intent, &answer);
                    assert_eq!(seen, after[pair], "{:?} by {} of {way:?} {intent:?}", PAIRS[pair], speech.name());
                }
            }
        }
        let counts = self.check(before, after).unwrap_or_else(|why| panic!("{why}"));
        truth::assert_whole(server);
        counts
    }
}

pub(crate) fn target(pair: usize) -> Target {
    Target::Id(id(PAIRS[pair].1))
}

fn say(speech: &dyn Speech, pair: usize, intent: &Intent) -> Ask {
    let who = PAIRS[pair].0;
    speech.say(id(who), intent).unwrap().by(&speech.person(who))
}

fn blocks(speech: &dyn Speech, pair: usize, intent: &Intent, answer: &Answer) -> bool {
    let seen = speech.read(intent, answer);
    match seen.people {
        Some(people) => people.contains(&id(PAIRS[pair].1)),
        None => seen.blocking.unwrap_or_else(|| panic!("{} does not say: {}", speech.name(), answer.text())),
    }
}
