//! The table of endpoints, as people and scripts read it.

use block_graph::rate::Limit;
use dialect::{Access, Endpoint};
use serde_json::{Value, json};

use super::say;
use crate::dialects::DIALECTS;

/// Prints the table.
pub(crate) fn endpoints(only: Option<&str>, json: bool) -> Result<(), String> {
    let chosen: Vec<_> = DIALECTS.iter().filter(|dialect| only.is_none_or(|only| only == dialect.name())).collect();
    if chosen.is_empty() {
        let names: Vec<_> = DIALECTS.iter().map(|dialect| dialect.name()).collect();
        return Err(format!("no dialect is called {}; there are: {}", only.unwrap_or_default(), names.join(", ")));
    }
    let rows =
        chosen.iter().flat_map(|dialect| dialect.endpoints().iter().map(|endpoint| row(dialect.name(), endpoint)));
    if json {
        say(&format!("{:#}", rows.collect::<Value>()));
        return Ok(());
    }
    for dialect in &chosen {
        say(&format!("{} ({})", dialect.title(), dialect.name()));
        for endpoint in dialect.endpoints() {
            let route = endpoint.route();
            let limits: Vec<_> = endpoint.limits.iter().map(limit).collect();
            say(&format!(
                "  {:<6} {:<58} {:<5} {:<14} {}",
                route.method.name(),
                route.path,
                access(endpoint.access),
                endpoint.command.name(),
                limits.join(", ")
            ));
        }
    }
    Ok(())
}

fn row(dialect: &str, endpoint: &Endpoint) -> Value {
    let routes: Vec<_> = endpoint.routes.iter().map(|route| format!("{} {}", route.method, route.path)).collect();
    let limits: Vec<_> = endpoint
        .limits
        .iter()
        .map(|limit| {
            let max = Some(limit.max).filter(|max| *max != Limit::UNLIMITED);
            json!({"bucket": limit.bucket, "per": format!("{:?}", limit.per), "max": max, "window": limit.window})
        })
        .collect();
    json!({
        "dialect": dialect,
        "name": endpoint.name,
        "routes": routes,
        "access": access(endpoint.access),
        "scopes": endpoint.scopes,
        "limits": limits,
        "command": endpoint.command.name(),
        "docs": endpoint.docs,
    })
}

fn access(access: Access) -> &'static str {
    match access {
        Access::Open => "open",
        Access::Token => "token",
        Access::User => "user",
        Access::App => "app",
        Access::Client => "client",
    }
}

fn limit(limit: &Limit) -> String {
    if limit.max == Limit::UNLIMITED {
        format!("{} unlimited", limit.bucket)
    } else {
        format!("{} {}/{}s per {:?}", limit.bucket, limit.max, limit.window, limit.per)
    }
}
