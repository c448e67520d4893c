//! A page of ids that is kept is never an old one: what any dialect writes is in the next page that any dialect reads.

use block_graph::event::Change;
use block_graph::testkit::person;
use block_graph::{Counts, Edge, EdgeKind, Position, Standing, UserId};
use conformance::speech::{ALL, Intent, Target};
use conformance::{Ask, House, Proof, StoreKind, id};

/// How many more than the demo world has; enough for a list whose pages are kept.
const CROWD: i64 = 100;

fn crowd() -> impl Iterator<Item = UserId> {
    (1..=CROWD).map(UserId)
}

/// A house in which amy blocks a crowd, and another one follows her.
fn house(kind: StoreKind) -> House {
    let house = House::on(kind);
    let mut changes = Vec::new();
    for (place, one) in crowd().enumerate() {
        changes.push(Change::AddUser(person(one, &format!("one{one}")).into(), Counts::default()));
        let other = UserId(one.0 + CROWD);
        changes.push(Change::AddUser(person(other, &format!("one{other}")).into(), Counts::default()));
        let position = Position(place as i64 + 1);
        let (amy, kind) = (id("amy"), EdgeKind::Block);
        changes.push(Change::AddEdge(Edge { source: amy, kind, target: one, position }));
        changes.push(Change::AddEdge(Edge { source: other, kind: EdgeKind::Follow, target: amy, position }));
    }
    house.wait(house.gateway.engine.import(changes)).unwrap();
    house
}

/// Every way to read the ids of those whom amy blocks, and of those who follow her.
fn ways() -> [(bool, &'static str, Ask); 5] {
    let [v1, _, app_net] = ALL;
    assert_eq!([v1.name(), app_net.name()], ["v1.1", "app.net"]);
    let ask = |by: &Proof, target: &str| Ask::get(target).by(by);
    let (v1, app_net) = (v1.person("amy"), app_net.person("amy"));
    [
        (true, "numbers", ask(&v1, "/1.1/blocks/ids.json")),
        (true, "texts", ask(&v1, "/1.1/blocks/ids.json?stringify_ids=true")),
        (false, "numbers of followers", ask(&v1, "/1.1/followers/ids.json")),
        (false, "app.net", ask(&app_net, "/stream/0/users/me/followers/ids")),
        (false, "app.net, pretty", ask(&app_net, "/stream/0/users/me/followers/ids").header("x-adn-pretty-json", "1")),
    ]
}

/// Asserts that whatever is read of a list holds these, and nobody else; so often that pages are kept and found.
fn all_read(house: &House, blocks: &[UserId], followers: &[UserId], after: &str) {
    for _ in 0..3 {
        for (blocked, way, ask) in ways() {
            let body = house.ask(&ask).json();
            let ids = body.get("ids").or_else(|| body.get("data")).and_then(|ids| ids.as_array());
            let ids = ids.unwrap_or_else(|| panic!("{way} after {after}: {body}"));
            let mut told: Vec<i64> =
                ids.iter().map(|id| id.as_i64().or_else(|| id.as_str()?.parse().ok()).unwrap()).collect();
            told.sort_unstable();
            let mut expected: Vec<i64> = if blocked { blocks } else { followers }.iter().map(|id| id.0).collect();
            expected.sort_unstable();
            assert_eq!(told, expected, "{way} after {after}");
        }
    }
}

fn no_dialect_reads_an_old_page(kind: StoreKind) {
    let house = house(kind);
    let mut blocks: Vec<_> = crowd().collect();
    let mut followers: Vec<_> = blocks.iter().map(|one| UserId(one.0 + CROWD)).collect();
    // Amy's own of the demo world, which the house tells before anything is kept.
    let own = |list: &[UserId], index: usize| {
        let body = house.ask(&ways()[index].2).json();
        let ids: Vec<i64> = body["ids"].as_array().unwrap().iter().map(|id| id.as_i64().unwrap()).collect();
        ids.into_iter().map(UserId).filter(|id| !list.contains(id)).collect::<Vec<_>>()
    };
    blocks.extend(own(&blocks, 0));
    followers.extend(own(&followers, 2));
    all_read(&house, &blocks, &followers, "the beginning");
    for (speech, number) in ALL.into_iter().zip(1..) {
        let (stranger, follower) = (UserId(number), UserId(number + CROWD));
        let say = |intent: Intent| {
            let ask = speech.say(id("amy"), &intent).unwrap().by(&speech.person("amy"));
            let answer = house.ask(&ask);
            assert_eq!(answer.status(), 200, "{}: {}", speech.name(), answer.text());
        };
        say(Intent::Unblock(Target::Id(stranger)));
        blocks.retain(|one| *one != stranger);
        all_read(&house, &blocks, &followers, &format!("{} unblocked", speech.name()));
        // It ends the follow as well.
        say(Intent::Block(Target::Id(follower)));
        blocks.push(follower);
        followers.retain(|one| *one != follower);
        all_read(&house, &blocks, &followers, &format!("{} blocked", speech.name()));
    }
    let (blocked, follower) = (UserId(50), UserId(50 + CROWD));
    for standing in [Standing::Suspended, Standing::Deactivated] {
        house.stand(blocked, standing);
        house.stand(follower, standing);
        let without = |list: &[UserId], one| list.iter().copied().filter(|id| *id != one).collect::<Vec<_>>();
        all_read(&house, &without(&blocks, blocked), &without(&followers, follower), "somebody left");
        house.stand(blocked, Standing::Active);
        house.stand(follower, Standing::Active);
        all_read(&house, &blocks, &followers, "they came back");
    }
    let owned = matches!(kind, StoreKind::Memory | StoreKind::SqliteOwned);
    let counts = house.gateway.engine.kept_pages();
    assert!(counts.map_or(!owned, |counts| counts.hits > 100), "{counts:?}");
}

#[test]
fn on_memory() {
    no_dialect_reads_an_old_page(StoreKind::Memory);
}

#[test]
fn on_sqlite_that_one_process_owns() {
    no_dialect_reads_an_old_page(StoreKind::SqliteOwned);
}

#[test]
fn on_sqlite_read_for_every_request() {
    no_dialect_reads_an_old_page(StoreKind::SqliteShared);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_that_one_process_owns() {
    no_dialect_reads_an_old_page(StoreKind::PostgresOwned);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_read_for_every_request() {
    no_dialect_reads_an_old_page(StoreKind::PostgresShared);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_with_answers_at_hand() {
    no_dialect_reads_an_old_page(StoreKind::PostgresBounded);
}
