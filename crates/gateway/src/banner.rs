//! What `portcullis serve` prints when it stands: where it listens, what it speaks, and calls ready to paste.

use std::net::SocketAddr;

use dialect::Dialect;

use crate::dialects::DIALECTS;
use crate::instance::Listening;
use crate::settings::{Seed, Settings};
use crate::tls::Authority;
use crate::world::{TokenKind, World};

/// Prints to standard output.
#[expect(clippy::print_stdout, reason = "this is what the command prints")]
pub fn print(settings: &Settings, doors: &Listening, admin: SocketAddr) {
    println!("{}", text(settings, doors, admin));
}

fn text(settings: &Settings, doors: &Listening, admin: SocketAddr) -> String {
    let clients = doors.http;
    let mut lines = vec![
        format!("Portcullis {} listens on http://{clients}", env!("CARGO_PKG_VERSION")),
        format!("  operator: http://{admin}/metrics /healthz /readyz"),
        format!("  store:    {}", settings.shown().store.url),
    ];
    if let Some(https) = doors.https {
        lines.push(format!("  https:    https://{https}, HTTP/1.1 and HTTP/2"));
    }
    if let Some(proxy) = doors.proxy {
        lines.push(format!("  proxy:    http://{proxy} for clients with the real hosts compiled in; `portcullis run`"));
    }
    if let Some(folder) = &doors.authority
        && let Ok(authority) = Authority::open(folder)
    {
        lines.push(format!("  trust:    {} ({})", folder.join("authority.pem").display(), authority.name()));
        lines.push(format!("            SHA-256 {}", authority.fingerprint()));
    }
    for dialect in DIALECTS {
        lines.push(format!("  {}", about(dialect, clients)));
    }
    if settings.world.seed == Seed::Demo
        && let Ok(world) = World::demo()
    {
        lines.extend(demo(&world, clients));
    }
    if settings.store.url != "memory" {
        lines.push("\nStart over with an empty store: stop, then `portcullis reset`. Stop with Ctrl-C.".to_owned());
    }
    lines.join("\n")
}

fn about(dialect: &dyn Dialect, clients: SocketAddr) -> String {
    let base = match dialect.name() {
        "v1.1" => "/1.1/",
        "v2" => "/2/",
        "sign-in" => "/oauth/ and /i/oauth2/",
        _ => "/stream/0/ and /",
    };
    format!("{:<20} {:>2} endpoints under http://{clients}{base}", dialect.title(), dialect.endpoints().len())
}

/// The published credentials, and one block seen through all three faces.
fn demo(world: &World, clients: SocketAddr) -> Vec<String> {
    let token =
        |kind, user: Option<&str>| world.token.iter().find(|token| token.kind == kind && token.user.as_deref() == user);
    let amy = Some("amy");
    let (Some(app), Some(signed), Some(bearer), Some(app_net), Some(person)) = (
        world.app.first(),
        token(TokenKind::Oauth1, amy),
        token(TokenKind::Oauth2User, amy),
        token(TokenKind::AppNetUser, amy),
        world.person.iter().find(|person| person.username == "amy"),
    ) else {
        return Vec::new();
    };
    let mut lines = vec![
        String::new(),
        "Demo world (published credentials, the same everywhere; amy's below, bob and dan have theirs too):".to_owned(),
        format!("  consumer key / secret    {} / {}", app.key, app.secret),
        format!("  access token / secret    {} / {}", signed.text, signed.secret.as_deref().unwrap_or_default()),
        format!("  OAuth 2 user bearer      {}", bearer.text),
        format!("  App.net user token       {}", app_net.text),
    ];
    for (name, kind) in [("app-only bearer", TokenKind::AppOnly), ("App.net app token", TokenKind::AppNetApp)] {
        lines.extend(token(kind, None).map(|token| format!("  {name:<24} {}", token.text)));
    }
    let command = std::env::current_exe().ok().and_then(|path| path.to_str().map(str::to_owned));
    let command = command.unwrap_or_else(|| "portcullis".to_owned());
    let block = format!("http://{clients}/1.1/blocks/create.json?screen_name=cat&skip_status=true");
    lines.extend([
        String::new(),
        "Amy blocks cat through v1.1 (the command signs the call), and the same block in v2 and App.net:".to_owned(),
        format!("  curl -X POST '{block}' -H \"$({command} sign POST '{block}')\""),
        format!("  curl http://{clients}/2/users/{}/blocking -H 'Authorization: Bearer {}'", person.id, bearer.text),
        format!("  curl http://{clients}/stream/0/users/me/blocked -H 'Authorization: Bearer {}'", app_net.text),
    ]);
    lines
}
