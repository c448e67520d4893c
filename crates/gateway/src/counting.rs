//! Where limits and nonces are counted: by this process, or together with others on one Redis or Valkey.

use std::sync::Arc;

use block_graph::Engine;
#[cfg(feature = "redis")]
use block_graph::StoreError;
use block_graph::tally::Health;
#[cfg(feature = "redis")]
use block_graph::tally::{self, shared};
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::ConstGauge;

use crate::keys::Keys;
use crate::settings::Settings;

/// What all names on the server begin with.
#[cfg(feature = "redis")]
const PREFIX: &str = "portcullis:";

/// Whether the settings say how to count.
///
/// # Errors
/// One line that names what is wrong.
pub(crate) fn check(settings: &Settings) -> Result<(), String> {
    let url = settings.limits.shared.as_str();
    if settings.limits.patience_ms == 0 {
        return Err("limits.patience_ms must be at least 1".to_owned());
    }
    let Some((scheme, _)) = url.split_once("://") else {
        return match url {
            "" => Ok(()),
            _ => Err("limits.shared is no address: redis://HOST:PORT/NUMBER or unix:///PATH".to_owned()),
        };
    };
    match scheme {
        _ if !cfg!(feature = "redis") => {
            Err("limits.shared needs a build with the feature `redis` (make release makes one)".to_owned())
        }
        "rediss" | "valkeys" => Err(format!(
            "limits.shared: {scheme}:// needs TLS, which is not built in; use redis:// in a network of your own, or a tunnel"
        )),
        "redis" | "valkey" | "unix" | "redis+unix" | "valkey+unix" if settings.store.url != "memory" => Ok(()),
        "redis" | "valkey" | "unix" | "redis+unix" | "valkey+unix" => {
            match settings.access.seal_key.as_str() {
                "" => Err("limits.shared with store.url = \"memory\" needs access.seal_key, the same in all processes"
                    .to_owned()),
                _ => Ok(()),
            }
        }
        _ => Err(format!("limits.shared: {scheme}:// is no Redis and no Valkey")),
    }
}

/// The engine, counting together with others if the settings say so.
///
/// # Errors
/// One line that says why the server refuses us. One that does not answer is no error: it is tried again.
#[cfg(feature = "redis")]
pub fn together(settings: &Settings, engine: Engine, keys: &Keys) -> Result<Engine, String> {
    let limits = &settings.limits;
    if limits.shared.is_empty() {
        return Ok(engine);
    }
    let options = shared::Options {
        url: limits.shared.clone(),
        prefix: PREFIX.to_owned(),
        key: keys.counting,
        on_loss: match limits.on_loss {
            crate::settings::OnLoss::Open => tally::OnLoss::Open,
            crate::settings::OnLoss::Closed => tally::OnLoss::Closed,
        },
        patience: std::time::Duration::from_millis(limits.patience_ms),
    };
    let failed = |error| {
        // What is no store's is not told as a store's.
        let why = match error {
            StoreError::Unavailable(why) | StoreError::Broken(why) => why,
            StoreError::Taken(what) => format!("{what} is taken"),
        };
        format!("cannot count on {}: {why}", settings.shown().limits.shared)
    };
    Ok(engine.counting_together(shared::Shared::open(&options).map_err(failed)?))
}

/// The engine; this build cannot count together with others, which [`check`] says.
///
/// # Errors
/// None.
#[cfg(not(feature = "redis"))]
pub fn together(_: &Settings, engine: Engine, _: &Keys) -> Result<Engine, String> {
    Ok(engine)
}

/// Tells the metrics of the server that counts for all processes.
#[derive(Debug)]
pub(crate) struct Watched(pub(crate) Arc<Health>);

impl Collector for Watched {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let up = ConstGauge::new(i64::from(self.0.is_up()));
        let help = "Whether the server that counts limits for all processes answers";
        up.encode(encoder.encode_descriptor("shared_limits_up", help, None, up.metric_type())?)?;
        let losses = ConstCounter::new(self.0.losses());
        let help = "How often the server that counts limits for all processes was lost";
        losses.encode(encoder.encode_descriptor("shared_limits_losses", help, None, losses.metric_type())?)
    }
}

#[cfg(test)]
mod tests {
    use crate::settings::tests::with;

    #[test]
    fn a_server_that_limits_cannot_be_counted_on_is_refused() {
        let own = format!("[access]\nseal_key = \"{}\"\n", "ab".repeat(32));
        for (url, word) in [
            ("rediss://:hunter2@cache.example", if cfg!(feature = "redis") { "TLS" } else { "feature" }),
            ("memcached://cache.example", if cfg!(feature = "redis") { "no Redis" } else { "feature" }),
        ] {
            let error = with(&format!("{own}[limits]\nshared = \"{url}\"")).unwrap_err();
            assert!(error.contains(word) && !error.contains("hunter2"), "{error}");
        }
        let in_memory = "[store]\nurl = \"memory\"\n";
        let shared = "[limits]\nshared = \"redis://cache.example/1\"";
        assert!(with(&format!("{in_memory}{shared}")).is_err(), "nothing is the same in two processes");
        assert_eq!(with(&format!("{in_memory}{own}{shared}")).is_ok(), cfg!(feature = "redis"));
        assert_eq!(with(shared).is_ok(), cfg!(feature = "redis"));
    }
}
