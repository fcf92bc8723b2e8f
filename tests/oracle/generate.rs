//! Requests at random: wide rather than likely.

mod charges;
mod coupons;
mod payment;

use serde_json::{Map, Value, json};

use crate::{calendar, dice::Dice, lines};

impl Dice {
    fn interval(&mut self) -> Value {
        let unit = self.one_of(&[
            "day",
            "week",
            "month",
            "month",
            "month",
            "quarter",
            "half_year",
            "year",
        ]);
        let count = if unit == "day" { 10 + self.below(60) } else { 1 + self.below(3) };
        json!({"unit": unit, "count": count})
    }

    fn taxes(&mut self) -> Value {
        self.one_of(&[
            json!(["standard"]),
            json!(["reduced"]),
            json!(["exempt"]),
            json!([]),
            json!(["city", "standard"]),
            json!(["standard", "reduced", "city"]),
            json!(["split"]),
        ])
    }

    fn item(
        &mut self,
        index: usize,
        before: &[Value],
        usage: &mut Vec<Value>,
        start: i64,
    ) -> Value {
        let (charge, quantity) = self.charge();
        let mut item = Map::new();
        item.insert("key".into(), json!(format!("item-{index}")));
        item.insert("name".into(), json!({"en": "Item"}));
        item.insert("charge".into(), charge);
        let shared = before.iter().filter(|one| one.get("line").is_some()).count();
        if shared > 0 && self.one_in(2) {
            let lines: Vec<&Value> =
                before.iter().filter(|one| one.get("line").is_some()).collect();
            let like = self.one_of(&lines);
            for field in ["line", "taxes", "interval", "timing", "product"] {
                if let Some(value) = like.get(field) {
                    item.insert(field.into(), value.clone());
                }
            }
        } else {
            item.insert("taxes".into(), self.taxes());
            if !self.one_in(6) {
                item.insert("interval".into(), self.interval());
            }
            item.insert("timing".into(), json!(self.one_of(&["in_advance", "in_arrears"])));
            if !self.one_in(4) {
                item.insert("product".into(), json!(self.one_of(&["gold", "silver", "tin"])));
            }
            if self.one_in(5) {
                item.insert("line".into(), json!(format!("line-{index}")));
            }
        }
        let counted = item.contains_key("interval") && item["timing"] == "in_arrears";
        if counted && self.one_in(2) {
            let meter = self.one_of(&["calls", "peak"]);
            item.insert("usage".into(), json!(meter));
            let mut count = 1;
            if meter == "calls" && self.one_in(2) {
                item.insert("charge".into(), self.charge_of_records());
                count = 1 + self.below(6);
            }
            for index in 0..count {
                let short = index == 0 && quantity.len() <= 17;
                let quantity = if short { quantity.clone() } else { self.decimal(5, 3) };
                let at = start + i64::try_from(self.below(40 * 86_400)).expect("small");
                let properties = json!({
                    "region": self.one_of(&["eu", "us", "ap"]), "size": self.one_of(&["s", "l"]),
                });
                usage.push(json!({
                    "meter": meter, "at": calendar::text(at), "quantity": quantity,
                    "price": self.price(), "properties": properties,
                }));
            }
        } else {
            item.insert("quantity".into(), json!(quantity));
        }
        if self.one_in(4) {
            item.insert("included".into(), json!(self.decimal(3, 3)));
        }
        let (least, most) = (self.decimal(2, 4), self.decimal(3, 4));
        match self.below(6) {
            0 => drop(item.insert("minimum".into(), json!(least))),
            1 => drop(item.insert("maximum".into(), json!(most))),
            2 => {
                let most = format!("1{}", self.decimal(2, 0));
                item.insert("minimum".into(), json!(most.clone()));
                item.insert("maximum".into(), json!(format!("{most}0.5")));
            }
            _ => {}
        }
        Value::Object(item)
    }

    /// What happens to a contract of these items, of which some days are billed.
    fn events(
        &mut self,
        items: &[Value],
        decimals: usize,
        (start, length): (i64, usize),
    ) -> Vec<Value> {
        let coupons: Vec<Value> =
            (0..self.below(4)).map(|index| self.coupon(index, decimals)).collect();
        let mut later = self.coupon_events((coupons.len(), decimals), (start, length));
        if self.one_in(2) {
            let seconds = self.below((length + 20) * 86_400);
            let at = calendar::text(start + i64::try_from(seconds).expect("small"));
            // Instants of this form are ordered as they are written.
            later.retain(|event| event["at"].as_str() <= Some(at.as_str()));
            later.push(json!({"type": "cancelled", "at": at}));
        }
        let mut created = json!({
            "type": "created", "at": calendar::text(start), "items": items, "coupons": coupons,
        });
        if self.one_in(2) {
            let code = self.one_of(&["team", "solo"]);
            created["plan"] = json!({"price_list": "acme", "code": code, "version": 1});
        }
        later.insert(0, created);
        later
    }

    /// A request.
    pub fn request(&mut self) -> Value {
        let currency = self.one_of(&["JPY", "EUR", "EUR", "KWD", "USD", "CLF"]);
        let zone = self.one_of(&["UTC", "Asia/Tokyo", "Asia/Kolkata", "Europe/Paris"]);
        let first = calendar::day(2024, 1, 1) * 86_400;
        let start = first + i64::try_from(self.below(3 * 366 * 86_400)).expect("small");
        let length = self.one_of(&[0, 3, 40, 40, 100, 400]);
        let through = start + i64::try_from(self.below((length + 1) * 86_400)).expect("small");
        let decimals = lines::decimals(currency);
        let count = if self.one_in(20) { 30 } else { 1 + self.below(6) };
        let (mut items, mut usage) = (Vec::new(), Vec::new());
        for index in 0..count {
            let item = self.item(index, &items, &mut usage, start);
            items.push(item);
        }
        let events = self.events(&items, decimals, (start, length));
        let modes = ["half_away_from_zero", "half_even", "up", "down"];
        let rate = |code: &str, category: &str, percent: String| json!({"code": code, "category": category, "percent": percent, "name": {"en": "Tax"}});
        let meter = |code: &str, aggregation: &str| json!({"code": code, "name": {"en": "M"}, "unit": {"en": "u"}, "aggregation": aggregation});
        let mut request = json!({
            "version": "seikyu.bill-request.v1",
            "contract": {
                "version": "seikyu.contract.v1",
                "currency": currency,
                "zone": zone,
                "rounding": {"lines": self.one_of(&modes), "tax": self.one_of(&modes)},
                "coupon_mode": self.one_of(&["sequential", "stacked"]),
                "tax": {
                    "behavior": self.one_of(&["exclusive", "inclusive"]),
                    "rates": [
                        rate("standard", "S", self.decimal(2, 2)),
                        rate("reduced", "AA", self.decimal(1, 6)),
                        rate("exempt", "E", "0".to_owned()),
                        rate("city", "S", self.decimal(1, 3)),
                        rate("split", "B", self.decimal(2, 1)),
                    ],
                },
                "meters": [meter("calls", "sum"), meter("peak", "max")],
                "events": events,
            },
            "usage": usage,
            "billed": [],
            "through": calendar::text(through),
        });
        for rate in 0..4 {
            if self.one_in(8) {
                request["contract"]["tax"]["rates"][rate]["compound"] = json!(true);
            }
        }
        if self.one_in(2) {
            request["discounted"] = json!(self.discounted(decimals));
        }
        if self.one_in(3) {
            self.payment(&mut request, decimals, through);
        }
        request
    }

    /// Some of a bill's lines, billed before: as they are, in part, twice, or too much.
    pub fn billed(&mut self, lines: &[Value], decimals: usize) -> Vec<Value> {
        let mut billed = Vec::new();
        for line in lines {
            if !self.one_in(3) {
                continue;
            }
            let mut one = json!({"line": line["key"], "amount": line["amount"]});
            if let Some(period) = line.get("period") {
                one["period"] = period.clone();
            }
            if self.one_in(2) {
                one["amount"] = json!(self.decimal(4, decimals));
            }
            if self.one_in(2) {
                one["discount"] = line["discount"].clone();
            }
            if self.one_in(4) {
                billed.push(one.clone());
            }
            billed.push(one);
        }
        billed
    }
}
