//! Limits, plans and nonces once more, counted on a server instead of in memory: the same words, the same numbers.

use conformance::together::counted_together;

use super::{apps, limits, plans};

#[test]
fn limits_of_all_endpoints() {
    counted_together(limits::one_request_too_many);
    counted_together(limits::one_end_of_a_token_too_many);
    counted_together(limits::the_published_numbers_are_kept);
}

#[test]
fn limits_of_apps() {
    counted_together(apps::one_request_too_many);
}

#[test]
fn plans_refuse_alike() {
    counted_together(plans::what_a_plan_does_not_cover);
    counted_together(plans::a_plans_number_is_kept);
}

#[test]
fn plans_number_alike() {
    counted_together(plans::what_a_plan_covers_and_how_often);
    counted_together(plans::app_net_is_the_same_on_every_plan);
}

#[test]
fn nonces() {
    counted_together(super::with_a_nonce_that_was_used);
    counted_together(apps::apps_that_send_a_signature_again);
}

#[test]
fn who_is_not_let_in() {
    counted_together(super::without_good_credentials);
    counted_together(super::with_a_signature_that_proves_nothing);
    counted_together(super::with_the_wrong_kind_of_token);
}
