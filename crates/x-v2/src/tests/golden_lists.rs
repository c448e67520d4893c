//! Golden replies about follows, searches and curated lists.

use block_graph::testkit::{AMY, BEA};
use block_graph::{Action, CoreError, ListCard, ListId, Membership, Outcome, Refusal, Timestamp, UserId, UserList};
use dialect::Method;
use dialect::testkit::Exchange;

use super::golden::{counted, counted_app, golden, middle};
use super::{amy, anonymous, app, bea, cid, get, herself, page, post_json};

const ALL: &str = "list.fields=created_at,description,follower_count,member_count,owner_id,private\
                   &expansions=owner_id&user.fields=created_at";

fn told(exchange: Exchange<'_>, name: &str, file: &str, outcome: Result<Outcome, Refusal>) {
    golden(file, &counted(exchange, name).reply(|_| outcome.map_err(CoreError::Refused)));
}

fn list(id: i64, name: &str, description: &str) -> ListCard {
    let list = UserList {
        id: ListId(id),
        owner: AMY,
        name: name.to_owned(),
        description: description.to_owned(),
        private: description.is_empty(),
        created: Timestamp(1_588_655_105_000),
    };
    ListCard { list: list.into(), owner: herself(), members: 2 }
}

fn one() -> Result<Outcome, Refusal> {
    Ok(Outcome::List(list(5_001, "Good & true", "people")))
}

fn member(is_member: bool) -> Result<Outcome, Refusal> {
    let list = list(5_001, "Good & true", "people");
    Ok(Outcome::Membership(Membership { list, user: bea(), is_member, changed: true }))
}

#[test]
fn follows() {
    for (name, path) in [
        ("getUsersFollowing", "/2/users/7/following"),
        ("getUsersFollowers", "/2/users/7/followers"),
        ("getUsersMeFollowing", "/2/users/me/following"),
        ("getUsersMeFollowers", "/2/users/me/followers"),
    ] {
        told(get(path), name, name, Ok(Outcome::UserPage(middle(vec![bea(), cid()]))));
    }
    let name = "getUsersFollowers";
    let path = "/2/users/7/followers";
    told(get(path), name, "getUsersFollowers_empty", Ok(Outcome::UserPage(page(vec![]))));
    let action = Action::ReadFollows;
    told(get(path), name, "getUsersFollowers_blocked", Err(Refusal::BlockedByTarget { action }));
    told(get(path), name, "getUsersFollowers_protected", Err(Refusal::Protected { user: UserId(7) }));
    let stranger = counted_app(anonymous(Method::Get, path).by(app()), name);
    golden("getUsersFollowers_app", &stranger.reply(|_| Ok(Outcome::UserPage(page(vec![cid()])))));
}

#[test]
fn searches() {
    let (name, path) = ("searchUsers", "/2/users/search?query=b&user.fields=verified");
    told(get(path), name, name, Ok(Outcome::Users(vec![Ok(bea()), Ok(cid())])));
    told(get(path), name, "searchUsers_empty", Ok(Outcome::Users(vec![])));
}

#[test]
fn lists() {
    told(post_json("/2/lists", r#"{"name":"Good & true"}"#), "createLists", "createLists", one());
    let changed = amy(Method::Put, "/2/lists/5001").body("application/json", r#"{"private":false}"#);
    told(changed, "updateLists", "updateLists", one());
    told(amy(Method::Delete, "/2/lists/5001"), "deleteLists", "deleteLists", one());
    told(get("/2/lists/5001"), "getListsById", "getListsById", one());
    told(get(&format!("/2/lists/5001?{ALL}")), "getListsById", "getListsById_all_fields", one());
    let name = "getUsersOwnedLists";
    let page = || middle(vec![list(5_001, "Good & true", "people"), list(5_000, "Mine", "")]);
    told(get(&format!("/2/users/{AMY}/owned_lists?{ALL}")), name, name, Ok(Outcome::ListPage(page())));
    let name = "getUsersListMemberships";
    told(get("/2/users/7/list_memberships"), name, name, Ok(Outcome::ListPage(page())));
}

#[test]
fn members() {
    let path = "/2/lists/5001/members";
    let add = post_json(path, r#"{"user_id":"9007199254740995"}"#);
    told(add, "addListsMember", "addListsMember", member(true));
    let action = Action::AddToList;
    let add = post_json(path, r#"{"user_id":"9007199254740995"}"#);
    told(add, "addListsMember", "addListsMember_blocked", Err(Refusal::BlockedByTarget { action }));
    let remove = format!("{path}/{BEA}");
    let name = "removeListsMemberByUserId";
    told(amy(Method::Delete, &remove), name, name, member(false));
    told(get(path), "getListsMembers", "getListsMembers", Ok(Outcome::UserPage(middle(vec![bea(), cid()]))));
}
