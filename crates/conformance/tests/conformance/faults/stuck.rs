//! The database is there and does not get on: callers are told so, they do not pile up.

use std::time::Instant;

use conformance::at_once;
use diesel::connection::SimpleConnection;

use super::{BOUND, asks, at_home, recovers};

#[test]
fn a_crowd_before_locked_tables_is_sent_away() {
    let (server, house) = at_home(&[]);
    let mut other = server.connect();
    other.batch_execute("BEGIN; LOCK TABLE ledger, users, tokens, edges IN ACCESS EXCLUSIVE MODE").unwrap();
    // Far more than there are connections; each would wait for two seconds in turn.
    let crowd: Vec<_> = asks().into_iter().cycle().take(60).collect();
    let began = Instant::now();
    let answers = at_once(&[&house], &crowd.iter().map(|(_, ask)| ask.clone()).collect::<Vec<_>>());
    assert!(began.elapsed() < BOUND, "the last was answered after {:?}", began.elapsed());
    for ((name, _), answer) in crowd.iter().zip(&answers) {
        answer.assert_unavailable(name);
    }
    other.batch_execute("ROLLBACK").unwrap();
    // Nothing of what was given up is done first.
    recovers(&house);
}

#[test]
fn a_commit_that_waits_for_a_standby_holds_up_nobody_for_long() {
    let (server, house) = at_home(&[]);
    // A standby that is not there: from here on no commit ends. Nor would this one, if it were a commit.
    server.administer("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    server.administer("SELECT pg_reload_conf()");
    let mut sent = 0;
    for (name, ask) in asks().into_iter().cycle() {
        let (began, answer) = (Instant::now(), house.ask(&ask));
        assert!(began.elapsed() < BOUND, "{name} took {:?}", began.elapsed());
        sent += 1;
        // Amy blocks cat already, so her block is a read: the first write is somebody else's.
        assert_eq!(answer.status(), 200, "{name}");
        if sent == 6 {
            break;
        }
    }
    let writes: Vec<_> = super::writes_by("bob").collect();
    for (name, ask) in &writes {
        let (began, answer) = (Instant::now(), house.ask(ask));
        answer.assert_unavailable(name);
        assert!(began.elapsed() < BOUND, "{name} took {:?}", began.elapsed());
    }
    server.administer("ALTER SYSTEM RESET synchronous_standby_names");
    server.administer("SELECT pg_reload_conf()");
    recovers(&house);
    assert!(writes.iter().all(|(_, ask)| house.ask(ask).status() == 200));
}
