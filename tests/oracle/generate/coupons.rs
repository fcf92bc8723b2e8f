//! Coupons at random, when they come and go, and what they have taken before.

use serde_json::{Value, json};

use crate::{calendar, dice::Dice};

impl Dice {
    /// A coupon, and at times one that reduces nothing but gives free units.
    pub(super) fn coupon(&mut self, index: usize, decimals: usize) -> Value {
        let mut coupon = json!({"code": format!("coupon-{index}"), "name": {"en": "Coupon"}});
        let meters = [json!(["calls"]), json!(["peak"]), json!(["peak", "calls"])];
        match self.below(11) {
            0..4 => {
                let percent = if self.one_in(5) { "100".to_owned() } else { self.decimal(2, 6) };
                coupon["percent"] = json!(percent);
            }
            4..8 => coupon["amount"] = json!(self.decimal(4, decimals)),
            _ => {
                coupon["free_units"] = json!(self.decimal(3, 3));
                coupon["meters"] = self.one_of(&meters);
            }
        }
        if self.one_in(2) {
            coupon["periods"] = json!(1 + self.below(4));
        }
        if self.one_in(3) {
            let products =
                self.one_of(&[json!(["gold"]), json!(["gold", "tin"]), json!(["silver"])]);
            coupon["products"] = products;
        }
        if self.one_in(8) {
            coupon["plans"] =
                self.one_of(&[json!(["team"]), json!(["solo", "team"]), json!(["solo"])]);
        }
        if self.one_in(8) {
            coupon["meters"] = self.one_of(&meters);
        }
        if self.one_in(5) {
            coupon["minimum_spend"] = json!(self.decimal(4, decimals));
        }
        if self.one_in(5) {
            coupon["maximum_discount"] = json!(self.decimal(3, decimals));
        }
        // What was redeemed keeps its periods: neither limits a bill.
        if self.one_in(8) {
            coupon["expires_on"] = json!("2024-06-30");
            coupon["redemptions_max"] = json!(1);
        }
        coupon
    }

    /// Coupons that come, and some that go again, within some days of the contract's start; in order of
    /// time.
    pub(super) fn coupon_events(
        &mut self,
        (index, decimals): (usize, usize),
        (start, days): (i64, usize),
    ) -> Vec<Value> {
        let within = |dice: &mut Self| {
            let seconds = dice.below((days + 5) * 86_400);
            start + i64::try_from(seconds).expect("small")
        };
        let mut events = Vec::new();
        for index in index..index + self.below(3) {
            let coupon = self.coupon(index, decimals);
            let (code, at) = (coupon["code"].clone(), within(self));
            events.push((at, json!({"type": "coupon_applied", "coupon": coupon})));
            let until = within(self);
            if at < until && self.one_in(2) {
                events.push((until, json!({"type": "coupon_removed", "code": code})));
            }
        }
        events.sort_by_key(|(at, _)| *at);
        let dated = events.into_iter().map(|(at, mut event)| {
            event["at"] = json!(calendar::text(at));
            event
        });
        dated.collect()
    }

    /// What some coupons have taken on earlier bills; of some more than once, of some too much.
    pub(super) fn discounted(&mut self, decimals: usize) -> Vec<Value> {
        let coupons = self.below(5);
        (0..coupons)
            .map(|_| {
                let coupon = format!("coupon-{}", self.below(3));
                json!({"coupon": coupon, "amount": self.decimal(4, decimals)})
            })
            .collect()
    }
}
