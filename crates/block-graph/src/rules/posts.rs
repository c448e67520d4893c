//! What becomes of posts: written, deleted, repeated, liked, as far as the policy allows.

use std::sync::Arc;

use super::{Done, Key, Plan, key};
use crate::error::{Action, CoreError, Refusal};
use crate::event::{Change, Like};
use crate::feed::Draft;
use crate::id::{PostId, UserId};
use crate::mint::Mint;
use crate::policy;
use crate::post::{Mention, Post, ReplyPolicy, mentioned};
use crate::relation::Relation;
use crate::time::Timestamp;
use crate::user_ref::UserRef;
use crate::view::{Reaction, View};

/// The one who writes, and what they see.
pub(super) struct Author<'a> {
    pub(super) view: &'a dyn View,
    pub(super) actor: UserId,
    pub(super) mint: &'a Mint,
    pub(super) now: Timestamp,
}

/// A post that an act is about.
struct Subject {
    post: Arc<Post>,
    relation: Relation,
    protected: bool,
    keys: Vec<Key>,
}

impl Author<'_> {
    pub(super) fn create(&self, draft: &Draft, source: &str) -> Result<Plan, CoreError> {
        let id = PostId(self.mint.id());
        let mut post = Post::new(id, self.actor, draft.text.as_str(), self.now);
        post.replies = draft.replies;
        post.source = source.to_owned();
        let mut keys = Vec::new();
        if let Some(parent) = draft.reply_to {
            let subject = self.subject(parent, Action::Reply)?;
            self.may_reply(&subject)?;
            post.reply_to = Some((subject.post.id, subject.post.author));
            post.thread = subject.post.thread;
            keys.extend(subject.keys);
        }
        if let Some(quoted) = draft.quote_of {
            let subject = self.subject(quoted, Action::Quote)?;
            post.quote_of = Some(subject.post.id);
            keys.extend(subject.keys);
        }
        post.mentions = self.mentions(&draft.text)?;
        post.tagged = self.tagged(&draft.tagged)?;
        keys.extend(post.tagged.iter().map(|tagged| key(self.actor, *tagged)));
        let post = Arc::new(post);
        Ok(Plan { changes: vec![Change::AddPost(Arc::clone(&post))], keys, done: Done::Post(post) })
    }

    pub(super) fn delete(&self, id: PostId) -> Result<Plan, CoreError> {
        let post = self.find(id)?;
        if post.author != self.actor {
            return Err(Refusal::NotYourPost { post: id }.into());
        }
        Ok(Plan {
            changes: vec![Change::DeletePost(Arc::clone(&post))],
            keys: vec![(post.id.0, 0)],
            done: Done::Post(post),
        })
    }

    pub(super) fn repost(&self, id: PostId) -> Result<Plan, CoreError> {
        let Subject { post, protected, keys, .. } = self.subject(id, Action::Repost)?;
        if protected && post.author != self.actor {
            return Err(Refusal::Protected { user: post.author }.into());
        }
        if let Some(own) = self.reaction(post.id)?.repost {
            let repost = Some(self.find(own)?);
            return Ok(Plan {
                changes: Vec::new(),
                keys,
                done: Done::Reacted { post: post.id, repost, changed: false },
            });
        }
        let mut repost = Post::new(PostId(self.mint.id()), self.actor, post.text.as_str(), self.now);
        repost.repost_of = Some(post.id);
        repost.thread = repost.id;
        let repost = Arc::new(repost);
        Ok(Plan {
            changes: vec![Change::AddPost(Arc::clone(&repost))],
            keys,
            done: Done::Reacted { post: post.id, repost: Some(repost), changed: true },
        })
    }

    /// Taking back is never forbidden: a block made since changes nothing about it.
    pub(super) fn unrepost(&self, id: PostId) -> Result<Plan, CoreError> {
        let post = self.original(id)?;
        let keys = vec![(post.id.0, 0), key(self.actor, post.author)];
        let own = self.reaction(post.id)?.repost.map(|own| self.find(own)).transpose()?;
        let changes = own.iter().map(|own| Change::DeletePost(Arc::clone(own))).collect();
        let changed = own.is_some();
        Ok(Plan { changes, keys, done: Done::Reacted { post: post.id, repost: own, changed } })
    }

    pub(super) fn like(&self, id: PostId) -> Result<Plan, CoreError> {
        let Subject { post, keys, .. } = self.subject(id, Action::Like)?;
        let (user, post) = (self.actor, post.id);
        let changed = self.reaction(post)?.like.is_none();
        let like = Change::AddLike(Like { user, post, position: self.mint.position() });
        let changes = if changed { vec![like] } else { Vec::new() };
        Ok(Plan { changes, keys, done: Done::Reacted { post, repost: None, changed } })
    }

    /// As [`unrepost`](Self::unrepost).
    pub(super) fn unlike(&self, id: PostId) -> Result<Plan, CoreError> {
        let post = self.original(id)?;
        let keys = vec![(post.id.0, 0), key(self.actor, post.author)];
        let liked = self.reaction(post.id)?.like;
        let like = |position| Change::RemoveLike(Like { user: self.actor, post: post.id, position });
        let changes: Vec<_> = liked.map(like).into_iter().collect();
        let changed = liked.is_some();
        Ok(Plan { changes, keys, done: Done::Reacted { post: post.id, repost: None, changed } })
    }

    fn find(&self, id: PostId) -> Result<Arc<Post>, CoreError> {
        let found = self.view.posts(&[id])?.pop().flatten();
        Ok(found.ok_or(Refusal::PostNotFound { post: id })?)
    }

    /// The post, or the one it repeats: nobody answers, likes or repeats a repost.
    fn original(&self, id: PostId) -> Result<Arc<Post>, CoreError> {
        let post = self.find(id)?;
        post.repost_of.map_or(Ok(post), |original| self.find(original))
    }

    fn reaction(&self, id: PostId) -> Result<Reaction, CoreError> {
        Ok(self.view.reactions(self.actor, &[id])?.pop().unwrap_or_default())
    }

    /// The post that an act is about, if the policy lets the actor do it.
    fn subject(&self, id: PostId, action: Action) -> Result<Subject, CoreError> {
        let post = self.original(id)?;
        let author = self.view.people(&[post.author])?.pop().flatten();
        let author = author.filter(|author| author.user.standing.listed()).ok_or(Refusal::PostNotFound { post: id })?;
        let relation = self.view.relations(self.actor, &[post.author])?.pop().unwrap_or_default();
        policy::allows(action, relation)?;
        let protected = author.user.protected;
        if post.author != self.actor && protected && !relation.following {
            return Err(Refusal::Protected { user: post.author }.into());
        }
        let keys = vec![(post.id.0, 0), key(self.actor, post.author)];
        Ok(Subject { post, relation, protected, keys })
    }

    fn may_reply(&self, subject: &Subject) -> Result<(), CoreError> {
        let post = &subject.post;
        let named = post.author == self.actor || post.mentions.iter().any(|mention| mention.user == self.actor);
        let open = match post.replies {
            ReplyPolicy::Everyone => true,
            ReplyPolicy::Following => named || subject.relation.followed_by,
            ReplyPolicy::Mentioned => named,
        };
        if open { Ok(()) } else { Err(Refusal::RepliesClosed { post: post.id }.into()) }
    }

    /// Whom the text names. To name somebody is never forbidden; whether they see it is decided when they read.
    fn mentions(&self, text: &str) -> Result<Vec<Mention>, CoreError> {
        let named = mentioned(text);
        let users: Vec<_> = named.iter().map(|(name, ..)| UserRef::name(*name)).collect();
        let people = self.view.resolve(&users)?;
        let mention = |((_, start, end), person): ((&str, u32, u32), Option<crate::view::Person>)| {
            let user = person.filter(|person| person.user.standing.listed())?.user;
            Some(Mention { user: user.id, username: user.username().into(), start, end })
        };
        Ok(named.into_iter().zip(people).filter_map(mention).collect())
    }

    /// Who is tagged: those who block the author are left out ([inferred], there is no recorded refusal).
    fn tagged(&self, users: &[UserRef]) -> Result<Vec<UserId>, CoreError> {
        let people = self.view.resolve(users)?.into_iter().flatten();
        let mut ids: Vec<_> = people.filter(|person| person.user.standing.listed()).map(|p| p.user.id).collect();
        let relations = self.view.relations(self.actor, &ids)?;
        let mut allowed = relations.iter().map(|relation| policy::allows(Action::Tag, *relation).is_ok());
        ids.retain(|_| allowed.next().unwrap_or(false));
        Ok(ids)
    }
}
