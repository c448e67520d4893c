//! Writes the pages as files, to be looked at in a browser: `cargo run -p sign-in --example pages -- FOLDER`.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use block_graph::access::GrantRefusal;
use block_graph::access::{Allowed, App, Asks, BroughtBack, Candidate, Consent, Permission, Question, SignInProblem};
use block_graph::testkit::{card, person};
use block_graph::{AppId, Outcome, Refusal, Secret, UserId};
use dialect::testkit::Exchange;
use dialect::{Dialect, Method, audience};
use sign_in::SIGN_IN;

static PAGES: [&dyn Dialect; 1] = [&SIGN_IN];

const TEMPORARY: &str = "/oauth/authorize?oauth_token=Z6eEdO8MOmk394WozF5oKyuAv855l4Mlqo7hxlYAAAA";
const X: &str = "/i/oauth2/authorize?response_type=code&client_id=DemoConsumerKey&redirect_uri=https%3A%2F%2Fapp.example%2Fauth%2Fcallback&scope=tweet.read%20users.read%20block.read%20block.write%20offline.access&state=af0ifjsldkj&code_challenge=challenge";
const STRANGER: (&str, &str) = ("x-forwarded-for", "203.0.113.9");

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    fs::create_dir_all(&folder)?;
    let callback = "http://127.0.0.1:5000/auth/twitter/callback";
    let scopes = ["tweet.read", "users.read", "block.read", "block.write", "offline.access"];
    let scopes = || Asks::Scopes(audience::X, scopes.map(Into::into).to_vec());
    let permission = |permission| Asks::Permission(permission);

    let first = question(permission(Permission::ReadWrite), Some(callback));
    page(&folder, "ask-permission", &get(TEMPORARY), Consent::Ask(first.clone().into()))?;
    let read = Question { people: people()[..3].to_vec(), ..question(permission(Permission::Read), None) };
    page(&folder, "ask-out-of-band", &get(TEMPORARY), Consent::Ask(read.into()))?;
    let known = Question {
        signed_in: Some(people()[0].card.clone()),
        ..question(scopes(), Some("https://app.example/auth/callback"))
    };
    page(&folder, "ask-signed-in", &get(X), Consent::Ask(known.into()))?;
    let stranger = question(scopes(), Some("portcullis-demo://callback"));
    page(&folder, "ask-stranger", &get(X).header(STRANGER.0, STRANGER.1), Consent::Ask(stranger.into()))?;

    let body = "oauth_token=a&decision=allow&username=cat&other=&password=wrong";
    let wrong = Question { problem: Some(SignInProblem::WrongPassword), ..first.clone() };
    page(&folder, "ask-wrong-password", &post("/oauth/authorize", body), Consent::Ask(wrong.into()))?;
    let body = "oauth_token=a&decision=allow&username=amy&other=somebody_else&password=";
    let late = Question { problem: Some(SignInProblem::FormExpired), ..first };
    page(&folder, "ask-form-expired", &post("/oauth/authorize", body), Consent::Ask(late.into()))?;

    let mut odd = question(
        permission(Permission::ReadWriteDirectMessages),
        Some(
            "https://a-very-long-name-of-a-host-that-does-not-fit.example.org/and/a/path/that/goes/on?and=a&query=that-does-not-end-soon-either",
        ),
    );
    let mut app = App::clone(&odd.app);
    app.name = "<b>Donaudampfschifffahrtselektrizitätenhauptbetriebswerk</b> & Söhne".to_owned();
    odd.app = app.into();
    page(&folder, "ask-long", &get(TEMPORARY), Consent::Ask(odd.into()))?;

    let allowed = Allowed {
        app: app_of("Block Party"),
        user: UserId(1),
        callback: None,
        proof: BroughtBack::Verifier(Secret::new("0421337")),
        session: None,
    };
    page(&folder, "pin", &get(TEMPORARY), Consent::Allowed(allowed.into()))?;
    page(&folder, "denied", &get(TEMPORARY), Consent::Denied { app: app_of("Block Party"), callback: None })?;
    let gone = get(TEMPORARY).reply(|_| Err(Refusal::Grant(GrantRefusal::TicketExpired).into()));
    fs::write(Path::new(&folder).join("error.html"), gone.body)?;
    Ok(())
}

fn page(folder: &str, name: &str, exchange: &Exchange<'_>, consent: Consent) -> Result<(), Box<dyn Error>> {
    let reply = exchange.reply(|_| Ok(Outcome::Consent(consent)));
    fs::write(Path::new(folder).join(format!("{name}.html")), reply.body)?;
    Ok(())
}

fn get(target: &str) -> Exchange<'_> {
    Exchange::new(&PAGES, Method::Get, target)
}

fn post<'e>(target: &'e str, body: &'e str) -> Exchange<'e> {
    Exchange::new(&PAGES, Method::Post, target).body("application/x-www-form-urlencoded", body)
}

fn app_of(name: &str) -> Arc<App> {
    let mut app = App::new(AppId(7), name, "DemoConsumerKey", Secret::new("secret"));
    app.link = "https://blockparty.example/about".to_owned();
    app.into()
}

fn question(asks: Asks, callback: Option<&str>) -> Question {
    Question {
        app: app_of("Block Party"),
        asks,
        callback: callback.map(Into::into),
        signed_in: None,
        people: people(),
        form: "form".to_owned(),
        session: None,
        problem: None,
    }
}

fn people() -> Vec<Candidate> {
    let names = [
        ("amy", "Amy Adler"),
        ("bob", "Bob Brandt"),
        ("cat", "Cat Cole"),
        ("dan", "Dan Diaz"),
        ("eve", "Eve Ekholm"),
        ("hal", "Hal 9"),
        ("ivy_news", "Ivy News"),
        ("jo", "Jo \u{1f426} Jansen"),
        ("li_lei", "\u{674e}\u{96f7}"),
        ("noor", "\u{646}\u{648}\u{631}"),
        ("twenty_characters_20", "A name of fifty characters, which is the most there is"),
    ];
    let candidate = |(place, (username, name)): (usize, (&str, &str))| {
        let mut user = person(UserId(1_212_092_628_029_698_101 + 2 * place as i64), username);
        user.name = name.to_owned();
        Candidate { card: card(user), has_password: username == "cat" }
    };
    names.into_iter().enumerate().map(candidate).collect()
}
