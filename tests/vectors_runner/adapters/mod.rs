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
mod proration_day;
mod proration_second;
mod stairstep;
mod tax_rounding;
mod time_zone;
mod usage_blocks;
mod volume;
mod wallets;

use crate::{case::Case, conformance::Outcome};

/// Runs a case; an error says where the engine's numbers differ.
pub type Adapter = fn(&Case) -> Result<Outcome, String>;

/// The adapter of a category, when the engine can do any of it.
pub fn adapter(category: &str) -> Option<Adapter> {
    match category {
        "billing_anchor" => Some(billing_anchor::run),
        "coupons" => Some(coupons::run),
        "credit_cap" => Some(credit_cap::run),
        "credit_notes" => Some(credit_notes::run),
        "currency_rounding" => Some(currency_rounding::run),
        "discount_allocation" => Some(discount_allocation::run),
        "dynamic" => Some(dynamic::run),
        "einvoice" => Some(einvoice::run),
        "graduated" => Some(graduated::run),
        "graduated_percentage" => Some(graduated_percentage::run),
        "late_usage" => Some(late_usage::run),
        "minimum_commitment" => Some(minimum_commitment::run),
        "package" => Some(package::run),
        "per_unit" => Some(per_unit::run),
        "percentage" => Some(percentage::run),
        "plan_change" => Some(plan_change::run),
        "stairstep" => Some(stairstep::run),
        "proration_day" => Some(proration_day::run),
        "proration_second" => Some(proration_second::run),
        "tax_rounding" => Some(tax_rounding::run),
        "time_zone" => Some(time_zone::run),
        "usage_blocks" => Some(usage_blocks::run),
        "volume" => Some(volume::run),
        "wallets" => Some(wallets::run),
        _ => None,
    }
}

/// What a category without an adapter waits for.
pub fn needs(category: &str) -> &'static str {
    match category {
        "prorated_usage" => "needs usage weighted by its share of the period",
        "weighted_sum" => "needs the weighted-sum aggregation",
        other => panic!("{other} has neither an adapter nor a note of what it needs"),
    }
}
