//! What a block promises, tried for real: by whom it was made in each dialect, by whom it is tried in each, on every
//! store. Before the block each try succeeds; under it each is refused in the dialect's own words, or the promise stands
//! in `docs/gaps.md` as one the dialect cannot express; and after all tries the graph holds nothing that was forbidden.

mod tries;

use block_graph::access::Actor;
use block_graph::{
    Command, CreateList, CreatePost, Draft, Feed, FeedFilter, Follow, ListId, ListMembers, ListMessages, ListRef, Op,
    Outcome, PageRequest, PostCounts, PostId, PostRange, ReadFeed, ShowPost, ShowRelation, UserId, UserRef, Wants,
};
use conformance::speech::{ALL, Intent, Speech, Target, of};
use conformance::{House, StoreKind};
use serde_json::json;
use tries::{Cell, Try};

use crate::read;

/// A house in which two people have a post each and the one who tries has a list.
struct Stage {
    house: House,
    blocker: UserId,
    trier: UserId,
    /// The post of each.
    posts: [PostId; 2],
    /// The lists of each.
    lists: [ListId; 2],
}

impl Stage {
    fn on(store: StoreKind) -> Self {
        let house = House::on(store);
        let [blocker, trier] = ["amy", "bob"].map(|name| {
            let found = house.wait(house.gateway.engine.person(UserRef::name(name))).unwrap();
            found.unwrap().user.id
        });
        let mut stage = Self { house, blocker, trier, posts: [PostId(0); 2], lists: [ListId(0); 2] };
        for (index, who) in [blocker, trier].into_iter().enumerate() {
            let draft = Draft { text: format!("by {who}"), ..Draft::default() };
            stage.posts[index] = stage.run(who, CreatePost { draft }).post.id;
            let list = CreateList { name: "people".to_owned(), description: String::new(), private: false };
            stage.lists[index] = stage.run(who, list).list.id;
        }
        stage
    }

    fn run<O: Op>(&self, who: UserId, op: O) -> O::Out {
        self.result(who, op.into()).and_then(O::out).unwrap_or_else(|error| panic!("{error}"))
    }

    fn result(&self, who: UserId, command: Command) -> Result<Outcome, block_graph::CoreError> {
        let grant = block_graph::testkit::grant(block_graph::access::TokenClass::Signed, "x", Some(who), &[]);
        let actor = Actor::Granted(std::sync::Arc::new(grant));
        self.house.wait(self.house.gateway.engine.execute(&actor, command, Wants::EVERYTHING))
    }

    fn name(&self, who: UserId) -> &'static str {
        if who == self.blocker { "amy" } else { "bob" }
    }

    /// `who` tries something on the other one through `speech`; what it shows is held against the cell.
    fn attempt(&self, speech: &dyn Speech, who: UserId, what: Try, cell: &Cell, case: &str) {
        let (own, other) = if who == self.blocker { (0, 1) } else { (1, 0) };
        let whom = [self.blocker, self.trier][other];
        let Some(ask) = tries::ask(speech.name(), what, who, whom, self.posts[other], self.lists[own]) else {
            assert_eq!(*cell, Cell::Gap, "{case}: no words for it");
            return;
        };
        let answer = self.house.ask(&ask.by(&speech.person(self.name(who))));
        let (status, body) = (answer.status(), answer.text());
        match cell {
            Cell::Gap => panic!("{case}: it can be said, so it is no gap"),
            Cell::Allowed => assert!((200..300).contains(&status) && !tries::refuses(&body), "{case}: {status} {body}"),
            Cell::Refused(wanted, words) => {
                assert_eq!(status, *wanted, "{case}: {body}");
                assert!(body.contains(words), "{case}: {body}");
            }
            Cell::Hidden => {
                assert_eq!(status, 200, "{case}: {body}");
                let body = answer.json();
                assert_eq!((&body["data"], &body["meta"]["more"]), (&json!([]), &json!(false)), "{case}: {body}");
            }
            Cell::Dropped => {
                assert!((200..300).contains(&status), "{case}: {status} {body}");
                let feed =
                    ReadFeed { feed: Feed::By(who.into()), filter: FeedFilter::ALL, range: PostRange::newest(1) };
                let page = self.run(who, feed);
                assert_eq!(page.posts[0].post.tagged, [], "{case}: tagged all the same");
            }
        }
    }

    /// That nothing stands which the block forbids.
    fn is_clean(&self, case: &str) {
        let relation = self.run(self.trier, ShowRelation { source: None, target: self.blocker.into() }).relation;
        assert!(!relation.following && !relation.followed_by && !relation.request_sent, "{case}: {relation:?}");
        for (owner, post) in [(self.blocker, self.posts[0]), (self.trier, self.posts[1])] {
            let shown = self.run(owner, ShowPost { post, even_blocked: false });
            assert_eq!(shown.counts, PostCounts::default(), "{case}: {post}");
            let messages = ListMessages { with: None, page: PageRequest::EVERYTHING };
            assert_eq!(self.run(owner, messages).items.len(), 0, "{case}: messages");
        }
        let members = ListMembers { list: ListRef::Id(self.lists[1]), page: PageRequest::EVERYTHING };
        assert_eq!(self.run(self.trier, members).items.len(), 0, "{case}: members");
    }
}

fn promises_on(store: StoreKind) {
    for made in ALL {
        for tried in ALL {
            let stage = Stage::on(store);
            let block = Intent::Block(Target::Id(stage.trier));
            let ask = made.say(stage.blocker, &block).unwrap().by(&made.person("amy"));
            assert_eq!(stage.house.ask(&ask).status(), 200);
            for what in Try::ALL {
                let case =
                    format!("{store:?}: blocked through {}, {what:?} tried through {}", made.name(), tried.name());
                stage.attempt(tried, stage.trier, what, &tries::they_cannot(tried.name(), what), &case);
            }
            let hidden = [
                Try::SeePost,
                Try::SeePosts,
                Try::Follow,
                Try::Message,
                Try::Like,
                Try::Reply,
                Try::Quote,
                Try::Repost,
            ];
            for what in hidden {
                let case = format!("{store:?}: blocking through {}, {what:?} through {}", made.name(), tried.name());
                stage.attempt(tried, stage.blocker, what, &tries::you_cannot(tried.name(), what), &case);
            }
            stage.is_clean(&format!("{store:?}, {} and {}", made.name(), tried.name()));
            // Logged out, everything is seen where an API lets nobody's requests in.
            let show = ShowPost { post: stage.posts[0], even_blocked: false };
            let anyone = stage.house.gateway.engine.execute(&Actor::Anonymous, show.into(), Wants::EVERYTHING);
            assert!(stage.house.wait(anyone).is_ok());
        }
    }
}

/// Without a block each try succeeds, so that a refusal above is the block's doing.
#[test]
fn without_a_block_everything_is_allowed() {
    for speech in ALL {
        for what in Try::ALL {
            let stage = Stage::on(StoreKind::Memory);
            let cell = match tries::they_cannot(speech.name(), what) {
                Cell::Gap => Cell::Gap,
                _ => Cell::Allowed,
            };
            stage.attempt(speech, stage.trier, what, &cell, &format!("{what:?} through {}", speech.name()));
        }
    }
}

#[test]
fn on_memory() {
    promises_on(StoreKind::Memory);
}

#[test]
fn on_sqlite_that_one_process_owns() {
    promises_on(StoreKind::SqliteOwned);
}

#[test]
fn on_sqlite_read_for_every_request() {
    promises_on(StoreKind::SqliteShared);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_that_one_process_owns() {
    promises_on(StoreKind::PostgresOwned);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_read_for_every_request() {
    promises_on(StoreKind::PostgresShared);
}

#[cfg(feature = "postgres")]
#[test]
fn on_postgres_with_answers_at_hand() {
    promises_on(StoreKind::PostgresBounded);
}

/// v2 alone can make it; all feel it, on both sides.
#[test]
fn a_block_of_messages_stops_messages_and_nothing_else() {
    let v2 = of("v2");
    for tried in ALL {
        let stage = Stage::on(StoreKind::Memory);
        let refuse = v2.say(stage.blocker, &Intent::RefuseMessages(Target::Id(stage.trier))).unwrap();
        assert_eq!(stage.house.ask(&refuse.by(&v2.person("amy"))).status(), 200);
        for what in Try::ALL {
            let (they, you) = match (tries::they_cannot(tried.name(), what), what) {
                (they, Try::Message) => (they, tries::you_cannot(tried.name(), what)),
                (Cell::Gap, _) => (Cell::Gap, Cell::Gap),
                _ => (Cell::Allowed, Cell::Allowed),
            };
            let case = format!("under a block of messages, {what:?} through {}", tried.name());
            stage.attempt(tried, stage.trier, what, &they, &case);
            stage.attempt(tried, stage.blocker, what, &you, &case);
        }
    }
}

/// Every cell without words stands in the document with a reason.
#[test]
fn what_cannot_be_expressed_is_written_down() {
    let gaps = read("docs/gaps.md");
    for speech in ALL {
        for what in Try::ALL {
            let listed =
                gaps.lines().any(|line| line.starts_with(&format!("- {}, {}: ", what.promise(), speech.name())));
            assert_eq!(listed, tries::they_cannot(speech.name(), what) == Cell::Gap, "{what:?} in {}", speech.name());
        }
    }
}

/// A person follows nobody anew across a block, whoever asks: the two commands race in one engine elsewhere.
#[test]
fn a_follow_before_the_block_is_gone() {
    let stage = Stage::on(StoreKind::Memory);
    let before = stage.run(stage.trier, ShowRelation { source: None, target: stage.blocker.into() }).relation;
    assert!(before.following && before.followed_by, "the demo world has them follow each other");
    stage.run(stage.blocker, block_graph::Block { target: stage.trier.into() });
    stage.is_clean("after the block");
    stage.run(stage.blocker, block_graph::Unblock { target: stage.trier.into() });
    stage.is_clean("unblocking restores nothing");
    assert!(stage.run(stage.trier, Follow { target: stage.blocker.into() }).after.following);
}
