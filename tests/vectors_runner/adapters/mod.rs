//! One adapter a category: from a case's input to the engine, and from its answer to the verdict.

mod billing_anchor;
mod coupons;
mod currency_rounding;
mod discount_allocation;
mod einvoice;
mod graduated;
mod per_unit;
mod tax_rounding;
mod time_zone;

use crate::{case::Case, conformance::Outcome};

/// Runs a case; an error says where the engine's numbers differ.
pub type Adapter = fn(&Case) -> Result<Outcome, String>;

/// The adapter of a category, when the engine can do any of it.
pub fn adapter(category: &str) -> Option<Adapter> {
    match category {
        "billing_anchor" => Some(billing_anchor::run),
        "coupons" => Some(coupons::run),
        "currency_rounding" => Some(currency_rounding::run),
        "discount_allocation" => Some(discount_allocation::run),
        "einvoice" => Some(einvoice::run),
        "graduated" => Some(graduated::run),
        "per_unit" => Some(per_unit::run),
        "tax_rounding" => Some(tax_rounding::run),
        "time_zone" => Some(time_zone::run),
        _ => None,
    }
}

/// What a category without an adapter waits for.
pub fn needs(category: &str) -> &'static str {
    match category {
        "credit_cap" | "credit_notes" => "needs credit notes",
        "dynamic" => "needs the dynamic charge model",
        "graduated_percentage" => "needs the graduated percentage charge model",
        "late_usage" | "package" | "usage_blocks" => "needs the package charge model",
        "minimum_commitment" => "needs line minimums, maximums and commitments",
        "percentage" => "needs the percentage charge model",
        "plan_change" => "needs the plan-changed event",
        "prorated_usage" => "needs usage weighted by its share of the period",
        "proration_day" => "needs plan and quantity changes within a period",
        "proration_second" => "needs proration by the second in the contract",
        "stairstep" => "needs the stairstep charge model",
        "volume" => "needs the volume charge model",
        "wallets" => "needs wallets",
        "weighted_sum" => "needs the weighted-sum aggregation",
        other => panic!("{other} has neither an adapter nor a note of what it needs"),
    }
}
