//! The kinds of token that the services issue, and what each is to the graph.

use block_graph::access::TokenClass;
use serde::{Deserialize, Serialize};

/// The kinds of token that the three services issue.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// An OAuth 1.0a token and secret: v1.1 and v2, on behalf of a person.
    Oauth1,
    /// An OAuth 2.0 user token with scopes: v2, on behalf of a person.
    Oauth2User,
    /// An app-only bearer token: v1.1 and v2.
    AppOnly,
    /// An App.net user token with scopes.
    AppNetUser,
    /// An App.net app token.
    AppNetApp,
}

impl TokenKind {
    /// The class that proves it.
    pub fn class(self) -> TokenClass {
        match self {
            Self::Oauth1 => TokenClass::Signed,
            Self::Oauth2User | Self::AppNetUser => TokenClass::UserBearer,
            Self::AppOnly | Self::AppNetApp => TokenClass::AppBearer,
        }
    }

    /// The service that issues it.
    pub fn audience(self) -> &'static str {
        match self {
            Self::Oauth1 | Self::AppOnly => dialect::audience::TWITTER,
            Self::Oauth2User => dialect::audience::X,
            Self::AppNetUser | Self::AppNetApp => dialect::audience::APP_NET,
        }
    }

    /// Every scope that can be asked for.
    pub fn scopes(self) -> Vec<Box<str>> {
        let names: &[&str] = match self {
            Self::Oauth2User => &x_v2::SCOPES,
            Self::AppNetUser => &app_net::SCOPES,
            Self::Oauth1 | Self::AppOnly | Self::AppNetApp => &[],
        };
        names.iter().map(|name| (*name).into()).collect()
    }
}
