//! That a made-up world is the same each time, fits together, and keeps the graph's rules.

use std::collections::HashSet;

use block_graph::access::seal::SealKey;
use block_graph::event::Event;
use block_graph::store::diesel::{DieselStore, Options};
use block_graph::store::{Database as _, Ledger as _};
use block_graph::{Graph, GraphLoader, List, StoreError, Timestamp};

use super::*;

const SHAPE: Shape = Shape { people: 6_000, edges: 40_000, zipf: 0.9, seed: 7 };

fn open(folder: &tempfile::TempDir) -> DieselStore {
    let url = format!("sqlite://{}", folder.path().join("made.db").display());
    let store = DieselStore::open(&url, SealKey::new(&[1; 32]), Options::default()).unwrap();
    store.migrate().unwrap();
    store
}

fn events(world: &Synthetic) -> Vec<Event> {
    let event = |change| Event { id: 1, at: Timestamp(1), actor: None, app: None, change };
    world.rest().into_iter().map(event).collect()
}

#[test]
fn it_is_the_same_for_the_same_numbers_and_as_large_as_asked() {
    let (one, same) = (Synthetic::new(SHAPE).unwrap(), Synthetic::new(SHAPE).unwrap());
    assert!(one.edges().eq(same.edges()) && one.people().eq(same.people()));
    assert_eq!(one.manifest(), same.manifest());
    assert_eq!((one.edge_count(), one.edges().count()), (40_000, 40_000));
    assert!(!one.edges().eq(Synthetic::new(Shape { seed: 8, ..SHAPE }).unwrap().edges()));
    for odd in [(2, 0, 0.9), (4, 1, 0.0), (400, 20_000, 3.0), (1_000, 3, 1.0)] {
        let (people, edges, zipf) = odd;
        let world = Synthetic::new(Shape { people, edges, zipf, seed: 1 }).unwrap();
        assert_eq!(world.edges().count() as u64, edges, "{odd:?}");
    }
    for bad in [(1, 0, 0.9), (100, 1_000_000, 0.9), (100, 1, f64::NAN), (100, 1, 9.0)] {
        let (people, edges, zipf) = bad;
        assert!(Synthetic::new(Shape { people, edges, zipf, seed: 1 }).is_err(), "{bad:?}");
    }
}

#[test]
fn people_are_told_apart_and_have_ids_that_rounding_breaks() {
    let world = Synthetic::new(SHAPE).unwrap();
    let people: Vec<_> = world.people().map(|(user, _)| user).collect();
    let names: HashSet<_> = people.iter().map(|user| user.username.key()).collect();
    assert_eq!(names.len(), people.len());
    assert!(people.is_sorted_by(|one, next| one.id < next.id));
    assert!(people.iter().all(|user| user.id.to_string().len() == 19));
    assert!(people.iter().any(|user| user.description.contains('"')), "something to escape");
    assert!(people.iter().any(|user| user.url.is_none()) && people.iter().any(|user| user.url.is_some()));
}

#[test]
fn edges_are_in_order_and_each_has_a_place_of_its_own() {
    let world = Synthetic::new(SHAPE).unwrap();
    let edges: Vec<_> = world.edges().collect();
    let key = |edge: &Edge| (edge.source, edge.kind.number(), edge.target);
    assert!(edges.is_sorted_by(|one, next| key(one) < key(next)));
    let places: HashSet<_> = edges.iter().map(|edge| (edge.source, edge.kind, edge.position)).collect();
    assert_eq!(places.len(), edges.len());
    assert!(edges.iter().all(|edge| edge.source != edge.target));
    assert!(edges.iter().any(|edge| edge.kind == EdgeKind::Follow));
    let blocks: HashSet<_> =
        edges.iter().filter(|edge| edge.kind == EdgeKind::Block).map(|edge| (edge.source, edge.target)).collect();
    for follow in edges.iter().filter(|edge| edge.kind == EdgeKind::Follow) {
        let (one, other) = (follow.source, follow.target);
        assert!(!blocks.contains(&(one, other)) && !blocks.contains(&(other, one)), "{follow:?} beside a block");
    }
}

#[test]
fn some_are_blocked_far_more_than_others() {
    let world = Synthetic::new(SHAPE).unwrap();
    let mut blocked = std::collections::HashMap::new();
    world.edges().for_each(|edge| *blocked.entry(edge.target).or_insert(0_u32) += 1);
    let most = blocked.values().max().copied().unwrap();
    assert!(most > 40_000 / 6_000 * 50, "{most}");
}

#[test]
fn a_store_filled_at_once_holds_what_a_graph_in_memory_does() {
    let world = Synthetic::new(SHAPE).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    store.fill(1_000, &world, &events(&world)).unwrap();
    let mut loader = GraphLoader::default();
    store.load(&mut loader).unwrap();
    let mint = block_graph::Mint::new(std::sync::Arc::new(block_graph::SystemClock), 0);
    let loaded = loader.finish(&mint);
    let mut applied = Graph::default();
    world.changes().iter().for_each(|change| applied.apply(change));
    assert_eq!((loaded.people(), loaded.edges()), (world.everybody() as usize, 40_000));
    for named in world.manifest().named {
        let owner = block_graph::UserId::parse(&named.id).unwrap();
        let first = |graph: &Graph| {
            let view: &dyn block_graph::view::View = graph;
            view.resolve(&[block_graph::UserRef::name(named.username.as_str())]).unwrap().pop().flatten().unwrap()
        };
        let (one, other) = (first(&loaded), first(&applied));
        assert_eq!((one.user.id, one.counts), (owner, other.counts));
        assert_eq!(one.counts.following, i32::try_from(AUTHORS).unwrap());
    }
    let list = |graph: &Graph, owner| {
        let view: &dyn block_graph::view::View = graph;
        view.rows(owner, List::Blocked, block_graph::Cursor::Newest, 100).unwrap()
    };
    let owner = block_graph::UserId::parse(&world.manifest().named[2].id).unwrap();
    let rows = list(&loaded, owner);
    assert_eq!(rows.len(), 100);
    assert_eq!(rows, list(&applied, owner));
    assert_eq!(store.fold(10).unwrap(), 0, "nothing waits");
}

#[test]
fn a_store_that_is_not_empty_is_left_as_it_is() {
    let world = Synthetic::new(Shape { people: 10, edges: 5, ..SHAPE }).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder);
    store.fill(1, &world, &events(&world)).unwrap();
    let again = store.fill(1_000_000, &world, &[]);
    assert!(matches!(again, Err(StoreError::Taken(_))), "{again:?}");
    let mut people = 0;
    let count = &mut |view: &dyn block_graph::view::View| {
        people = view.all_people(block_graph::UserId(0), 1_000)?.len();
        Ok(())
    };
    store.read(count).unwrap();
    assert_eq!(people, world.everybody() as usize);
}
