//! The credit note: what the engine gives back, and what the document embeds byte for byte.

use seikyu_calendar::Period;
use seikyu_money::{Amount, Currency, Percent, Quantity};
use serde::Serialize;

use crate::{
    billing::AdjustmentKind,
    catalog::{Code, TaxBehavior, TaxCategory, Text},
    credit_note::{CreditDerivation, RefundDerivation},
    wire::CreditNoteVersion,
};

/// A credit note. Its amounts are what is taken back: above zero where the bill's are, as a document
/// of type 381 states them (EN 16931, UNTDID 1001).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CreditNote {
    /// The form of this document.
    pub version: CreditNoteVersion,
    /// Version of the engine that computed it.
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub engine: &'static str,
    /// Digest of the bill that is credited, if it has one (EN 16931 BG-3 names its number).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// The currency of every amount.
    pub currency: Currency,
    /// Whether line amounts contain tax.
    pub tax_behavior: TaxBehavior,
    /// Why.
    pub reason: Text,
    /// The lines, in the order of the bill.
    pub lines: Vec<CreditLine>,
    /// Charges and allowances of the document, in the order of the bill.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub adjustments: Vec<CreditAdjustment>,
    /// Tax per rate, in the order of the bill (BG-23).
    pub taxes: Vec<CreditTax>,
    /// The totals.
    pub totals: CreditTotals,
    /// What is paid back to the customer.
    pub refund: Amount,
    /// What goes to the customer's balance; with the refund it is the gross total, less what is withheld.
    pub balance: Amount,
    /// Why that much is paid back.
    pub derivation: RefundDerivation,
    /// SHA-256 of the canonical request, a line feed, and this note without its digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// What is taken back of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CreditLine {
    /// Key of the bill's line.
    pub key: Code,
    /// Name.
    pub name: Text,
    /// What one unit is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// The service period; absent for a charge made once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The quantity that is taken back; absent for a credit by amount, and where the bill's line has
    /// none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// Before discount; contains tax if the bill's prices do.
    pub amount: Amount,
    /// The share of the line's discount.
    pub discount: Amount,
    /// Without tax, after discount.
    pub net: Amount,
    /// The share of the line's tax.
    pub tax: Amount,
    /// With tax, after discount.
    pub gross: Amount,
    /// That tax by rate.
    pub taxes: Vec<RateShare>,
    /// Why the amounts are what they are.
    pub derivation: CreditDerivation,
}

/// What is taken back of a charge or an allowance of the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CreditAdjustment {
    /// Its code on the bill.
    pub code: Code,
    /// Its name.
    pub name: Text,
    /// Whether the bill added it or took it off.
    pub kind: AdjustmentKind,
    /// How much, with the sign that the bill states: an allowance is taken back by an allowance.
    pub amount: Amount,
    /// Without tax; below zero for an allowance.
    pub net: Amount,
    /// The share of its tax.
    pub tax: Amount,
    /// With tax.
    pub gross: Amount,
    /// That tax by rate.
    pub taxes: Vec<RateShare>,
    /// Why the amounts are what they are; amounts of an allowance are below zero.
    pub derivation: CreditDerivation,
}

/// An amount of the tax of one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct RateShare {
    /// Code of the rate.
    pub rate: Code,
    /// The tax.
    pub amount: Amount,
}

/// What is taken back of the tax of one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CreditTax {
    /// Code of the rate.
    pub rate: Code,
    /// Name of the rate.
    pub name: Text,
    /// Category (BT-118).
    pub category: TaxCategory,
    /// Rate in per cent (BT-119).
    pub percent: Percent,
    /// Without tax (BT-116).
    pub base: Amount,
    /// The tax: the sum of the lines' shares (BT-117).
    pub amount: Amount,
}

/// The totals of a credit note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CreditTotals {
    /// Sum of the lines' amounts.
    pub lines: Amount,
    /// Sum of the discounts' shares.
    pub discounts: Amount,
    /// Sum of the document's charges (BT-108); nothing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charges: Option<Amount>,
    /// Sum of the document's allowances; nothing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowances: Option<Amount>,
    /// Without tax (BT-109).
    pub net: Amount,
    /// Tax (BT-110).
    pub tax: Amount,
    /// With tax (BT-112).
    pub gross: Amount,
    /// Tax that the buyer pays to the state (category B), and that is not given back to the buyer;
    /// nothing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Amount>,
}
