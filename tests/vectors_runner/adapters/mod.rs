//! One adapter a category: from a case's input to the engine, and from its answer to the verdict.

mod billing_anchor;
mod coupons;
mod credit_cap;
mod credit_notes;
mod currency_rounding;
mod discount_allocation;
mod dynamic;
mod einvoice;
mod graduated;
mod graduated_percentage;
mod late_usage;
mod minimum_commitment;
mod package;
mod per_unit;
mod percentage;
mod plan_change;
mod prorated_usage;
mod proration_day;
mod proration_second;
mod stairstep;
mod tax_rounding;
mod time_zone;
mod usage_blocks;
mod volume;
mod wallets;
mod weighted_sum;

use crate::{case::Case, conformance::Outcome};

/// Runs a case; an error says where the engine's numbers differ.
pub type Adapter = fn(&Case) -> Result<Outcome, String>;

/// The adapter of a category.
pub fn adapter(category: &str) -> Adapter {
    match category {
        "billing_anchor" => billing_anchor::run,
        "coupons" => coupons::run,
        "credit_cap" => credit_cap::run,
        "credit_notes" => credit_notes::run,
        "currency_rounding" => currency_rounding::run,
        "discount_allocation" => discount_allocation::run,
        "dynamic" => dynamic::run,
        "einvoice" => einvoice::run,
        "graduated" => graduated::run,
        "graduated_percentage" => graduated_percentage::run,
        "late_usage" => late_usage::run,
        "minimum_commitment" => minimum_commitment::run,
        "package" => package::run,
        "per_unit" => per_unit::run,
        "percentage" => percentage::run,
        "plan_change" => plan_change::run,
        "stairstep" => stairstep::run,
        "prorated_usage" => prorated_usage::run,
        "proration_day" => proration_day::run,
        "proration_second" => proration_second::run,
        "tax_rounding" => tax_rounding::run,
        "time_zone" => time_zone::run,
        "usage_blocks" => usage_blocks::run,
        "volume" => volume::run,
        "wallets" => wallets::run,
        "weighted_sum" => weighted_sum::run,
        other => panic!("{other} has no adapter"),
    }
}
