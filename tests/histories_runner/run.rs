//! Running a history: its events and usage as they become known, and each bill with everything billed
//! before it.

use std::collections::BTreeMap;

use seikyu_calendar::{Instant, Period, ZoneName, Zones};
use seikyu_engine::{
    billing::{Bill, BillRequest, bill},
    wire::canonical,
};
use serde_json::{Value, json};

use crate::{history::History, item::item};

struct Run {
    zones: Zones,
    zone: ZoneName,
    contract: Value,
    meters: Vec<String>,
    events: Vec<(Instant, Value)>,
    usage: Vec<Value>,
    billed: Vec<Value>,
    /// The last bill, as lines to compare, and those that are expected.
    found: Vec<String>,
    expected: Vec<String>,
    last: Option<Bill>,
    billed_through: Option<Instant>,
}

/// Runs a history; an error says which bill differs.
pub fn run(history: &History) -> Result<(), String> {
    let mut run = Run {
        zones: Zones::iana(),
        zone: ZoneName::utc(),
        contract: json!({}),
        meters: Vec::new(),
        events: Vec::new(),
        usage: Vec::new(),
        billed: Vec::new(),
        found: Vec::new(),
        expected: Vec::new(),
        last: None,
        billed_through: None,
    };
    let mut title = String::new();
    for line in &history.lines {
        if let Some(expected) = line.strip_prefix("= ") {
            run.expect(expected)?;
            continue;
        }
        run.compare(&title)?;
        title.clone_from(line);
        run.take(line)?;
    }
    run.compare(&title)?;
    run.compare_with_one_bill()
}

impl Run {
    fn at(&self, text: &str) -> Instant {
        if let Ok(instant) = text.parse() {
            return instant;
        }
        let date = text.parse().unwrap_or_else(|error| panic!("{error}"));
        self.zones.start_of(&self.zone, date).expect("an instant")
    }

    fn take(&mut self, line: &str) -> Result<(), String> {
        if let Some(terms) = line.strip_prefix("contract ") {
            self.begin(terms);
            return Ok(());
        }
        if let Some(through) = line.strip_prefix("bill ") {
            return self.bill(through);
        }
        let (at, rest) = line.split_once(' ').expect("an instant and what happened");
        let at = self.at(at);
        let (rest, id) = match rest.split_once(" as ") {
            Some((rest, id)) => (rest, Some(id)),
            None => (rest, None),
        };
        if let Some(used) = rest.strip_prefix("used: ") {
            let (meter, quantity) = used.split_once(' ').expect("a meter and a quantity");
            self.usage.push(json!({"meter": meter, "at": at, "quantity": quantity}));
            return Ok(());
        }
        let mut event = self.event(rest);
        event["at"] = json!(at);
        if let Some(id) = id {
            event["id"] = json!(id);
        }
        self.events.push((at, event));
        self.events.sort_by_key(|(at, _)| *at);
        Ok(())
    }

    /// `EUR in Europe/Paris, calendar, anchor 2026-01-10, unit second, on change none, tax vat 20,
    /// late 2, inclusive`.
    fn begin(&mut self, terms: &str) {
        let mut parts = terms.split(", ");
        let (currency, zone) = parts.next().unwrap().split_once(" in ").expect("EUR in ZONE");
        self.zone = zone.parse().expect("a zone");
        self.contract = json!({
            "version": "seikyu.contract.v1", "currency": currency, "zone": zone, "rounding": {},
            "coupon_mode": "sequential", "tax": {"behavior": "exclusive", "rates": []},
        });
        for part in parts {
            match part.split(' ').collect::<Vec<_>>().as_slice() {
                ["calendar"] => self.contract["periods"]["alignment"] = json!("calendar"),
                ["anchor", date] => self.contract["periods"]["anchor"] = json!(date),
                ["unit", unit] => self.contract["proration"]["unit"] = json!(unit),
                ["on", "change", policy] => {
                    self.contract["proration"]["on_change"] = json!(policy);
                }
                ["late", periods] => {
                    self.contract["late_usage_periods"] = json!(periods.parse::<u32>().unwrap())
                }
                ["threshold", amount] => self.contract["threshold"] = json!(amount),
                ["inclusive"] => self.contract["tax"]["behavior"] = json!("inclusive"),
                ["rounded", mode] => {
                    self.contract["rounding"] = json!({"lines": mode, "tax": mode})
                }
                ["tax", code, percent] => {
                    let rate = json!({
                        "code": code, "name": {"en": code}, "percent": percent, "category": "S"
                    });
                    self.contract["tax"]["rates"].as_array_mut().unwrap().push(rate);
                }
                other => panic!("{other:?} is no term of a contract"),
            }
        }
    }

    fn items(&mut self, text: &str) -> Vec<Value> {
        let items: Vec<Value> = text.split("; ").map(item).collect();
        for item in &items {
            if let Some(meter) = item["usage"].as_str()
                && !self.meters.iter().any(|known| known == meter)
            {
                self.meters.push(meter.to_owned());
            }
        }
        items
    }

    fn event(&mut self, text: &str) -> Value {
        let (what, detail) = text.split_once(": ").unwrap_or((text, ""));
        match what {
            "created" => {
                let (items, coupons) = detail.split_once(" with ").unwrap_or((detail, ""));
                let coupons: Vec<Value> =
                    coupons.split(", ").filter(|text| !text.is_empty()).map(coupon).collect();
                json!({"type": "created", "items": self.items(items), "coupons": coupons})
            }
            "item added" => json!({"type": "item_added", "item": self.items(detail)[0]}),
            "item changed" => json!({"type": "item_changed", "item": self.items(detail)[0]}),
            "item removed" => json!({"type": "item_removed", "key": detail}),
            "quantity" => {
                let (key, quantity) = detail.split_once(' ').expect("a key and a quantity");
                json!({"type": "quantity_changed", "key": key, "quantity": quantity})
            }
            "plan changed" => json!({
                "type": "plan_changed", "items": self.items(detail),
                "plan": {"price_list": "list", "code": "plan", "version": 1}
            }),
            "coupon applied" => json!({"type": "coupon_applied", "coupon": coupon(detail)}),
            "coupon removed" => json!({"type": "coupon_removed", "code": detail}),
            "paused with credit" => json!({"type": "paused", "credit": true}),
            "paused" => json!({"type": "paused", "credit": false}),
            "trial" => {
                let until = self.at(detail.strip_prefix("until ").expect("until"));
                json!({"type": "trial_started", "until": until})
            }
            "trial extended" => {
                let until = self.at(detail.strip_prefix("until ").expect("until"));
                json!({"type": "trial_extended", "until": until})
            }
            "cancelled at period end" => json!({"type": "cancelled", "at_period_end": true}),
            "unscheduled" => json!({"type": "unscheduled", "event": detail}),
            other => json!({"type": other}),
        }
    }

    fn request(&self, billed: &[Value], through: Instant) -> Result<BillRequest, String> {
        let mut contract = self.contract.clone();
        let meter = |code: &String| json!({"code": code, "name": {"en": code}, "unit": {"en": "unit"}, "aggregation": "sum"});
        contract["meters"] = self.meters.iter().map(meter).collect();
        contract["events"] = self.events.iter().map(|(_, event)| event.clone()).collect();
        let request = json!({
            "version": "seikyu.bill-request.v1", "contract": contract, "usage": self.usage,
            "billed": billed, "through": through,
        });
        let request =
            BillRequest::read(&request.to_string()).map_err(|faults| faults.to_string())?;
        // What is printed reads back as what it was.
        assert_eq!(BillRequest::read(&canonical(&request)).as_ref(), Ok(&request));
        Ok(request)
    }

    fn bill(&mut self, through: &str) -> Result<(), String> {
        let through = self.at(through);
        let bill = match self.request(&self.billed, through) {
            Ok(request) => bill(&request, &self.zones).map_err(|faults| faults.to_string())?,
            Err(refusal) => {
                self.found = vec![format!("refused {refusal}")];
                return Ok(());
            }
        };
        for line in &bill.lines {
            let recomputed = line.derivation.recompute().map_err(|error| error.to_string())?;
            if recomputed != line.amount {
                return Err(format!("{} is not what its derivation says: {recomputed}", line.key));
            }
        }
        self.found = bill.lines.iter().map(|line| self.shown(line)).collect();
        for late in &bill.late {
            let shown = self.period(&late.period);
            self.found.push(format!("late {} {shown}{}", late.line, late.amount));
        }
        self.billed.extend(bill.lines.iter().map(billed));
        let again = self.request(&self.billed, through)?;
        let again = seikyu_engine::billing::bill(&again, &self.zones).map_err(|f| f.to_string())?;
        if !again.lines.is_empty() {
            return Err(format!("billed again at {through}: {}", canonical(&again.lines)));
        }
        self.last = Some(bill);
        self.billed_through = Some(through);
        Ok(())
    }

    fn period(&self, period: &Period) -> String {
        let day = |at: Instant| {
            let date = self.zones.date_of(&self.zone, at).expect("a date");
            let midnight = self.zones.start_of(&self.zone, date).expect("an instant");
            if midnight == at { date.to_string() } else { at.to_string() }
        };
        format!("{}..{} ", day(period.start()), day(period.end()))
    }

    fn shown(&self, line: &seikyu_engine::billing::Line) -> String {
        let period = line.period.as_ref().map_or_else(String::new, |period| self.period(period));
        let mut shown = format!("{} {period}{}", line.key, line.amount);
        if !line.discount.is_zero() {
            shown += &format!(" discount {}", line.discount);
        }
        if !line.tax.is_zero() {
            shown += &format!(" tax {}", line.tax);
        }
        shown
    }

    fn expect(&mut self, expected: &str) -> Result<(), String> {
        let Some(bill) = &self.last else {
            self.expected.push(expected.to_owned());
            return Ok(());
        };
        let total = match expected.split_once(' ') {
            Some(("due", amount)) => Some((bill.totals.due, amount)),
            Some(("credit", amount)) => Some((bill.totals.credit, amount)),
            Some(("total", amount)) => Some((bill.totals.gross, amount)),
            _ => None,
        };
        match total {
            Some((found, amount)) if found.to_string() != amount => {
                Err(format!("expected {expected}, found {found}"))
            }
            Some(_) => Ok(()),
            None => {
                if expected != "nothing" {
                    self.expected.push(expected.to_owned());
                }
                Ok(())
            }
        }
    }

    fn compare(&mut self, title: &str) -> Result<(), String> {
        let (found, expected) =
            (std::mem::take(&mut self.found), std::mem::take(&mut self.expected));
        self.last = None;
        if found == expected {
            return Ok(());
        }
        Err(format!("{title}\n  expected {expected:#?}\n  found {found:#?}"))
    }

    /// All bills together are what one bill at the end would have been, line by line.
    fn compare_with_one_bill(&self) -> Result<(), String> {
        let Some(last) = self.billed_through else { return Ok(()) };
        if self.contract.get("late_usage_periods").is_some() {
            // What came too late for one bill would have come in time for a bill made first now.
            return Ok(());
        }
        let Ok(request) = self.request(&[], last) else { return Ok(()) };
        let once = bill(&request, &self.zones).map_err(|faults| faults.to_string())?;
        let once: Vec<Value> = once.lines.iter().map(billed).collect();
        let (one, many) = (sums(&once), sums(&self.billed));
        if one == many {
            return Ok(());
        }
        Err(format!("billed at once {one:#?}\nbilled on the way {many:#?}"))
    }
}

/// What was billed, by line and period, without zeros.
fn sums(billed: &[Value]) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for line in billed {
        let minor: i64 = line["amount"].as_str().unwrap().replace('.', "").parse().unwrap();
        *sums.entry(format!("{} {}", line["line"], line["period"])).or_default() += minor;
    }
    sums.retain(|_, minor| *minor != 0);
    sums
}

fn billed(line: &seikyu_engine::billing::Line) -> Value {
    let mut billed = json!({
        "line": line.key, "amount": line.amount, "discount": line.discount, "taxes": line.taxes
    });
    if let Some(period) = &line.period {
        billed["period"] = json!(period);
    }
    billed
}

/// `ten 10 %` or `five 5.00`.
fn coupon(text: &str) -> Value {
    let words: Vec<&str> = text.split(' ').collect();
    let kind = if words.get(2) == Some(&"%") { "percent" } else { "amount" };
    json!({"code": words[0], "name": {"en": words[0]}, kind: words[1]})
}
