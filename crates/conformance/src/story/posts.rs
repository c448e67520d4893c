//! The steps of a story that are about posts, which it knows by names of its own.

use block_graph::PostId;

use super::{Step, Teller};
use crate::house::id;
use crate::speech::{self, Deed, Speech};

impl Teller<'_> {
    /// What a step does about posts, if it is about posts.
    pub(super) fn deed(&self, step: &Step) -> Option<Deed> {
        let post = || {
            let name = step.post.as_deref().unwrap_or_else(|| panic!("{}: which post?", self.place));
            *self.posts.get(name).unwrap_or_else(|| panic!("{}: no post is called {name}", self.place))
        };
        let target = || id(step.target.as_deref().unwrap_or_else(|| panic!("{}: whose?", self.place)));
        Some(match step.intent.as_str() {
            "write" => Deed::Write("hello"),
            "reply" => Deed::Reply("indeed", post()),
            "like" => Deed::Like(post()),
            "unlike" => Deed::Unlike(post()),
            "repost" => Deed::Repost(post()),
            "unrepost" => Deed::Unrepost(post()),
            "show-post" => Deed::Show(post()),
            "read-posts" => Deed::PostsOf(target(), step.size),
            "read-likes" => Deed::LikesOf(target(), step.size),
            "read-home" => Deed::Home(step.size),
            _ => return None,
        })
    }

    /// Does it and holds what comes of it against the step.
    pub(super) fn perform(&mut self, step: &Step, speech: &'static dyn Speech, deed: &Deed) {
        let (place, app) = (&self.place, step.actor == "app");
        let (me, proof) = if app { (id("amy"), speech.app()) } else { (id(&step.actor), speech.person(&step.actor)) };
        let ask = speech::ask(speech.name(), me, deed).unwrap_or_else(|| panic!("{place}: no words for {deed:?}"));
        let answer = self.house.ask(&ask.by(&proof));
        let (status, body) = (answer.status(), answer.text());
        // v2 tells what a reader may not see beside a good status.
        let denied = !(200..300).contains(&status) || body.contains("\"errors\"");
        assert_eq!(denied, step.denied, "{place}: {status} {body}");
        if let Some(posts) = &step.posts {
            let held: Vec<_> = self.posts.iter().filter(|(_, id)| body.contains(&id.to_string())).collect();
            let held: Vec<_> = held.into_iter().map(|(name, _)| name.clone()).collect();
            assert_eq!(&held, posts, "{place}: {body}");
        }
        if let Some(name) = &step.makes {
            self.posts.insert(name.clone(), PostId(speech::made(&answer)));
        }
    }
}
