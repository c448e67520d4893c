//! The steps on the way to a token, each as one call, with the demo world's people and an app of one's own.

use std::sync::Arc;

use block_graph::access::App;
use block_graph::{NewApp, Secret, UserId};
use conformance::{Answer, Ask, Browser, House, Proof, StoreKind, address, id, new_app};

/// Where the app's people are sent back to.
pub(super) const BACK: &str = "https://app.example/back?kept=1";
/// Another place of the app's.
pub(super) const ELSEWHERE: &str = "https://app.example/elsewhere";

/// RFC 7636's own example (appendix B).
pub(super) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// What it gives by S256.
pub(super) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The pages' addresses.
pub(super) const TWITTER_PAGE: &str = "/oauth/authorize";
pub(super) const X_PAGE: &str = "/i/oauth2/authorize";
pub(super) const APP_NET_PAGE: &str = "/oauth/authenticate";

/// A form's own fields, by which amy lets the app in.
pub(super) const ALLOW: [(&str, &str); 2] = [("decision", "allow"), ("username", "amy")];

/// A house with an app in it.
pub(super) struct Scene {
    pub(super) house: House,
    pub(super) app: Arc<App>,
}

impl Scene {
    /// In memory, with the published limits.
    pub(super) fn new() -> Self {
        Self::of(House::new())
    }

    /// On a store of that kind, without limits.
    pub(super) fn on(kind: StoreKind) -> Self {
        Self::of(House::on(kind))
    }

    pub(super) fn of(house: House) -> Self {
        let app = house.add_app(opener());
        Self { house, app }
    }

    pub(super) fn ask(&self, ask: &Ask) -> Answer {
        self.house.ask(ask)
    }

    /// Gives somebody of the demo world a password.
    pub(super) fn password(&self, username: &str, password: &str) -> UserId {
        let user = id(username);
        let set = self.house.gateway.engine.set_password(user, Some(Secret::new(password)));
        self.house.wait(set).expect("the store keeps it");
        user
    }
}

/// An app that may do everything, hand in passwords too.
pub(super) fn opener() -> NewApp {
    let callbacks = [BACK, ELSEWHERE, "http://127.0.0.1/back"].map(Into::into).to_vec();
    NewApp { callbacks, passwords: true, ..new_app("Opener") }
}

/// Parameters in their order.
#[derive(Clone, Debug)]
pub(super) struct Params(pub(super) Vec<(String, String)>);

impl Params {
    pub(super) fn new(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// The same with another value, or one more parameter.
    pub(super) fn with(&self, name: &str, value: &str) -> Self {
        let mut all = self.without(name);
        all.0.push((name.to_owned(), value.to_owned()));
        all
    }

    /// The same without that one.
    pub(super) fn without(&self, name: &str) -> Self {
        Self(self.0.iter().filter(|(own, _)| own != name).cloned().collect())
    }

    /// The same with a parameter once more.
    pub(super) fn again(&self, name: &str, value: &str) -> Self {
        let mut all = self.clone();
        all.0.push((name.to_owned(), value.to_owned()));
        all
    }

    /// The value of one that is there.
    pub(super) fn get(&self, name: &str) -> String {
        self.0.iter().find(|(own, _)| own == name).expect("it is there").1.clone()
    }

    pub(super) fn pairs(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    /// A POST of them as a form.
    pub(super) fn form(&self, path: &str) -> Ask {
        Ask::post(path).fields(&self.pairs())
    }

    /// An address with them.
    pub(super) fn at(&self, path: &str) -> String {
        address(path, &self.pairs())
    }
}

/// The app signing alone.
pub(super) fn signing(app: &App) -> Proof {
    Proof::app(&app.key, app.secret.expose())
}

/// The app's Basic header.
pub(super) fn basic(app: &App) -> Proof {
    Proof::basic(&app.key, app.secret.expose())
}

/// Temporary credentials: their public text and their secret.
#[derive(Clone, Debug)]
pub(super) struct Temporary(pub(super) String, pub(super) String);

impl Temporary {
    /// The page that asks for them.
    pub(super) fn page(&self) -> String {
        address(TWITTER_PAGE, &[("oauth_token", &self.0)])
    }

    /// The app signing with them.
    pub(super) fn signing(&self, app: &App) -> Proof {
        Proof::signed((&app.key, app.secret.expose()), (&self.0, &self.1))
    }
}

impl Scene {
    /// Temporary credentials, by the header as most clients ask for them.
    pub(super) fn temporary(&self, callback: &str) -> Temporary {
        self.temporary_by(&self.app, &[("oauth_callback", callback)])
    }

    pub(super) fn temporary_by(&self, app: &App, carried: &[(&str, &str)]) -> Temporary {
        let proof = carried.iter().fold(signing(app), |proof, (name, value)| proof.carrying(name, value));
        let answer = self.ask(&Ask::post("/oauth/request_token").by(&proof));
        assert_eq!(
            (answer.status(), answer.pair("oauth_callback_confirmed").as_str()),
            (200, "true"),
            "{}",
            answer.text()
        );
        Temporary(answer.pair("oauth_token"), answer.pair("oauth_token_secret"))
    }

    /// Lets the app in with temporary credentials that come back by an address; what the browser brings back.
    pub(super) fn verifier(&self, temporary: &Temporary, username: &str) -> String {
        let answer = Browser::new().allow(&self.house, &temporary.page(), username);
        assert_eq!(answer.status(), 303, "{}", answer.text());
        assert_eq!(answer.brought("oauth_token"), temporary.0);
        answer.brought("oauth_verifier")
    }

    /// The exchange of temporary credentials.
    pub(super) fn exchange(&self, temporary: &Temporary, verifier: &str) -> Ask {
        let proof = temporary.signing(&self.app).carrying("oauth_verifier", verifier);
        Ask::post("/oauth/access_token").by(&proof)
    }

    /// The proof that an exchange came to.
    pub(super) fn signed(&self, answer: &Answer) -> Proof {
        assert_eq!(answer.status(), 200, "{}", answer.text());
        let (text, secret) = (answer.pair("oauth_token"), answer.pair("oauth_token_secret"));
        Proof::signed((&self.app.key, self.app.secret.expose()), (&text, &secret))
    }

    /// What X's page is asked with.
    pub(super) fn x(&self) -> Params {
        Params::new(&[
            ("response_type", "code"),
            ("client_id", &self.app.key),
            ("redirect_uri", BACK),
            ("scope", "tweet.read users.read block.read offline.access"),
            ("state", "st&te"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ])
    }

    /// What App.net's page is asked with.
    pub(super) fn app_net(&self) -> Params {
        Params::new(&[
            ("client_id", &self.app.key),
            ("response_type", "code"),
            ("redirect_uri", BACK),
            ("scope", "stream,follow"),
            ("state", "st&te"),
        ])
    }

    /// The three services' pages, asked for well.
    pub(super) fn pages(&self) -> [String; 3] {
        [self.temporary(BACK).page(), self.x().at(X_PAGE), self.app_net().at(APP_NET_PAGE)]
    }

    /// The code that a person's browser brings back.
    pub(super) fn code(&self, page: &str, params: &Params, username: &str) -> String {
        let answer = Browser::new().allow(&self.house, &params.at(page), username);
        assert_eq!(answer.status(), 303, "{}", answer.text());
        answer.brought("code")
    }

    /// An exchange of X's code by this app.
    pub(super) fn x_exchange(&self, code: &str) -> Params {
        let fields = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", BACK)];
        Params::new(&fields).with("code_verifier", VERIFIER)
    }

    /// Sends a form to X's token endpoint as this app.
    pub(super) fn x_token(&self, form: &Params) -> Answer {
        self.ask(&form.form("/2/oauth2/token").by(&basic(&self.app)))
    }

    /// An exchange of App.net's code by this app.
    pub(super) fn app_net_exchange(&self, code: &str) -> Params {
        Params::new(&[
            ("grant_type", "authorization_code"),
            ("client_id", &self.app.key),
            ("client_secret", self.app.secret.expose()),
            ("redirect_uri", BACK),
            ("code", code),
        ])
    }

    /// Sends a form to App.net's token endpoint.
    pub(super) fn app_net_token(&self, form: &Params) -> Answer {
        self.ask(&form.form("/oauth/access_token"))
    }

    /// Whom v1.1, v2 and App.net take the bearer of a proof for: the status of asking who one is, or, for an app, of
    /// asking for cat.
    pub(super) fn taken(&self, proof: &Proof, person: bool) -> [u16; 3] {
        let paths = if person {
            ["/1.1/account/verify_credentials.json", "/2/users/me", "/users/me"]
        } else {
            ["/1.1/users/show.json?screen_name=cat", "/2/users/by/username/cat", "/users/search?q=cat"]
        };
        paths.map(|path| self.ask(&Ask::get(path).by(proof)).status())
    }
}

/// A member of a body that is JSON, as text.
pub(super) fn member(answer: &Answer, name: &str) -> String {
    let json = answer.json();
    json[name].as_str().unwrap_or_else(|| panic!("no {name} in {json}")).to_owned()
}

/// The bearer token that an answer holds.
pub(super) fn bearer(answer: &Answer) -> Proof {
    assert_eq!(answer.status(), 200, "{}", answer.text());
    Proof::Bearer(member(answer, "access_token"))
}
