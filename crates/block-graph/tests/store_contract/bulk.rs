//! A whole world written at once is as one that was told event by event, and nothing of it goes over what is there.

use block_graph::event::Change;
use block_graph::store::diesel::Whole;
use block_graph::store::{Database as _, Ledger as _};
use block_graph::{Counts, Edge, EdgeKind, Profile, StoreError};

use crate::stores::{Place, load};
use crate::world::*;

crate::over!(bare databases: a_whole_world_is_as_one_told_step_by_step, a_store_with_anything_in_it_is_left_alone);

pub(crate) struct Trio;

impl Whole for Trio {
    fn people(&self) -> impl Iterator<Item = (Profile, Counts)> {
        let counts = |number| Counts {
            followers: i32::from(number == 3),
            following: i32::from(number == 1),
            listed: 7,
            ..Counts::default()
        };
        (1..=3).map(move |number| (user(number), counts(number)))
    }

    fn edges(&self) -> impl Iterator<Item = Edge> {
        [(1, EdgeKind::Block, 2, 50), (1, EdgeKind::Follow, 3, 40), (2, EdgeKind::Mute, 1, 60)]
            .into_iter()
            .map(|(source, kind, target, place)| edge(source, kind, target, place))
    }
}

/// The same world, event by event: follows are counted when they are made.
fn told() -> Vec<Change> {
    let made = |(user, counts): (Profile, Counts)| {
        Change::AddUser(user.into(), Counts { followers: 0, following: 0, ..counts })
    };
    let mut changes: Vec<_> = Trio.people().map(made).collect();
    changes.extend(Trio.edges().map(Change::AddEdge));
    changes
}

fn a_whole_world_is_as_one_told_step_by_step(place: &Place) {
    let store = place.open();
    let rest = vec![Change::AddApp(app(1).into()), issue(bearer(2, 1, 1))];
    store.fill(1_000, &Trio, &events(5, rest.clone())).unwrap();
    let mut all = told();
    all.extend(rest);
    assert_holds(&load(&store).unwrap(), all.clone());
    // The people and edges stand in the ledger from the number that was given, and nothing of it waits.
    assert_eq!(store.fold(100).unwrap(), 0);
    // Both roads go on from there.
    let more =
        vec![Change::AddEdge(edge(3, EdgeKind::Block, 1, 70)), Change::RemoveEdge(edge(1, EdgeKind::Block, 2, 50))];
    store.append(&events(2_000, more.clone())).unwrap();
    assert_eq!(store.fold(100).unwrap(), 2);
    all.extend(more);
    assert_holds(&load(&place.open()).unwrap(), all.clone());
    let mut people = 0;
    store.read(&mut |view| view.all_people(id(0), 10).map(|found| people = found.len())).unwrap();
    assert_eq!(people, 3);
}

fn a_store_with_anything_in_it_is_left_alone(place: &Place) {
    let store = place.open();
    store.append(&events(1, vec![add_user(9)])).unwrap();
    let refused = store.fill(1_000, &Trio, &[]);
    assert!(matches!(refused, Err(StoreError::Taken(_))), "{refused:?}");
    assert_holds(&load(&store).unwrap(), vec![add_user(9)]);
}

#[cfg(feature = "sqlite")]
#[test]
fn the_indexes_are_all_there_afterwards() {
    use diesel::prelude::*;

    #[derive(diesel::QueryableByName)]
    struct Named {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }

    let indexes = |place: &Place| -> Vec<String> {
        let path = place.url.strip_prefix("sqlite://").unwrap();
        let mut connection = SqliteConnection::establish(path).unwrap();
        let query = diesel::sql_query("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name");
        query.load::<Named>(&mut connection).unwrap().into_iter().map(|row| row.name).collect()
    };
    let place = crate::stores::sqlite();
    let before = indexes(&place);
    assert!(before.iter().any(|name| name == "edges_reverse"), "{before:?}");
    place.open().fill(1, &Trio, &[]).unwrap();
    assert_eq!(indexes(&place), before);
}
