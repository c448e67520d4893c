//! Signing in on every database, owned and shared: what was promised once stays so for other processes and after a
//! restart.

#![expect(clippy::panic, reason = "an answer of another sort fails the test")]

mod world;

use block_graph::access::{
    Actor, BroughtBack, Client, Consent, Decision, GrantRefusal, Issued, Permission, TokenKey, TokenState,
};
use block_graph::*;

use self::world::{APP, AUDIENCE, BACK, World, client};
use crate::stores::Place;

macro_rules! scenarios {
    ($($name:ident),* $(,)?) => {
        mod owned {
            use super::*;
            $(fn $name(place: &Place) { super::$name(&mut World::owned(place)); })*
            crate::over!(bare databases: $($name),*);
        }
        /// Two processes that take turns.
        mod shared {
            use super::*;
            $(fn $name(place: &Place) { super::$name(&mut World::shared(place)); })*
            crate::over!(bare databases: $($name),*);
        }
    };
}

scenarios!(
    a_code_is_redeemed_once,
    refresh_tokens_go_round_and_reuse_ends_all,
    temporary_credentials_are_approved_denied_and_redeemed,
    two_approvals_of_one_person_come_to_one_token,
    an_apps_own_token_stays_the_same_until_it_ends,
    an_app_reads_what_it_was_granted_in_pages,
    what_is_given_back_ends,
    passwords_are_kept,
);

fn code(world: &World<'_>) -> RedeemCode {
    let BroughtBack::Code(code) = world.allow(world::code_request(), 1) else { panic!("no code came back") };
    RedeemCode {
        client: client(),
        audience: AUDIENCE,
        code,
        callback: Some(BACK.into()),
        verifier: None,
        life: Some(7_200_000),
        refresh_with: Some("offline"),
    }
}

fn refresh(issued: &Issued) -> RedeemRefresh {
    let refresh = issued.refresh.clone().unwrap();
    RedeemRefresh { client: client(), audience: AUDIENCE, refresh, scopes: None, life: Some(7_200_000) }
}

fn refused<T: std::fmt::Debug>(result: Result<T, CoreError>) -> GrantRefusal {
    match result {
        Err(CoreError::Refused(Refusal::Grant(refusal))) => refusal,
        other => panic!("{other:?} is no such refusal"),
    }
}

fn a_code_is_redeemed_once(world: &mut World<'_>) {
    for _ in 0..4 {
        let op = code(world);
        let all = world.at_once(8, |_| op.clone());
        let (issued, refusals): (Vec<_>, Vec<_>) = all.into_iter().partition(Result::is_ok);
        assert_eq!(issued.len(), 1);
        assert!(refusals.into_iter().all(|told| refused(told) == GrantRefusal::TicketSpent));
        // Whoever came second might be a thief: nobody has it now.
        let issued = issued.into_iter().next().unwrap().unwrap();
        assert_eq!(world.bearer(&issued.text), TokenState::Revoked);
        assert_eq!(refused(world.run(&Actor::Anonymous, refresh(&issued))), GrantRefusal::TicketSpent);
    }
    let issued = world.run(&Actor::Anonymous, code(world)).unwrap();
    assert!(matches!(world.bearer(&issued.text), TokenState::Live(_)));
}

fn refresh_tokens_go_round_and_reuse_ends_all(world: &mut World<'_>) {
    let first = world.run(&Actor::Anonymous, code(world)).unwrap();
    world.restart();
    let second = world.run(&Actor::Anonymous, refresh(&first)).unwrap();
    let bystander = world.run(&Actor::Anonymous, code(world)).unwrap();
    world.restart();
    let third = world.run(&Actor::Anonymous, refresh(&second)).unwrap();
    let texts = [&first, &second, &third].map(|issued| issued.text.expose().to_owned());
    assert!(texts[0] != texts[1] && texts[1] != texts[2] && texts[0] != texts[2]);
    for issued in [&first, &second, &third] {
        let TokenState::Live(grant) = world.bearer(&issued.text) else { panic!("an exchange ends no token") };
        assert_eq!((grant.user, &*grant.scopes), (Some(UserId(1)), &["read".into(), "offline".into()][..]));
    }
    assert_eq!(refused(world.run(&Actor::Anonymous, refresh(&first))), GrantRefusal::TicketSpent);
    for _ in 0..2 {
        for issued in [&first, &second, &third] {
            assert_eq!(world.bearer(&issued.text), TokenState::Revoked);
        }
        assert_eq!(refused(world.run(&Actor::Anonymous, refresh(&third))), GrantRefusal::TicketSpent);
        assert!(matches!(world.bearer(&bystander.text), TokenState::Live(_)), "another approval");
        world.restart();
    }
    let race = world.at_once(6, |_| refresh(&bystander));
    assert_eq!(race.iter().filter(|told| told.is_ok()).count(), 1);
    assert_eq!(world.bearer(&bystander.text), TokenState::Revoked);
}

fn temporary_credentials_are_approved_denied_and_redeemed(world: &mut World<'_>) {
    let by = Actor::Client(world.app());
    let denied = world.temporary();
    let kept = world.wait(world.engine().temporary_secret(&denied.token)).unwrap();
    assert!(kept.is_some_and(|secret| secret.same(&denied.secret)));
    let request = access::AccessRequest::Temporary(denied.token.clone());
    let answer = world.decide(request.clone(), Decision::Deny);
    assert!(matches!(answer, Ok(Consent::Denied { callback: Some(callback), .. }) if &*callback == BACK));
    let redeem =
        |token: &str, verifier: &Secret| RedeemTemporary { token: token.into(), verifier: Some(verifier.clone()) };
    let any = Secret::new("1234567");
    assert_eq!(refused(world.run(&by, redeem(&denied.token, &any))), GrantRefusal::TicketSpent);
    assert_eq!(refused(world.decide(request, Decision::Deny)), GrantRefusal::TicketSpent);

    let allowed = world.temporary();
    assert_eq!(refused(world.run(&by, redeem(&allowed.token, &any))), GrantRefusal::TicketNotApproved);
    world.restart();
    let request = access::AccessRequest::Temporary(allowed.token.clone());
    let BroughtBack::Verifier(verifier) = world.allow(request, 2) else { panic!("no verifier came back") };
    world.restart();
    assert_eq!(refused(world.run(&by, redeem(&allowed.token, &any))), GrantRefusal::WrongVerifier);
    let issued = world.run(&by, redeem(&allowed.token, &verifier)).unwrap();
    assert!(issued.text.expose().starts_with("2-"));
    assert_eq!(issued.grant.permission, Permission::Read, "as was asked for");
    let TokenState::Live(grant) = world.state(TokenKey::signed(issued.text.expose())) else { panic!("it is not live") };
    assert_eq!(grant, issued.grant);
    assert_eq!(grant.secret, issued.secret);
    assert_eq!(refused(world.run(&by, redeem(&allowed.token, &verifier))), GrantRefusal::TicketSpent);
    let kept = world.state(TokenKey::signed(issued.text.expose()));
    assert_eq!(kept, TokenState::Live(issued.grant), "who tries again has lost an answer");
}

fn two_approvals_of_one_person_come_to_one_token(world: &mut World<'_>) {
    let by = Actor::Client(world.app());
    let approve = |world: &World<'_>| {
        let token = world.temporary().token;
        let request = access::AccessRequest::Temporary(token.clone());
        let BroughtBack::Verifier(verifier) = world.allow(request, 1) else { panic!("no verifier came back") };
        RedeemTemporary { token, verifier: Some(verifier) }
    };
    let ops: Vec<_> = (0..6).map(|_| approve(world)).collect();
    let issued: Vec<_> = world.at_once_by(&by, 6, |place| ops[place].clone()).into_iter().map(Result::unwrap).collect();
    assert!(issued.iter().all(|other| other.text == issued[0].text && other.secret == issued[0].secret));
    world.restart();
    let again = world.run(&by, approve(world)).unwrap();
    assert_eq!((&again.text, &again.grant), (&issued[0].text, &issued[0].grant));
    world.wait(world.engine().revoke(again.grant.token)).unwrap();
    let next = world.run(&by, approve(world)).unwrap();
    assert_ne!(next.text, again.text);
}

fn an_apps_own_token_stays_the_same_until_it_ends(world: &mut World<'_>) {
    let at_once = |audience| {
        let op = || IssueAppToken { client: client(), audience };
        let issued: Vec<_> = world.at_once(8, |_| op()).into_iter().map(Result::unwrap).collect();
        assert!(issued.iter().all(|other| other.text == issued[0].text && other.grant == issued[0].grant));
        issued
    };
    for audience in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] {
        at_once(audience);
    }
    let issued = at_once(AUDIENCE);
    let op = IssueAppToken { client: client(), audience: AUDIENCE };
    world.restart();
    let again = world.run(&Actor::Anonymous, op.clone()).unwrap();
    assert_eq!((&again.text, &again.grant), (&issued[0].text, &issued[0].grant));
    let elsewhere = IssueAppToken { client: client(), audience: "elsewhere" };
    assert_ne!(world.run(&Actor::Anonymous, elsewhere).unwrap().text, again.text);
    assert!(
        world
            .run(&Actor::Anonymous, ReturnToken { client: client(), audience: AUDIENCE, token: again.text.clone() })
            .unwrap()
    );
    let next = world.run(&Actor::Anonymous, op.clone()).unwrap();
    assert_ne!(next.text, again.text);
    world.restart();
    assert_eq!(world.bearer(&again.text), TokenState::Revoked);
    assert_eq!(world.run(&Actor::Anonymous, op).unwrap().text, next.text);
}

fn an_app_reads_what_it_was_granted_in_pages(world: &mut World<'_>) {
    let own = world.run(&Actor::Anonymous, IssueAppToken { client: client(), audience: AUDIENCE }).unwrap();
    let by = Actor::Granted(own.grant);
    let issue = |user| world.wait(world.engine().add_token(world::new_token(user, AUDIENCE))).unwrap().id;
    let tokens: Vec<TokenId> = [1, 2, 3, 1, 2].map(issue).to_vec();
    world.wait(world.engine().add_token(world::new_token(3, "elsewhere"))).unwrap();
    world.wait(world.engine().revoke(tokens[2])).unwrap();
    let page = |cursor| {
        let page = world.run(&by, ListTokens { page: PageRequest { cursor, size: 2 } }).unwrap();
        let told: Vec<_> = page.items.iter().map(|(card, token)| (card.user.id.0, token.id)).collect();
        (told, page.older(), page.newer())
    };
    let (first, older, newer) = page(Cursor::Newest);
    assert_eq!((first, newer), (vec![(2, tokens[4]), (1, tokens[3])], None));
    let (second, end, newer) = page(Cursor::Older(older.unwrap()));
    assert_eq!((second, end), (vec![(2, tokens[1]), (1, tokens[0])], None));
    let (back, ..) = page(Cursor::Newer(newer.unwrap()));
    assert_eq!(back, [(2, tokens[4]), (1, tokens[3])]);
    assert_eq!(world.run(&by, ListAuthorisers {}).unwrap(), [1, 2].map(UserId));
}

fn what_is_given_back_ends(world: &mut World<'_>) {
    let give = |world: &World<'_>, token: &Secret| {
        world
            .run(&Actor::Anonymous, ReturnToken { client: client(), audience: AUDIENCE, token: token.clone() })
            .unwrap()
    };
    let one = world.run(&Actor::Anonymous, code(world)).unwrap();
    assert!(give(world, &one.text));
    assert!(!give(world, &one.text), "it ended before");
    assert!(!give(world, &Secret::new("unknown")));
    let two = world.run(&Actor::Anonymous, refresh(&one)).unwrap();
    assert!(matches!(world.bearer(&two.text), TokenState::Live(_)), "a token takes only itself with it");
    assert!(give(world, two.refresh.as_ref().unwrap()));
    world.restart();
    assert_eq!(world.bearer(&two.text), TokenState::Revoked, "a refresh token takes everything");
    assert_eq!(refused(world.run(&Actor::Anonymous, refresh(&two))), GrantRefusal::TicketSpent);

    let three = world.run(&Actor::Anonymous, code(world)).unwrap();
    let other = Client { id: "other".into(), secret: Some(Secret::new("s")) };
    let stranger = ReturnToken { client: other, audience: AUDIENCE, token: three.text.clone() };
    assert_eq!(world.run(&Actor::Anonymous, stranger), Ok(false), "it is another app's");
    for token in [&three.text, three.refresh.as_ref().unwrap()] {
        let elsewhere = ReturnToken { client: client(), audience: "elsewhere", token: token.clone() };
        assert_eq!(world.run(&Actor::Anonymous, elsewhere), Ok(false), "it is another service's");
    }
    let told = world.run(&Actor::Granted(three.grant.clone()), EndOwnToken {}).unwrap();
    assert_eq!(told.grant, three.grant);
    assert_eq!(world.bearer(&three.text), TokenState::Revoked);
}

fn passwords_are_kept(world: &mut World<'_>) {
    world.wait(world.engine().set_password(UserId(1), Some(Secret::new("open sesame")))).unwrap();
    world.restart();
    let op = |username: &str, password: &str| RedeemPassword {
        client: Some(Client { secret: Some(Secret::new("password secret")), ..client() }),
        audience: AUDIENCE,
        username: username.into(),
        password: Secret::new(password),
        scopes: vec!["read".into()],
        permission: None,
    };
    for name in ["P1", "One@Example.com"] {
        let issued = world.run(&Actor::Anonymous, op(name, "open sesame")).unwrap();
        assert_eq!(issued.grant.user, Some(UserId(1)));
        assert!(matches!(world.bearer(&issued.text), TokenState::Live(_)));
    }
    assert_eq!(refused(world.run(&Actor::Anonymous, op("p1", "open barley"))), GrantRefusal::WrongPassword);
    world.wait(world.engine().set_password(UserId(1), None)).unwrap();
    world.restart();
    assert_eq!(refused(world.run(&Actor::Anonymous, op("p1", "open sesame"))), GrantRefusal::WrongPassword);
    assert_eq!(world.app().id, APP);
}
