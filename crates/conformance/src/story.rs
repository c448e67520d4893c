//! Scenarios in neutral words, from `fixtures/scenarios`, told by any dialect on any store.
//!
//! A step names an actor, an intent and whom it is about, and what must come of it. Steps go through the dialect under
//! test unless `via` names another one, or says `other`: the second of a pair.

mod posts;

use std::collections::{BTreeMap, HashMap};

use block_graph::{PostId, Standing, UserId};
use serde::Deserialize;

use crate::ask::Answer;
use crate::house::{House, NOBODY, id};
use crate::place::StoreKind;
use crate::speech::{self, Intent, Listed, Seen, Speech, Target};
use crate::words::{self, No};

/// A scenario.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What it proves, in a sentence.
    pub about: String,
    /// Whether every pair of dialects tells it, rather than each dialect.
    #[serde(default)]
    pub pairs: bool,
    step: Vec<Step>,
}

/// Who does what to whom, and what must come of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// A person of the demo world, `app` or `operator`.
    actor: String,
    intent: String,
    /// By username, sent as an id; `?` is an id that nobody has.
    target: Option<String>,
    /// As the client writes the name.
    named: Option<String>,
    /// Many people, one act each; `guest01..guest05` is a range, also backwards.
    #[serde(default)]
    targets: Vec<String>,
    /// `next` or `previous`, of the page that the actor saw last in that dialect; the first page if absent.
    page: Option<String>,
    #[serde(default = "twenty")]
    size: usize,
    /// A dialect, or `other`.
    via: Option<String>,
    /// Facts about the target.
    #[serde(default)]
    sees: BTreeMap<String, toml::Value>,
    /// The people on the page, in order.
    people: Option<Vec<String>>,
    /// Whether the page is the last one.
    last: Option<bool>,
    /// Whose lists hold whom.
    lists: Option<BTreeMap<String, Vec<String>>>,
    /// Why it is refused.
    refused: Option<String>,
    /// Why it is refused in some dialects only, by their names.
    #[serde(default)]
    refused_in: BTreeMap<String, String>,
    /// The post it is about, by the name an earlier step gave it.
    post: Option<String>,
    /// The name of the post it makes.
    makes: Option<String>,
    /// The named posts that the answer holds; no other named one may be there.
    posts: Option<Vec<String>>,
    /// Whether it is denied, in whatever words.
    #[serde(default)]
    denied: bool,
}

fn twenty() -> usize {
    20
}

impl Story {
    /// Reads a scenario. Panics with what is wrong with it.
    pub fn parse(text: &str) -> Self {
        toml::from_str(text).unwrap_or_else(|error| panic!("{error}"))
    }
}

/// Tells a story on a fresh house.
///
/// Panics where what comes of a step is not what must.
pub fn run(story: &Story, store: StoreKind, first: &str, other: &str) {
    run_in(story, &House::on(store), &format!("{store:?}"), first, other);
}

/// Tells a story in a house of the demo world, which messages call `name`, as [`run`] does.
pub fn run_in(story: &Story, house: &House, name: &str, first: &str, other: &str) {
    let mut teller =
        Teller { house, first, other, tokens: HashMap::new(), posts: BTreeMap::new(), place: String::new() };
    for (number, step) in story.step.iter().enumerate() {
        // Every step has a millisecond of its own, as acts of people do.
        house.clock.advance(1);
        let (actor, intent) = (&step.actor, &step.intent);
        teller.place = format!("{} [{name}, {first}, {other}] step {}: {actor} {intent}", story.about, number + 1);
        teller.tell(step);
    }
}

/// Where the next page begins, and the page before.
type Around = (Option<String>, Option<String>);

struct Teller<'t> {
    house: &'t House,
    first: &'t str,
    other: &'t str,
    /// The cursors of the page an actor saw last in a dialect: next and previous.
    tokens: HashMap<(String, &'static str), Around>,
    /// The posts that have names.
    posts: BTreeMap<String, PostId>,
    /// Where in the story we are, for messages.
    place: String,
}

impl Teller<'_> {
    fn tell(&mut self, step: &Step) {
        let via = match step.via.as_deref() {
            None => self.first,
            Some("other") => self.other,
            Some(name) => name,
        };
        if step.actor == "operator" {
            return self.operate(step);
        }
        let speech = speech::of(via);
        if let Some(deed) = self.deed(step) {
            return self.perform(step, speech, &deed);
        }
        for target in targets(step) {
            let intent = self.intent(step, speech, target.as_ref());
            self.act(step, speech, &intent);
        }
    }

    fn operate(&self, step: &Step) {
        let standing = match step.intent.as_str() {
            "suspend" => Standing::Suspended,
            "deactivate" => Standing::Deactivated,
            "reinstate" => Standing::Active,
            other => panic!("{}: the operator cannot {other}", self.place),
        };
        let who = step.target.as_deref().unwrap_or_else(|| panic!("{}: whom?", self.place));
        self.house.stand(id(who), standing);
    }

    fn intent(&self, step: &Step, speech: &'static dyn Speech, target: Option<&Target>) -> Intent {
        let target = || target.cloned().unwrap_or_else(|| panic!("{}: whom?", self.place));
        let list = |list| {
            let seen = self.tokens.get(&(step.actor.clone(), speech.name()));
            let token = match (step.page.as_deref(), seen) {
                (None, _) => None,
                (Some("next"), Some((Some(next), _))) => Some(next.clone()),
                (Some("previous"), Some((_, Some(previous)))) => Some(previous.clone()),
                (Some(page), seen) => panic!("{}: no {page} page, only {seen:?}", self.place),
            };
            Intent::List { list, size: step.size, token }
        };
        match step.intent.as_str() {
            "block" => Intent::Block(target()),
            "unblock" => Intent::Unblock(target()),
            "mute" => Intent::Mute(target()),
            "unmute" => Intent::Unmute(target()),
            "follow" => Intent::Follow(target()),
            "unfollow" => Intent::Unfollow(target()),
            "refuse-messages" => Intent::RefuseMessages(target()),
            "accept-messages" => Intent::AcceptMessages(target()),
            "show" => Intent::Show(target()),
            "relation" => Intent::Relation(target()),
            "who-am-i" => Intent::WhoAmI,
            "list-blocked" => list(Listed::Blocked),
            "list-muted" => list(Listed::Muted),
            "bulk-blocked" => Intent::BulkIds(Listed::Blocked, ids(&step.targets)),
            "bulk-muted" => Intent::BulkIds(Listed::Muted, ids(&step.targets)),
            other => panic!("{}: nobody intends to {other}", self.place),
        }
    }

    fn act(&mut self, step: &Step, speech: &'static dyn Speech, intent: &Intent) {
        let answer = self.send(step, speech, intent);
        let refused = step.refused_in.get(speech.name()).or(step.refused.as_ref());
        if let Some(no) = refused {
            let username = step.target.as_deref().unwrap_or_default();
            let expected = words::refusal(speech.name(), intent, No::parse(no), username);
            assert_eq!((answer.status(), answer.stable()), expected, "{}", self.place);
            return;
        }
        assert_eq!(answer.status(), 200, "{}: {}", self.place, answer.text());
        let seen = speech.read(intent, &answer);
        self.check(step, speech, intent, &seen);
        if matches!(intent, Intent::List { .. }) {
            self.tokens.insert((step.actor.clone(), speech.name()), (seen.next, seen.previous));
        }
    }

    fn send(&self, step: &Step, speech: &'static dyn Speech, intent: &Intent) -> Answer {
        let app = step.actor == "app";
        let proof = if app { speech.app() } else { speech.person(&step.actor) };
        let me = if app { NOBODY } else { id(&step.actor) };
        let ask = speech.say(me, intent).or_else(|| {
            // Where an act takes no name, clients look the name up first.
            let Some(Target::Name(name)) = intent.target() else { return None };
            let show = Intent::Show(Target::Name(name.clone()));
            let shown = self.house.ask(&speech.say(me, &show)?.by(&proof));
            let found = speech.read(&show, &shown).user?;
            speech.say(me, &by_id(intent, found))
        });
        let ask = ask.unwrap_or_else(|| panic!("{}: {} cannot say {intent:?}", self.place, speech.name()));
        self.house.ask(&ask.by(&proof))
    }

    fn check(&self, step: &Step, speech: &'static dyn Speech, intent: &Intent, seen: &Seen) {
        let place = &self.place;
        if let Some(own) = own_fact(intent, seen) {
            let told = own.told.is_none_or(|told| told == own.expected);
            assert!(told && (own.told.is_some() || seen.user.is_some()), "{place}: {seen:?}");
        }
        if let (Some(Target::Id(target)), Some(user)) = (intent.target(), seen.user) {
            assert_eq!(user, *target, "{place}: another person is answered");
        }
        for (name, expected) in &step.sees {
            match fact(seen, name) {
                Some(told) => assert_eq!(&told, expected, "{place}: {name}"),
                None => assert!(speech.untold().contains(&name.as_str()), "{place}: {name} is not told"),
            }
        }
        if let Some(people) = &step.people {
            assert_eq!(seen.people.as_deref(), Some(&*ids(people)), "{place}: people");
        }
        if let Some(last) = step.last {
            assert_eq!(seen.next.is_none(), last, "{place}: {:?} follows", seen.next);
        }
        if let Some(lists) = &step.lists {
            let expected: BTreeMap<_, _> = lists.iter().map(|(owner, listed)| (id(owner), ids(listed))).collect();
            let told: BTreeMap<_, _> = seen.lists.iter().flatten().cloned().collect();
            assert_eq!(told, expected, "{place}: lists");
        }
    }
}

/// What an act's own answer must say, where it says it.
struct Own {
    told: Option<bool>,
    expected: bool,
}

fn own_fact(intent: &Intent, seen: &Seen) -> Option<Own> {
    let (told, expected) = match intent {
        Intent::Block(_) => (seen.blocking, true),
        Intent::Unblock(_) => (seen.blocking, false),
        Intent::Mute(_) => (seen.muting, true),
        Intent::Unmute(_) => (seen.muting, false),
        Intent::RefuseMessages(_) => (seen.refusing, true),
        Intent::AcceptMessages(_) => (seen.refusing, false),
        Intent::Unfollow(_) => (seen.following, false),
        _ => return None,
    };
    Some(Own { told, expected })
}

fn fact(seen: &Seen, name: &str) -> Option<toml::Value> {
    let switch = match name {
        "blocking" => seen.blocking,
        "muting" => seen.muting,
        "following" => seen.following,
        "followed_by" => seen.followed_by,
        "requested" => seen.requested,
        "messages" => seen.messages,
        "followers" => return seen.followers.map(toml::Value::from),
        "follows" => return seen.follows.map(toml::Value::from),
        other => panic!("no fact is called {other}"),
    };
    switch.map(toml::Value::from)
}

fn by_id(intent: &Intent, found: UserId) -> Intent {
    let target = Target::Id(found);
    match intent {
        Intent::Block(_) => Intent::Block(target),
        Intent::Unblock(_) => Intent::Unblock(target),
        Intent::Mute(_) => Intent::Mute(target),
        Intent::Unmute(_) => Intent::Unmute(target),
        Intent::Follow(_) => Intent::Follow(target),
        Intent::Unfollow(_) => Intent::Unfollow(target),
        Intent::RefuseMessages(_) => Intent::RefuseMessages(target),
        Intent::AcceptMessages(_) => Intent::AcceptMessages(target),
        other => other.clone(),
    }
}

/// The targets of a step, one act each; bulk reads and reads of one's own are one act about nobody.
fn targets(step: &Step) -> Vec<Option<Target>> {
    if let Some(name) = &step.named {
        return vec![Some(Target::Name(name.clone()))];
    }
    match step.target.as_deref() {
        Some("?") => vec![Some(Target::Id(NOBODY))],
        Some(name) => vec![Some(Target::Id(id(name)))],
        None if step.targets.is_empty() || step.intent.starts_with("bulk") => vec![None],
        None => ids(&step.targets).into_iter().map(|id| Some(Target::Id(id))).collect(),
    }
}

/// The ids of people, ranges of guests spelt out.
fn ids(names: &[String]) -> Vec<UserId> {
    names.iter().flat_map(|name| range(name)).map(|name| id(&name)).collect()
}

fn range(text: &str) -> Vec<String> {
    let Some((from, to)) = text.split_once("..") else { return vec![text.to_owned()] };
    let number = |name: &str| -> u32 {
        let digits = name.strip_prefix("guest").and_then(|digits| digits.parse().ok());
        digits.unwrap_or_else(|| panic!("{name} is no guest"))
    };
    let (from, to) = (number(from), number(to));
    let up: Vec<_> = (from.min(to)..=from.max(to)).map(|number| format!("guest{number:02}")).collect();
    if from <= to { up } else { up.into_iter().rev().collect() }
}
