//! `prorated_usage`: usage that counts by its share of the period.

use serde_json::{Value, json};

use super::weighted_sum::metered;
use crate::{
    agreement::{Agreement, flat, once},
    case::{Case, same, texts},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    if case.given("days").is_some() {
        return part_of_a_fee(case);
    }
    let Some(tiers) = case.given("tiers") else {
        return Ok(Outcome::Declined(
            "the source rounds the share of each event up at 5 decimals before adding, so that more \
             usage is billed than there was and splitting an event changes the sum; ours is the level \
             over time, exact until it is rounded once, to 12 decimals: 5 + 24 × 6/31 is \
             9.645161290323",
        ));
    };
    let (full, prorated) =
        (values(case, "full_event_values"), values(case, "prorated_event_values"));
    if full != prorated {
        return Ok(Outcome::Declined(
            "the source prices each event by itself: the running total of full units picks the tier, a \
             tier's flat amount is charged in full whenever a total enters it, and units that go are \
             given back at the price of the highest tier; so the price of a month depends on the order \
             of its events, and units that came and went within it can cost more than if they had \
             stayed. Ours weighs the units over the period and prices that quantity once, or prorates \
             each change of a chosen quantity",
        ));
    }
    let tiers: Vec<Value> = tiers.as_array().expect("tiers").iter().map(tier).collect();
    let charge = json!({"model": "graduated", "tiers": tiers});
    let mut agreement = metered("weighted_sum", charge, "2026-09-01T00:00:00Z");
    for value in full {
        agreement.used("level", "2026-09-01T00:00:00Z", value);
    }
    agreement.through("2026-10-01T00:00:00Z");
    same("amount", agreement.line()?.amount, case.expected("amount"))?;
    Ok(Outcome::Reproduced)
}

fn values<'c>(case: &'c Case, name: &str) -> Vec<&'c str> {
    texts(case.given(name).expect("values"))
}

fn tier(tier: &Value) -> Value {
    json!({"up_to": tier["up_to"], "unit_price": tier["unit"], "flat": tier["flat"]})
}

fn part_of_a_fee(case: &Case) -> Result<Outcome, String> {
    let mut agreement = Agreement::new("EUR");
    let mut fee = once("fee", flat(case.input("amount")), "1");
    fee["interval"] = json!({"unit": "month", "count": 1});
    agreement.item(fee);
    same("the month’s days", "31", case.input("period_days"))?;
    agreement.starts("2026-10-01T00:00:00Z");
    let days: u32 = case.input("days").parse().expect("days");
    agreement.cancelled(&format!("2026-10-{:02}T00:00:00Z", days + 1));
    same("amount", agreement.line()?.amount, case.expected("amount"))?;
    Ok(Outcome::Reproduced)
}
