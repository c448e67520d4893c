//! People and apps in pictures, drawn from what they are called: nothing is loaded from anywhere.

use block_graph::{UserCard, scramble};
use maud::{Markup, html};

/// Dark colours on which white letters read well (a contrast of five to one at the least).
const COLOURS: [&str; 12] = [
    "#9a3412", "#b91c1c", "#be123c", "#a21caf", "#7e22ce", "#4f46e5", "#1d4ed8", "#0369a1", "#0f766e", "#15803d",
    "#4d6b12", "#57534e",
];

/// A person's picture.
pub(super) fn portrait(card: &UserCard) -> Markup {
    let user = &card.user;
    let letters = initials(user.name()).or_else(|| initials(user.username()));
    html! {
        svg.face viewBox="0 0 40 40" aria-hidden="true" {
            circle cx="20" cy="20" r="20" fill=(colour(user.id.0)) {}
            (inscribed(letters))
        }
    }
}

/// An app's picture.
pub(super) fn emblem(id: i64, name: &str) -> Markup {
    html! {
        svg.emblem viewBox="0 0 40 40" aria-hidden="true" {
            rect width="40" height="40" rx="9" fill=(colour(id)) {}
            (inscribed(initials(name)))
        }
    }
}

fn inscribed(letters: Option<String>) -> Markup {
    html! { text x="20" y="20" dy=".35em" text-anchor="middle" fill="#fff" { (letters.unwrap_or_default()) } }
}

/// The same for the same id, always.
fn colour(id: i64) -> &'static str {
    let mixed = scramble(id.cast_unsigned()) >> 32;
    COLOURS[usize::try_from(mixed).unwrap_or(0) % COLOURS.len()]
}

/// The first letters of the first and the last word that have any.
fn initials(name: &str) -> Option<String> {
    let mut letters = name.split_whitespace().filter_map(|word| word.chars().find(|letter| letter.is_alphanumeric()));
    let first = letters.next()?;
    Some([Some(first), letters.next_back()].into_iter().flatten().flat_map(char::to_uppercase).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_letters_of_the_first_and_last_word() {
        for (name, expected) in [
            ("Amy Adler", Some("AA")),
            ("amy", Some("A")),
            ("Jo \u{1f426} Jansen", Some("JJ")),
            ("Maria del Carmen Ruiz", Some("MR")),
            ("\u{e9}lodie", Some("\u{c9}")),
            ("\u{674e} \u{96f7}", Some("\u{674e}\u{96f7}")),
            ("<script>", Some("S")),
            ("\u{1f600} \u{1f600}", None),
            ("", None),
        ] {
            assert_eq!(initials(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn white_reads_well_on_every_colour() {
        let linear = |hex: &str| {
            let part = f64::from(u8::from_str_radix(hex, 16).unwrap()) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        for colour in COLOURS {
            let luminance =
                0.2126 * linear(&colour[1..3]) + 0.7152 * linear(&colour[3..5]) + 0.0722 * linear(&colour[5..7]);
            assert!(1.05 / (luminance + 0.05) >= 5.0, "{colour}");
        }
    }
}
