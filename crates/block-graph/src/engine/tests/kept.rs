//! Pages of ids that are kept are the pages that would be cut, whatever happened since; and they stay within their bytes.

use proptest::prelude::*;

use super::*;
use crate::edge::{Edge, EdgeKind};
use crate::id::Position;
use crate::id_page::IdPage;
use crate::page::Page;

/// More than fit in a short list.
const PEOPLE: i64 = 90;
const MEGABYTE: u64 = 1 << 20;

/// People of whom the first blocks the next `blocked`; pages of one id and more are kept.
async fn keeping(bytes: u64, blocked: i64) -> Engine {
    let engine = world(PEOPLE).await.keeping_pages(bytes, 1);
    for target in 2..2 + blocked {
        run(&engine, &actor(1), Block { target: to(target) }).await.unwrap();
    }
    engine
}

async fn ids(engine: &Engine, list: List, page: PageRequest) -> IdPage {
    run(engine, &actor(1), ListIds { owner: to(1), list, page }).await.unwrap()
}

/// The same page as its people say it, of whom none are kept.
async fn cut(engine: &Engine, list: List, page: PageRequest) -> Page<UserId> {
    let people = run(engine, &actor(1), ListUsers { owner: to(1), list, page }).await.unwrap();
    people.with_items(people.items.iter().map(|card| card.user.id).collect())
}

fn text(page: &IdPage, form: &'static str) -> Vec<u8> {
    page.text::<Arc<[u8]>>(form, || written(page, form)).to_vec()
}

fn written(page: &Page<UserId>, form: &str) -> Vec<u8> {
    let ids: Vec<_> = page.items.iter().map(|id| id.0.to_string()).collect();
    format!("{form} {} {:?}", ids.join(","), page.older()).into_bytes()
}

/// Asserts that a page is as it would be cut, and so are its texts; so often that it is kept and found.
async fn is_true(engine: &Engine, list: List, page: PageRequest) {
    let expected = cut(engine, list, page).await;
    for form in ["numbers", "texts", "numbers"] {
        let told = ids(engine, list, page).await;
        assert_eq!(*told, expected, "{page:?}");
        assert_eq!(text(&told, form), written(&expected, form), "{page:?}");
    }
}

#[tokio::test]
async fn a_page_is_kept_when_it_is_asked_for_again() {
    let engine = keeping(MEGABYTE, 80).await;
    let counts = || engine.kept_pages().unwrap();
    let all = || ids(&engine, List::Blocked, PageRequest::EVERYTHING);
    all().await;
    assert_eq!(counts(), KeptCounts { hits: 0, misses: 1, bytes: 0 });
    let second = all().await;
    assert_eq!((counts().hits, counts().misses), (0, 2));
    assert!(counts().bytes > second.items.len() as u64 * 8);
    assert_eq!(all().await, second);
    assert_eq!((counts().hits, counts().misses), (1, 2));
    run(&engine, &actor(1), Unblock { target: to(2) }).await.unwrap();
    assert_eq!(all().await.items.len(), 79);
    assert_eq!((counts().hits, counts().misses), (1, 3));
}

#[tokio::test]
async fn a_list_that_ends_and_begins_again_is_another_list() {
    // As few as make a long list, so that the last of them makes it.
    let engine = keeping(MEGABYTE, 65).await;
    let page = PageRequest::first(100);
    for _ in 0..3 {
        // This page is not asked for while the list is shorter.
        is_true(&engine, List::Blocked, PageRequest::EVERYTHING).await;
        for target in 2..67 {
            run(&engine, &actor(1), Unblock { target: to(target) }).await.unwrap();
            is_true(&engine, List::Blocked, page).await;
        }
        assert!(ids(&engine, List::Blocked, page).await.items.is_empty());
        for target in (2..67).rev() {
            run(&engine, &actor(1), Block { target: to(target) }).await.unwrap();
        }
    }
    assert!(engine.kept_pages().unwrap().hits > 150);
}

#[tokio::test]
async fn who_may_see_a_list_is_asked_each_time() {
    let engine = keeping(MEGABYTE, 80).await;
    let page = PageRequest::EVERYTHING;
    for _ in 0..3 {
        ids(&engine, List::Blocked, page).await;
    }
    let op = || ListIds { owner: to(1), list: List::Blocked, page };
    let refused = run(&engine, &actor(90), op()).await.unwrap_err();
    assert_eq!(refused, Refusal::ListIsPrivate { owner: UserId(1) }.into());
    engine.set_standing(UserId(1), Standing::Suspended).await.unwrap();
    assert!(matches!(run(&engine, &actor(1), op()).await, Err(CoreError::Refused(_))));
    engine.set_standing(UserId(1), Standing::Active).await.unwrap();
    is_true(&engine, List::Blocked, page).await;
}

#[tokio::test]
async fn pages_stay_within_their_bytes() {
    let setting = 40_000;
    let engine = keeping(setting, 80).await;
    let rows = cut(&engine, List::Blocked, PageRequest::EVERYTHING).await;
    let mut most = 0;
    for size in 1..=80 {
        for last in [rows.span.unwrap().0, Position(i64::MAX)] {
            is_true(&engine, List::Blocked, PageRequest { cursor: Cursor::Older(last), size }).await;
            let bytes = engine.kept_pages().unwrap().bytes;
            assert!(bytes <= setting, "{bytes}");
            most = most.max(bytes);
        }
    }
    assert!(most > setting / 2, "{most}");
}

#[tokio::test]
async fn where_there_is_no_room_nothing_is_kept() {
    for bytes in [0, 8, 2_000] {
        let engine = keeping(bytes, 80).await;
        is_true(&engine, List::Blocked, PageRequest::EVERYTHING).await;
        let counts = engine.kept_pages();
        assert_eq!(counts.map(|counts| (counts.hits, counts.bytes)), (bytes > 8).then_some((0, 0)), "{bytes}");
    }
    let engine = world(3).await;
    assert_eq!(engine.kept_pages(), None);
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Block(i64),
    Unblock(i64),
    Follow(i64),
    Stand(i64, Standing),
    Read(usize, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let other = || 2..=PEOPLE;
    let standing =
        prop_oneof![2 => Just(Standing::Active), 1 => Just(Standing::Suspended), 1 => Just(Standing::Deactivated)];
    let step = prop_oneof![
        2 => other().prop_map(Step::Block),
        2 => other().prop_map(Step::Unblock),
        1 => other().prop_map(Step::Follow),
        1 => (other(), standing).prop_map(|(who, standing)| Step::Stand(who, standing)),
        4 => (0..100_usize, 1..100_usize).prop_map(|(from, size)| Step::Read(from, size)),
    ];
    proptest::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever is written between two reads, the second sees it.
    #[test]
    fn no_page_is_old(steps in steps()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let engine = keeping(MEGABYTE, 75).await;
            for target in 77..PEOPLE {
                run(&engine, &actor(1), Follow { target: to(target) }).await.unwrap();
            }
            let mut page = PageRequest::first(50);
            for step in steps {
                // Refusals change nothing, which is as good.
                match step {
                    Step::Block(target) => drop(run(&engine, &actor(1), Block { target: to(target) }).await),
                    Step::Unblock(target) => drop(run(&engine, &actor(1), Unblock { target: to(target) }).await),
                    Step::Follow(target) => drop(run(&engine, &actor(1), Follow { target: to(target) }).await),
                    Step::Stand(who, standing) => engine.set_standing(UserId(who), standing).await.map(drop).unwrap(),
                    Step::Read(from, size) => {
                        let all = cut(&engine, List::Blocked, PageRequest::first(from)).await;
                        let cursor = all.span.map_or(Cursor::Newest, |(_, oldest)| Cursor::Older(oldest));
                        page = PageRequest { cursor, size };
                    }
                }
                for list in [List::Blocked, List::Following] {
                    for page in [page, PageRequest::first(50), PageRequest::EVERYTHING] {
                        is_true(&engine, list, page).await;
                    }
                }
            }
            assert!(engine.kept_pages().unwrap().hits > 0);
        });
    }
}

#[tokio::test]
async fn pages_of_text_are_the_same_pages_kept_or_not() {
    const FIRST: i64 = 1_234_567_890_123_456_000;
    let engine = engine_on(Arc::new(Memory));
    let owner = UserId(1);
    let known: Vec<_> = std::iter::once(owner).chain((FIRST..FIRST + 5_100).map(UserId)).collect();
    let people = known
        .iter()
        .map(|id| Change::AddUser(person(*id, &format!("p{}", id.0 % 1_000_000)).into(), Counts::default()));
    let edge =
        |(at, target)| Change::AddEdge(Edge { source: owner, kind: EdgeKind::Block, target, position: Position(at) });
    engine.import(people.chain((1..).zip(known[1..].iter().copied()).map(edge)).collect()).await.unwrap();
    let engine = engine.keeping_pages(MEGABYTE, 500);
    for size in [300, 5_000] {
        for cursor in [Cursor::Newest, Cursor::Older(Position(5_000)), Cursor::Newer(Position(100)), Cursor::End] {
            let page = PageRequest { cursor, size };
            let first = ids(&engine, List::Blocked, page).await;
            assert_eq!(first.texts().is_some(), cursor != Cursor::End, "{page:?}");
            is_true(&engine, List::Blocked, page).await;
            assert_eq!(
                ids(&engine, List::Blocked, page).await.texts().is_some(),
                cursor != Cursor::End && size < 500,
                "{page:?}"
            );
        }
    }
}
