//! A customer's choice of plan: the events that make it, and plans side by side.

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{
    billing::{BillRequest, BilledLine, bill},
    catalog::PriceList,
    contract::Event,
    preview::{Along, Assumed, ChangeRequest, Plans, preview_change},
    quote::{Draft, PlanChoice, plan_change, price},
    wire::{ChangeRequestVersion, Faults, read},
};

use crate::print_and_read::again;

fn list() -> PriceList {
    PriceList::read(include_str!("../../../../examples/code-hosting.json")).unwrap()
}

/// Ten seats of “team” and a free line from 1 December 2026, billed; 60,000 minutes on the 5th; it is the
/// 16th.
fn request() -> BillRequest {
    let draft = r#"{"version":"seikyu.quote.v1","price_list":"code-hosting","plan":"team","zone":"UTC",
        "start":"2026-12-01","quantities":{"seats":"10"},"lines":[{"key":"desk","name":{"en":"Desk"},
        "quantity":"1","unit_price":"50","taxes":["standard"]}]}"#;
    let zones = Zones::iana();
    let priced = price(&list(), &Draft::read(draft).unwrap(), &zones).unwrap();
    let through: Instant = "2026-12-16T00:00:00Z".parse().unwrap();
    let usage =
        read(r#"[{"meter":"linux-minutes","at":"2026-12-05T00:00:00Z","quantity":"60000"}]"#);
    let billed = bill(&priced.request, &zones).unwrap().lines.iter().map(BilledLine::of).collect();
    BillRequest { usage: usage.unwrap(), billed, through, ..priced.request }
}

fn change(choice: &str) -> Result<Vec<Event>, Faults> {
    let choice: PlanChoice = again(read(choice)?);
    let request = request();
    plan_change(&list(), &request.contract, &choice, request.through, &Zones::iana())
}

/// The other plan keeps the ten seats and the free line. 40.00 were billed for the month: 15 of 31 days
/// of it are kept, 19.354…, and 16 of 31 days of 210.00 are 108.387…; together 127.74, less 40.00 is
/// 87.74, and 8.77 tax.
#[test]
fn another_plan_keeps_quantities_and_free_lines() {
    let change = change(r#"{"plan":"enterprise"}"#).unwrap();
    let [Event::PlanChanged { at, id: None, items, plan }] = change.as_slice() else {
        panic!("{change:?}");
    };
    assert_eq!(
        (at.to_string().as_str(), plan.code.as_str()),
        ("2026-12-16T00:00:00Z", "enterprise")
    );
    let found: Vec<_> = items.iter().map(|item| (item.key.as_str(), item.quantity)).collect();
    let quantity = |number: &str| Some(number.parse().unwrap());
    assert_eq!(
        found,
        [
            ("seats", quantity("10")),
            ("linux-minutes", None),
            ("larger-minutes", None),
            ("cache", None),
            ("desk", quantity("1"))
        ]
    );
    let version = ChangeRequestVersion::V1;
    let request = ChangeRequest { version, current: request(), change, assumed: None };
    let preview = preview_change(&request, &Zones::iana()).unwrap();
    assert_eq!(preview.due_now.lines.len(), 1);
    assert_eq!(preview.due_now.totals.due.to_string(), "96.51");
    // 60,000 minutes: of “team” 57,000 at 0.006 are 342.00, of “enterprise” 10,000 are 60.00.
    assert_eq!(preview.recurring.before.per_month.to_string(), "420.20");
    assert_eq!(preview.recurring.after.per_month.to_string(), "297.00");
}

#[test]
fn the_own_plan_changes_quantities_only() {
    let now = change(r#"{"plan":"team","quantities":{"seats":"12"}}"#).unwrap();
    let [Event::QuantityChanged { at, id: None, key, quantity }] = now.as_slice() else {
        panic!("{now:?}");
    };
    assert_eq!(
        (at.to_string(), key.as_str(), quantity.to_string()),
        ("2026-12-16T00:00:00Z".to_owned(), "seats", "12".to_owned())
    );
    let later =
        change(r#"{"plan":"team","quantities":{"seats":"12"},"when":"period_end"}"#).unwrap();
    let [Event::QuantityChanged { at, id: Some(id), .. }] = later.as_slice() else {
        panic!("{later:?}");
    };
    assert_eq!((at.to_string(), id.as_str()), ("2027-01-01T00:00:00Z".to_owned(), "change-1"));
}

/// A product is taxed as the contract taxes it: for a customer who is exempt, the other plan is exempt.
#[test]
fn another_plan_is_taxed_as_the_contract_is() {
    let mut request = request();
    for event in &mut request.contract.events {
        if let Event::Created { items, .. } = event {
            items.retain(|item| item.key.as_str() == "seats");
            items.iter_mut().for_each(|item| item.taxes = [].into());
        }
    }
    let choice: PlanChoice = read(r#"{"plan":"enterprise"}"#).unwrap();
    let zones = Zones::iana();
    let change = plan_change(&list(), &request.contract, &choice, request.through, &zones).unwrap();
    assert_eq!(change[0].items().len(), 4);
    assert!(change[0].items().iter().all(|item| item.taxes.is_empty()));
}

#[test]
fn a_choice_that_cannot_be_made_names_the_field() {
    let refused = |choice: &str| {
        let faults = change(choice).unwrap_err();
        format!("{} {}", faults.list()[0].code, faults.list()[0].pointer)
    };
    assert_eq!(refused(r#"{"plan":"none"}"#), "unknown_reference /plan");
    assert_eq!(refused(r#"{"plan":"team"}"#), "no_change ");
    assert_eq!(refused(r#"{"plan":"team","quantities":{"seats":"10"}}"#), "no_change ");
    for plan in ["team", "enterprise"] {
        let of = |quantities: &str| {
            refused(&format!(r#"{{"plan":"{plan}","quantities":{{{quantities}}}}}"#))
        };
        assert_eq!(of(r#""desks":"1""#), "unknown_reference /quantities/desks");
        assert_eq!(of(r#""cache":"1""#), "usage_and_quantity /quantities/cache");
        assert_eq!(of(r#""seats":"-1""#), "out_of_range /quantities/seats");
    }
    let priced = r#"{"plan":"team","quantities":{"seats":"12"},"unit_price":"0"}"#;
    assert_eq!(refused(priced), "unknown_field /unit_price");
}

/// Per month and with 10 % tax, at 10 seats: 40.00 + 342.00 of “team”, 210.00 + 60.00 of “enterprise”. The
/// free line was charged once and is no part of a month.
#[test]
fn plans_stand_side_by_side_under_the_own_usage() {
    let (list, current, zones) = (list(), request(), Zones::iana());
    let plans = Plans { list: &list, current: &current, zones: &zones };
    let told = |assumed: &str| -> Vec<String> {
        let alternatives = plans.alternatives(&again(read(assumed).unwrap())).unwrap();
        let tell = alternatives.iter().map(|one| {
            let price = one.price.as_ref().map(|price| price.per_month.to_string());
            let own = if one.current { " own" } else { "" };
            format!("{} {}{own}", one.plan, price.unwrap_or_default())
        });
        tell.collect()
    };
    assert_eq!(told("{}"), ["team 420.20 own", "enterprise 297.00"]);
    assert_eq!(
        told(r#"{"quantities":{"seats":"1"},"usage":{"linux-minutes":"3000"}}"#),
        ["team 4.40 own", "enterprise 23.10"]
    );
    let curves = |along: &str, numbers: &str| -> Vec<Vec<String>> {
        let along: Along = again(read(along).unwrap());
        let numbers: Vec<_> = read(numbers).unwrap();
        let curves = plans.curves(&Assumed::default(), &along, &numbers).unwrap();
        let points = |all: &[Option<seikyu_money::Amount>]| -> Vec<String> {
            all.iter().map(|one| one.map_or("none".to_owned(), |one| one.to_string())).collect()
        };
        curves.iter().map(|curve| points(&curve.per_month)).collect()
    };
    assert_eq!(
        curves(r#"{"usage":"linux-minutes"}"#, r#"["0","3000","60000"]"#),
        [["44.00", "44.00", "420.20"], ["231.00", "231.00", "297.00"]]
    );
    assert_eq!(
        curves(r#"{"quantity":"seats"}"#, r#"["1","10"]"#),
        [["380.60", "420.20"], ["89.10", "297.00"]]
    );
}

/// A plan without a price in the contract's currency says so and holds up no other.
#[test]
fn a_plan_that_cannot_be_had_says_why() {
    let (list, mut current, zones) = (list(), request(), Zones::iana());
    current.contract.currency = seikyu_money::Currency::parse("EUR").unwrap();
    let plans = Plans { list: &list, current: &current, zones: &zones };
    let alternatives = plans.alternatives(&Assumed::default()).unwrap();
    assert!(alternatives[0].price.is_some() && alternatives[0].faults.is_empty());
    assert!(alternatives[1].price.is_none());
    assert_eq!(alternatives[1].faults[0].code, "no_price_in_currency");
}
