//! application/*: what the caller's limits are.

use block_graph::LimitStatus;
use dialect::{Call, Failure, Request};

use crate::limits::{self, Listed};
use crate::params;
use crate::wire::{self, LimitContext};

/// `GET /1.1/application/rate_limit_status.json`: the state of the caller's windows, of the families that the
/// comma-separated `resources` names, of all without it. Unknown families are ignored ([inferred]).
pub(crate) fn rate_limit_status(request: &Request<'_>) -> Result<Call, Failure> {
    let families = params::value(request, "resources").map(|list| list.split(',').map(str::trim).collect::<Vec<_>>());
    let asked = |listed: &Listed| families.as_ref().is_none_or(|families| families.contains(&listed.family));
    let listed: Vec<_> = limits::listed().filter(asked).collect();
    let limits = listed.iter().flat_map(|listed| listed.limits.iter().copied()).collect();
    let context = LimitContext::of(request);
    Ok(Call::new(LimitStatus { limits }, move |windows| wire::limit_status(&context, &listed, &windows)))
}
