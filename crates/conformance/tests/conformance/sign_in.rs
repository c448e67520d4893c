//! Signing in over the whole pipeline: every way to a token on every store, and every bad input in its API's own words.
//!
//! A browser is a cookie and a form here; that real browsers and real login code agree is shown in `clients`.

mod bad_app_net;
mod bad_twitter;
mod bad_x;
mod bad_x_page;
mod bad_xauth;
mod fields;
mod forms;
mod guesses;
mod people;
mod races;
mod redirects;
mod restarts;
mod rfc_client;
mod roads;
mod sealed;
mod secrets;
mod ways;
mod words;
