//! What pays a document, at random.

use serde_json::{Value, json};

use crate::{calendar, dice::Dice};

impl Dice {
    /// What pays a request's document, and how the payable amount is rounded.
    pub(super) fn payment(&mut self, request: &mut Value, unit: usize, through: i64) {
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
}
