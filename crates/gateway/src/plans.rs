//! What each plan covers: one reviewed table (`plans.toml`), built in, read once. The gate asks it.

use std::sync::LazyLock;

use block_graph::access::{Actor, Plan};
use block_graph::rate::{Limit, Per};
use dialect::{Dialect, Endpoint};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::dialects::DIALECTS;

/// The table.
pub const TABLE: &str = include_str!("plans.toml");

/// What a plan offers of an endpoint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Offer {
    /// It answers within its own limits.
    Own,
    /// It does not answer.
    Refused,
    /// It answers within these limits.
    Within(&'static [Limit]),
}

/// One row as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    dialect: String,
    endpoints: Vec<String>,
    free: Option<String>,
    basic: Option<String>,
    pro: Option<String>,
    pay_per_use: Option<String>,
    #[expect(dead_code, reason = "it is for those who review the table")]
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

/// What all plans offer, by endpoint.
pub struct Plans(FxHashMap<usize, [Offer; Plan::ALL.len()]>);

/// Read once and for ever; what is wrong with it a test finds.
static PLANS: LazyLock<Plans> = LazyLock::new(|| Plans::read(TABLE).unwrap_or_else(|_| Plans(FxHashMap::default())));

impl Plans {
    /// Reads a table. Its limits live as long as the process.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> Result<Self, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut offers = FxHashMap::default();
        for row in &table.row {
            let dialect = DIALECTS.iter().find(|dialect| dialect.name() == row.dialect);
            let dialect = dialect.ok_or_else(|| format!("no dialect is called {}", row.dialect))?;
            for pattern in &row.endpoints {
                let mut named = dialect.endpoints().iter().filter(|endpoint| fits(pattern, endpoint.name)).peekable();
                if named.peek().is_none() {
                    return Err(format!("{} has no endpoint {pattern}", row.dialect));
                }
                for endpoint in named {
                    let offer = offers.entry(place(endpoint)).or_insert([Offer::Own; Plan::ALL.len()]);
                    row.put(*dialect, endpoint, offer)?;
                }
            }
        }
        Ok(Self(offers))
    }

    /// What `plan` offers of an endpoint.
    pub fn offer(&self, endpoint: &'static Endpoint, plan: Plan) -> Offer {
        match plan {
            Plan::Enterprise => Offer::Own,
            plan => self.0.get(&place(endpoint)).map_or(Offer::Own, |offers| offers[index(plan)]),
        }
    }
}

impl Row {
    fn put(&self, dialect: &dyn Dialect, endpoint: &'static Endpoint, offers: &mut [Offer]) -> Result<(), String> {
        let told = [
            (Plan::Free, &self.free),
            (Plan::Basic, &self.basic),
            (Plan::Pro, &self.pro),
            (Plan::PayPerUse, &self.pay_per_use),
        ];
        for (plan, text) in told {
            let Some(text) = text else { continue };
            offers[index(plan)] = match text.as_str() {
                "own" => Offer::Own,
                "no" => Offer::Refused,
                numbers => Offer::Within(limits(numbers, dialect.name(), endpoint.name, plan)?),
            };
        }
        Ok(())
    }
}

/// What the built-in table offers the app that `actor` comes through.
pub fn offer(endpoint: &'static Endpoint, actor: &Actor) -> Offer {
    match actor.plan() {
        None | Some(Plan::Enterprise) => Offer::Own,
        Some(plan) => PLANS.offer(endpoint, plan),
    }
}

/// Every bucket that the built-in table makes.
pub fn buckets() -> impl Iterator<Item = &'static str> {
    let within = PLANS.0.values().flatten().filter_map(|offer| match offer {
        Offer::Within(limits) => Some(*limits),
        Offer::Own | Offer::Refused => None,
    });
    within.flatten().map(|limit| limit.bucket)
}

/// Whether a name is meant by a pattern: `*` at its end stands for anything.
fn fits(pattern: &str, name: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == name, |start| name.starts_with(start))
}

/// Where the endpoint's row is: endpoints are static, so the place tells them apart.
pub(crate) fn place(endpoint: &'static Endpoint) -> usize {
    std::ptr::from_ref(endpoint).addr()
}

fn index(plan: Plan) -> usize {
    plan.number().unsigned_abs().into()
}

/// `50/15m user, 10000/24h app`
fn limits(text: &str, dialect: &str, endpoint: &str, plan: Plan) -> Result<&'static [Limit], String> {
    let wrong =
        || format!("{endpoint}: \"{text}\" is no offer: \"own\", \"no\" or such as \"50/15m user, 900/24h app\"");
    let one = |text: &str| {
        let (rate, per) = text.trim().split_once(' ')?;
        let (max, window) = rate.split_once('/')?;
        let (count, seconds) = match (window.strip_suffix('m'), window.strip_suffix('h')) {
            (Some(minutes), _) => (minutes, 60),
            (None, Some(hours)) => (hours, 3600),
            (None, None) => return None,
        };
        let per = match per {
            "user" => Per::User,
            "app" => Per::App,
            "app-only" => Per::AppOnly,
            _ => return None,
        };
        let window = count.parse::<u32>().ok()?.checked_mul(seconds)?;
        let bucket = format!("{dialect}/{endpoint}/{}", plan.name());
        Some(Limit { bucket: bucket.leak(), per, max: max.parse().ok()?, window })
    };
    let all: Option<Vec<_>> = text.split(',').map(one).collect();
    Ok(all.ok_or_else(wrong)?.leak())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(dialect: &str, name: &str) -> &'static Endpoint {
        let dialect = DIALECTS.iter().find(|known| known.name() == dialect).unwrap();
        dialect.endpoints().iter().find(|endpoint| endpoint.name == name).unwrap()
    }

    #[test]
    fn the_table_is_sound() {
        let plans = Plans::read(TABLE).unwrap();
        for (dialect, endpoint) in [("v1.1", "blocks/create"), ("v1.1", "blocks/destroy"), ("v2", "usersIdBlock")] {
            for plan in Plan::ALL {
                let refused = plans.offer(named(dialect, endpoint), plan) == Offer::Refused;
                assert_eq!(refused, plan != Plan::Enterprise, "{endpoint} on {plan:?}");
            }
        }
        let Offer::Within(limits) = plans.offer(named("v2", "createPosts"), Plan::Basic) else { panic!("limited") };
        let told: Vec<_> = limits.iter().map(|limit| (limit.bucket, limit.per, limit.max, limit.window)).collect();
        let bucket = "v2/createPosts/basic";
        assert_eq!(told, [(bucket, Per::User, 100, 86_400), (bucket, Per::App, 1667, 86_400)]);
        assert_eq!(plans.offer(named("app.net", "Block a User"), Plan::Free), Offer::Own);
    }

    #[test]
    fn what_is_wrong_is_told() {
        let with = |endpoint: &str, offer: &str| {
            let row = format!(
                "[[row]]\ndialect = \"v2\"\nendpoints = [\"{endpoint}\"]\nfree = \"{offer}\"\nsource = \"[doc]\"\n"
            );
            Plans::read(&row).map(|_| ()).unwrap_err()
        };
        assert!(with("noSuch", "no").contains("noSuch"));
        for offer in ["50", "50/15 user", "50/15m", "50/15m nobody", "x/15m user", ""] {
            assert!(with("getUsersMe", offer).contains("is no offer"), "{offer}");
        }
    }
}
