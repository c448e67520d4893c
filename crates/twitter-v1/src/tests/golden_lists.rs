//! Whole replies that are curated lists, as files to be read.

use block_graph::{ListCard, ListId, Membership, UserList};

use super::*;

fn list(owner: UserCard, private: bool) -> ListCard {
    let (id, created) = (ListId(9_007_199_254_741_001), Timestamp(1_588_655_105_000));
    let (name, description) = ("Good People".to_owned(), "All & sundry".to_owned());
    let list = UserList { id, owner: owner.user.id, name, description, private, created };
    ListCard { list: Arc::new(list), owner, members: 2 }
}

fn amys() -> ListCard {
    list(herself(), false)
}

fn membership(is_member: bool, changed: bool) -> Outcome {
    Outcome::Membership(Membership { list: amys(), user: bea(STRANGERS), is_member, changed })
}

#[test]
fn single_lists() {
    let create = amy(Method::Post, "/1.1/lists/create.json?name=x&mode=private");
    golden("lists_create", &create.reply(|_| Ok(Outcome::List(list(herself(), true)))));
    let plain = "list_id=1&include_entities=0";
    let reply =
        |method, name: &str, outcome| amy(method, &format!("/1.1/lists/{name}.json?{plain}")).reply(|_| Ok(outcome));
    let one = || Outcome::List(amys());
    let shown = reply(Method::Get, "show", one());
    golden("lists_show", &shown);
    for name in ["update", "destroy"] {
        assert_eq!(body(&reply(Method::Post, name, one())), body(&shown), "{name}");
    }
    let added = amy(Method::Post, "/1.1/lists/members/create.json?list_id=1&user_id=1&include_entities=0");
    assert_eq!(body(&added.reply(|_| Ok(membership(true, true)))), body(&shown));
    assert_eq!(body(&added.reply(|_| Ok(membership(true, false)))), body(&shown), "again is no error");
}

#[test]
fn many_lists() {
    let lists = |more| page(vec![amys(), list(bea(STRANGERS), false)], more, false);
    let ownerships = amy(Method::Get, "/1.1/lists/ownerships.json?include_entities=0");
    golden("lists_ownerships", &ownerships.reply(|_| Ok(Outcome::ListPage(page(vec![amys()], true, false)))));
    let all = amy(Method::Get, "/1.1/lists/list.json").reply(|_| Ok(Outcome::ListPage(lists(false))));
    assert_eq!(json(&all).as_array().unwrap().len(), 2);
    let memberships = |query: &str| {
        let target = format!("/1.1/lists/memberships.json?user_id=1{query}");
        let reply = json(&amy(Method::Get, &target).reply(|_| Ok(Outcome::ListPage(lists(true)))));
        (reply["lists"].as_array().unwrap().len(), reply["next_cursor"].as_i64().unwrap())
    };
    assert_eq!(memberships(""), (2, position(4).0));
    assert_eq!(memberships("&filter_to_owned_lists=true"), (1, position(4).0));
}

#[test]
fn members() {
    let members = amy(Method::Get, "/1.1/lists/members.json?list_id=1&skip_status=1&include_user_entities=0");
    golden("lists_members", &members.reply(|_| Ok(Outcome::UserPage(page(vec![bea(STRANGERS)], true, true)))));
    let show = amy(Method::Get, "/1.1/lists/members/show.json?list_id=1&user_id=1&skip_status=1");
    golden("lists_members_show", &show.reply(|_| Ok(membership(true, false))));
    let absent = show.reply(|_| Ok(membership(false, false)));
    assert_eq!(told(&absent), (404, coded(109, "The specified user is not found in this list.")));
    let remove = amy(Method::Post, "/1.1/lists/members/destroy.json?list_id=1&user_id=1");
    assert_eq!(remove.reply(|_| Ok(membership(false, true))).status, 200);
    let nobody = remove.reply(|_| Ok(membership(false, false)));
    let text = "The user you are trying to remove from the list is not a member.";
    assert_eq!(told(&nobody), (400, coded(110, text)));
}
