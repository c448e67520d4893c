//! Writers of posts, which must not be made twice, and what they were told became of them.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, Scope};
use std::time::Duration;

use conformance::speech::{self, Deed, Speech};
use conformance::{Ask, Server, id};

use crate::client::{Client, Way};
use crate::{Halt, truth, until};

/// Writers at work.
pub(crate) struct Posts {
    /// What their posts begin with.
    mark: &'static str,
    next: AtomicUsize,
    stop: AtomicBool,
    acknowledged: Mutex<BTreeMap<String, i64>>,
    refused: Mutex<Vec<String>>,
}

impl Posts {
    pub(crate) fn new(mark: &'static str) -> Self {
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        Self { mark, next, stop, acknowledged: Mutex::default(), refused: Mutex::default() }
    }

    /// Lets a person write in each dialect until they are [stopped](Self::stop).
    pub(crate) fn begin<'s>(&'s self, scope: &'s Scope<'s, '_>, way: &'s Way) -> Halt<'s> {
        for (speech, name) in speech::ALL.into_iter().zip(["amy", "bob", "dan"]) {
            scope.spawn(move || {
                let mut client = Client::new(way);
                while !self.stop.load(Ordering::Relaxed) {
                    // HAProxy closes a connection without a word, in its log too, where a later request than the first breaks.
                    if matches!(way, Way::Balancer(_)) {
                        client = Client::new(way);
                    }
                    let text = format!("{} {}", self.mark, self.next.fetch_add(1, Ordering::Relaxed));
                    match client.ask(&write(speech, name, &text)) {
                        Ok(answer) if matches!(answer.status(), 200 | 201) => {
                            self.acknowledged.lock().unwrap().insert(text, speech::made(&answer));
                        }
                        other => {
                            let told = other.map_or_else(|error| error.to_string(), |answer| answer.text());
                            self.refused.lock().unwrap().push(format!("{text}: {told}"));
                            thread::sleep(Duration::from_millis(20));
                        }
                    }
                }
            });
        }
        Halt(&self.stop)
    }

    /// Waits until so many more were acknowledged.
    pub(crate) fn goes_on(&self, more: usize) {
        let enough = self.acknowledged.lock().unwrap().len() + more;
        until("posts are made", || self.acknowledged.lock().unwrap().len() >= enough);
    }

    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// The posts that were refused, and in which words.
    pub(crate) fn refused(&self) -> Vec<String> {
        self.refused.lock().unwrap().clone()
    }

    /// That what was acknowledged is there under the id that was told, and nothing is there twice. How many there are.
    pub(crate) fn assert_kept(&self, server: &Server) -> usize {
        let mark = self.mark;
        let twice =
            format!("SELECT text AS told FROM posts WHERE text LIKE '{mark} %' GROUP BY text HAVING count(*) > 1");
        assert_eq!(truth::texts(server, &twice), Vec::<String>::new(), "posts were made twice");
        let all = format!("SELECT text || ':' || id AS told FROM posts WHERE text LIKE '{mark} %'");
        let kept: std::collections::BTreeSet<_> = truth::texts(server, &all).into_iter().collect();
        let acknowledged = self.acknowledged.lock().unwrap();
        let lost: Vec<_> =
            acknowledged.iter().map(|(text, id)| format!("{text}:{id}")).filter(|it| !kept.contains(it)).collect();
        assert!(lost.is_empty(), "{} of {} were lost: {lost:?}", lost.len(), acknowledged.len());
        // One row of the ledger for each: a group is kept whole or not at all.
        let rows = format!(
            "SELECT count(*) AS number FROM ledger l JOIN posts p ON p.id = l.source WHERE l.change = 5 AND p.text LIKE '{mark} %'"
        );
        assert_eq!(truth::numbers(server, &rows), [i64::try_from(kept.len()).unwrap()]);
        acknowledged.len()
    }
}

/// The request with which somebody writes that.
pub(crate) fn write(speech: &dyn Speech, name: &str, text: &str) -> Ask {
    // A deed's words live as long as the tests.
    let deed = Deed::Write(text.to_owned().leak());
    speech::ask(speech.name(), id(name), &deed).unwrap().by(&speech.person(name))
}
