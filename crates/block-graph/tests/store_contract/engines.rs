//! What people do through engines comes to the same on every store: owned or shared, each command's answer is the one that
//! an engine gives whose store keeps nothing.

use std::collections::HashMap;
use std::sync::Arc;

use block_graph::access::session::Sessions;
use block_graph::access::{Actor, Grant, Permission, Prepared, TokenClass};
use block_graph::event::Change;
use block_graph::rate::Limiter;
use block_graph::store::{self, Store};
use block_graph::*;

use crate::stores::Place;
use crate::world::{Draw, app};

crate::over!(bare databases: owned_engines_answer_as_one_without_a_store, shared_engines_answer_as_one_without_a_store);

const PEOPLE: i64 = 5;
pub(crate) const START: Timestamp = Timestamp(1_613_254_256_000);

fn owned_engines_answer_as_one_without_a_store(place: &Place) {
    compare(|| vec![Store::Owned(Arc::new(place.open()))]);
}

/// Two of them, taking turns.
pub(crate) fn shared_engines_answer_as_one_without_a_store(place: &Place) {
    compare(|| (0..2).map(|_| Store::Shared(Arc::new(place.open()))).collect());
}

fn compare(stores: impl Fn() -> Vec<Store>) {
    let mut expected = Session::open(vec![Store::Owned(Arc::new(store::Memory))]);
    let mut session = Session::open(stores());
    let mut draw = Draw(20_261_120);
    for step in 0..900 {
        let numbers = [0; 6].map(|_| draw.below(1 << 20));
        let (said, wanted) = (session.run(numbers), expected.run(numbers));
        assert_eq!(said.1, wanted.1, "step {step}: {:?}", said.0);
        if step == 600 {
            // What is in the store is what was said: others go on from it.
            drop(std::mem::take(&mut session.engines));
            session.engines = engines(stores(), &session.clock);
        }
    }
    assert!(expected.posts.len() > 50 && expected.messages.len() > 10 && expected.lists.len() > 5);
}

struct Session {
    runtime: tokio::runtime::Runtime,
    clock: Arc<ManualClock>,
    engines: Vec<Engine>,
    turn: usize,
    posts: Vec<PostId>,
    messages: Vec<MessageId>,
    lists: Vec<ListId>,
}

/// Engines on stores, as processes beside each other.
pub(crate) fn engines(stores: Vec<Store>, clock: &Arc<ManualClock>) -> Vec<Engine> {
    let open = |(worker, store): (u16, Store)| {
        let (clock, limiter) = (Arc::clone(clock), Limiter::new(true, HashMap::new()));
        let sessions = Sessions::new([9; 32]);
        Engine::open(Parts { clock, worker, store, limiter, timestamp_window: 300, readers: 1, sessions }).unwrap()
    };
    (0..).zip(stores).map(open).collect()
}

impl Session {
    fn open(stores: Vec<Store>) -> Self {
        let clock = Arc::new(ManualClock::at(START));
        let engines = engines(stores, &clock);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let make = |number| {
            let mut user = Profile::new(UserId(number), Username::new(&format!("p{number}")).unwrap(), START);
            user.protected = number == PEOPLE;
            Change::AddUser(user.into(), Counts::default())
        };
        runtime.block_on(engines[0].import((1..=PEOPLE).map(make).collect())).unwrap();
        let (posts, messages, lists) = Default::default();
        Self { runtime, clock, engines, turn: 0, posts, messages, lists }
    }

    /// Runs the command that some numbers stand for, and tells it and what was said to it.
    fn run(&mut self, numbers: [i64; 6]) -> (Command, String) {
        // One command a millisecond, so that ids are in the order of time whichever engine minted them.
        self.clock.advance(1);
        self.turn = (self.turn + 1) % self.engines.len();
        let command = self.command(numbers);
        let grant = Grant {
            token: TokenId(1),
            class: TokenClass::Signed,
            audience: "x".into(),
            app: Arc::new(app(1)),
            user: Some(UserId(1 + numbers[0] % PEOPLE)),
            scopes: Vec::new(),
            permission: Permission::default(),
            public: None,
            secret: None,
            created: START,
            expires: None,
            prepared: Prepared::default(),
        };
        let actor = Actor::Granted(Arc::new(grant));
        let said = self.engines[self.turn].execute(&actor, command.clone(), Wants::EVERYTHING);
        let said = self.runtime.block_on(said);
        match &said {
            Ok(Outcome::Post(card)) => note(&mut self.posts, card.post.id),
            Ok(Outcome::Reacted(reacted)) => {
                reacted.repost.iter().for_each(|card| note(&mut self.posts, card.post.id));
            }
            Ok(Outcome::Message(card)) => note(&mut self.messages, card.message.id),
            Ok(Outcome::List(card)) => note(&mut self.lists, card.list.id),
            _ => {}
        }
        (command, told(&format!("{said:?}")))
    }

    fn command(&self, [_, kind, user, thing, more, other]: [i64; 6]) -> Command {
        let number = 1 + user % PEOPLE;
        let target = match more % 3 {
            0 => UserRef::name(format!("P{number}")),
            1 => UserRef::IdOrName(UserId(number), "p1".into()),
            _ => UserRef::Id(UserId(number)),
        };
        let post = latest(&self.posts, thing).unwrap_or(PostId(1));
        let message = latest(&self.messages, thing).unwrap_or(MessageId(1));
        let list = ListRef::Id(latest(&self.lists, thing).unwrap_or(ListId(1)));
        let list = if more % 4 == 0 { ListRef::Slug(target.clone(), "good-people".into()) } else { list };
        let page = PageRequest::first(usize::try_from(1 + more % 7).unwrap());
        let draft = Draft {
            text: format!("{thing} @p{} and @P{number}, not @nobody", 1 + other % PEOPLE),
            reply_to: (more % 3 == 0).then_some(post),
            quote_of: (more % 5 == 0).then_some(post),
            tagged: vec![UserRef::Id(UserId(1 + other % PEOPLE))],
            replies: ReplyPolicy::from_number(i16::try_from(other % 9).unwrap()).unwrap_or_default(),
        };
        let feed = match other % 8 {
            0 => Feed::By(target.clone()),
            1 => Feed::Mentioning(target.clone()),
            2 => Feed::Home,
            3 => Feed::Unified,
            4 => Feed::Thread(post),
            5 => Feed::Quoting(post),
            6 => Feed::Reposting(post),
            _ => Feed::Everyone,
        };
        let name = ["Good  People!", "good-people", "Other"][usize::try_from(other % 3).unwrap()].to_owned();
        match kind % 40 {
            0..6 => CreatePost { draft }.into(),
            6 => DeletePost { post }.into(),
            7..10 => Repost { post }.into(),
            10 => Unrepost { post }.into(),
            11..14 => Like { post }.into(),
            14 => Unlike { post }.into(),
            15..17 => SendMessage { to: target, text: name }.into(),
            17 => DeleteMessage { message }.into(),
            18 => CreateList { name, description: String::new(), private: more % 2 == 0 }.into(),
            19 => UpdateList { list, name: Some(name), description: None, private: Some(more % 2 == 0) }.into(),
            20 if other % 4 == 0 => DeleteList { list }.into(),
            20..23 => AddMember { list, user: target }.into(),
            23 => RemoveMember { list, user: target }.into(),
            24 => Follow { target }.into(),
            25 => Unfollow { target }.into(),
            26 if other % 2 == 0 => Block { target }.into(),
            26..28 => Unblock { target }.into(),
            28 if other % 2 == 0 => HideReposts { target }.into(),
            28 => ShowReposts { target }.into(),
            29..33 => ReadFeed { feed, filter: FeedFilter::ALL, range: PostRange::newest(page.size) }.into(),
            33 => ListLikes { user: target, page }.into(),
            34 => ListLikers { post, page }.into(),
            35 => ListMessages { with: (more % 2 == 0).then_some(target), page }.into(),
            36 => ListMembers { list, page }.into(),
            37 => ListMemberships { user: target, page }.into(),
            38 => ListOwned { user: target, page }.into(),
            _ => ListReposters { post, page }.into(),
        }
    }
}

fn note<T: PartialEq>(all: &mut Vec<T>, new: T) {
    if !all.contains(&new) {
        all.push(new);
    }
}

/// One of the newest of `all`.
fn latest<T: Copy>(all: &[T], number: i64) -> Option<T> {
    let recent = &all[all.len().saturating_sub(15)..];
    recent.get(usize::try_from(number).unwrap() % recent.len().max(1)).copied()
}

/// What was said, without the bits of ids and positions that tell who minted them and how often in that millisecond.
fn told(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    let mut digits = String::new();
    for character in text.chars().chain(['.']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        match digits.parse::<i64>() {
            Ok(minted) if minted > 1 << 50 => told.push_str(&format!("#{}", minted >> 22)),
            _ => told.push_str(&digits),
        }
        digits.clear();
        told.push(character);
    }
    told
}
