//! The headers of every page and every redirect: nothing is loaded, framed, cached, guessed or told to the next site.

use std::borrow::Cow;
use std::sync::LazyLock;

use block_graph::access::hashed;
use dialect::Reply;

use crate::pages;
use crate::target::Target;

const POLICY: &str = "Content-Security-Policy";

/// The hash by which the one style sheet is allowed, in the alphabet and with the padding that browsers compare.
static STYLE_HASH: LazyLock<String> = LazyLock::new(|| hashed(pages::STYLE).replace('-', "+").replace('_', "/") + "=");

/// Lets the page's form end at an app.
///
/// Chromium holds a form to `form-action` through every redirect that follows, those of the app's own callback included
/// (seen in Chromium 156): the callback's origin alone would strand people whose app sends them on to another host. So
/// its scheme is named ([inferred]); the markup has no place where a form could be smuggled in.
pub(crate) fn let_form_reach(reply: &mut Reply, target: Option<&Target<'_>>) {
    let beyond = target.map_or_else(String::new, |target| format!(" {}:", target.scheme()));
    reply.header(POLICY, policy(&format!("'self'{beyond}")));
}

/// Adds what every reply carries.
pub(crate) fn put(reply: &mut Reply) {
    if reply.get_header(POLICY).is_none() {
        reply.header(POLICY, policy("'none'"));
    }
    reply.header("X-Frame-Options", "DENY");
    reply.header("X-Content-Type-Options", "nosniff");
    reply.header("Referrer-Policy", "no-referrer");
    reply.header("Cache-Control", "no-store");
}

fn policy(forms: &str) -> Cow<'static, str> {
    let style = STYLE_HASH.as_str();
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action {forms}; frame-ancestors 'none'; base-uri 'none'"
    )
    .into()
}
