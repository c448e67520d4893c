//! What a command that reads little will ask for, told before it runs, so that a shared database is asked for many such
//! commands at once. A hint that is wrong costs a statement, never an answer.

use crate::access::Actor;
use crate::card::Wants;
use crate::command::Command;
use crate::store::Wanted;
use crate::user_ref::UserRef;

/// What `command` will ask for; `None` for one that reads lists or feeds and is better left to itself.
pub(super) fn wanted(actor: &Actor, command: &Command, wants: Wants) -> Option<Wanted> {
    let caller = actor.user().map(UserRef::Id);
    let mut wanted = Wanted { users: caller.iter().cloned().collect(), ..Wanted::default() };
    let mut meet = |user: &UserRef| {
        wanted.users.push(user.clone());
        if let Some(caller) = caller.as_ref().filter(|_| wants.related()) {
            wanted.pairs.push((caller.clone(), user.clone()));
        }
    };
    match command {
        Command::WhoAmI(_) => caller.iter().for_each(meet),
        Command::ShowUser(op) => meet(&op.user),
        Command::LookUpUsers(op) => op.users.iter().for_each(meet),
        Command::ShowRelation(op) => {
            let source = op.source.as_ref().or(caller.as_ref())?;
            meet(source);
            meet(&op.target);
            wanted.pairs.push((source.clone(), op.target.clone()));
        }
        _ => return None,
    }
    wanted.moment = wants.posts();
    Some(wanted)
}
