//! Who is who in a made-up world, and with which tokens load can be signed: a file for the programs that make it.
//!
//! The tokens come from the seed, so that anybody can work them out: they are for measuring, on loopback.

use std::sync::Arc;

use block_graph::access::{App, NewToken};
use block_graph::event::Change;
use block_graph::{AppId, Secret, Timestamp, TokenId, UserId};
use serde::{Deserialize, Serialize};

use super::{SIGNERS, Synthetic, draw};
use crate::world::TokenKind;

/// When app and tokens were made, 2021-01-01, as a time and as the least id of that time.
const ISSUED: i64 = 1_609_459_200_000;
const FIRST_ID: i64 = (ISSUED - block_graph::SNOWFLAKE_EPOCH) << 22;

const TEXT: u64 = 20;

/// What a program needs to know to put load on a made-up world.
#[derive(Clone, PartialEq, Debug, Deserialize, Serialize)]
pub struct Manifest {
    /// Everybody in the world.
    pub everybody: u32,
    /// All edges in it.
    pub edges: u64,
    /// The exponent of its skew.
    pub zipf: f64,
    /// The number it was made from.
    pub seed: u64,
    /// The app that holds all tokens.
    pub app: AppKeys,
    /// The app's own tokens.
    pub app_tokens: AppTokens,
    /// The named people, by how many they block.
    pub named: Vec<Person>,
    /// Some of the ordinary people.
    pub signers: Vec<Person>,
    /// Ids of ordinary people, up to a hundred thousand of them, evenly taken: whom to block.
    pub targets: Vec<String>,
}

/// An app's pair of keys for OAuth 1.0a.
#[derive(Clone, PartialEq, Debug, Deserialize, Serialize)]
pub struct AppKeys {
    /// Public.
    pub key: String,
    /// Secret.
    pub secret: String,
}

/// An app's own tokens.
#[derive(Clone, PartialEq, Debug, Deserialize, Serialize)]
pub struct AppTokens {
    /// App-only bearer of Twitter and X.
    pub twitter: String,
    /// App token of App.net.
    pub app_net: String,
}

/// Somebody for whom there are tokens.
#[derive(Clone, PartialEq, Debug, Deserialize, Serialize)]
pub struct Person {
    /// Their id, in decimal.
    pub id: String,
    /// Their username.
    pub username: String,
    /// How many people they block; ordinary people block few.
    pub blocks: Option<u32>,
    /// Their OAuth 1.0a token.
    pub oauth1: Keys,
    /// Their OAuth 2 user bearer, with all scopes.
    pub oauth2: String,
    /// Their App.net user token, with all scopes.
    pub app_net: String,
}

/// A token and its secret.
#[derive(Clone, PartialEq, Debug, Deserialize, Serialize)]
pub struct Keys {
    /// Public.
    pub token: String,
    /// Secret.
    pub secret: String,
}

impl Synthetic {
    /// Who is who.
    pub fn manifest(&self) -> Manifest {
        let ordinary = self.shape.people;
        let named = (ordinary..).zip(&self.edges.named);
        let signers = SIGNERS.min(ordinary);
        let targets = ordinary.min(100_000);
        let evenly = |at: u32, of: u32| (u64::from(at) * u64::from(ordinary) / u64::from(of)) as u32;
        Manifest {
            everybody: self.everybody(),
            edges: self.edge_count(),
            zipf: self.shape.zipf,
            seed: self.shape.seed,
            app: AppKeys { key: self.text(0, 25), secret: self.text(1, 50) },
            app_tokens: AppTokens {
                twitter: format!("AAAAAAAAAAAAAAAAAAAAA{}", self.text(2, 80)),
                app_net: self.text(3, 64),
            },
            named: named.map(|(number, size)| self.person(number, Some(*size))).collect(),
            signers: (0..signers).map(|at| self.person(evenly(at, signers), None)).collect(),
            targets: (0..targets).map(|at| self.id(evenly(at, targets)).to_string()).collect(),
        }
    }

    fn person(&self, number: u32, blocks: Option<u32>) -> Person {
        let id = self.id(number);
        let text = |what: u64, length| self.text(8 + u64::from(number) * 4 + what, length);
        Person {
            id: id.to_string(),
            username: self.username(number),
            blocks,
            oauth1: Keys { token: format!("{id}-{}", text(0, 40)), secret: text(1, 45) },
            oauth2: text(2, 64),
            app_net: text(3, 64),
        }
    }

    /// Letters and digits that are the same for the same world and number.
    fn text(&self, number: u64, length: u64) -> String {
        const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let letter = |at| LETTERS[(draw(self.shape.seed, TEXT, number << 8 | at) % 62) as usize];
        (0..length).map(|at| char::from(letter(at))).collect()
    }
}

impl Manifest {
    /// The changes that make the app and the tokens.
    pub(super) fn changes(&self) -> Vec<Change> {
        let secret = Secret::new(self.app.secret.as_str());
        let app = App {
            link: "https://example.com".to_owned(),
            ..App::new(AppId(FIRST_ID), "Measurements", self.app.key.as_str(), secret)
        };
        let mut tokens = vec![
            (TokenKind::AppOnly, None, &self.app_tokens.twitter, None),
            (TokenKind::AppNetApp, None, &self.app_tokens.app_net, None),
        ];
        for person in self.named.iter().chain(&self.signers) {
            let user = UserId::parse(&person.id);
            tokens.push((TokenKind::Oauth1, user, &person.oauth1.token, Some(&person.oauth1.secret)));
            tokens.push((TokenKind::Oauth2User, user, &person.oauth2, None));
            tokens.push((TokenKind::AppNetUser, user, &person.app_net, None));
        }
        let token = |number, (kind, user, text, secret): (TokenKind, Option<UserId>, &String, Option<&String>)| {
            let new = NewToken {
                class: kind.class(),
                audience: kind.audience().to_owned(),
                app: app.id,
                user,
                scopes: kind.scopes(),
                permission: None,
                chain: None,
                text: Secret::new(text.as_str()),
                secret: secret.map(|secret| Secret::new(secret.as_str())),
                expires: None,
            };
            Change::AddToken(Arc::new(new.record(TokenId(FIRST_ID + number), Timestamp(ISSUED))))
        };
        let tokens: Vec<_> = (1..).zip(tokens).map(|(number, made)| token(number, made)).collect();
        [Change::AddApp(Arc::new(app))].into_iter().chain(tokens).collect()
    }
}
