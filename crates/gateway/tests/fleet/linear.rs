//! Three processes, clients of three dialects: what they see is one register a pair, whether the database stays or dies.

use std::thread;

use conformance::Server;
use conformance::speech::{self, Intent};

use crate::client::Client;
use crate::crowd::{Crowd, target};
use crate::process::{Gateway, Start};
use crate::{setting, truth, until};

/// How many requests a run has answered at the least.
const REQUESTS: usize = 600;

fn three(url: &str) -> Vec<Gateway> {
    thread::scope(|scope| {
        let starting: Vec<_> = (0..3).map(|_| scope.spawn(|| Start::on(url).go())).collect();
        starting.into_iter().map(|gateway| gateway.join().unwrap()).collect()
    })
}

/// Runs as often as FLEET_RUNS says, 5 times if it does not; how often somebody was refused.
fn runs(kind: &str, mut server: Server, meanwhile: impl Fn(&mut Server, &Crowd)) -> usize {
    let gateways = three(&server.url());
    let ways: Vec<_> = gateways.iter().map(Gateway::way).collect();
    let mut refused = 0;
    for run in 0..setting("FLEET_RUNS", 5) {
        let seed = setting("FLEET_SEED", 1) + run;
        let before = truth::blocks(&server);
        let crowd = Crowd::new();
        thread::scope(|scope| {
            let _crowd = crowd.begin(scope, &ways, seed);
            crowd.goes_on(REQUESTS / 2);
            meanwhile(&mut server, &crowd);
            crowd.goes_on(REQUESTS / 2);
            crowd.stop();
        });
        until("every gateway answers again", || gateways.iter().all(Gateway::is_well));
        let counts = crowd.assert_linear(&server, before, &ways);
        eprintln!(
            "{kind}, seed {seed}: {} operations known, {} unknown, {} failures",
            counts[0],
            counts[1],
            crowd.failures().len()
        );
        refused += crowd.failures().len();
    }
    refused
}

#[test]
fn three_processes_are_one_register() {
    let refused = runs("quiet", Server::start(&[]), |_, _| {});
    assert_eq!(refused, 0, "nothing fails where nothing dies");
}

#[test]
fn three_processes_are_one_register_while_their_database_is_killed() {
    runs("killed", Server::start(&[]), |server, crowd| {
        server.kill();
        until("somebody notices", || !crowd.failures().is_empty());
        server.restart();
    });
}

#[test]
fn processes_that_do_not_share_a_database_are_found_out() {
    let servers = [Server::start(&[]), Server::start(&[])];
    let gateways = servers.each_ref().map(|server| Start::on(server.url()).go());
    let ways: Vec<_> = gateways.iter().map(Gateway::way).collect();
    let (before, crowd) = (truth::blocks(&servers[0]), Crowd::new());
    thread::scope(|scope| {
        let _crowd = crowd.begin(scope, &ways, 1);
        crowd.goes_on(100);
    });
    // Whatever the crowd came upon: what one process took back, the other still has.
    let [mut one, mut other] = [0, 1].map(|way| Client::new(&ways[way]));
    let by = (9, speech::ALL[0]);
    assert!(crowd.ask(by, &mut one, 0, &Intent::Block(target(0))));
    assert!(crowd.ask(by, &mut other, 0, &Intent::Unblock(target(0))));
    assert!(crowd.ask(by, &mut one, 0, &Intent::Relation(target(0))));
    assert!(crowd.failures().is_empty(), "{:?}", crowd.failures());
    let said = crowd.check(before, truth::blocks(&servers[0])).unwrap_err();
    assert!(said.contains("no order explains"), "{said}");
}
