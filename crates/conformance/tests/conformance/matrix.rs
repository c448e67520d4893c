//! Every endpoint against every way of not being let in: the exact words, and nothing else changes them.
//!
//! Expectations come from an endpoint's row and its dialect, so a new endpoint is covered by being in the table.

mod apps;
mod denied;
mod limits;
mod methods;
mod plans;
mod rows;
#[cfg(feature = "redis")]
mod together;

use block_graph::access::Permission;
use block_graph::{CommandKind, Standing, Timestamp};
use conformance::{Answer, Ask, House, Minted, NOW, Proof, Signature, id};
use dialect::Access;
use portcullis::world::TokenKind;

use denied::{Why, words};
use rows::{Row, demo, is_person, kinds, rows};

/// Asserts that a request is turned away in the right words.
fn turned_away(house: &House, row: &Row, ask: &Ask, why: &Why) -> Answer {
    let answer = house.ask(ask);
    let path = ask.target.split('?').next().unwrap_or_default();
    let told = (answer.status(), answer.0.content_type, answer.stable());
    assert_eq!(told, words(row, path, why), "{row}: {why:?}");
    answer
}

/// The same for what is found out before anything is counted: then nothing tells of limits.
fn turned_away_uncounted(house: &House, row: &Row, ask: &Ask, why: &Why) {
    let answer = turned_away(house, row, ask, why);
    assert_eq!(answer.rate_headers(), [] as [&str; 0], "{row}: {why:?}");
    let names: Vec<_> = answer.0.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    match (row.dialect.name(), answer.status()) {
        ("v1.1", 400) => {
            let edge = ["server", "strict-transport-security", "x-connection-hash", "x-response-time"];
            assert_eq!(names, edge, "{row}: {why:?}");
        }
        ("v2", 401) => assert_eq!(names, ["x-transaction-id", "x-response-time"], "{row}: {why:?}"),
        ("app.net", _) => {
            assert!(names.iter().all(|name| name != "www-authenticate" && name != "p3p"), "{row}: {names:?}");
        }
        _ => {}
    }
}

#[test]
fn whoever_may_is_let_in() {
    for row in rows() {
        for kind in row.good() {
            let answer = rows::house().ask(&row.ask().by(&demo(kind)));
            assert_eq!(answer.status(), row.success(), "{row} by {kind:?}: {}", answer.text());
        }
        if row.endpoint.access == Access::Open {
            let answer = rows::house().ask(&row.ask());
            assert_eq!(answer.status(), 200, "{row} by nobody: {}", answer.text());
        }
    }
}

/// The table itself is the measure of everything here, so what it must ask for is held against the command.
#[test]
fn no_write_is_open_to_whoever_comes() {
    use CommandKind::*;
    for row in rows() {
        let endpoint = row.endpoint;
        let of_messages =
            matches!(endpoint.command, DmBlock | DmUnblock | SendMessage | ShowMessage | DeleteMessage | ListMessages);
        assert_eq!(of_messages, endpoint.permission == Permission::ReadWriteDirectMessages, "{row}");
        let writes = match endpoint.command {
            Block | Unblock | Mute | Unmute | DmBlock | DmUnblock | Follow | Unfollow | ReportSpam | HideReposts
            | ShowReposts | CreatePost | DeletePost | Repost | Unrepost | Like | Unlike | SendMessage
            | DeleteMessage | CreateList | UpdateList | DeleteList | AddMember | RemoveMember => true,
            // Any holder may end the token they came with.
            RequestTemporary | ReviewAccess | DecideAccess | RedeemTemporary | RedeemCode | RedeemRefresh
            | RedeemPassword | IssueAppToken | ReturnToken | EndOwnToken | ListTokens | ListAuthorisers => false,
            ShowUser | LookUpUsers | WhoAmI | ListUsers | ListIds | BulkIds | ShowRelation | LimitStatus
            | SearchUsers | ShowPost | LookUpPosts | ReadFeed | ListLikes | ListLikers | ListReposters
            | ShowMessage | ListMessages | ShowList | ShowMember | ListMembers | ListMemberships | ListOwned => false,
        };
        if !writes {
            continue;
        }
        assert_eq!(endpoint.access, Access::User, "{row}");
        assert!(endpoint.permission >= Permission::ReadWrite, "{row}");
        assert!(!endpoint.limits.is_empty(), "{row} cannot be limited");
        // Where persons hold bearer tokens, a scope that is about writing is asked of them.
        if row.persons().iter().any(|kind| *kind != TokenKind::Oauth1) {
            // App.net's `messages` was for both ([doc]).
            let about_writing =
                |scope: &&str| scope.ends_with(".write") || matches!(*scope, "follow" | "write_post" | "messages");
            assert!(endpoint.scopes.iter().any(about_writing), "{row}: {:?}", endpoint.scopes);
        }
    }
}

#[test]
fn without_good_credentials() {
    let house = House::new();
    for row in rows() {
        if row.endpoint.access != Access::Open {
            turned_away_uncounted(&house, &row, &row.ask(), &Why::NoCredentials);
        }
        for header in ["Digest abc", "Basic YTpi", "OAuth", "OAuth oauth_token"] {
            turned_away_uncounted(&house, &row, &row.ask().by(&Proof::Raw(header.to_owned())), &Why::Malformed);
        }
        turned_away_uncounted(&house, &row, &row.ask().by(&Proof::Bearer("nobodys".to_owned())), &Why::UnknownToken);
    }
}

#[test]
fn with_a_signature_that_proves_nothing() {
    let house = House::new();
    let good = demo(TokenKind::Oauth1);
    let Signature { consumer, token: Some(token), .. } = good.parts() else { panic!("{good:?}") };
    let unknown_app = Proof::signed(("NoSuchConsumer", "x"), (&token.0, &token.1));
    let unknown_both = Proof::signed(("NoSuchConsumer", "x"), ("1-x", "x"));
    let unknown_token = Proof::signed((&consumer.0, &consumer.1), ("1-x", "x"));
    let now = NOW.seconds();
    for row in rows() {
        for (proof, why) in [
            (good.missigned(), Why::WrongSignature),
            (unknown_app.clone(), Why::UnknownApp),
            (unknown_both.clone(), Why::UnknownApp),
            (unknown_token.clone(), Why::UnknownToken),
            (good.at(now - 301), Why::StaleTimestamp),
            (good.at(now + 301), Why::StaleTimestamp),
        ] {
            turned_away_uncounted(&house, &row, &row.ask().by(&proof), &why);
        }
    }
}

#[test]
fn with_a_nonce_that_was_used() {
    for row in rows().into_iter().filter(|row| row.lets_in(TokenKind::Oauth1)) {
        if !kinds(row.dialect).contains(&TokenKind::Oauth1) {
            continue;
        }
        let house = rows::house();
        let ask = row.ask().by(&demo(TokenKind::Oauth1).with_nonce("again"));
        if row.ends_its_token() {
            // The nonce is used elsewhere, for the token must still be there.
            let elsewhere = Ask::get("/1.1/account/verify_credentials.json").by(&ask.proof);
            assert_eq!(house.ask(&elsewhere).status(), 200, "{row}");
        } else {
            assert_eq!(house.ask(&ask).status(), row.success(), "{row}");
        }
        turned_away_uncounted(&house, &row, &ask, &Why::ReplayedNonce);
        // Edges of the window are still good.
        for at in [NOW.seconds() - 300, NOW.seconds() + 300] {
            let own = || house.mint(&Minted::new(TokenKind::Oauth1, Some(id("amy"))));
            let proof = if row.ends_its_token() { own() } else { demo(TokenKind::Oauth1) };
            let answer = house.ask(&row.ask().by(&proof.with_nonce("again").at(at)));
            assert_ne!(answer.status(), 401, "{row}: {}", answer.text());
        }
    }
}

#[test]
fn with_a_token_that_ended() {
    let house = House::new();
    for kind in
        [TokenKind::Oauth1, TokenKind::Oauth2User, TokenKind::AppOnly, TokenKind::AppNetUser, TokenKind::AppNetApp]
    {
        let minted = Minted::new(kind, is_person(kind).then(|| id("amy")));
        let expired = house.mint(&Minted { expires: Some(Timestamp(NOW.0 - 1)), ..minted.clone() });
        let at_once = house.mint(&Minted { expires: Some(NOW), ..minted.clone() });
        let revoked = house.mint(&Minted { revoked: true, ..minted });
        for row in rows().into_iter().filter(|row| kinds(row.dialect).contains(&kind)) {
            turned_away_uncounted(&house, &row, &row.ask().by(&expired), &Why::Expired);
            turned_away_uncounted(&house, &row, &row.ask().by(&at_once), &Why::Expired);
            turned_away_uncounted(&house, &row, &row.ask().by(&revoked), &Why::Revoked);
        }
    }
}

#[test]
fn with_a_token_of_another_service() {
    let house = House::new();
    for row in rows() {
        let taken = kinds(row.dialect);
        for kind in [TokenKind::Oauth2User, TokenKind::AppOnly, TokenKind::AppNetUser, TokenKind::AppNetApp] {
            if !taken.contains(&kind) {
                turned_away_uncounted(&house, &row, &row.ask().by(&demo(kind)), &Why::OtherService(kind));
            }
        }
    }
}

#[test]
fn with_the_wrong_kind_of_token() {
    let house = House::new();
    for row in rows() {
        for kind in kinds(row.dialect).into_iter().filter(|kind| !row.lets_in(*kind)) {
            let why = if is_person(kind) { Why::Person } else { Why::AppAlone };
            turned_away_uncounted(&house, &row, &row.ask().by(&demo(kind)), &why);
        }
    }
}

#[test]
fn with_a_scope_too_few() {
    for row in rows().into_iter().filter(|row| !row.endpoint.scopes.is_empty()) {
        let house = rows::house();
        let bearers = row.persons().into_iter().filter(|kind| *kind != TokenKind::Oauth1);
        for kind in bearers {
            let minted = Minted::new(kind, Some(id("amy")));
            for missing in row.endpoint.scopes {
                let others = kind.scopes().into_iter().filter(|scope| **scope != **missing).collect();
                let proof = house.mint(&Minted { scopes: Some(others), ..minted.clone() });
                turned_away_uncounted(&house, &row, &row.ask().by(&proof), &Why::MissingScope(missing));
            }
            let just_enough = row.endpoint.scopes.iter().map(|scope| (*scope).into()).collect();
            let proof = house.mint(&Minted { scopes: Some(just_enough), ..minted });
            assert_eq!(house.ask(&row.ask().by(&proof)).status(), row.success(), "{row}");
        }
    }
}

/// Every scope of the other service, and all but one of the endpoint's own: they do not make up for it.
#[test]
fn with_the_scopes_of_another_service() {
    let house = House::new();
    let mut checked = 0;
    for row in rows().into_iter().filter(|row| !row.endpoint.scopes.is_empty()) {
        for kind in row.persons().into_iter().filter(|kind| *kind != TokenKind::Oauth1) {
            let other = if kind == TokenKind::Oauth2User { TokenKind::AppNetUser } else { TokenKind::Oauth2User };
            for missing in row.endpoint.scopes {
                let own = kind.scopes().into_iter().filter(|scope| **scope != **missing);
                let scopes = other.scopes().into_iter().chain(own).collect();
                let proof = house.mint(&Minted { scopes: Some(scopes), ..Minted::new(kind, Some(id("amy"))) });
                turned_away_uncounted(&house, &row, &row.ask().by(&proof), &Why::MissingScope(missing));
                checked += 1;
            }
        }
    }
    assert!(checked > 150, "{checked}");
}

#[test]
fn with_a_permission_too_low() {
    let all = [Permission::Read, Permission::ReadWrite, Permission::ReadWriteDirectMessages];
    for row in rows().into_iter().filter(|row| row.persons().contains(&TokenKind::Oauth1)) {
        for permission in all {
            let house = rows::house();
            let proof = house.mint(&Minted { permission, ..Minted::new(TokenKind::Oauth1, Some(id("amy"))) });
            let ask = row.ask().by(&proof);
            if permission < row.endpoint.permission {
                turned_away_uncounted(&house, &row, &ask, &Why::PermissionTooLow);
            } else {
                assert_eq!(house.ask(&ask).status(), row.success(), "{row} with {permission:?}");
            }
        }
    }
}

#[test]
fn callers_who_do_not_stand_well() {
    for (standing, why) in [(Standing::Suspended, Why::Suspended), (Standing::Deactivated, Why::Deactivated)] {
        let house = rows::unlimited();
        house.stand(id("amy"), standing);
        for row in rows() {
            for kind in row.persons() {
                let ask = row.ask().by(&demo(kind));
                turned_away(&house, &row, &ask, &why);
            }
        }
    }
}
