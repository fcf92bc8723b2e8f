//! What a bill is computed from.

use std::collections::BTreeMap;

use seikyu_calendar::{Instant, Period};
use seikyu_money::{Amount, Number, Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    billing::{Adjustment, Discount, Line, PayableRounding, Wallet, wallet::check_amount},
    catalog::{Code, check_codes},
    contract::{Contract, Item},
    rating::Charge,
    wire::{BillRequestVersion, Check, Faults, Pointer, read},
};

/// Everything a bill is computed from; the same request gives the same bytes everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct BillRequest {
    /// The form of this document.
    pub version: BillRequestVersion,
    /// What was agreed.
    pub contract: Contract,
    /// What was used.
    pub usage: Vec<UsageRecord>,
    /// What has been billed before.
    pub billed: Vec<BilledLine>,
    /// What coupons that hold for some periods only have taken off earlier bills.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub discounted: Vec<TakenDiscount>,
    /// Charges and allowances of the document that are no line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub adjustments: Vec<Adjustment>,
    /// Credits of the customer, drawn after tax.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub wallets: Vec<Wallet>,
    /// What the seller owes the customer, in major units from 0; taken off after the wallets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<Number>,
    /// What was paid before on this document, a deposit for example (BT-113); in major units from 0.
    /// It is taken off before the wallets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepaid: Option<Number>,
    /// How the payable amount is rounded (BT-114).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payable_rounding: Option<PayableRounding>,
    /// The instant through which charges are due; charges due at this very instant are included.
    pub through: Instant,
}

/// Usage of a meter at an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct UsageRecord {
    /// The meter.
    pub meter: Code,
    /// When it was used; counts for the period that contains the instant.
    pub at: Instant,
    /// How much.
    pub quantity: Quantity,
    /// What it costs, in major units, where a dynamic price charges it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<UnitPrice>,
    /// Its dimensions, where a matrix prices it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional, type = "Record<string, string>"))]
    pub properties: BTreeMap<String, String>,
}

impl UsageRecord {
    /// A quantity at an instant, without price or dimensions.
    #[must_use]
    pub const fn new(meter: Code, at: Instant, quantity: Quantity) -> Self {
        Self { meter, at, quantity, price: None, properties: BTreeMap::new() }
    }
}

/// What a coupon has taken off earlier bills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TakenDiscount {
    /// Code of the coupon.
    pub coupon: Code,
    /// How much, in major units.
    pub amount: Number,
}

impl UsageRecord {
    /// The assumed usage of a meter as one record; where usage says its own price, the quantity is that
    /// price.
    pub(crate) fn assumed(
        contract: &Contract,
        meter: &Code,
        quantity: Quantity,
        at: Instant,
    ) -> Result<Self, Faults> {
        let mut of_meter = contract.items().filter(|item| item.usage.as_ref() == Some(meter));
        let priced = of_meter.any(|item| matches!(item.charge, Charge::Dynamic(_)));
        let price = priced.then(|| UnitPrice::try_from(quantity.number())).transpose();
        let price = price.map_err(|error| {
            let root = Pointer::ROOT;
            let place = root.field("usage");
            Faults::one(error.code(), &place.field(meter.as_str()), error.to_string())
        })?;
        Ok(Self { price, ..Self::new(meter.clone(), at, quantity) })
    }
}

impl TakenDiscount {
    /// A discount of a bill, as what its coupon has taken.
    #[must_use]
    pub fn of(discount: &Discount) -> Self {
        Self { coupon: discount.coupon.clone(), amount: discount.amount.into() }
    }
}

/// A line that has been billed: its amount before discount, in the contract's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct BilledLine {
    /// Key of the line.
    pub line: Code,
    /// Its period; absent for a line charged once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// What was billed, below zero for a credit.
    pub amount: Number,
    /// What coupons took off that amount; nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Number>,
    /// Codes of the tax rates that were billed, as the bill has them; those of the line's item when
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taxes: Option<Vec<Code>>,
}

impl BilledLine {
    /// A line of a bill, as what was billed.
    #[must_use]
    pub fn of(line: &Line) -> Self {
        Self {
            line: line.key.clone(),
            period: line.period,
            amount: line.amount.into(),
            discount: (!line.discount.is_zero()).then(|| line.discount.into()),
            taxes: Some(line.taxes.to_vec()),
        }
    }
}

impl BillRequest {
    /// The request without what belongs to one document: its adjustments, and what pays it.
    #[must_use]
    pub(crate) fn of_any_document(&self) -> Self {
        Self {
            adjustments: Vec::new(),
            wallets: Vec::new(),
            balance: None,
            prepaid: None,
            ..self.clone()
        }
    }

    /// Reads a request and checks it.
    ///
    /// # Errors
    /// The first field that is not of the form, or every fault of a request of the form.
    #[inline]
    pub fn read(text: &str) -> Result<Self, Faults> {
        let request: Self = read(text)?;
        request.check()?;
        Ok(request)
    }

    /// Checks what the form alone cannot.
    ///
    /// # Errors
    /// Every fault, in the order of the document.
    pub fn check(&self) -> Result<(), Faults> {
        let mut check = Check::default();
        let root = Pointer::ROOT;
        self.contract.check(&root.field("contract"), &mut check);
        let usage = root.field("usage");
        for (index, record) in self.usage.iter().enumerate() {
            if !self.contract.meters.iter().any(|meter| meter.code == record.meter) {
                let detail = format!(
                    "There is no meter “{}”; accepted is one of the contract.",
                    record.meter
                );
                check.fault("unknown_reference", &usage.index(index).field("meter"), detail);
            }
        }
        let needs_records = || self.contract.items().any(|item| item.charge.prices_records());
        if !self.usage.is_empty()
            && needs_records()
            && let Some(timeline) = self.contract.timeline()
        {
            for version in &timeline.versions {
                self.check_records(version.item, &usage, &mut check);
            }
        }
        let billed = root.field("billed");
        for (index, line) in self.billed.iter().enumerate() {
            let place = billed.index(index);
            let amounts = [("amount", Some(line.amount)), ("discount", line.discount)];
            if let Some(taxes) = &line.taxes {
                self.contract.tax.check_billed_codes(taxes, &place.field("taxes"), &mut check);
            }
            for (name, amount) in amounts {
                let amount =
                    amount.map(|amount| Amount::from_number(amount, self.contract.currency));
                check.money(&place.field(name), amount.transpose());
            }
        }
        let discounted = root.field("discounted");
        for (index, taken) in self.discounted.iter().enumerate() {
            let place = discounted.index(index);
            check_amount("amount", Some(taken.amount), self.contract.currency, &place, &mut check);
        }
        let adjustments = root.field("adjustments");
        let codes = self.adjustments.iter().map(|adjustment| &adjustment.code);
        check_codes(codes, "code", &adjustments, &mut check);
        for (index, adjustment) in self.adjustments.iter().enumerate() {
            let place = adjustments.index(index);
            adjustment.check(&self.contract.tax, self.contract.currency, &place, &mut check);
        }
        let wallets = root.field("wallets");
        check_codes(self.wallets.iter().map(|wallet| &wallet.code), "code", &wallets, &mut check);
        for (index, wallet) in self.wallets.iter().enumerate() {
            wallet.check(self.contract.currency, &wallets.index(index), &mut check);
        }
        for (name, amount) in [("balance", self.balance), ("prepaid", self.prepaid)] {
            check_amount(name, amount, self.contract.currency, &root, &mut check);
        }
        if let Some(rounding) = self.payable_rounding {
            let place = root.field("payable_rounding");
            rounding.check(self.contract.currency, &place, &mut check);
        }
        check.finish()
    }

    /// Records usage that an item cannot charge: without a price, or of no cell of its matrix.
    fn check_records(&self, item: &Item, usage: &Pointer<'_>, check: &mut Check) {
        if !item.charge.prices_records() {
            return;
        }
        let of_meter = |record: &&UsageRecord| item.usage.as_ref() == Some(&record.meter);
        for (index, record) in self.usage.iter().enumerate().filter(|(_, record)| of_meter(record))
        {
            let place = usage.index(index);
            match &item.charge {
                Charge::Dynamic(_) if record.price.is_none() && !record.quantity.is_zero() => {
                    let detail = format!(
                        "“{}” charges what usage says it costs; accepted is a price.",
                        item.key
                    );
                    check.fault("no_price", &place.field("price"), detail);
                }
                Charge::Matrix(matrix) => {
                    if let Some(unpriced) = matrix.unpriced(record) {
                        let properties = place.field("properties");
                        let pointer = properties.field(&unpriced.dimension);
                        let found = unpriced.found.as_deref().unwrap_or_default();
                        let detail = format!(
                            "“{}” has no price for “{found}”; accepted is one of {}.",
                            item.key, unpriced.accepted
                        );
                        check.fault("no_cell", &pointer, detail);
                    }
                }
                _ => {}
            }
        }
    }
}
