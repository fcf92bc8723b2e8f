//! The scenarios: each a few rows of the table, or a race.

mod automatic_billing;
mod bad_input;
mod bill_runs;
mod billing;
mod books;
mod books_at_random;
mod catalog;
mod change_effects;
mod changes;
mod credit_notes;
mod customers;
mod database;
mod events;
mod exports;
mod idempotency;
mod isolation;
mod keys;
mod links;
mod migration;
mod payments;
mod quotes;
mod races;
mod sellers;
mod story;
mod transport;
mod usage;
mod webhook_failures;
mod webhooks;

pub use exports::BEAN_CHECK;

use std::pin::Pin;

use crate::{
    catalog::{DRAFT, LIST, for_customer},
    door::Door,
    step::{Step, post},
};

/// A scenario, played at a door.
pub type Scenario = fn(Door) -> Pin<Box<dyn Future<Output = ()> + Send>>;

macro_rules! scenarios {
    ($list:ident: $($module:ident::$name:ident),* $(,)?) => {
        pub const $list: &[(&str, Scenario)] = &[
            $((
                concat!(stringify!($module), "::", stringify!($name)),
                |door| Box::pin($module::$name(door)),
            )),*
        ];
    };
}

scenarios! {
    ALL:
    story::from_price_list_to_invoice,
    story::the_invoice_holds_the_bytes_of_the_preview,
    catalog::a_changed_list_is_a_new_version,
    catalog::lists_are_paged,
    customers::customers_are_added_and_found,
    customers::a_customer_is_replaced_and_searched_for,
    customers::lists_are_of_one_customer,
    customers::a_customer_names_the_field,
    quotes::a_quote_is_revised_until_it_is_accepted,
    quotes::a_quote_is_declined_and_revived,
    quotes::a_large_quote_goes_through,
    links::a_link_shows_what_was_sent_and_nothing_else,
    links::what_was_not_shown_is_not_accepted,
    links::a_quote_says_when_it_was_first_viewed,
    links::with_nothing_due_there_is_no_invoice,
    billing::a_subscription_is_billed_as_a_difference,
    billing::previews_change_nothing,
    billing::an_invoice_is_made_of_lines,
    billing::a_coupon_is_not_redeemed_too_late_or_uncounted,
    changes::a_change_is_committed_as_it_was_previewed,
    changes::what_is_scheduled_is_billed_in_its_time,
    changes::what_was_billed_ahead_stays_billed,
    changes::a_change_names_the_field,
    changes::a_customer_chooses_by_a_link,
    changes::a_link_allows_a_choice_and_nothing_else,
    changes::a_link_shows_the_invoices_of_its_subscription_only,
    change_effects::what_was_previewed_is_billed,
    change_effects::a_credit_has_its_discount_and_taxes,
    change_effects::a_stale_basis_is_named,
    change_effects::a_coupon_is_redeemed_by_a_change_as_by_a_draft,
    change_effects::a_subscription_says_how_it_stands,
    change_effects::a_coupon_takes_no_more_than_its_periods,
    change_effects::what_was_accepted_ahead_stays_billed,
    bill_runs::a_run_bills_what_is_due,
    bill_runs::a_run_names_the_field,
    automatic_billing::what_is_due_is_billed_without_being_asked,
    bill_runs::a_run_in_the_background_goes_on_by_itself,
    sellers::a_seller_is_replaced_by_who_knows_it,
    sellers::pages_of_listed_origins_may_ask,
    usage::usage_is_billed_at_the_end_of_its_period,
    usage::a_bad_event_is_rejected_and_the_others_are_not,
    events::every_effect_has_its_event,
    events::what_has_no_effect_has_no_event,
    events::events_are_listed_and_filtered,
    webhooks::an_event_arrives_signed_and_once,
    webhooks::events_of_an_object_keep_their_order,
    webhook_failures::what_fails_is_sent_again_under_the_same_id,
    webhook_failures::an_endpoint_that_is_gone_is_disabled,
    webhooks::a_rotated_secret_overlaps_with_the_one_before,
    webhooks::an_event_is_sent_again_by_hand,
    webhooks::an_endpoint_names_the_field,
    webhooks::endpoints_get_the_events_of_their_seller,
    webhook_failures::the_beginning_of_an_answer_is_kept,
    webhooks::administrators_manage_endpoints,
    webhook_failures::a_busy_endpoint_says_for_how_long,
    webhook_failures::dispatchers_at_once_send_nothing_twice,
    webhook_failures::an_answer_is_waited_for_15_seconds,
    webhooks::a_replay_holds_up_nothing,
    bad_input::a_price_list_names_the_field,
    bad_input::a_draft_names_the_field,
    bad_input::a_bill_request_names_the_field,
    transport::what_is_no_json_is_refused,
    transport::paths_methods_and_parameters_are_strict,
    transport::zones_are_public,
    idempotency::the_same_request_gives_the_same_answer,
    idempotency::refusals_are_not_kept,
    isolation::every_operation_is_kept_from_who_has_no_right,
    isolation::every_link_is_good_for_its_own_only,
    isolation::another_seller_finds_nothing,
    keys::a_key_is_shown_once_rotated_and_revoked,
    keys::a_role_allows_what_it_says,
    keys::a_key_names_the_field,
    keys::every_change_is_in_the_log,
    races::one_quote_accepted_at_once_is_one_subscription,
    races::many_quotes_accepted_at_once_are_numbered_without_a_gap,
    races::one_idempotency_key_at_once_is_one_effect,
    races::one_idempotency_key_at_once_is_one_invoice,
    races::different_changes_at_once_have_a_serial_order,
    races::one_subscription_billed_at_once_is_billed_once,
    changes::one_change_committed_at_once_is_made_once,
    books::a_line_is_revenue_day_by_day,
    books::an_invoice_is_in_the_journal,
    books::what_is_owed_has_an_age,
    books::a_report_names_the_parameter,
    exports::a_csv_adds_up_to_the_trial_balance,
    exports::an_export_names_the_parameter,
    payments::an_invoice_is_paid_in_parts,
    payments::a_payment_names_the_field,
    payments::a_payment_that_bounces_opens_what_it_settled,
    credit_notes::a_line_is_credited_and_then_the_rest,
    credit_notes::a_credit_on_a_paid_invoice_is_the_customers,
    credit_notes::a_void_invoice_is_billed_anew,
    credit_notes::credits_at_once_take_back_no_more_than_there_is,
    credit_notes::a_credit_note_names_the_field,
    payments::what_is_left_is_paid_back,
    payments::a_credit_settles_or_is_paid_back,
    payments::what_will_not_be_paid_is_written_off,
    payments::the_same_money_is_not_settled_twice,
    payments::every_effect_is_in_the_books,
}

scenarios! {
    NATIVE:
    bill_runs::a_dry_run_says_what_a_run_then_bills,
    bill_runs::what_cannot_be_billed_is_recorded_and_tried_again,
    bill_runs::two_runs_at_once_bill_nothing_twice,
    bill_runs::a_page_takes_a_handful_of_statements,
    bill_runs::late_usage_is_due_at_once,
    automatic_billing::crons_at_once_begin_one_run,
    sellers::a_year_is_billed_in_seconds,
    sellers::a_draft_waits_for_its_grace,
    events::the_order_is_that_of_numbers,
    events::a_page_of_a_run_writes_its_events_as_a_set,
    webhook_failures::what_was_sent_and_not_recorded_is_sent_again,
    webhooks::a_seller_has_twenty_endpoints_at_most,
    webhook_failures::an_endpoint_that_fails_for_days_is_disabled,
    webhook_failures::a_failing_endpoint_is_probed,
    webhook_failures::whatever_fails_everything_arrives_in_order,
    webhook_failures::nothing_is_on_its_way_to_a_deleted_endpoint,
    changes::a_link_to_a_plan_ends,
    change_effects::a_run_bills_what_was_scheduled_once,
    change_effects::a_preview_is_good_for_an_hour,
    billing::a_changed_document_is_not_verified,
    database::every_statement_is_one_and_uses_an_index,
    database::what_is_issued_or_agreed_is_immutable,
    database::a_number_cannot_be_skipped_or_taken_twice,
    database::sellers_cannot_be_crossed,
    database::guards_abort_the_batch,
    database::only_text_crosses_the_port,
    books_at_random::the_books_are_right_at_every_date,
    database::an_unbalanced_entry_cannot_be_written,
    migration::every_earlier_version_is_brought_up_to_date,
    migration::invoices_of_before_are_posted_as_those_of_after,
    migration::a_long_document_of_before_is_posted_by_its_totals,
    isolation::a_key_allows_what_its_row_says,
    isolation::every_link_ends,
    transport::a_key_that_asks_too_often_waits,
    keys::the_last_key_of_an_owner_stays,
    links::a_link_ends,
    idempotency::an_answer_is_kept_for_a_day,
}

scenarios! {
    BEANCOUNT:
    exports::beancount_accepts_the_journal,
}

scenarios! {
    SLOW:
    bill_runs::at_scale,
}

/// Steps that import the price list and add a customer, kept as `customer`.
fn seller_with_customer() -> Vec<Step> {
    vec![
        post("/v1/price-lists", LIST).status(201),
        post("/v1/customers", r#"{"name":"Nordlicht GmbH","country":"DE","language":"en"}"#)
            .status(201)
            .keep("customer", "/id"),
    ]
}

/// Steps that make and send a quote: `quote`, `digest`, `token`.
fn sent_quote(draft: &str) -> Vec<Step> {
    vec![
        post("/v1/quotes", &for_customer(draft))
            .status(201)
            .keep("quote", "/id")
            .keep("digest", "/digest"),
        post("/v1/quotes/{quote}/send", "").keep("link", "/link"),
    ]
}

/// Steps that lead to a sent quote on the usual draft.
fn sent() -> Vec<Step> {
    let mut steps = seller_with_customer();
    steps.extend(sent_quote(DRAFT));
    steps
}

/// The token in the kept link.
fn token(link: &str) -> String {
    link.strip_prefix("/quote.html#").expect("a link to the quote page").to_owned()
}
