//! Every way to a token on every store, and what the token is good for.

mod app_net;
mod twitter;
mod x;

use conformance::StoreKind;

use super::ways::Scene;

/// Walks a road on every store.
fn everywhere(walk: fn(&Scene)) {
    for kind in StoreKind::ALL {
        walk(&Scene::on(*kind));
    }
}
