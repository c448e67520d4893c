//! The database is killed and comes back.

use std::thread;
use std::time::Duration;

use super::load::Load;
use super::{assert_all_unavailable, at_home, recovers};

#[test]
fn every_dialect_says_so_and_answers_again_when_it_is_back() {
    let (mut server, house) = at_home(&[]);
    let rounds = (0..3).map(|_| {
        server.kill();
        assert_all_unavailable(&house);
        server.restart();
        recovers(&house)
    });
    let quickest = rounds.min().unwrap();
    // The best of three: a machine that is busy may hold up one of them.
    assert!(quickest < Duration::from_secs(1), "{quickest:?}");
}

#[test]
fn no_acknowledged_write_is_lost_and_none_done_twice() {
    let (mut server, house) = at_home(&[]);
    let load = Load::default();
    thread::scope(|scope| {
        load.begin(scope, &house.gateway.engine);
        for _ in 0..4 {
            load.goes_on(60);
            server.kill();
            server.restart();
        }
        load.goes_on(60);
        load.stop();
    });
    load.assert_kept(&server);
    assert!(load.refused() > 0, "nobody noticed");
}
