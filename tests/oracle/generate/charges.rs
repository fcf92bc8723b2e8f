//! Charges at random, and quantities to try them with.

use serde_json::{Value, json};

use crate::dice::Dice;

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
    pub(super) fn charge(&mut self) -> (Value, String) {
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
    pub(super) fn charge_of_records(&mut self) -> Value {
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
}
