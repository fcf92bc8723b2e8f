//! Agreements: small contracts written as JSON and billed through the engine's door, as a caller of the
//! API would.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{Bill, BillRequest, Line, bill},
    credit_note::{CreditNote, CreditNoteRequest, credit},
    wire::canonical,
};
use seikyu_money::{Amount, Currency};
use serde_json::{Value, json};

/// When an agreement begins unless it says otherwise, in UTC: the first day of a month of 30 days.
pub const START: &str = "2026-09-01T00:00:00Z";

/// A contract being written, and what it is billed with.
pub struct Agreement {
    currency: String,
    rounding: Value,
    coupon_mode: &'static str,
    behavior: &'static str,
    rates: Vec<Value>,
    meters: Vec<Value>,
    items: Vec<Value>,
    coupons: Vec<Value>,
    created_at: String,
    cancelled_at: Option<String>,
    events: Vec<Value>,
    proration: Value,
    anchor: Option<String>,
    usage: Vec<Value>,
    billed: Vec<Value>,
    commitments: Vec<Value>,
    adjustments: Vec<Value>,
    wallets: Vec<Value>,
    through: String,
    payable: Vec<(&'static str, Value)>,
}

impl Agreement {
    pub fn new(currency: &str) -> Self {
        Self {
            currency: currency.to_owned(),
            rounding: json!({}),
            coupon_mode: "sequential",
            behavior: "exclusive",
            rates: Vec::new(),
            meters: Vec::new(),
            items: Vec::new(),
            coupons: Vec::new(),
            created_at: START.to_owned(),
            cancelled_at: None,
            events: Vec::new(),
            proration: json!({}),
            anchor: None,
            usage: Vec::new(),
            billed: Vec::new(),
            commitments: Vec::new(),
            adjustments: Vec::new(),
            wallets: Vec::new(),
            through: START.to_owned(),
            payable: Vec::new(),
        }
    }

    /// Prices contain tax.
    pub fn inclusive(&mut self) {
        self.behavior = "inclusive";
    }

    /// Each coupon reduces the undiscounted lines.
    pub fn stacked(&mut self) {
        self.coupon_mode = "stacked";
    }

    pub fn round_tax(&mut self, mode: &str) {
        self.rounding["tax"] = json!(mode);
    }

    /// A tax rate, written once; its code.
    pub fn rate(&mut self, category: &str, percent: &str) -> String {
        let code = format!("{}-{percent}", category.to_lowercase());
        let known = self.rates.iter().any(|rate| rate["code"] == code.as_str());
        if !known {
            self.rates.push(json!({
                "code": code, "category": category, "percent": percent, "name": {"en": code}
            }));
        }
        code
    }

    pub fn item(&mut self, item: Value) {
        self.items.push(item);
    }

    /// A coupon in per cent or of a fixed amount, over all products or some.
    pub fn coupon(&mut self, kind: &str, value: &str, products: Option<&[&str]>) {
        let code = format!("coupon-{}", self.coupons.len() + 1);
        let mut coupon = json!({"code": code, "name": {"en": code}, kind: value});
        if let Some(products) = products {
            coupon["products"] = json!(products);
        }
        self.coupons.push(coupon);
    }

    pub fn meter(&mut self, code: &str, aggregation: &str) {
        self.meters.push(json!({
            "code": code, "name": {"en": code}, "unit": {"en": "unit"}, "aggregation": aggregation
        }));
    }

    pub fn used(&mut self, meter: &str, at: &str, quantity: &str) {
        self.usage.push(json!({"meter": meter, "at": at, "quantity": quantity}));
    }

    /// Usage that says what it costs.
    pub fn used_at_price(&mut self, meter: &str, at: &str, quantity: &str, price: &str) {
        self.usage.push(json!({"meter": meter, "at": at, "quantity": quantity, "price": price}));
    }

    pub fn billed(&mut self, line: &str, period: [&str; 2], amount: &str) {
        let [start, end] = period;
        self.billed
            .push(json!({"line": line, "period": {"start": start, "end": end}, "amount": amount}));
    }

    /// A commitment without taxes.
    pub fn commitment(&mut self, agreed: Value) {
        let code = format!("commitment-{}", self.commitments.len() + 1);
        let mut commitment = json!({"code": code, "name": {"en": code}, "taxes": []});
        let fields = agreed.as_object().cloned().expect("fields");
        commitment.as_object_mut().expect("a commitment").extend(fields);
        self.commitments.push(commitment);
    }

    /// A charge or an allowance of the document.
    pub fn adjustment(&mut self, kind: &str, amount: &str, rate: &str) {
        let code = format!("{kind}-{}", self.adjustments.len() + 1);
        self.adjustments.push(json!({
            "code": code, "name": {"en": code}, "kind": kind, "amount": amount, "taxes": [rate]
        }));
    }

    /// A wallet that holds a balance or credits, drawn after the ones before it.
    pub fn wallet(&mut self, holds: Value) {
        let code = format!("wallet-{}", self.wallets.len() + 1);
        let mut wallet = json!({"code": code, "name": {"en": code}, "kind": "prepaid"});
        wallet["priority"] = json!(self.wallets.len());
        wallet
            .as_object_mut()
            .expect("a wallet")
            .extend(holds.as_object().cloned().expect("fields"));
        self.wallets.push(wallet);
    }

    /// Begins, and is billed through, another instant.
    pub fn starts(&mut self, at: &str) {
        at.clone_into(&mut self.created_at);
        self.through(at);
    }

    /// A field of the request that says how the payable amount comes about.
    pub fn payable(&mut self, name: &'static str, value: Value) {
        self.payable.push((name, value));
    }

    /// Something that happened after it began.
    pub fn event(&mut self, event: Value) {
        self.events.push(event);
    }

    /// A field of the contract's proration.
    pub fn proration(&mut self, field: &'static str, value: &str) {
        self.proration[field] = json!(value);
    }

    /// The day from which periods are counted.
    pub fn anchor(&mut self, date: &str) {
        self.anchor = Some(date.to_owned());
    }

    pub fn cancelled(&mut self, at: &str) {
        self.cancelled_at = Some(at.to_owned());
    }

    pub fn through(&mut self, at: &str) {
        at.clone_into(&mut self.through);
    }

    /// The contract as it stands.
    pub fn contract(&self) -> Value {
        let mut events = vec![json!({
            "type": "created", "at": self.created_at, "items": self.items, "coupons": self.coupons
        })];
        if let Some(at) = &self.cancelled_at {
            events.push(json!({"type": "cancelled", "at": at}));
        }
        events.extend(self.events.iter().cloned());
        json!({
            "periods": {"anchor": self.anchor},
            "proration": self.proration,
            "version": "seikyu.contract.v1",
            "currency": self.currency,
            "zone": "UTC",
            "rounding": self.rounding,
            "coupon_mode": self.coupon_mode,
            "tax": {"behavior": self.behavior, "rates": self.rates},
            "meters": self.meters,
            "commitments": self.commitments,
            "events": events,
        })
    }

    /// The bill, or the engine's refusal.
    pub fn bill(&self) -> Result<Bill, String> {
        let mut request = json!({
            "version": "seikyu.bill-request.v1",
            "contract": self.contract(),
            "usage": self.usage,
            "billed": self.billed,
            "adjustments": self.adjustments,
            "wallets": self.wallets,
            "through": self.through,
        });
        for (name, value) in &self.payable {
            request[name] = value.clone();
        }
        let billed = BillRequest::read(&request.to_string()).and_then(|request| {
            // What is printed reads back as what it was.
            assert_eq!(BillRequest::read(&canonical(&request)).as_ref(), Ok(&request));
            let bill = bill(&request, &Zones::iana())?;
            Ok((request.contract.rounding, bill))
        });
        let (rounding, bill) = billed.map_err(|faults| format!("refused: {faults}"))?;
        // What the bill says of its leaves leads to what it says is due.
        match bill.recompute(rounding) {
            Ok(totals) if totals == bill.totals => Ok(bill),
            other => Err(format!("recomputed {other:?}, billed {:?}", bill.totals)),
        }
    }

    /// The bill's only line.
    pub fn line(&self) -> Result<Line, String> {
        let mut lines = self.bill()?.lines;
        match (lines.pop(), lines.is_empty()) {
            (Some(line), true) => Ok(line),
            (None, _) => Err("the bill has no line".to_owned()),
            (Some(_), false) => Err("the bill has several lines".to_owned()),
        }
    }
}

/// A credit note on a bill, after earlier ones; `more` are the request's further fields. The refusal's
/// first code stands before its sentence.
pub fn credited(bill: &Bill, earlier: &[CreditNote], more: Value) -> Result<CreditNote, String> {
    let mut request = json!({
        "version": "seikyu.credit-note-request.v1",
        "bill": bill,
        "credited": earlier,
        "reason": {"en": "Returned"},
    });
    for (name, value) in more.as_object().expect("fields") {
        request[name] = value.clone();
    }
    CreditNoteRequest::read(&request.to_string())
        .and_then(|request| credit(&request))
        .map_err(|faults| format!("{}: {faults}", faults.list()[0].code))
}

/// An item charged once, at the start; its key is its product's code, too.
pub fn once(key: &str, charge: Value, quantity: &str) -> Value {
    json!({
        "key": key, "product": key, "name": {"en": key}, "taxes": [], "charge": charge,
        "quantity": quantity, "timing": "in_advance"
    })
}

pub fn per_unit(unit_price: &str) -> Value {
    json!({"model": "per_unit", "unit_price": unit_price})
}

pub fn flat(amount: &str) -> Value {
    json!({"model": "flat", "amount": amount})
}

/// Minor units of a currency as the decimal text of its major unit.
pub fn major(minor: &str, currency: &str) -> String {
    let currency = Currency::parse(currency).expect("a known currency");
    Amount::from_minor(minor.parse().expect("minor units"), currency).to_string()
}
