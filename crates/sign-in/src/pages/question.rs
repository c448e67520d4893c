//! The page that asks: which app, as whom, what for, where to. One click answers it wherever somebody is preselected.

use block_graph::access::{Candidate, Question, SignInProblem};
use block_graph::{UserCard, fold};
use maud::{Markup, html};

use super::people::{emblem, portrait};
use super::{name, page, words};
use crate::ask::FORCE_LOGIN;
use crate::outcome::Sheet;
use crate::target::{Target, query};

/// The page.
pub(crate) fn question(question: &Question, sheet: &Sheet, target: Option<&Target<'_>>) -> Markup {
    let app = &question.app;
    let main = html! {
        div.app {
            (emblem(app.id.0, &app.name))
            div {
                h1 { "Authorize " (name(app)) " to use your account?" }
                (home(&app.link))
            }
        }
        @if let Some(problem) = question.problem { p.problem role="alert" { (problem_words(problem, sheet)) } }
        form method="post" action=(sheet.action) {
            @for (name, value) in &sheet.kept { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="form" value=(question.form);
            @match &question.signed_in {
                Some(card) if !sheet.typed.as_ref().is_some_and(|typed| typed.offered) => (signed_in(card, sheet)),
                _ => (picker(&question.people, sheet)),
            }
            (abilities(question))
            p.back { (way_back(question, target)) }
            div.actions {
                button #allow type="submit" name="decision" value="allow" { "Authorize app" }
                button #cancel .quiet type="submit" name="decision" value="deny" formnovalidate { "Cancel" }
            }
        }
    };
    page(&format!("Authorize {}", app.name), true, &main)
}

fn problem_words(problem: SignInProblem, sheet: &Sheet) -> String {
    let nobody = sheet.typed.as_ref().is_some_and(|typed| typed.is_nobody());
    // An empty name is nobody's, which the graph tells as a wrong one.
    let wrong = problem == SignInProblem::WrongPassword;
    words::problem(if nobody && wrong { SignInProblem::NobodyChosen } else { problem })
}

/// The app's home page, where it has one on the web.
fn home(link: &str) -> Markup {
    let web = Target::parse(link).filter(Target::is_web);
    html! {
        @match web {
            Some(target) => a.home href=(target.uri()) target="_blank" rel="noopener noreferrer" { (target.short()) },
            None => @if !link.is_empty() { span.home { (link) } },
        }
    }
}

/// Who is signed in, and the way to be somebody else.
fn signed_in(card: &UserCard, sheet: &Sheet) -> Markup {
    let kept = sheet.kept.iter().filter(|(name, _)| *name != FORCE_LOGIN);
    let pairs: Vec<_> = kept.map(|(name, value)| (*name, value.as_str())).chain([(FORCE_LOGIN, "true")]).collect();
    html! {
        div.signed-in {
            (portrait(card))
            div.who {
                span.label { "Signed in as" }
                (called(card))
            }
            a href={ "?" (query(&pairs)) } { "Use another account" }
        }
    }
}

fn called(card: &UserCard) -> Markup {
    html! {
        bdi.name { (card.user.name()) }
        span.username { "@" (card.user.username()) }
    }
}

/// Who to sign in as. People are shown to a browser on this machine alone: nobody else can be one of those without a
/// password, and the names of those with one are no help to strangers.
fn picker(people: &[Candidate], sheet: &Sheet) -> Markup {
    let people = if sheet.trusted { people } else { &[] };
    let wanted = match &sheet.typed {
        Some(typed) if !typed.chosen.is_empty() => Some(typed.chosen.as_str()),
        _ => sheet.screen_name.as_deref(),
    };
    let is = |person: &Candidate, name: &str| fold(person.card.user.username()) == fold(name);
    let chosen = wanted.and_then(|name| people.iter().position(|person| is(person, name)));
    let other = match &sheet.typed {
        Some(typed) => typed.other.as_str(),
        None => wanted.filter(|_| chosen.is_none()).unwrap_or_default(),
    };
    // Who is preselected stands first: the list scrolls, and without scripts only its beginning is sure to be seen.
    let first = chosen.unwrap_or(0);
    let (before, rest) = people.split_at(first.min(people.len()));
    let (chosen, after) = rest.split_at(rest.len().min(1));
    let ordered = chosen.iter().chain(before).chain(after);
    html! {
        fieldset.picker {
            legend { @if people.is_empty() { "Sign in" } @else { "Sign in as" } }
            @if !people.is_empty() {
                div.people {
                    @for (place, person) in ordered.enumerate() { (choice(person, place == 0)) }
                }
            }
            div.field {
                label for="other" { @if people.is_empty() { "Username" } @else { "Or another username" } }
                input #other type="text" name="other" value=(other) placeholder="username" autocomplete="username"
                    autocapitalize="none" spellcheck="false" required[people.is_empty()];
            }
            div.field.password {
                label for="password" { "Password" }
                input #password type="password" name="password" autocomplete="current-password"
                    aria-describedby="password-hint";
                p.hint #password-hint { (hint(sheet.trusted)) }
            }
        }
    }
}

fn hint(trusted: bool) -> &'static str {
    if trusted {
        "Only for accounts that have one."
    } else {
        "Accounts without a password can be used only on the computer that Portcullis runs on."
    }
}

fn choice(person: &Candidate, chosen: bool) -> Markup {
    let card = &person.card;
    html! {
        label.person.locked[person.has_password] {
            input type="radio" name="username" value=(card.user.username()) checked[chosen];
            (portrait(card))
            span.who { (called(card)) }
            @if person.has_password { span.tag { "password" } }
        }
    }
}

fn abilities(question: &Question) -> Markup {
    let abilities = words::abilities(&question.asks);
    html! {
        section.abilities {
            h2 { "This application will be able to:" }
            ul.able { @for words in &abilities.able { li { (words) } } }
            h2 { "Will not be able to:" }
            ul.unable { @for words in &abilities.unable { li { (words) } } }
        }
    }
}

fn way_back(question: &Question, target: Option<&Target<'_>>) -> Markup {
    html! {
        @match target {
            Some(target) => {
                "Either way you will be sent back to " strong { (target.short()) }
                code { (target.uri()) }
            },
            None => { "You will be shown a PIN to type into " (name(&question.app)) "." },
        }
    }
}
