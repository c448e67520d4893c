//! The rows of reads, each beside a constant answer of its size.

use super::compare::{Asking, alternate, body_length, gateway, reference};
use super::gateway::Settings;
use super::report::{Goal, Report};
use super::workshop::{Place, Workshop};
use crate::shots::{Ask, named};

/// How many connections a row has unless it says otherwise.
pub(super) const CONNECTIONS: usize = 64;

/// `friendships/show`, signed.
pub(super) fn small_oauth1(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    beside_constant(shop, report, Ask::Show, None, (Goal::AtLeast(0.70), Goal::AtMost(1.5)))
}

/// `users/me`, by bearer.
pub(super) fn small_bearer(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    beside_constant(shop, report, Ask::Me, None, (Goal::AtLeast(0.85), Goal::AtMost(1.25)))
}

/// A page of 5,000 ids, cut and written for each request.
pub(super) fn ids(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    let row = Row { ask: Ask::Ids, told: "", settings: &[("PORTCULLIS__STORE__PAGE_CACHE_MB", "0")] };
    compared(shop, report, &row, Some(5_000), (Goal::AtLeast(0.68), Goal::None))
}

/// The same page where it is kept.
pub(super) fn ids_kept(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    let row = Row { ask: Ask::Ids, told: ", kept", settings: &[] };
    compared(shop, report, &row, Some(5_000), (Goal::AtLeast(0.90), Goal::None))
}

/// Twenty users of v1.1.
pub(super) fn list_20(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    beside_constant(shop, report, Ask::List, Some(5_000), (Goal::AtLeast(0.90), Goal::None))
}

/// Fifty users of v1.1: `blocks/list` gives twenty a page, a list of friends as many as are asked for.
pub(super) fn list_50(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    beside_constant(shop, report, Ask::Friends, Some(5_000), (Goal::AtLeast(0.90), Goal::None))
}

/// A hundred users of v2 with all fields.
pub(super) fn list_v2(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    beside_constant(shop, report, Ask::Blocking, Some(5_000), (Goal::AtLeast(0.90), Goal::None))
}

/// A hundred users of App.net.
pub(super) fn list_app_net(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    beside_constant(shop, report, Ask::Blocked, Some(5_000), (Goal::AtLeast(0.90), Goal::None))
}

/// What a row asks for, what its name says beside that, and further settings of its gateway.
struct Row {
    ask: Ask,
    told: &'static str,
    settings: Settings,
}

fn beside_constant(
    shop: &mut Workshop,
    report: &mut Report,
    ask: Ask,
    blocks: Option<u32>,
    goal: (Goal, Goal),
) -> Result<(), String> {
    compared(shop, report, &Row { ask, told: "", settings: &[] }, blocks, goal)
}

/// Asks the gateway and a constant server in turn; who blocks `blocks` people asks, or everybody.
fn compared(
    shop: &mut Workshop,
    report: &mut Report,
    row: &Row,
    blocks: Option<u32>,
    goal: (Goal, Goal),
) -> Result<(), String> {
    let ask = row.ask;
    shop.with_great_set(Place::Half, row.settings, |shop, site| {
        let manifest = site.preparer.borrow().manifest.clone();
        let reader = blocks.map(|blocks| named(&manifest, blocks)).transpose()?.map(|who| (who, String::new()));
        let asking = Asking { ask, reader, connections: CONNECTIONS };
        let size = body_length(site, &asking)?;
        let constant = shop.reference(&["constant", "--size", &size.to_string()], Place::Half)?;
        let beside = format!("constant {size} B");
        let mut contenders =
            [gateway(shop, site, "gateway", asking.clone()), reference(shop, site, &beside, &constant, &asking)];
        let measured = alternate(shop.turns(), &mut contenders)?;
        report.compared(&format!("{}{}", ask.name(), row.told), measured, &[goal]);
        Ok(())
    })
}
