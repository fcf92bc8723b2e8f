//! Requests at random: wide rather than likely.

use serde_json::{Map, Value, json};

use crate::{calendar, dice::Dice, lines};

impl Dice {
    /// Rising bounds, the last one open, and a quantity that likes to lie at one of them.
    fn bounds(&mut self) -> (Vec<Value>, String) {
        let count = if self.one_in(12) { 1 + self.below(60) } else { 1 + self.below(6) };
        let fine = self.one_in(3);
        let mut at: u64 = 0;
        let mut bounds = Vec::new();
        for _ in 1..count {
            at += 1 + u64::try_from(self.below(if fine { 2_000_000 } else { 500 })).expect("small");
            let bound = if fine {
                format!("{}.{:06}", at / 1_000_000, at % 1_000_000)
            } else {
                at.to_string()
            };
            bounds.push(json!(bound));
        }
        let quantity = match bounds.last().and_then(Value::as_str) {
            Some(_) if self.one_in(3) => self.one_of(&bounds).as_str().expect("text").to_owned(),
            Some(last) if self.one_in(3) => {
                let joint = if last.contains('.') { "000001" } else { ".000000000001" };
                format!("{last}{joint}")
            }
            _ => self.quantity(),
        };
        bounds.push(Value::Null);
        (bounds, quantity)
    }

    fn tiers(&mut self, mut tier: impl FnMut(&mut Self) -> Value) -> (Vec<Value>, String) {
        let (bounds, quantity) = self.bounds();
        let tiers = bounds.into_iter().map(|bound| {
            let mut tier = tier(self);
            tier["up_to"] = bound;
            tier
        });
        (tiers.collect(), quantity)
    }

    fn flat_in(&mut self, tier: &mut Value) {
        if self.one_in(3) {
            tier["flat"] = json!(self.price());
        }
    }

    /// A charge of some model and a quantity to try it with.
    fn charge(&mut self) -> (Value, String) {
        let priced = |dice: &mut Self| {
            let mut tier = json!({"unit_price": dice.price()});
            dice.flat_in(&mut tier);
            tier
        };
        let (mut charge, quantity) = match self.below(9) {
            0 => (json!({"model": "flat", "amount": self.price()}), self.quantity()),
            1 | 2 => {
                let mut charge = json!({"model": "per_unit", "unit_price": self.price()});
                if self.one_in(4) {
                    let fine = if self.one_in(4) { 9 } else { 2 };
                    charge["base_quantity"] = json!(self.above_zero(4, fine));
                }
                (charge, self.quantity())
            }
            3 => {
                let (tiers, quantity) = self.tiers(priced);
                (json!({"model": "graduated", "tiers": tiers}), quantity)
            }
            4 => {
                let (tiers, quantity) = self.tiers(priced);
                (json!({"model": "volume", "tiers": tiers}), quantity)
            }
            5 => {
                let (shares, quantity) = self.tiers(|dice| {
                    let mut tier = json!({"rate_percent": dice.decimal(2, 6)});
                    dice.flat_in(&mut tier);
                    tier
                });
                (json!({"model": "graduated_percentage", "shares": shares}), quantity)
            }
            6 => {
                let (stairs, quantity) = self.tiers(|dice| json!({"amount": dice.price()}));
                (json!({"model": "stairstep", "stairs": stairs}), quantity)
            }
            7 => {
                let size = self.above_zero(4, 4);
                (json!({"model": "package", "size": size, "price": self.price()}), self.quantity())
            }
            _ => {
                let count = 1 + self.below(5);
                let blocks: Vec<Value> = (1..=count)
                    .map(|number| {
                        let most = if number == count { Value::Null } else { json!(1 + self.below(20)) };
                        json!({"size": self.above_zero(3, 2), "max_blocks": most, "price": self.price()})
                    })
                    .collect();
                let priced_by = self.one_of(&["each_tier", "reached_tier"]);
                (
                    json!({"model": "blocks", "blocks": blocks, "priced_by": priced_by}),
                    self.quantity(),
                )
            }
        };
        let graded = ["tiers", "shares", "stairs"].iter().any(|field| charge.get(field).is_some());
        if graded && self.one_in(3) {
            charge["flat_at_zero"] = json!(true);
        }
        (charge, quantity)
    }

    /// A charge that prices each usage record.
    fn charge_of_records(&mut self) -> Value {
        match self.below(3) {
            0 => {
                let mut charge = json!({"model": "percentage", "rate_percent": self.decimal(2, 6)});
                if self.one_in(2) {
                    charge["fixed"] = json!(self.price());
                }
                if self.one_in(2) {
                    charge["free_events"] = json!(self.below(4));
                }
                if self.one_in(2) {
                    charge["free_amount"] = json!(self.decimal(5, 3));
                }
                if self.one_in(3) {
                    charge["minimum_per_event"] = json!(self.decimal(2, 3));
                }
                if self.one_in(3) {
                    charge["maximum_per_event"] = json!(format!("1{}00.5", self.decimal(2, 0)));
                }
                charge
            }
            1 if self.one_in(2) => json!({"model": "dynamic"}),
            1 => json!({"model": "dynamic", "multiplier": self.price()}),
            _ => {
                let mut cells = Vec::new();
                for (region, size) in [("eu", "s"), ("us", "l"), ("ap", "s")] {
                    if self.one_in(2) {
                        let when = json!({"region": region, "size": size});
                        cells.push(json!({"when": when, "unit_price": self.price()}));
                    }
                }
                let default = self.price();
                json!({
                    "model": "matrix", "dimensions": ["region", "size"], "cells": cells, "default": default,
                })
            }
        }
    }

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

    fn coupon(&mut self, index: usize, decimals: usize) -> Value {
        let mut coupon = json!({"code": format!("coupon-{index}"), "name": {"en": "Coupon"}});
        if self.one_in(2) {
            let percent = if self.one_in(5) { "100".to_owned() } else { self.decimal(2, 6) };
            coupon["percent"] = json!(percent);
        } else {
            coupon["amount"] = json!(self.decimal(4, decimals));
        }
        if self.one_in(3) {
            let products =
                self.one_of(&[json!(["gold"]), json!(["gold", "tin"]), json!(["silver"])]);
            coupon["products"] = products;
        }
        coupon
    }

    /// A request.
    pub fn request(&mut self) -> Value {
        let currency = self.one_of(&["JPY", "EUR", "EUR", "KWD", "USD", "CLF"]);
        let zone = self.one_of(&["UTC", "Asia/Tokyo", "Asia/Kolkata", "Europe/Paris"]);
        let first = calendar::day(2024, 1, 1) * 86_400;
        let start = first + i64::try_from(self.below(3 * 366 * 86_400)).expect("small");
        let length = self.one_of(&[0, 3, 40, 40, 100, 400]);
        let through = start + i64::try_from(self.below((length + 1) * 86_400)).expect("small");
        let mut events = vec![];
        if self.one_in(2) {
            let at = start + i64::try_from(self.below((length + 20) * 86_400)).expect("small");
            events.push(json!({"type": "cancelled", "at": calendar::text(at)}));
        }
        let count = if self.one_in(20) { 30 } else { 1 + self.below(6) };
        let (mut items, mut usage) = (Vec::new(), Vec::new());
        for index in 0..count {
            let item = self.item(index, &items, &mut usage, start);
            items.push(item);
        }
        let coupons: Vec<Value> =
            (0..self.below(4)).map(|index| self.coupon(index, lines::decimals(currency))).collect();
        events.insert(
            0,
            json!({
                "type": "created", "at": calendar::text(start), "items": items, "coupons": coupons,
            }),
        );
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
        if self.one_in(3) {
            let unit = lines::decimals(currency);
            for field in ["balance", "prepaid"] {
                if self.one_in(2) {
                    request[field] = json!(self.decimal(3, unit));
                }
            }
            let wallets: Vec<Value> =
                (0..self.below(5)).map(|index| self.wallet(index, unit, through)).collect();
            if !wallets.is_empty() {
                request["wallets"] = json!(wallets);
            }
            let modes = ["half_away_from_zero", "half_even", "up", "down"];
            match self.below(4) {
                0 => request["payable_rounding"] = json!({"multiple": self.above_zero(2, unit)}),
                1 => {
                    let mode = self.one_of(&modes);
                    let multiple = self.above_zero(1, unit);
                    request["payable_rounding"] = json!({"multiple": multiple, "mode": mode});
                }
                2 => request["payable_rounding"] = json!({"amount": self.decimal(0, unit)}),
                _ => {}
            }
        }
        request
    }

    fn wallet(&mut self, index: usize, unit: usize, through: i64) -> Value {
        let kind = self.one_of(&["promotional", "prepaid"]);
        let mut wallet =
            json!({"code": format!("wallet-{index}"), "name": {"en": "W"}, "kind": kind});
        if self.one_in(2) {
            wallet["balance"] = json!(self.decimal(4, unit));
        } else {
            wallet["credits"] = json!(self.decimal(4, 6));
            if self.one_in(2) {
                wallet["credit_value"] = json!(self.decimal(1, 6));
            }
        }
        if self.one_in(2) {
            wallet["cost"] = json!(self.decimal(3, unit));
        }
        if self.one_in(2) {
            wallet["priority"] = json!(1 + self.below(3));
        }
        if self.one_in(2) {
            let around = i64::try_from(self.below(200)).expect("small") - 50;
            wallet["expires_at"] = json!(calendar::text(through + around));
        }
        if self.one_in(3) {
            wallet["products"] = self.one_of(&[json!(["gold"]), json!(["tin", "silver"])]);
        }
        wallet
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
