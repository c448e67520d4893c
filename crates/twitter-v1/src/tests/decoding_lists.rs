//! What requests about curated lists decode to.

use block_graph::{
    AddMember, CreateList, DeleteList, ListId, ListMembers, ListMemberships, ListOwned, ListRef, PageRequest,
    RemoveMember, ShowList, ShowMember, UpdateList, UserRef,
};

use super::*;

const LIST: ListRef = ListRef::Id(ListId(9_007_199_254_741_001));

#[test]
fn every_endpoint_decodes_to_its_command() {
    let (id, first) = ("list_id=9007199254741001", PageRequest::first);
    let bea = || UserRef::name("bea");
    for (method, name, query, command) in [
        (Method::Post, "destroy", id, DeleteList { list: LIST }.into()),
        (Method::Get, "show", id, Command::from(ShowList { list: LIST })),
        (Method::Get, "list", "", ListOwned { user: AMY.into(), page: first(100) }.into()),
        (Method::Get, "ownerships", "screen_name=bea", ListOwned { user: bea(), page: first(20) }.into()),
        (Method::Get, "ownerships", "count=5000", ListOwned { user: AMY.into(), page: first(1000) }.into()),
        (Method::Get, "memberships", "screen_name=bea", ListMemberships { user: bea(), page: first(20) }.into()),
        (
            Method::Get,
            "members",
            "list_id=9007199254741001&count=9999",
            ListMembers { list: LIST, page: first(5000) }.into(),
        ),
        (
            Method::Post,
            "members/create",
            "list_id=9007199254741001&screen_name=bea",
            AddMember { list: LIST, user: bea() }.into(),
        ),
        (
            Method::Post,
            "members/destroy",
            "list_id=9007199254741001&user_id=9007199254740995",
            RemoveMember { list: LIST, user: BEA.into() }.into(),
        ),
        (
            Method::Get,
            "members/show",
            "list_id=9007199254741001&screen_name=bea",
            ShowMember { list: LIST, user: bea() }.into(),
        ),
    ] {
        assert_eq!(decoded(method, &format!("/1.1/lists/{name}.json?{query}")), command, "{name}?{query}");
    }
}

#[test]
fn lists_are_named_by_id_or_by_slug_and_owner() {
    let show = |query: &str| decoded(Method::Get, &format!("/1.1/lists/show.json?{query}"));
    let refused =
        |query: &str| told(&amy(Method::Get, &format!("/1.1/lists/show.json?{query}")).reply(|_| unreachable!()));
    let slug = |owner: UserRef| ShowList { list: ListRef::Slug(owner, "good-people".into()) }.into();
    assert_eq!(show("slug=Good-People&owner_screen_name=amy"), slug(UserRef::name("amy")));
    assert_eq!(show("slug=good-people&owner_id=9007199254740993&owner_screen_name=x"), slug(AMY.into()));
    let unnamed = (403, coded(112, "You must specify either a list ID or a slug and owner."));
    for query in ["", "slug=good-people", "owner_id=1"] {
        assert_eq!(refused(query), unnamed, "{query}");
    }
    assert_eq!(refused("list_id=good-people"), (404, edge(34, "Sorry, that page does not exist")));
}

#[test]
fn lists_are_made_and_changed() {
    let create = |query: &str| decoded(Method::Post, &format!("/1.1/lists/create.json?{query}"));
    let made = |name: &str, description: &str, private| {
        let (name, description) = (name.to_owned(), description.to_owned());
        Command::from(CreateList { name, description, private })
    };
    assert_eq!(create("name=Good+People"), made("Good People", "", false));
    assert_eq!(create("name=a_b-1&mode=private&description=All+of+them"), made("a_b-1", "All of them", true));
    assert_eq!(create("name=Été&mode=public"), made("Été", "", false));
    let update =
        |query: &str| decoded(Method::Post, &format!("/1.1/lists/update.json?list_id=9007199254741001&{query}"));
    let changed = |name: Option<&str>, description: Option<&str>, private| {
        let (name, description) = (name.map(str::to_owned), description.map(str::to_owned));
        Command::from(UpdateList { list: LIST, name, description, private })
    };
    assert_eq!(update(""), changed(None, None, None));
    assert_eq!(update("description=&name="), changed(None, Some(""), None));
    assert_eq!(update("name=New&mode=public"), changed(Some("New"), None, Some(false)));
}

#[test]
fn names_and_descriptions_have_rules() {
    let invalid = |why: &str| (403, coded(85, &format!("The list failed validation: {why}")));
    let long = "A list's name can't be this many characters long.";
    for (query, expected) in [
        (String::new(), (403, coded(38, "name parameter is missing."))),
        ("name=+".to_owned(), invalid("A list's name can't be blank.")),
        (format!("name={}", "x".repeat(26)), invalid(long)),
        ("name=2020".to_owned(), invalid("A list's name must start with a letter.")),
        ("name=a%2Fb".to_owned(), invalid(r#"A list's name can only have letters, numbers, spaces, \"-\" and \"_\"."#)),
        (
            format!("name=a&description={}", "x".repeat(101)),
            invalid("A list's description can't be this many characters long."),
        ),
    ] {
        let target = format!("/1.1/lists/create.json?{query}");
        assert_eq!(told(&amy(Method::Post, &target).reply(|_| unreachable!())), expected, "{query}");
    }
    let update = "/1.1/lists/update.json?list_id=1&name=xxxxxxxxxxxxxxxxxxxxxxxxxx";
    assert_eq!(told(&amy(Method::Post, update).reply(|_| unreachable!())), invalid(long));
}

#[test]
fn members_have_to_be_named() {
    let list = "list_id=1&id=5";
    for (method, name, expected) in [
        (Method::Post, "create", coded(108, "Cannot find specified user.")),
        (Method::Post, "destroy", coded(108, "Cannot find specified user.")),
        (Method::Get, "show", coded(38, "screen_name parameter is missing.")),
    ] {
        let reply = amy(method, &format!("/1.1/lists/members/{name}.json?{list}")).reply(|_| unreachable!());
        assert_eq!(told(&reply), (403, expected), "{name}");
    }
}
