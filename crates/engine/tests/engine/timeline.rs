//! What holds for every history of a contract.

use std::collections::BTreeMap;

use proptest::prelude::*;
use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{
    billing::{Bill, BillRequest, BilledLine, bill},
    preview::{ChangeRequest, commit_change, preview_change},
    wire::{ChangeRequestVersion, canonical},
};
use serde_json::{Value, json};

use crate::print_and_read::again;

/// One step of a history: hours since the step before, what happens, and a number for it.
type Step = (u16, u8, u8);

const START: &str = "2026-01-31T05:00:00Z";

fn item(key: usize, price: u8) -> Value {
    let unit = ["month", "week", "year", "month"][key % 4];
    let timing = ["in_advance", "in_arrears"][key / 2 % 2];
    let mut item = json!({
        "key": format!("item-{key}"), "name": {"en": "Item"}, "taxes": ["vat"],
        "charge": {"model": "per_unit", "unit_price": format!("{}.{:02}", price, price % 100)},
        "interval": {"unit": unit, "count": 1 + key % 2},
        "timing": timing,
    });
    if key == 3 {
        item["usage"] = json!("calls");
        item["charge"] = json!({"model": "graduated", "tiers": [
            {"up_to": "50", "unit_price": format!("0.{price:03}")},
            {"up_to": null, "unit_price": "0.013"}
        ]});
        item["timing"] = json!("in_arrears");
    } else {
        item["quantity"] = json!("3");
    }
    item
}

/// A history that contradicts itself nowhere: what cannot happen is left out.
fn history(
    steps: &[Step],
    (unit, on_change, alignment): (&str, &str, &str),
) -> (Value, Vec<Value>) {
    let mut at: Instant = START.parse().unwrap();
    let (mut paused, mut cancelled) = (false, false);
    let mut keys: Vec<usize> = vec![0, 1, 3];
    let first: Vec<Value> = keys.iter().map(|key| item(*key, 10)).collect();
    let mut events = vec![json!({"type": "created", "at": at, "items": first, "coupons": []})];
    let mut usage = Vec::new();
    for (hours, kind, number) in steps {
        at = at.plus_seconds(i64::from(*hours) * 3600).unwrap();
        usage.push(json!({"meter": "calls", "at": at, "quantity": number.to_string()}));
        let key = usize::from(number % 4);
        let known = keys.contains(&key);
        let event = match kind % 10 {
            0 if paused => {
                paused = false;
                json!({"type": "resumed"})
            }
            0 if !cancelled => {
                paused = true;
                json!({"type": "paused", "credit": number % 2 == 0})
            }
            1 if cancelled => {
                cancelled = false;
                json!({"type": "reactivated"})
            }
            1 if *number > 200 => {
                (cancelled, paused) = (true, false);
                json!({"type": "cancelled", "at_period_end": number % 2 == 0})
            }
            _ if cancelled => continue,
            2 | 3 if known => {
                keys.retain(|one| *one != key);
                json!({"type": "item_removed", "key": format!("item-{key}")})
            }
            2 | 3 => {
                keys.push(key);
                json!({"type": "item_added", "item": item(key, *number)})
            }
            4 | 5 if known => json!({"type": "item_changed", "item": item(key, *number)}),
            6 => {
                keys = (0..4).filter(|key| (number >> key) % 2 == 1).collect();
                let items: Vec<Value> = keys.iter().map(|key| item(*key, *number)).collect();
                let plan = json!({"price_list": "list", "code": "plan", "version": 2});
                json!({"type": "plan_changed", "plan": plan, "items": items})
            }
            _ if known && key != 3 => json!({
                "type": "quantity_changed", "key": format!("item-{key}"),
                "quantity": (number % 20).to_string()
            }),
            _ => continue,
        };
        let mut event = event;
        event["at"] = json!(at);
        events.push(event);
    }
    let contract = json!({
        "version": "seikyu.contract.v1", "currency": "EUR", "zone": "America/New_York",
        "rounding": {}, "coupon_mode": "sequential",
        "tax": {"behavior": "exclusive", "rates": [
            {"code": "vat", "name": {"en": "VAT"}, "category": "S", "percent": "20"}]},
        "periods": {"alignment": alignment}, "proration": {"unit": unit, "on_change": on_change},
        "meters": [{
            "code": "calls", "name": {"en": "Calls"}, "unit": {"en": "call"}, "aggregation": "sum"
        }],
        "events": events,
    });
    (contract, usage)
}

fn request(contract: &Value, usage: &[Value], through: Instant) -> BillRequest {
    let text = json!({
        "version": "seikyu.bill-request.v1", "contract": contract, "usage": usage, "billed": [],
        "through": through,
    });
    let request = BillRequest::read(&text.to_string());
    again(request.unwrap_or_else(|faults| panic!("{faults}\n{contract}")))
}

fn billed(bill: &Bill) -> impl Iterator<Item = BilledLine> + '_ {
    bill.lines.iter().map(BilledLine::of)
}

/// What was billed by line, period and taxes, in cents.
fn sums(billed: &[BilledLine]) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for line in billed {
        let minor: i64 = line.amount.to_string().replace('.', "").parse().unwrap();
        let key = format!("{} {:?} {:?}", line.line, line.period, line.taxes);
        *sums.entry(key).or_default() += minor;
    }
    sums.retain(|_, minor| *minor != 0);
    sums
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Some events share an instant, some are months apart.
    let hours = prop_oneof![Just(0_u16), 1..30_u16, 24..1500_u16];
    prop::collection::vec((hours, any::<u8>(), any::<u8>()), 0..40)
}

fn terms() -> impl Strategy<Value = (&'static str, &'static str, &'static str)> {
    (
        prop::sample::select(vec!["day", "second", "30/360"]),
        prop::sample::select(vec![
            "prorate",
            "full_difference",
            "none",
            "next_period",
            "reset_period",
        ]),
        prop::sample::select(vec!["anniversary", "calendar"]),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Bills at many instants on the way, some of them before an event was known, come line by line to
    /// what one bill at the end comes to; and a bill that is run again bills nothing.
    #[test]
    fn bills_on_the_way_come_to_one_bill_at_the_end(
        steps in steps(),
        terms in terms(),
        known in prop::collection::vec((0_usize..41, 0_u32..900), 1..6),
    ) {
        let zones = Zones::iana();
        let (contract, usage) = history(&steps, terms);
        let start: Instant = START.parse().unwrap();
        let end = start.plus_seconds(86_400 * 900).unwrap();
        let mut known = known.clone();
        known.sort_unstable();
        let mut so_far: Vec<BilledLine> = Vec::new();
        let mut through = start;
        for (events, days) in known {
            let mut part = contract.clone();
            let list = part["events"].as_array_mut().unwrap();
            list.truncate(events + 1);
            through = through.max(start.plus_seconds(i64::from(days) * 86_400).unwrap());
            let usage = &usage[..events.min(usage.len())];
            let one = BillRequest { billed: so_far.clone(), ..request(&part, usage, through) };
            let found = bill(&one, &zones).unwrap();
            so_far.extend(billed(&found));
            let again = BillRequest { billed: so_far.clone(), ..one };
            prop_assert!(bill(&again, &zones).unwrap().lines.is_empty(), "{}", canonical(&again));
        }
        let last = request(&contract, &usage, end);
        let rest = bill(&BillRequest { billed: so_far.clone(), ..last.clone() }, &zones).unwrap();
        so_far.extend(billed(&rest));
        let once = bill(&last, &zones).unwrap();
        let once: Vec<BilledLine> = billed(&once).collect();
        prop_assert_eq!(sums(&so_far), sums(&once), "{}", contract);
    }

    /// Every derivation recomputes, and every bill adds up.
    #[test]
    fn bills_of_any_history_add_up(steps in steps(), terms in terms(), days in 0_u32..900) {
        let (contract, usage) = history(&steps, terms);
        let start: Instant = START.parse().unwrap();
        let through = start.plus_seconds(i64::from(days) * 86_400).unwrap();
        let found = bill(&request(&contract, &usage, through), &Zones::iana()).unwrap();
        let mut gross = 0;
        for line in &found.lines {
            prop_assert_eq!(line.derivation.recompute(), Ok(line.amount));
            gross += line.gross.minor();
            // A period is charged for no more than its length.
            let mut of_item: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
            for part in &line.derivation.parts {
                if let Some(fraction) = part.fraction {
                    let sum = of_item.entry(part.item.as_str()).or_default();
                    sum.0 += fraction.numerator();
                    sum.1 = fraction.denominator();
                }
            }
            for (part, whole) in of_item.values() {
                prop_assert!(part <= whole, "{}", canonical(line));
            }
        }
        prop_assert_eq!(gross, found.totals.gross.minor());
    }

    /// What is previewed of a change is what committing it makes, byte for byte, and the bill that the
    /// changed contract then has; once anything else is known, committing is refused.
    #[test]
    fn a_preview_is_what_a_commit_makes(
        steps in steps(),
        terms in terms(),
        days in 0_u32..900,
        more in any::<u8>(),
    ) {
        let zones = Zones::iana();
        let (contract, usage) = history(&steps, terms);
        let mut known = contract.clone();
        let events = known["events"].as_array_mut().unwrap();
        let change = events.split_off(1 + usize::from(more) % events.len());
        prop_assume!(!change.is_empty());
        let start: Instant = START.parse().unwrap();
        let through = start.plus_seconds(i64::from(days) * 86_400).unwrap();
        let current = request(&known, &usage, through);
        let earlier = bill(&request(&known, &[], start), &zones).unwrap();
        let current = BillRequest { billed: billed(&earlier).collect(), ..current };
        let change: Vec<_> = change
            .iter()
            .map(|event| serde_json::from_value(event.clone()).unwrap())
            .collect();
        let version = ChangeRequestVersion::V1;
        let request = again(ChangeRequest { version, current, change, assumed: None });
        let preview = preview_change(&request, &zones).unwrap();
        let committed = commit_change(&request, &preview.basis, &zones).unwrap();
        prop_assert_eq!(canonical(&committed), canonical(&preview));
        let made = bill(&request.changed(), &zones).unwrap();
        prop_assert_eq!(canonical(&made), canonical(&preview.due_now));
        let mut other = request;
        other.current.billed.push(BilledLine {
            line: "item-0".parse().unwrap(), period: None, amount: "1".parse().unwrap(),
            discount: None, taxes: None,
        });
        let refused = commit_change(&other, &preview.basis, &zones).unwrap_err();
        prop_assert_eq!(refused.list()[0].pointer.as_str(), "/billed");
    }

    /// Billed at any instants, the periods of an item follow each other from the contract's start on: none
    /// is skipped, none is billed twice.
    #[test]
    fn no_period_is_skipped_or_billed_twice(
        instants in prop::collection::vec(0_u32..900, 1..12),
        key in 0_usize..4,
        alignment in prop::sample::select(vec!["anniversary", "calendar"]),
    ) {
        let zones = Zones::iana();
        let (mut contract, _) = history(&[], ("day", "prorate", alignment));
        contract["events"][0]["items"] = json!([item(key, 7)]);
        let start: Instant = START.parse().unwrap();
        let usage: Vec<Value> = (0..900)
            .map(|day| json!({"meter": "calls", "quantity": "1",
                "at": start.plus_seconds(day * 86_400).unwrap()}))
            .collect();
        let mut instants = instants;
        instants.sort_unstable();
        let mut so_far: Vec<BilledLine> = Vec::new();
        for days in &instants {
            let through = start.plus_seconds(i64::from(*days) * 86_400).unwrap();
            let one = BillRequest { billed: so_far.clone(), ..request(&contract, &usage, through) };
            so_far.extend(billed(&bill(&one, &zones).unwrap()));
        }
        let mut next = None;
        for line in &so_far {
            let period = line.period.unwrap();
            prop_assert!(next.map_or(period.contains(start), |next| period.start() == next));
            next = Some(period.end());
        }
        // What has begun is billed in advance, what has ended in arrears.
        let last = start.plus_seconds(i64::from(*instants.last().unwrap()) * 86_400).unwrap();
        let in_advance = item(key, 7)["timing"] == "in_advance";
        if in_advance {
            prop_assert!(next.is_some_and(|next| next > last));
        } else if let Some(next) = next {
            prop_assert!(next <= last);
        }
    }

    /// A change that is undone at its instant costs nothing, whatever the policy.
    #[test]
    fn what_is_undone_at_once_costs_nothing(
        steps in steps(),
        terms in terms(),
        number in any::<u8>(),
        hours in 0_u16..3000,
    ) {
        // New periods begin even with the same plan: that is what the policy is for.
        prop_assume!(terms.1 != "reset_period");
        let zones = Zones::iana();
        let (mut contract, usage) = history(&steps, terms);
        let events = contract["events"].as_array().unwrap().clone();
        let last: Instant = events.last().unwrap()["at"].as_str().unwrap().parse().unwrap();
        let at = last.plus_seconds(i64::from(hours) * 3600).unwrap();
        let before = request(&contract, &usage, at);
        let state = before.contract.state_at(at).unwrap();
        prop_assume!(state.standing == seikyu_engine::contract::Standing::Active);
        let mut so_far: Vec<BilledLine> = billed(&bill(&before, &zones).unwrap()).collect();
        let items: Vec<Value> =
            state.items.iter().map(|item| serde_json::to_value(item).unwrap()).collect();
        let plan = json!({"price_list": "list", "code": "plan", "version": 3});
        let list = contract["events"].as_array_mut().unwrap();
        list.push(json!({"type": "plan_changed", "at": at, "plan": plan, "items": [item(0, number)]}));
        list.push(json!({"type": "paused", "at": at, "credit": number % 2 == 0}));
        list.push(json!({"type": "resumed", "at": at}));
        list.push(json!({"type": "plan_changed", "at": at, "plan": plan, "items": items}));
        let undone = BillRequest { billed: so_far.clone(), ..request(&contract, &usage, at) };
        let found = bill(&undone, &zones).unwrap();
        prop_assert!(found.lines.is_empty(), "{}", canonical(&found.lines));
        so_far.clear();
    }

    /// What is kept and what is credited are what was billed, to the cent, discount and all.
    #[test]
    fn credit_and_kept_are_what_was_billed(
        price in 1_u32..100_000,
        percent in 0_u32..=100,
        days in prop::collection::vec(0_i64..40, 1..6),
    ) {
        let zones = Zones::iana();
        let (mut contract, _) = history(&[], ("day", "prorate", "anniversary"));
        let mut plan = item(0, 1);
        plan["charge"]["unit_price"] = json!(format!("{}.{:02}", price / 100, price % 100));
        contract["events"][0]["items"] = json!([plan]);
        contract["events"][0]["coupons"] =
            json!([{"code": "off", "name": {"en": "Off"}, "percent": percent.to_string()}]);
        let start: Instant = START.parse().unwrap();
        let mut so_far: Vec<BilledLine> = Vec::new();
        let mut paid = 0;
        let mut bills = |contract: &Value, through| {
            let request = BillRequest { billed: so_far.clone(), ..request(contract, &[], through) };
            let found = bill(&request, &zones).unwrap();
            so_far.extend(billed(&found));
            paid += found.totals.net.minor();
            found
        };
        bills(&contract, start);
        // Cancelled earlier and earlier, in the end at the start: nothing is left, not a cent.
        let mut days = days;
        days.sort_unstable();
        days.push(0);
        days.rotate_right(1);
        for day in days.iter().rev() {
            let at = start.plus_seconds(day * 86_400).unwrap();
            let mut cancelled = contract.clone();
            let list = cancelled["events"].as_array_mut().unwrap();
            list.push(json!({"type": "cancelled", "at": at}));
            bills(&cancelled, at.max(start));
        }
        let discounts: i64 = so_far.iter().map(|line| {
            line.discount.map_or(0, |discount| discount.to_string().replace('.', "").parse().unwrap())
        }).sum();
        prop_assert_eq!((sums(&so_far), discounts, paid), (BTreeMap::new(), 0, 0));
    }
}
