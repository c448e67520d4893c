//! A small model of what blocks forbid, written from the promises and not from the engine's tables: sets of who did what
//! to whom, and one rule for each thing that can be forbidden.

use std::collections::BTreeSet;

use block_graph::{CoreError, ListMessages, Outcome, PageRequest, PostId, ShowList, ShowPost, Standing};

use super::crowd::{Crowd, PEOPLE};
use super::deeds::{Deed, Scene};

/// The one whose posts are for followers.
const EVE: usize = 4;

type Pairs = BTreeSet<(usize, usize)>;

/// A post that is there.
#[derive(Clone, Debug)]
struct Made {
    id: PostId,
    author: usize,
    reply_to: Option<PostId>,
    quote_of: Option<PostId>,
}

/// What was done so far.
#[derive(Debug, Default)]
pub(super) struct Model {
    away: BTreeSet<usize>,
    blocks: Pairs,
    dm_blocks: Pairs,
    follows: Pairs,
    requests: Pairs,
    members: Pairs,
    messages: Vec<(usize, usize)>,
    posts: Vec<Made>,
    likes: BTreeSet<(usize, PostId)>,
    reposts: BTreeSet<(usize, PostId)>,
}

impl Model {
    /// What stands before anybody does anything.
    pub(super) fn of(crowd: &Crowd) -> Self {
        let mut model = Self::default();
        for one in 0..PEOPLE.len() {
            model.posts.push(Made { id: crowd.scene(one, one).post, author: one, reply_to: None, quote_of: None });
            for other in (0..PEOPLE.len()).filter(|other| *other != one) {
                let relation = crowd.relation(one, other).unwrap();
                for (stands, set) in [
                    (relation.blocking, &mut model.blocks),
                    (relation.dm_blocking, &mut model.dm_blocks),
                    (relation.following, &mut model.follows),
                    (relation.request_sent, &mut model.requests),
                ] {
                    if stands {
                        set.insert((one, other));
                    }
                }
            }
        }
        model
    }

    /// The operator changes how somebody stands.
    pub(super) fn stands(&mut self, who: usize, standing: Standing) {
        if standing == Standing::Active {
            self.away.remove(&who);
        } else {
            self.away.insert(who);
        }
    }

    /// Whether somebody may do that to somebody.
    fn allows(&self, deed: Deed, (actor, target): (usize, usize)) -> bool {
        if self.away.contains(&actor) || self.away.contains(&target) {
            return false;
        }
        if actor == target {
            return deed != Deed::Follow;
        }
        let (blocks, blocked) = (self.blocks.contains(&(actor, target)), self.blocks.contains(&(target, actor)));
        let either = |pairs: &Pairs| pairs.contains(&(actor, target)) || pairs.contains(&(target, actor));
        let shown = target != EVE || self.follows.contains(&(actor, target));
        match deed {
            Deed::AddToList => !blocked,
            Deed::Follow => !blocks && !blocked,
            Deed::Send => !blocks && !blocked && !either(&self.dm_blocks),
            Deed::Reply | Deed::Quote | Deed::Like => !blocks && !blocked && shown,
            // Nobody repeats what is for followers.
            Deed::Repost => !blocks && !blocked && target != EVE,
            other => panic!("{other:?} has no rule"),
        }
    }

    /// Holds what came of an act against the rules and keeps what was done. Tells whether it was.
    pub(super) fn saw(
        &mut self,
        deed: Deed,
        pair: (usize, usize),
        scene: &Scene,
        told: &Result<Outcome, CoreError>,
    ) -> bool {
        let done = match told {
            Ok(_) => true,
            Err(CoreError::Refused(_)) => false,
            Err(other) => panic!("{deed:?}: {other}"),
        };
        if Deed::RULED.contains(&deed) {
            assert_eq!(done, self.allows(deed, pair), "{deed:?} of {pair:?}: {told:?} in {self:?}");
        }
        assert!(!done || !self.away.contains(&pair.0), "{deed:?}: {pair:?} did not stand well");
        if let (true, Ok(outcome)) = (done, told) {
            self.keep(deed, pair, scene, outcome);
        }
        done
    }

    fn keep(&mut self, deed: Deed, pair: (usize, usize), scene: &Scene, outcome: &Outcome) {
        let (actor, target) = pair;
        let turned = (target, actor);
        let post = match outcome {
            Outcome::Post(card) => card.post.id,
            _ => scene.post,
        };
        let made = |reply_to, quote_of| Made { id: post, author: actor, reply_to, quote_of };
        match deed {
            Deed::Block | Deed::ReportAndBlock => {
                self.blocks.insert(pair);
                for ended in [&mut self.follows, &mut self.requests] {
                    ended.remove(&pair);
                    ended.remove(&turned);
                }
            }
            Deed::Unblock => drop(self.blocks.remove(&pair)),
            Deed::DmBlock => drop(self.dm_blocks.insert(pair)),
            Deed::DmUnblock => drop(self.dm_blocks.remove(&pair)),
            Deed::Follow if target == EVE && !self.follows.contains(&pair) => drop(self.requests.insert(pair)),
            Deed::Follow => drop(self.follows.insert(pair)),
            Deed::Unfollow => {
                self.follows.remove(&pair);
                self.requests.remove(&pair);
            }
            Deed::Write => {
                self.posts.push(made(None, None));
                let Outcome::Post(card) = outcome else { panic!("{outcome:?}") };
                let forbidden = actor != target && self.blocks.contains(&turned) || self.away.contains(&target);
                assert_eq!(card.post.tagged.is_empty(), forbidden, "a tag of {pair:?} in {self:?}");
            }
            Deed::Reply => self.posts.push(made(Some(scene.post), None)),
            Deed::Quote => self.posts.push(made(None, Some(scene.post))),
            Deed::Delete => {
                self.posts.retain(|made| made.id != post);
                self.likes.retain(|(_, liked)| *liked != post);
            }
            Deed::Repost => drop(self.reposts.insert((actor, post))),
            Deed::Unrepost => drop(self.reposts.remove(&(actor, post))),
            Deed::Like => drop(self.likes.insert((actor, post))),
            Deed::Unlike => drop(self.likes.remove(&(actor, post))),
            Deed::Send => self.messages.push(pair),
            Deed::AddToList => drop(self.members.insert(pair)),
            Deed::TakeOffList => drop(self.members.remove(&pair)),
            Deed::Mute | Deed::Unmute | Deed::Report | Deed::HideReposts | Deed::ShowReposts => {}
        }
    }

    /// Asserts that the engine holds what was done, and nothing else. Everybody must stand well by now.
    pub(super) fn is_what_is_there(&self, crowd: &Crowd) {
        for (one, name) in PEOPLE.into_iter().enumerate() {
            for other in (0..PEOPLE.len()).filter(|other| *other != one) {
                let relation = crowd.relation(one, other).unwrap();
                let stands = [relation.blocking, relation.dm_blocking, relation.following, relation.request_sent];
                let sets = [&self.blocks, &self.dm_blocks, &self.follows, &self.requests];
                assert_eq!(stands, sets.map(|set| set.contains(&(one, other))), "{name} and {}", PEOPLE[other]);
            }
            let all = ListMessages { with: None, page: PageRequest::EVERYTHING };
            let sent = self.messages.iter().filter(|(from, to)| *from == one || *to == one).count();
            assert_eq!(crowd.run(one, all).items.len(), sent, "messages of {name}");
            let card = crowd.run(one, ShowList { list: crowd.scene(one, one).list });
            let members = self.members.iter().filter(|(owner, _)| *owner == one).count();
            assert_eq!(usize::try_from(card.members), Ok(members), "the list of {name}");
        }
        for post in &self.posts {
            let counts = crowd.run(post.author, ShowPost { post: post.id, even_blocked: false }).counts;
            let of = |set: &BTreeSet<(usize, PostId)>| set.iter().filter(|(_, about)| *about == post.id).count();
            let answers = self.posts.iter().filter(|other| other.reply_to == Some(post.id)).count();
            let quotes = self.posts.iter().filter(|other| other.quote_of == Some(post.id)).count();
            let counted = [counts.likes, counts.reposts, counts.replies, counts.quotes].map(usize::try_from);
            let expected = [of(&self.likes), of(&self.reposts), answers, quotes].map(Ok);
            assert_eq!(counted, expected, "{post:?} in {self:?}");
        }
    }
}
