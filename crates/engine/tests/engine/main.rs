//! The engine through its public doors: hand-worked bills, refusals, properties.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice
)]

mod agreed;
mod bad_input;
mod compound;
mod credit_notes;
mod dated_rates;
mod forecast;
mod golden;
mod hand_worked;
mod identifiers;
mod laws;
mod limits;
mod meters;
mod next_due;
mod offers;
mod payable;
mod plan_choice;
mod preview;
mod price_list;
mod print_and_read;
mod properties;
mod session;
mod tax_rules;
mod timeline;
mod usage_models;
mod wallets;
mod zero_sum;
