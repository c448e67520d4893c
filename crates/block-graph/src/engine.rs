//! Runs commands: reads at once from the graph in memory or through readers of a shared database, writes through one
//! queue that commits them in groups.
//!
//! An engine is made, never global: clock, store and limits are handed to it, and several live side by side in one process.

mod access;
mod answers;
mod cards;
mod consent;
mod feeds;
mod grants;
mod hints;
mod kept;
mod lists;
mod looks;
mod nearby;
mod open;
mod operator;
mod owned;
mod pages;
mod post_cards;
mod posts;
mod presence;
mod queue;
mod reads;
mod replica;
mod shared;
mod sight;
mod tenure;
#[cfg(test)]
mod tests;
mod tokens;
mod turns;

use std::sync::Arc;

pub use grants::{PASSWORD_TRIES, VERIFIER_TRIES};
pub use kept::{KEPT_FROM, KeptCounts};
pub use open::Parts;
pub use operator::{NewApp, NewUser};
pub use presence::Presence;

use self::answers::Due;
use self::kept::KeptPages;
use self::owned::Owned;
use self::presence::Presences;
use self::shared::Shared;
use self::tenure::Tenure;
use crate::access::Actor;
use crate::access::session::Sessions;
use crate::card::{UserCard, Wants};
use crate::command::{Command, LimitStatus};
use crate::error::{CoreError, Refusal};
use crate::event::{Change, Event};
use crate::id::{AppId, UserId};
use crate::mint::Mint;
use crate::outcome::{Outcome, Toggled};
use crate::rate::{Limit, Subject, Window};
use crate::rules::{Done, Plan, Step, Write, caller_takes_part};
use crate::store::Wanted;
use crate::tally::{Tally, Uncounted};
use crate::time::{Clock, Timestamp};
use crate::user_ref::UserRef;
use crate::view::View;

/// Runs commands.
pub struct Engine {
    clock: Arc<dyn Clock>,
    mint: Arc<Mint>,
    tally: Tally,
    sessions: Sessions,
    backend: Backend,
    kept: Option<KeptPages>,
    present: Presences,
    // After the backend: the number is given back when nothing is minted any more.
    _tenure: Option<Tenure>,
}

enum Backend {
    Owned(Owned),
    Shared(Shared),
}

/// A write on its way to the store.
struct Job {
    work: Work,
    /// What the caller will be shown of whom it is done to.
    wants: Wants,
    done: Due<Result<Kept, CoreError>>,
}

/// What came of a write.
struct Kept {
    plan: Plan,
    /// The card of whom it was done to, where it was known on the way.
    card: Option<UserCard>,
}

enum Work {
    /// One person's act.
    Act { actor: UserId, app: Option<AppId>, write: Write },
    /// A step on the way to a token.
    Grant { app: Option<AppId>, step: Box<Step> },
    /// Changes by the operator.
    Operate(Vec<Change>),
}

impl Work {
    /// Who does it, and through which app.
    fn by(&self) -> (Option<UserId>, Option<AppId>) {
        match self {
            Self::Act { actor, app, .. } => (Some(*actor), *app),
            Self::Grant { app, .. } => (None, *app),
            Self::Operate(_) => (None, None),
        }
    }

    /// What it comes to at `at`. The operator's changes come to themselves.
    fn plan(&self, view: &dyn View, mint: &Mint, at: Timestamp) -> Result<Plan, CoreError> {
        match self {
            Self::Act { actor, write, .. } => write.plan(view, *actor, mint, at),
            Self::Grant { step, .. } => step.plan(view, mint, at),
            Self::Operate(changes) => Ok(Plan { changes: changes.clone(), keys: Vec::new(), done: Done::Nothing }),
        }
    }
}

/// How many writes may wait; beyond it callers are told that the store is overloaded.
const QUEUE: usize = 65_536;
/// How many writes share one transaction at the most.
const GROUP: usize = 1024;

impl Engine {
    /// Whether other processes may share the store, so that it may keep a caller waiting.
    pub fn is_shared(&self) -> bool {
        matches!(self.backend, Backend::Shared(_))
    }

    /// Runs a command.
    ///
    /// # Errors
    /// The graph's refusal, or that it cannot answer now, or a defect.
    pub async fn execute(&self, actor: &Actor, command: Command, wants: Wants) -> Result<Outcome, CoreError> {
        let command = match command {
            Command::LimitStatus(LimitStatus { limits }) => {
                if let Some(user) = actor.user() {
                    let wanted = || Wanted { users: vec![UserRef::Id(user)], ..Wanted::default() };
                    self.look_up(wanted, move |view| caller_takes_part(view, user)).await?;
                }
                return Ok(Outcome::Windows(self.limits(actor, &limits).await?));
            }
            other => other,
        };
        match Write::from_command(command, actor) {
            Ok(write) => self.write(actor, write, wants).await,
            // In boxes, so that what is read from memory does not carry what these take.
            Err(command) if authorises(&command) => Box::pin(self.authorise(actor, command, wants)).await,
            Err(command) => match &self.backend {
                Backend::Owned(owned) => {
                    if turns::is_long(&command) {
                        turns::page().await;
                    }
                    owned.read(|view| reads::run(view, actor, command, wants, self.kept.as_ref()))
                }
                Backend::Shared(shared) => {
                    let (user, actor, wanted) = (actor.user(), actor.clone(), hints::wanted(actor, &command, wants));
                    if !replica::may_read(&command) {
                        return Box::pin(shared.read(move |view| reads::run(view, &actor, command, wants, None))).await;
                    }
                    let work = move |view: &dyn View| reads::run(view, &actor, command, wants, None);
                    Box::pin(shared.read_for(user, wanted, work)).await
                }
            },
        }
    }

    async fn write(&self, actor: &Actor, write: Write, wants: Wants) -> Result<Outcome, CoreError> {
        let user = actor.user().ok_or(Refusal::CallerNotAPerson)?;
        let before = self.before(user, &write).await?;
        let act = |write| Work::Act { actor: user, app: actor.app(), write };
        let kept = match &self.backend {
            Backend::Owned(owned) => {
                // Refusals and repeats need no disk: what is in memory is durable.
                let plan = owned.read(|view| write.plan(view, user, &self.mint, self.clock.now()))?;
                if plan.changes.is_empty() {
                    Kept { plan, card: None }
                } else {
                    owned.submit(act(write), wants, self.present.is_one()).await?
                }
            }
            Backend::Shared(shared) => Box::pin(shared.submit(act(write), wants)).await?,
        };
        match kept.plan.done {
            Done::Toggled { target, before, after } => {
                let show = move |view: &dyn View| toggled_card(view, user, target, wants);
                let target = match kept.card {
                    None if wants.card => Some(self.look_up(|| toggled(user, target, wants), show).await?),
                    known => known,
                };
                Ok(Outcome::Toggled(Toggled { target, before, after }))
            }
            Done::Post(_) | Done::List(_) if before.is_some() => before.ok_or_else(stopped),
            Done::Post(post) => Ok(Outcome::Post(self.look(posts::as_it_is(user, post.id)).await?)),
            Done::List(list) => {
                Ok(Outcome::List(self.look(move |view| lists::list_card(view, Some(user), &list)).await?))
            }
            Done::Message(message) => {
                let show = move |view: &dyn View| lists::message_cards(view, user, &[message]);
                let card = self.look(show).await?.pop();
                card.map(Outcome::Message).ok_or_else(|| CoreError::broken("a message's people vanished"))
            }
            Done::Membership { list, user: member, is_member, changed } => {
                let show =
                    move |view: &dyn View| lists::membership(view, Some(user), list, member, (is_member, changed));
                Ok(Outcome::Membership(self.look(show).await?))
            }
            Done::Reacted { post, repost, changed } => {
                Ok(Outcome::Reacted(self.look(posts::reacted(user, post, repost, changed)).await?))
            }
            Done::Granted(_) | Done::Nothing => Err(CoreError::broken("a write told nothing")),
        }
    }

    /// What is deleted is told as it was; nothing for other writes. A refusal comes from the write itself.
    async fn before(&self, user: UserId, write: &Write) -> Result<Option<Outcome>, CoreError> {
        let told = match write {
            Write::Delete(post) => self.look(posts::as_it_is(user, *post)).await.map(Outcome::Post),
            Write::DeleteList(list) => {
                let list = list.clone();
                self.look(move |view| {
                    let missing = || CoreError::from(Refusal::ListNotFound { list: list.clone() });
                    let found = view.lists(std::slice::from_ref(&list))?.pop().flatten().ok_or_else(missing)?;
                    lists::list_card(view, Some(user), &found)
                })
                .await
                .map(Outcome::List)
            }
            _ => return Ok(None),
        };
        match told {
            Ok(told) => Ok(Some(told)),
            Err(CoreError::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads, from memory or on a reader of the shared database.
    async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn View) -> Result<T, CoreError> + Send + 'static,
    ) -> Result<T, CoreError> {
        match &self.backend {
            Backend::Owned(owned) => owned.read(work),
            Backend::Shared(shared) => Box::pin(shared.read(work)).await,
        }
    }

    /// As [`look`](Self::look), for little more than is `wanted`: on a shared database together with others.
    async fn look_up<T: Send + 'static>(
        &self,
        wanted: impl FnOnce() -> Wanted,
        work: impl FnOnce(&dyn View) -> Result<T, CoreError> + Clone + Send + 'static,
    ) -> Result<T, CoreError> {
        match &self.backend {
            Backend::Owned(owned) => owned.read(work),
            Backend::Shared(shared) => Box::pin(shared.look(wanted(), work)).await,
        }
    }

    async fn limits(&self, actor: &Actor, limits: &[&'static Limit]) -> Result<Vec<Window>, Uncounted> {
        let subject = Subject::of(actor, std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED));
        self.tally.look(&subject, limits, self.clock.now()).await
    }

    /// Whether the store answers, and this process may write to it.
    ///
    /// # Errors
    /// What it reports if not.
    pub async fn ping(&self) -> Result<(), CoreError> {
        match &self.backend {
            Backend::Owned(owned) => owned.ping(),
            Backend::Shared(shared) => {
                let _ = self.mint.begin()?;
                shared.ping().await
            }
        }
    }

    /// How many questions were answered from what is kept at hand of a shared database, and how many were not; `None`
    /// where nothing is kept.
    pub fn at_hand(&self) -> Option<(u64, u64)> {
        match &self.backend {
            Backend::Owned(_) => None,
            Backend::Shared(shared) => shared.at_hand(),
        }
    }

    /// How it goes with the pages of ids that are kept; `None` where none are.
    pub fn kept_pages(&self) -> Option<KeptCounts> {
        self.kept.as_ref().map(KeptPages::counts)
    }

    /// The present moment on the engine's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What is counted: requests in windows, and the nonces of signed ones.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The engine's mint of ids.
    pub fn mint(&self) -> &Mint {
        &self.mint
    }
}

/// Whether a command is about tokens and not about the graph.
fn authorises(command: &Command) -> bool {
    matches!(
        command,
        Command::RequestTemporary(_)
            | Command::ReviewAccess(_)
            | Command::DecideAccess(_)
            | Command::RedeemTemporary(_)
            | Command::RedeemCode(_)
            | Command::RedeemRefresh(_)
            | Command::RedeemPassword(_)
            | Command::IssueAppToken(_)
            | Command::ReturnToken(_)
            | Command::EndOwnToken(_)
    )
}

/// What the card of whom a write was done to is made of.
fn toggled(user: UserId, target: UserId, wants: Wants) -> Wanted {
    let (user, target) = (UserRef::Id(user), UserRef::Id(target));
    let pairs = if wants.related() { vec![(user, target.clone())] } else { Vec::new() };
    Wanted { users: vec![target], pairs, moment: wants.posts(), ..Wanted::default() }
}

/// The card of whom a write was done to.
fn toggled_card(view: &dyn View, user: UserId, target: UserId, wants: Wants) -> Result<UserCard, CoreError> {
    let card = cards::cards_of(view, Some(user), &[target], wants)?.pop();
    card.ok_or_else(|| CoreError::broken(format!("{target} vanished")))
}

/// The events that changes become when they are kept.
fn events(changes: Vec<Change>, actor: Option<UserId>, app: Option<AppId>, mint: &Mint, at: Timestamp) -> Vec<Event> {
    changes.into_iter().map(|change| Event { id: mint.id(), at, actor, app, change }).collect()
}

/// What a caller is told when the writer is gone or has no room.
fn overloaded() -> CoreError {
    CoreError::Unavailable("too many writes are waiting".to_owned())
}

/// What a caller is told when an answer was lost, which only a dying process does.
fn stopped() -> CoreError {
    CoreError::Unavailable("the engine stops".to_owned())
}
