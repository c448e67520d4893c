//! How often a browser may ask and answer. No service published numbers; both are [inferred].

use block_graph::rate::{Limit, Per};

/// Looking at pages: far more than people do, less than a flood (every look reads people from the store).
const LOOK: Limit = Limit { bucket: "sign-in/page", per: Per::Address, max: 900, window: 900 };
/// Answers, right ones and wrong ones: passwords are counted by account too, but each check costs tens of milliseconds.
const ANSWER: Limit = Limit { bucket: "sign-in/answer", per: Per::Address, max: 60, window: 900 };

/// Of a page.
pub(crate) static PAGE: [Limit; 1] = [LOOK];
/// Of a form.
pub(crate) static FORM: [Limit; 1] = [ANSWER];
