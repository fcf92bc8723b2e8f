//! What a credit note is made from: the bill, the credit notes on it so far, and what to credit.

use seikyu_calendar::Period;
use seikyu_money::{Currency, Number, Percent, Quantity, RoundingMode};
use serde::{Deserialize, Serialize};

use crate::{
    billing::AdjustmentKind,
    catalog::{Code, TaxBehavior, TaxCategory, Text},
    wire::{BillVersion, CreditNoteRequestVersion, CreditNoteVersion, Faults, read},
};

/// Everything a credit note is made from; the same request gives the same bytes everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CreditNoteRequest {
    /// The form of this document.
    pub version: CreditNoteRequestVersion,
    /// The bill that is credited, as the invoice embeds it.
    pub bill: OriginalBill,
    /// Every credit note on the bill so far, in any order.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub credited: Vec<EarlierNote>,
    /// What to credit.
    pub credit: Credit,
    /// Why, as it is printed on the document (Japan's Qualified Invoice System asks for the reason of a
    /// return; EN 16931 has it as BT-22).
    pub reason: Text,
    /// What has been paid of the bill in money, deposits included, without what wallets or the balance paid; nothing when
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentState>,
    /// Where the credited amount goes.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub disposition: Disposition,
    /// How a share is rounded; half away from zero when absent.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(type = "RoundingMode", optional))]
    pub rounding: RoundingMode,
}

/// What to credit: `"invoice"` for everything that is left of it, or `{"lines": […]}` for some lines and
/// document charges or allowances.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Credit {
    /// Everything that is left.
    Invoice,
    /// Some lines and adjustments, each once.
    Lines(Vec<LineCredit>),
}

/// A line or an adjustment to credit: by quantity, by amount, or, with neither, all that is left of it.
/// Exactly one of `line` and `adjustment` is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct LineCredit {
    /// Key of the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<Code>,
    /// Code of the document's charge or allowance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustment: Option<Code>,
    /// The line's period; absent for a line charged once, and for an adjustment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// How many units of those that are left, above zero: that part of the amount that is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// How much of the amount before discount, in major units and with the sign that the bill states; it
    /// contains tax if the bill's prices do. Not zero, and at most what is left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
}

/// Where the credited amount goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Disposition {
    /// To the customer's balance: it settles what is open of the invoice, then later ones.
    #[default]
    Balance,
    /// Paid back as far as the customer has paid; the rest goes to the balance.
    Refund,
    /// What was paid beyond the part that the customer keeps is paid back; the rest goes to the
    /// balance.
    Both,
}

/// What has been paid of a bill, in major units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PaymentState {
    /// Received in all, from 0.
    pub paid: Number,
    /// Paid back of it in all, from 0 to what was paid.
    pub refunded: Number,
}

/// A bill as it is read back from an invoice. Whatever else the stored bill has (derivations, coupons)
/// may stand beside these fields and is not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct OriginalBill {
    /// The form of the bill.
    pub version: BillVersion,
    /// The currency of every amount.
    pub currency: Currency,
    /// Whether line amounts contain tax.
    pub tax_behavior: TaxBehavior,
    /// The lines.
    pub lines: Vec<OriginalLine>,
    /// Charges and allowances of the document (BG-21, BG-20).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub adjustments: Vec<OriginalAdjustment>,
    /// Tax per rate.
    pub taxes: Vec<OriginalTax>,
    /// The totals.
    pub totals: OriginalTotals,
    /// The bill's digest; a credit note names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// A line of a bill, as it is read back. Amounts are in major units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct OriginalLine {
    /// Key of the line, unique together with the period.
    pub key: Code,
    /// Name.
    pub name: Text,
    /// What one unit is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// The service period; absent for a charge made once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The quantity, when the line has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Before discount; contains tax if the bill's prices do.
    pub amount: Number,
    /// The line's share of the discounts.
    pub discount: Number,
    /// Without tax, after discount.
    pub net: Number,
    /// The line's share of the taxes.
    pub tax: Number,
    /// With tax, after discount.
    pub gross: Number,
    /// What wallets paid of it; nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_by_wallets: Option<Number>,
    /// Codes of the tax rates that apply.
    pub taxes: Vec<Code>,
}

/// A charge or an allowance of a bill, as it is read back. Amounts are in major units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct OriginalAdjustment {
    /// Its code, unique within the bill.
    pub code: Code,
    /// Its name.
    pub name: Text,
    /// Whether it was added or taken off.
    pub kind: AdjustmentKind,
    /// How much, as the bill states it.
    pub amount: Number,
    /// What it added without tax; below zero for an allowance.
    pub net: Number,
    /// Its share of the taxes.
    pub tax: Number,
    /// What it added with tax.
    pub gross: Number,
    /// What wallets paid of it; nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_by_wallets: Option<Number>,
    /// Codes of the tax rates that apply.
    pub taxes: Vec<Code>,
}

/// The tax of one rate on a bill, as it is read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct OriginalTax {
    /// Code of the rate.
    pub rate: Code,
    /// Name of the rate.
    pub name: Text,
    /// Category (BT-118).
    pub category: TaxCategory,
    /// Rate in per cent (BT-119).
    pub percent: Percent,
    /// Without tax (BT-116).
    pub base: Number,
    /// The tax (BT-117).
    pub amount: Number,
}

/// The totals of a bill, as they are read back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct OriginalTotals {
    /// Sum of the lines' amounts.
    pub lines: Number,
    /// Sum of the discounts.
    pub discounts: Number,
    /// Sum of the document's charges (BT-108); nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charges: Option<Number>,
    /// Sum of the document's allowances; nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowances: Option<Number>,
    /// Without tax (BT-109).
    pub net: Number,
    /// Tax (BT-110).
    pub tax: Number,
    /// With tax (BT-112).
    pub gross: Number,
    /// What was taken from the customer's balance; nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<Number>,
    /// The rounding of the payable amount (BT-114); nothing when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Number>,
}

/// A credit note as it is read back; whatever else it has may stand beside these fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EarlierNote {
    /// The form of the credit note.
    pub version: CreditNoteVersion,
    /// Digest of the bill it credits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// The lines.
    pub lines: Vec<EarlierLine>,
    /// Charges and allowances of the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub adjustments: Vec<EarlierAdjustment>,
}

/// A line of a credit note, as it is read back. Amounts are in major units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EarlierLine {
    /// Key of the line.
    pub key: Code,
    /// Its period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The quantity that was credited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// What was credited of the amount before discount.
    pub amount: Number,
    /// What was credited of the discount.
    pub discount: Number,
    /// What was credited of the tax of each rate.
    pub taxes: Vec<EarlierTax>,
}

/// A charge or an allowance of a credit note, as it is read back. Amounts are in major units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EarlierAdjustment {
    /// Its code.
    pub code: Code,
    /// What was credited of the amount, with the sign that the bill states.
    pub amount: Number,
    /// What was credited of the tax of each rate.
    pub taxes: Vec<EarlierTax>,
}

/// What a credit note took of the tax of one rate on a line or an adjustment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct EarlierTax {
    /// Code of the rate.
    pub rate: Code,
    /// The tax.
    pub amount: Number,
}

impl CreditNoteRequest {
    /// Reads a request. What the form alone cannot check is checked by [`crate::credit_note::credit`].
    ///
    /// # Errors
    /// The first field that is not of the form.
    #[inline]
    pub fn read(text: &str) -> Result<Self, Faults> {
        read(text)
    }
}
