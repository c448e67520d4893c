//! What forms say.

use block_graph::DecideAccess;

use super::*;

fn decided(body: &str) -> DecideAccess {
    match post("/oauth/authorize", body).header("cookie", "portcullis_session=v.1.2.s").decode() {
        Ok(Command::DecideAccess(op)) => op,
        other => panic!("{body}: {other:?}"),
    }
}

fn as_whom(body: &str) -> (Option<String>, Option<String>) {
    match decided(&format!("oauth_token=t&form=f&decision=allow&{body}")).decision {
        Decision::Allow { username, password } => {
            (username.map(String::from), password.map(|password| password.expose().to_owned()))
        }
        Decision::Deny => panic!("{body} denies"),
    }
}

#[test]
fn a_form_carries_the_request_its_token_and_the_answer() {
    let op = decided("oauth_token=t&form=f-1_2&decision=deny&username=amy&other=&password=");
    assert_eq!(op.request, AccessRequest::Temporary("t".into()));
    assert_eq!((&*op.form, op.decision), ("f-1_2", Decision::Deny));
    assert_eq!(op.browser, Browser { session: Some(Secret::new("v.1.2.s")), trusted: true });
    // A form without its token is for the graph to refuse, in the words for a page that is too old.
    assert_eq!(&*decided("oauth_token=t&decision=deny").form, "");
}

#[test]
fn who_is_typed_wins_over_who_is_chosen() {
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(as_whom("username=amy&other=&password="), (some("amy"), None));
    assert_eq!(as_whom("username=amy&other=+%40bob+&password=p+w"), (some("@bob"), some("p w")));
    assert_eq!(as_whom("username=amy&password=%C3%A9"), (some("amy"), some("\u{e9}")));
    assert_eq!(as_whom("other=bob"), (some("bob"), None));
    // Nobody, though people were offered, is not whoever is signed in.
    assert_eq!(as_whom("other=&password="), (some(""), None));
    assert_eq!(as_whom("username=&other=+"), (some(""), None));
    // A page that offered nobody means whoever is signed in.
    assert_eq!(as_whom("a=b"), (None, None));
}

#[test]
fn hidden_fields_are_read_as_strictly_as_an_address() {
    let query = x("&redirect_uri=https%3A%2F%2Fapp.example%2Fback");
    let query = query.split_once('?').unwrap().1;
    let op = match post("/i/oauth2/authorize", &format!("{query}&form=f&decision=deny")).decode() {
        Ok(Command::DecideAccess(op)) => op,
        other => panic!("{other:?}"),
    };
    assert_eq!(op.request, AccessRequest::Code(code(&format!("/i/oauth2/authorize?{query}"))));
    // The address of a form is not looked at: its hidden fields alone count.
    let moved = format!("/i/oauth2/authorize?{query}");
    assert_eq!(turned_away(&post(&moved, "form=f&decision=deny")).status, 400);
    for (body, status) in [
        (query.replace("client_id", "client") + "&decision=allow", 400),
        (query.replace("tweet.read", "everything") + "&decision=allow", 400),
        (query.replace("S256", "S512") + "&decision=allow", 400),
        (query.replace("app.example", "app.example%23") + "&decision=allow", 400),
        (format!("{query}&state=a&state=b&decision=allow"), 400),
    ] {
        let reply = turned_away(&post("/i/oauth2/authorize", &body));
        assert_eq!((reply.status, reply.get_header("location")), (status, None), "{body}");
    }
    assert_eq!(turned_away(&post("/oauth/authorize", "decision=allow")).status, 400);
    assert_eq!(turned_away(&post("/oauth/authorize", "oauth_token=a&client_id=b&decision=allow")).status, 400);
}

#[test]
fn what_is_not_our_form_is_refused() {
    for body in [
        "oauth_token=t",
        "oauth_token=t&decision=",
        "oauth_token=t&decision=maybe",
        "oauth_token=t&decision=allow&decision=deny",
        "oauth_token=t&decision=allow&form=a&form=b",
        "oauth_token=t&decision=allow&username=a&username=b",
        "oauth_token=t&decision=allow&other=a&other=a",
        "oauth_token=t&decision=allow&password=a&password=a",
    ] {
        let reply = turned_away(&post("/oauth/authorize", body));
        assert_eq!(reply.status, 400, "{body}");
        assert!(html(&reply).contains("It is not what this page's form sends."), "{body}");
    }
    let body = "oauth_token=t&decision=allow";
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x", ""] {
        let sent = Exchange::new(&PAGES, Method::Post, "/oauth/authorize").body(kind, body);
        assert_eq!(turned_away(&sent).status, 415, "{kind}");
    }
    let charset = Exchange::new(&PAGES, Method::Post, "/oauth/authorize");
    let charset = charset.body("Application/X-WWW-Form-Urlencoded; charset=UTF-8", body);
    assert!(charset.decode().is_ok());
}

#[test]
fn secrets_do_not_print() {
    let sent = post("/oauth/authorize", "oauth_token=t&form=f&decision=allow&username=amy&password=hunter2");
    let printed = format!("{:?}", sent.decode());
    assert!(printed.contains("amy") && !printed.contains("hunter2"), "{printed}");
}
