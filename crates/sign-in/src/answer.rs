//! What a person answers: the form's own fields.

use block_graph::Secret;
use block_graph::access::Decision;
use dialect::{Failure, Request};

use crate::errors;

/// A filled form.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The token it carries.
    pub(crate) form: Box<str>,
    /// The answer.
    pub(crate) decision: Decision,
    /// Who it names, to be shown again when that was no good.
    pub(crate) typed: Typed,
}

/// Who a form names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Typed {
    /// Whether people were offered to choose from.
    pub(crate) offered: bool,
    /// Who was chosen.
    pub(crate) chosen: String,
    /// Who was typed.
    pub(crate) other: String,
}

impl Typed {
    /// The username meant: what was typed wins. Empty when nobody is, though people were offered; `None` when whoever is
    /// signed in is meant.
    fn username(&self) -> Option<&str> {
        let name = if self.other.is_empty() { &self.chosen } else { &self.other };
        self.offered.then_some(name)
    }

    /// Whether nobody is meant.
    pub(crate) fn is_nobody(&self) -> bool {
        self.username() == Some("")
    }
}

/// Reads a filled form.
///
/// # Errors
/// A page that says what is wrong: another content type, a field that is missing, is there twice, or says neither yes nor no.
pub(crate) fn read(request: &Request<'_>) -> Result<Answer, Failure> {
    if !request.media_type().eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(errors::no_form().into());
    }
    let field = |name: &str| {
        let mut values = request.form.iter().filter(|(own, _)| *own == name).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (value, None) => Ok(value),
            (_, Some(_)) => Err(Failure::from(errors::broken_form())),
        }
    };
    let (chosen, other) = (field("username")?, field("other")?);
    let typed = Typed {
        offered: chosen.is_some() || other.is_some(),
        chosen: chosen.unwrap_or_default().trim().to_owned(),
        other: other.unwrap_or_default().trim().to_owned(),
    };
    let decision = match field("decision")? {
        Some("allow") => Decision::Allow {
            username: typed.username().map(Into::into),
            password: field("password")?.filter(|password| !password.is_empty()).map(Secret::new),
        },
        Some("deny") => Decision::Deny,
        _ => return Err(errors::broken_form().into()),
    };
    Ok(Answer { form: field("form")?.unwrap_or_default().into(), decision, typed })
}
