//! The bill: what the engine gives back, and what the invoice embeds byte for byte.

use std::sync::Arc;

use seikyu_calendar::{Instant, Period};
use seikyu_money::{Amount, Currency, Exact, MoneyError, Percent, Quantity};
use serde::Serialize;

use crate::{
    billing::{
        BillRequest, BilledAdjustment, Due, Settlement, Terms, WalletDraw, adjustment::sums,
    },
    catalog::{Code, TaxBehavior, TaxCategory, Text},
    explain::LineDerivation,
    wire::BillVersion,
};

/// A bill: lines, discounts, taxes and totals, each with its derivation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Bill {
    /// The form of this document.
    pub version: BillVersion,
    /// Version of the engine that computed it.
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub engine: &'static str,
    /// The instant through which charges are included.
    pub through: Instant,
    /// The currency of every amount.
    pub currency: Currency,
    /// Whether line amounts contain tax.
    pub tax_behavior: TaxBehavior,
    /// The lines.
    pub lines: Vec<Line>,
    /// Charges and allowances of the document (BG-21, BG-20).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub adjustments: Vec<BilledAdjustment>,
    /// What each coupon took off, in the order in which they were taken.
    pub discounts: Vec<Discount>,
    /// Tax per rate (EN 16931 BG-23).
    pub taxes: Vec<Tax>,
    /// What wallets paid, in the order in which they were drawn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub wallets: Vec<WalletDraw>,
    /// The totals.
    pub totals: Totals,
    /// Usage that came later than the contract bills it: recorded here, not billed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub late: Vec<LateUsage>,
    /// SHA-256 of the canonical request, a line feed, and this bill without its digest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

/// What late usage would have added to a line that was billed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct LateUsage {
    /// Key of the line.
    pub line: Code,
    /// Its period.
    pub period: Period,
    /// The difference, before discount and in the bill's currency; not part of any total.
    pub amount: Amount,
}

/// A line of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Line {
    /// Key of the line, unique together with the period.
    pub key: Code,
    /// Name.
    pub name: Text,
    /// What one unit is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// The service period; absent for a charge made once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The quantity, when the line has one part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// The amount as priced, before discount; contains tax if the bill's prices do.
    pub amount: Amount,
    /// The line's share of the discounts.
    pub discount: Amount,
    /// Without tax, after discount (BT-131 less its share of BG-20).
    pub net: Amount,
    /// The line's share of the taxes.
    pub tax: Amount,
    /// With tax, after discount.
    pub gross: Amount,
    /// What wallets paid of it; nothing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_by_wallets: Option<Amount>,
    /// Codes of the tax rates that apply.
    #[cfg_attr(feature = "typescript", tsify(type = "Code[]"))]
    pub taxes: Arc<[Code]>,
    /// Why the amount is what it is.
    pub derivation: LineDerivation,
}

/// What a coupon took off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Discount {
    /// Code of the coupon.
    pub coupon: Code,
    /// Name of the coupon.
    pub name: Text,
    /// The per cent it takes, if it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
    /// What it was taken from.
    pub base: Amount,
    /// What it took.
    pub amount: Amount,
}

/// The tax of one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Tax {
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
    /// The taxes that a compound rate is computed on, too, before they are rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_taxes: Option<Exact>,
    /// The tax, rounded once (BT-117).
    pub amount: Amount,
}

/// The totals of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Totals {
    /// Sum of the lines' amounts.
    pub lines: Amount,
    /// Sum of the discounts (BT-107, where prices are without tax).
    pub discounts: Amount,
    /// What of the discounts is of earlier bills and is taken back by credits; below zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned_discounts: Option<Amount>,
    /// Sum of the document's charges (BT-108); nothing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charges: Option<Amount>,
    /// Sum of the document's allowances, beside the discounts (BT-107 is both); nothing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowances: Option<Amount>,
    /// Without tax (BT-109).
    pub net: Amount,
    /// Tax (BT-110).
    pub tax: Amount,
    /// With tax (BT-112).
    pub gross: Amount,
    /// Tax that is shown and that the buyer pays to the state (category B), not to the seller; nothing
    /// when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Amount>,
    /// What was paid before on this document; nothing when absent. With `wallets` and `balance` it is
    /// the paid amount of EN 16931 (BT-113).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prepaid: Option<Amount>,
    /// What wallets paid; nothing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wallets: Option<Amount>,
    /// What was taken from the customer's balance; nothing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub balance: Option<Amount>,
    /// The rounding of the payable amount (BT-114); nothing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding: Option<Amount>,
    /// To pay (BT-115), never below zero: gross − withheld − prepaid − wallets − balance + rounding.
    pub due: Amount,
    /// What goes to the customer's balance where that is below zero.
    pub credit: Amount,
}

pub(crate) fn discounts(settlement: &Settlement, terms: &Terms) -> Vec<Discount> {
    let amount = |minor| Amount::from_minor(minor, terms.currency);
    settlement
        .discounts
        .iter()
        .filter_map(|total| {
            let coupon = terms.coupons.get(total.coupon)?;
            Some(Discount {
                coupon: coupon.code.clone(),
                name: coupon.name.clone(),
                percent: coupon.percent,
                base: amount(total.base),
                amount: amount(total.amount),
            })
        })
        .collect()
}

pub(crate) fn taxes(settlement: &Settlement, terms: &Terms) -> Vec<Tax> {
    let amount = |minor| Amount::from_minor(minor, terms.currency);
    let totals = settlement.taxes.iter();
    totals
        .filter_map(|total| {
            let rate = terms.rates.get(total.rate)?;
            Some(Tax {
                rate: rate.code.clone(),
                name: rate.name.clone(),
                category: rate.category,
                percent: rate.percent,
                base: amount(total.base),
                on_taxes: total.on_taxes,
                amount: amount(total.amount),
            })
        })
        .collect()
}

pub(crate) fn totals(
    settlement: &Settlement,
    due: Due,
    request: &BillRequest,
) -> Result<Totals, MoneyError> {
    let currency = request.contract.currency;
    let (charges, allowances) = sums(&request.adjustments, currency)?;
    let added = charges.checked_sub(allowances).ok_or(MoneyError::Overflow)?;
    let lines = settlement.lines.checked_sub(added).ok_or(MoneyError::Overflow)?;
    let amount = |minor| Amount::from_minor(minor, currency);
    let some = |minor: i64| (minor != 0).then(|| amount(minor));
    Ok(Totals {
        lines: amount(lines),
        discounts: amount(settlement.discount),
        returned_discounts: (settlement.returned != 0).then(|| amount(settlement.returned)),
        charges: some(charges),
        allowances: some(allowances),
        net: amount(settlement.net),
        tax: amount(settlement.tax),
        gross: amount(settlement.gross),
        withheld: some(due.withheld),
        prepaid: some(due.prepaid),
        wallets: some(due.wallets),
        balance: some(due.balance),
        rounding: some(due.rounding),
        due: amount(due.left.max(0)),
        credit: amount(due.left.checked_neg().ok_or(MoneyError::Overflow)?.max(0)),
    })
}
