//! How the cost of a request grows: with the length of a list, the depth of a page, the size of the world, and the number
//! of connections. Nothing should grow but what is sent.

use std::collections::BTreeSet;

use serde_json::Value;

use super::compare::{Asking, Contender, alternate, gateway, one};
use super::gateway::Site;
use super::report::{Report, number};
use super::rows::CONNECTIONS;
use super::workshop::{Place, Workshop};
use crate::shots::{Ask, named};

/// Requests by people who block from nobody to a million.
pub(super) fn list(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    shop.with_great(Place::Half, |shop, site| {
        let manifest = site.preparer.borrow().manifest.clone();
        let mut cases = Vec::new();
        for ask in [Ask::Show, Ask::Ids, Ask::List, Ask::Blocking, Ask::Blocked, Ask::Home] {
            for who in &manifest.named {
                let name = [ask.name(), who.blocks.unwrap_or(0).to_string()];
                let reader = Some((who, String::new()));
                cases.push((name, Asking { ask, reader, connections: CONNECTIONS }));
            }
        }
        table(shop, report, site, "By how many people the reader blocks", ["request", "blocks"], cases)
    })
}

/// Pages from the first to the last of the longest list.
pub(super) fn depth(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    shop.with_great(Place::Half, |shop, site| {
        let manifest = site.preparer.borrow().manifest.clone();
        let who = named(&manifest, u32::MAX)?;
        let mut cases = Vec::new();
        let walks = [
            (Ask::Ids, "/next_cursor_str", "&cursor=", 5_000),
            (Ask::Blocking, "/meta/next_token", "&pagination_token=", 100),
        ];
        for (ask, next, name, size) in walks {
            let asking = |more: &str| Asking { ask, reader: Some((who, more.to_owned())), connections: CONNECTIONS };
            let pages = walk(site, asking, next, name, who.blocks.unwrap_or(0).div_ceil(size))?;
            for at in BTreeSet::from([0, pages.len() / 2, pages.len() - 1]) {
                let title = [ask.name(), format!("{} of {}", at + 1, pages.len())];
                cases.push((title, asking(&pages[at])));
            }
        }
        table(shop, report, site, "By the depth of the page", ["request", "page"], cases)
    })
}

/// What to add to the query for each page of a list.
fn walk<'a>(
    site: &Site,
    asking: impl Fn(&str) -> Asking<'a>,
    next: &str,
    name: &str,
    most: u32,
) -> Result<Vec<String>, String> {
    let mut pages = vec![String::new()];
    // Ten thousand pages of a hundred are deep enough to see.
    while (pages.len() as u32) < most.clamp(1, 10_000) {
        let body: Value = serde_json::from_slice(&one(site, &asking(&pages[pages.len() - 1]))?)
            .map_err(|error| format!("a page is no JSON: {error}"))?;
        match body.pointer(next).and_then(Value::as_str).filter(|next| *next != "0") {
            Some(next) => pages.push(format!("{name}{next}")),
            None => break,
        }
    }
    Ok(pages)
}

/// One, some and many connections.
pub(super) fn concurrency(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    shop.with_great(Place::Half, |shop, site| {
        let mut cases = Vec::new();
        for ask in [Ask::Me, Ask::CreateV2] {
            for connections in shop.options.concurrency.iter().copied() {
                let asking = Asking { ask, reader: None, connections };
                cases.push(([ask.name(), connections.to_string()], asking));
            }
        }
        table(shop, report, site, "By how many connections there are", ["request", "connections"], cases)
    })
}

/// Worlds of several sizes, served at once.
pub(super) fn world(shop: &mut Workshop, report: &mut Report) -> Result<(), String> {
    let mut sites = Vec::new();
    for edges in shop.options.worlds.clone() {
        let people = u32::try_from(edges / 10).map_err(|_| format!("a world of {edges} edges is too large"))?;
        let mut site = shop.seed(&format!("world-{edges}"), people, edges, None)?;
        site.serve(shop, Place::Half, &[])?;
        sites.push((edges, site));
    }
    let manifests: Vec<_> = sites.iter().map(|(_, site)| site.preparer.borrow().manifest.clone()).collect();
    let mut contenders: Vec<Contender<'_>> = Vec::new();
    let mut names = Vec::new();
    for ask in [Ask::Show, Ask::Me, Ask::Ids, Ask::List, Ask::CreateV1] {
        for ((edges, site), manifest) in sites.iter().zip(&manifests) {
            // Everywhere the same list of a hundred, which even small worlds have.
            let long = matches!(ask, Ask::Ids | Ask::List);
            let reader = if long { Some((named(manifest, 100)?, String::new())) } else { None };
            names.push([ask.name(), edges.to_string()]);
            let asking = Asking { ask, reader, connections: CONNECTIONS };
            contenders.push(gateway(shop, site, "gateway", asking));
        }
    }
    told(shop, report, "By how many edges the world has", ["request", "edges"], (names, contenders))
}

fn table<'a>(
    shop: &'a Workshop,
    report: &mut Report,
    site: &'a Site,
    title: &str,
    columns: [&str; 2],
    cases: Vec<([String; 2], Asking<'a>)>,
) -> Result<(), String> {
    let (names, askings): (Vec<_>, Vec<_>) = cases.into_iter().unzip();
    let contenders = askings.into_iter().map(|asking| gateway(shop, site, "gateway", asking)).collect();
    told(shop, report, title, columns, (names, contenders))
}

fn told(
    shop: &Workshop,
    report: &mut Report,
    title: &str,
    columns: [&str; 2],
    (names, mut contenders): (Vec<[String; 2]>, Vec<Contender<'_>>),
) -> Result<(), String> {
    let (series, busy) = alternate(shop.turns(), &mut contenders)?;
    report.was_busy(busy);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut first: Option<(&str, f64)> = None;
    for ([request, size], series) in names.iter().zip(&series) {
        let cpu = series.median(|sample| sample.cpu);
        // The first of each request is what its others are compared with.
        let base = first.filter(|(name, _)| name == request).map_or(cpu, |(_, base)| base);
        first = Some((request, base));
        rows.push(vec![
            request.clone(),
            size.clone(),
            number(series.median(|sample| sample.rate)),
            format!("{} / {}", number(series.median(|sample| sample.p50)), number(series.median(|sample| sample.p99))),
            number(cpu),
            number(cpu / base),
            number(series.median(|sample| sample.bytes)),
        ]);
    }
    let rest = ["requests/s", "p50 / p99, µs", "CPU a request, µs", "beside the first", "bytes"];
    let columns: Vec<_> = columns.into_iter().chain(rest).collect();
    report.table(title, &columns, &rows);
    Ok(())
}
