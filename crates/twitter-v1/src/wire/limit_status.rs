//! What application/rate_limit_status answers: the caller's windows by family and endpoint.

use block_graph::rate::Window;
use dialect::Request;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::headers;
use crate::limits::Listed;

/// Whose windows they are: one key ([recorded]).
#[derive(Serialize, PartialEq, Debug)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LimitContext {
    /// A person's: their token's public text.
    AccessToken(String),
    /// An app's own: its consumer key.
    Application(String),
}

impl LimitContext {
    /// Of the caller.
    pub(crate) fn of(request: &Request<'_>) -> Self {
        let grant = request.caller.grant();
        match grant.and_then(|grant| grant.public.as_deref()) {
            Some(token) => Self::AccessToken(token.to_owned()),
            None => Self::Application(grant.map(|grant| grant.app.key.clone()).unwrap_or_default()),
        }
    }
}

/// The whole answer.
#[derive(Serialize)]
pub(crate) struct LimitStatus<'s> {
    rate_limit_context: &'s LimitContext,
    resources: Families<'s>,
}

impl<'s> LimitStatus<'s> {
    /// The windows among `windows` that belong to the endpoints `listed`; those without one are left out.
    pub(crate) fn new(context: &'s LimitContext, listed: &'s [Listed], windows: &'s [Window]) -> Self {
        let of = |listed: &'s Listed| {
            let window = windows.iter().find(|window| listed.limits.contains(&window.limit))?;
            Some((listed, window))
        };
        Self { rate_limit_context: context, resources: Families(listed.iter().filter_map(of).collect()) }
    }
}

type Entry<'s> = (&'s Listed, &'s Window);

/// Families by name; a family's entries stand together.
struct Families<'s>(Vec<Entry<'s>>);

impl Serialize for Families<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for family in self.0.chunk_by(|(one, _), (other, _)| one.family == other.family) {
            let name = family.first().map_or("", |(listed, _)| listed.family);
            map.serialize_entry(name, &Family(family))?;
        }
        map.end()
    }
}

/// One family's endpoints by key.
struct Family<'s>(&'s [Entry<'s>]);

impl Serialize for Family<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(listed, window)| (&listed.key, State::new(window))))
    }
}

#[derive(Serialize)]
struct State {
    limit: u32,
    remaining: u32,
    reset: i64,
}

impl State {
    fn new(window: &Window) -> Self {
        Self { limit: window.max, remaining: window.remaining, reset: headers::whole_seconds(window.reset) }
    }
}
