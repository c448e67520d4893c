//! The same intent, said in three dialects, is the same command.

mod deeds;
mod one_graph;
mod pages;

use block_graph::{
    Block, BulkIds, Command, Cursor, DmBlock, DmUnblock, Follow, List, ListUsers, LookUpUsers, Mute, Op, PageRequest,
    ShowUser, Unblock, Unfollow, Unmute, UserRef, WhoAmI,
};
use conformance::speech::{ALL, Intent, Listed, Seen, Speech, Target, of};
use conformance::{Ask, House, StoreKind, id};
use dialect::Method;

const EVERY: &[&str] = &["v1.1", "v2", "app.net"];
/// v2 names the targets of acts by id alone.
const BY_NAME: &[&str] = &["v1.1", "app.net"];

/// Asserts that amy's intent is `expected` in all of these dialects, and in no other.
fn means(dialects: &[&str], intent: &Intent, expected: impl Op) {
    let (house, expected) = (House::new(), expected.into());
    for speech in ALL {
        let Some(ask) = speech.say(id("amy"), intent) else {
            assert!(!dialects.contains(&speech.name()), "{} cannot say {intent:?}", speech.name());
            continue;
        };
        assert!(dialects.contains(&speech.name()), "{} can say {intent:?} after all", speech.name());
        assert_eq!(house.decode(&ask.by(&speech.person("amy"))), expected, "{} {intent:?}", speech.name());
    }
}

fn cat() -> (Target, UserRef) {
    (Target::Id(id("cat")), UserRef::Id(id("cat")))
}

fn named_cat() -> (Target, UserRef) {
    (Target::Name("Cat".to_owned()), UserRef::name("Cat"))
}

#[test]
fn blocks() {
    let ((said, target), (name_said, name)) = (cat(), named_cat());
    means(EVERY, &Intent::Block(said.clone()), Block { target: target.clone() });
    means(EVERY, &Intent::Unblock(said), Unblock { target });
    means(BY_NAME, &Intent::Block(name_said.clone()), Block { target: name.clone() });
    means(BY_NAME, &Intent::Unblock(name_said), Unblock { target: name });
}

#[test]
fn mutes() {
    let ((said, target), (name_said, name)) = (cat(), named_cat());
    means(EVERY, &Intent::Mute(said.clone()), Mute { target: target.clone() });
    means(EVERY, &Intent::Unmute(said), Unmute { target });
    means(BY_NAME, &Intent::Mute(name_said.clone()), Mute { target: name.clone() });
    means(BY_NAME, &Intent::Unmute(name_said), Unmute { target: name });
}

#[test]
fn follows() {
    let ((said, target), (name_said, name)) = (cat(), named_cat());
    means(EVERY, &Intent::Follow(said.clone()), Follow { target: target.clone() });
    means(EVERY, &Intent::Unfollow(said), Unfollow { target });
    means(BY_NAME, &Intent::Follow(name_said.clone()), Follow { target: name.clone() });
    means(BY_NAME, &Intent::Unfollow(name_said), Unfollow { target: name });
}

#[test]
fn refusals_of_messages() {
    let (said, target) = cat();
    means(&["v2"], &Intent::RefuseMessages(said.clone()), DmBlock { target: target.clone() });
    means(&["v2"], &Intent::AcceptMessages(said), DmUnblock { target });
}

#[test]
fn people() {
    let ((said, user), (name_said, name)) = (cat(), named_cat());
    means(EVERY, &Intent::Show(said.clone()), ShowUser { user: user.clone() });
    means(EVERY, &Intent::Show(name_said.clone()), ShowUser { user: name.clone() });
    means(EVERY, &Intent::WhoAmI, WhoAmI);
    let bob = (Target::Id(id("bob")), UserRef::Id(id("bob")));
    means(EVERY, &Intent::LookUp(vec![said, bob.0]), LookUpUsers { users: vec![user, bob.1] });
    let bob = (Target::Name("bob".to_owned()), UserRef::name("bob"));
    means(EVERY, &Intent::LookUp(vec![bob.0, name_said]), LookUpUsers { users: vec![bob.1, name] });
}

#[test]
fn first_pages_of_lists() {
    let page = |list, size| ListUsers { owner: id("amy").into(), list, page: PageRequest::first(size) };
    // v1.1's sizes are its own; the others can ask for the same.
    let said = |list, size| Intent::List { list, size, token: None };
    means(EVERY, &said(Listed::Blocked, 20), page(List::Blocked, 20));
    means(EVERY, &said(Listed::Muted, 50), page(List::Muted, 50));
}

#[test]
fn bulk_reads_of_apps() {
    let owners = vec![id("amy"), id("dan")];
    for (listed, list) in [(Listed::Blocked, List::Blocked), (Listed::Muted, List::Muted)] {
        let intent = Intent::BulkIds(listed, owners.clone());
        let able: Vec<_> = ALL.iter().filter(|speech| speech.say(id("amy"), &intent).is_some()).collect();
        assert_eq!(able.iter().map(|speech| speech.name()).collect::<Vec<_>>(), ["app.net"]);
        let ask = able[0].say(id("amy"), &intent).unwrap().by(&able[0].app());
        assert_eq!(House::new().decode(&ask), BulkIds { owners: owners.clone(), list }.into());
    }
}

/// A house where amy blocks, or mutes, 25 more.
fn long_list(act: fn(Target) -> Intent) -> House {
    let house = House::on(StoreKind::Memory);
    let v2 = of("v2");
    for number in 1..=25 {
        house.clock.advance(1);
        let intent = act(Target::Id(id(&format!("guest{number:02}"))));
        let ask = v2.say(id("amy"), &intent).unwrap();
        assert_eq!(house.ask(&ask.by(&v2.person("amy"))).status(), 200);
    }
    house
}

fn page(house: &House, speech: &dyn Speech, list: Listed, token: Option<String>) -> (Command, Seen) {
    let intent = Intent::List { list, size: 20, token };
    let ask = speech.say(id("amy"), &intent).unwrap().by(&speech.person("amy"));
    (house.decode(&ask), speech.read(&intent, &house.ask(&ask)))
}

#[test]
fn further_pages_of_lists() {
    let house = long_list(Intent::Block);
    let mut commands = Vec::new();
    for speech in ALL {
        let (_, first) = page(&house, speech, Listed::Blocked, None);
        let (older, second) = page(&house, speech, Listed::Blocked, Some(first.next.unwrap()));
        let (newer, third) = page(&house, speech, Listed::Blocked, Some(second.previous.unwrap()));
        assert_eq!((second.people.map_or(0, |people| people.len()), third.people), (6, first.people));
        commands.push((older, newer));
    }
    assert!(commands.iter().all(|command| *command == commands[0]), "{commands:?}");
    let (Command::ListUsers(older), Command::ListUsers(newer)) = &commands[0] else { panic!("{commands:?}") };
    assert!(matches!(older.page.cursor, Cursor::Older(_)) && matches!(newer.page.cursor, Cursor::Newer(_)));
}

#[test]
fn places_in_the_list_of_mutes_are_the_same_numbers_everywhere() {
    let house = long_list(Intent::Mute);
    let (_, first) = page(&house, of("v2"), Listed::Muted, None);
    let place = first.next.unwrap();
    let commands: Vec<_> = ALL
        .iter()
        .map(|speech| {
            let token = if speech.name() == "app.net" { format!("before_id={place}") } else { place.clone() };
            let intent = Intent::List { list: Listed::Muted, size: 50, token: Some(token) };
            house.decode(&speech.say(id("amy"), &intent).unwrap().by(&speech.person("amy")))
        })
        .collect();
    assert!(commands.iter().all(|command| *command == commands[0]), "{commands:?}");
}

#[test]
fn every_form_of_one_request() {
    let house = House::new();
    let cat = id("cat");
    let (v1, app_net) = (of("v1.1").person("amy"), of("app.net").person("amy"));
    let by_id = [
        Ask::post(format!("/1.1/blocks/create.json?user_id={cat}")).by(&v1),
        Ask::post("/1.1/blocks/create.json").form(format!("user_id={cat}&skip_status=1")).by(&v1),
        Ask::post(format!("/1.1/blocks/create.json?user_id={cat}&screen_name=bob&tweet_mode=extended")).by(&v1),
        Ask::post(format!("/users/{cat}/block")).by(&app_net),
        Ask::post(format!("/stream/0/users/{cat}/block")).json("{}").by(&app_net),
        Ask::new(Method::Put, format!("/users/{cat}/block")).by(&app_net),
    ];
    for ask in by_id {
        assert_eq!(house.decode(&ask), Block { target: cat.into() }.into(), "{ask:?}");
    }
    let by_name = [
        Ask::post("/1.1/blocks/create.json?screen_name=cat").by(&v1),
        Ask::post("/1.1/blocks/create.json?screen_name=%40cat").by(&v1),
        Ask::post("/1.1/blocks/create.json").form("screen_name=cat").by(&v1),
        Ask::post("/1.1/blocks/create.json?id=cat").by(&v1),
        Ask::post("/1.1/blocks/create/cat.json").by(&v1),
        Ask::post("/users/@cat/block").by(&app_net),
        Ask::post("/stream/0/users/%40cat/block").by(&app_net),
        Ask::new(Method::Put, "/users/@cat/block").by(&app_net),
    ];
    for ask in by_name {
        assert_eq!(house.decode(&ask), Block { target: UserRef::name("cat") }.into(), "{ask:?}");
    }
    let v2 = of("v2").person("amy");
    let target = format!("/2/users/{}/blocking", id("amy"));
    for body in [format!(r#"{{"target_user_id":"{cat}"}}"#), format!(r#"{{"target_user_id":{cat}}}"#)] {
        let ask = Ask::post(&target).json(body).by(&v2);
        assert_eq!(house.decode(&ask), Block { target: cat.into() }.into());
    }
    // The same act with any token that v2 takes of a person.
    let signed = Ask::post(&target).json(format!(r#"{{"target_user_id":"{cat}"}}"#)).by(&v1);
    assert_eq!(house.decode(&signed), Block { target: cat.into() }.into());
}
