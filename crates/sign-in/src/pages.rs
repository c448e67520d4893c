//! The pages themselves. No scripts; one style sheet in the page; pictures drawn here; everything that came from outside
//! is escaped by the template.

mod people;
mod question;
mod words;

use block_graph::Secret;
use block_graph::access::App;
use dialect::Reply;
use maud::{DOCTYPE, Markup, PreEscaped, html};

pub(crate) use self::question::question;

/// The style sheet of every page.
pub(crate) const STYLE: &str = include_str!("pages/style.css");

/// A gate of bars, drawn in the colour of the text.
const GATE: PreEscaped<&str> = PreEscaped(
    r#"<svg class="gate" viewBox="0 0 24 24" aria-hidden="true"><path fill="currentColor" fill-rule="evenodd" d="M2 3h20v2h-1v12.5l-1.5 3-1.5-3V15h-4.5v2.5l-1.5 3-1.5-3V15H6v2.5l-1.5 3-1.5-3V5H2zm4 2v3h4.5V5zm7.5 0v3H18V5zM6 10v3h4.5v-3zm7.5 0v3H18v-3z"/></svg>"#,
);

/// A page as a reply.
pub(crate) fn reply(status: u16, page: Markup) -> Reply {
    Reply::new(status, "text/html;charset=utf-8", page.into_string())
}

fn page(title: &str, wide: bool, main: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Portcullis" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { (GATE) "Portcullis" }
                main class=[wide.then_some("wide")] { (main) }
                footer { "This is a Portcullis server. It belongs to none of the services whose APIs it speaks." }
            }
        }
    }
}

/// An app's name, set off.
fn name(app: &App) -> Markup {
    html! { bdi.app-name { (app.name) } }
}

/// The PIN that the person carries to the app. The marks around it are those that programs looked for ([recorded]).
pub(crate) fn pin(app: &App, pin: &Secret) -> Markup {
    let main = html! {
        h1 { "You’ve let " (name(app)) " in" }
        div #oauth_pin {
            p #code-desc { "Next, return to " (name(app)) " and enter this PIN to complete the authorization process:" }
            kbd aria-labelledby="code-desc" { code { (pin.expose()) } }
        }
        p.soft { "The PIN is good once, and not for long. Give it to no one else." }
    };
    page("Your PIN", false, &main)
}

/// The page of a person who said no and cannot be sent back.
pub(crate) fn denied(app: &App) -> Markup {
    let main = html! {
        h1 { "You’ve not let " (name(app)) " in" }
        p { "It gets no access to your account. You can close this page." }
    };
    page("Not let in", false, &main)
}

/// A page that says that something cannot be.
pub(crate) fn message(heading: &str, what: &str, then: &str) -> Markup {
    let main = html! {
        h1 { (heading) }
        p role="alert" { (what) }
        p.soft { (then) }
    };
    page(heading, false, &main)
}
