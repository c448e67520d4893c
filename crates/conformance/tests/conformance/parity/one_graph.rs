//! What is done through one dialect is there in every other, and can be taken back there.

use block_graph::{ListId, MessageId, PostId};
use conformance::speech::{ALL, Deed, Intent, Speech, Target, ask, made, of};
use conformance::{Answer, House, StoreKind, id};

/// Somebody does something through a dialect; it must succeed. `None` where the dialect has no words for it.
fn told(house: &House, through: &dyn Speech, who: &str, deed: &Deed) -> Option<Answer> {
    let asked = ask(through.name(), id(who), deed)?.by(&through.person(who));
    let answer = house.ask(&asked);
    let good = (200..300).contains(&answer.status()) && !answer.text().contains("\"errors\"");
    assert!(good, "{}: {who}, {deed:?}: {} {}", through.name(), answer.status(), answer.text());
    Some(answer)
}

/// The same where it can be said.
fn done(house: &House, through: &dyn Speech, who: &str, deed: &Deed) -> Answer {
    told(house, through, who, deed).unwrap_or_else(|| panic!("{} has no words for {deed:?}", through.name()))
}

/// Every ordered pair of dialects, one with itself too.
fn pairs() -> impl Iterator<Item = (&'static dyn Speech, &'static dyn Speech)> {
    ALL.into_iter().flat_map(|one| ALL.map(|other| (one, other)))
}

#[test]
fn a_post_written_in_one_is_read_answered_liked_and_repeated_in_all() {
    let house = House::on(StoreKind::Memory);
    let counts = |post| {
        let answer = done(&house, of("app.net"), "bob", &Deed::Show(post)).json();
        ["num_stars", "num_reposts", "num_replies"].map(|key| answer["data"][key].as_i64().unwrap())
    };
    for (one, other) in pairs() {
        let post = PostId(made(&done(&house, one, "amy", &Deed::Write("hello"))));
        for read in [Deed::Show(post), Deed::PostsOf(id("amy"), 20), Deed::Home(20)] {
            let body = done(&house, other, "bob", &read).text();
            assert!(body.contains(&post.to_string()), "{} after {}, {read:?}: {body}", other.name(), one.name());
        }
        done(&house, one, "bob", &Deed::Like(post));
        done(&house, one, "bob", &Deed::Repost(post));
        let answer = done(&house, other, "bob", &Deed::Reply("@amy yes", post));
        let answer = made(&answer).to_string();
        assert_eq!(counts(post), [1, 1, 1]);
        let liked = done(&house, other, "bob", &Deed::LikesOf(id("bob"), 20)).text();
        assert!(liked.contains(&post.to_string()), "{} after {}: {liked}", other.name(), one.name());
        let named = done(&house, one, "amy", &Deed::Mentions(20)).text();
        assert!(named.contains(&answer), "{} after {}: {named}", one.name(), other.name());
        done(&house, other, "bob", &Deed::Unlike(post));
        done(&house, other, "bob", &Deed::Unrepost(post));
        assert_eq!(counts(post), [0, 0, 1]);
        done(&house, other, "amy", &Deed::Delete(post));
        let gone = ask(one.name(), id("bob"), &Deed::Show(post)).unwrap().by(&one.person("bob"));
        assert!(!house.ask(&gone).text().contains("\"hello\""), "{} after {}", one.name(), other.name());
    }
}

#[test]
fn a_message_sent_in_one_is_read_and_dropped_in_all() {
    let house = House::on(StoreKind::Memory);
    for (one, other) in pairs() {
        let sent = done(&house, one, "amy", &Deed::Send(id("bob"), "psst"));
        let message = MessageId(made(&sent));
        let (from_amy, to_bob) = (Deed::Message(id("amy"), message), Deed::Message(id("bob"), message));
        for (who, deed) in [("bob", &from_amy), ("amy", &to_bob)] {
            let body = done(&house, other, who, deed).text();
            assert!(body.contains("psst"), "{} after {}: {body}", other.name(), one.name());
        }
        done(&house, other, "bob", &Deed::DropMessage(id("amy"), message));
        let gone = ask(one.name(), id("bob"), &from_amy).unwrap().by(&one.person("bob"));
        assert!(!house.ask(&gone).text().contains("psst"), "{} after {}", one.name(), other.name());
        // It is out of one sight only.
        assert!(done(&house, one, "amy", &to_bob).text().contains("psst"));
    }
}

#[test]
fn a_list_made_in_one_is_filled_and_read_in_the_other() {
    let house = House::on(StoreKind::Memory);
    for (one, other) in pairs().filter(|(one, other)| [one, other].iter().all(|speech| speech.name() != "app.net")) {
        let list = ListId(made(&done(&house, one, "amy", &Deed::MakeList("People"))));
        done(&house, other, "amy", &Deed::AddTo(list, id("cat")));
        let members = done(&house, one, "bob", &Deed::Members(list, 20)).text();
        assert!(members.contains(&id("cat").to_string()), "{members}");
        for read in [Deed::ListsOf(id("amy"), 20), Deed::ListsWith(id("cat"), 20)] {
            let body = done(&house, other, "bob", &read).text();
            assert!(body.contains(&list.to_string()), "{} after {}, {read:?}: {body}", other.name(), one.name());
        }
        done(&house, one, "amy", &Deed::TakeOff(list, id("cat")));
        let members = done(&house, other, "bob", &Deed::Members(list, 20)).text();
        assert!(!members.contains(&id("cat").to_string()), "{members}");
        done(&house, other, "amy", &Deed::DropList(list));
    }
}

/// A reader without a person sees what a block hides from one.
#[test]
fn an_app_alone_reads_past_every_block() {
    let house = House::on(StoreKind::Memory);
    let v2 = of("v2");
    let post = made(&done(&house, v2, "amy", &Deed::Write("hello")));
    let block = v2.say(id("amy"), &Intent::Block(Target::Id(id("bob")))).unwrap();
    assert_eq!(house.ask(&block.by(&v2.person("amy"))).status(), 200);
    for speech in ALL {
        for deed in [Deed::Show(PostId(post)), Deed::PostsOf(id("amy"), 20)] {
            let asked = ask(speech.name(), id("amy"), &deed).unwrap();
            let bob = asked.clone().by(&speech.person("bob"));
            let app = asked.by(&speech.app());
            assert!(!house.ask(&bob).text().contains("hello"), "{}: bob, {deed:?}", speech.name());
            assert!(house.ask(&app).text().contains("hello"), "{}: the app, {deed:?}", speech.name());
        }
    }
}
