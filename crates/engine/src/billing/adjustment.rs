//! Adjustments: charges and allowances of the whole document that are no line (EN 16931 BG-21 and
//! BG-20), each with its own tax rates: freight, packaging, insurance, a loyalty allowance.
//!
//! They come after the lines and their coupons and before tax; coupons do not reduce them. An adjustment
//! is part of the group of its rate, which is there even where charges and allowances cancel out.
//!
//! Example: lines of 800.00 and a freight charge of 100.00, both at 25 %: 900.00 without tax, 225.00 tax
//! (public example `en16931/cii-example3`).

use std::sync::Arc;

use seikyu_money::{Amount, Currency, MoneyError, Number};
use serde::{Deserialize, Serialize};

use crate::{
    billing::{Terms, spread::Share},
    catalog::{Code, TaxTerms, Text},
    wire::{Check, Pointer},
};

/// A charge or an allowance of the document, as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Adjustment {
    /// Unique within the document.
    pub code: Code,
    /// Name on documents; the reason (BT-97, BT-104).
    pub name: Text,
    /// Whether it is added or taken off.
    pub kind: AdjustmentKind,
    /// How much, in major units of the contract's currency; contains tax if the contract's prices do.
    /// Below zero it corrects an earlier one.
    pub amount: Number,
    /// Codes of the tax rates that apply.
    #[cfg_attr(feature = "typescript", tsify(type = "Code[]"))]
    pub taxes: Arc<[Code]>,
}

/// Whether an adjustment is added or taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum AdjustmentKind {
    /// Added (BG-21).
    Charge,
    /// Taken off (BG-20).
    Allowance,
}

/// A charge or an allowance of a bill, with its share of the taxes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct BilledAdjustment {
    /// Its code.
    pub code: Code,
    /// Its name.
    pub name: Text,
    /// Whether it is added or taken off.
    pub kind: AdjustmentKind,
    /// How much, as it was asked for (BT-92, BT-99).
    pub amount: Amount,
    /// What it adds without tax; below zero for an allowance.
    pub net: Amount,
    /// Its share of the taxes.
    pub tax: Amount,
    /// What it adds with tax.
    pub gross: Amount,
    /// What wallets paid of it; nothing when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paid_by_wallets: Option<Amount>,
    /// Codes of the tax rates that apply.
    #[cfg_attr(feature = "typescript", tsify(type = "Code[]"))]
    pub taxes: Arc<[Code]>,
}

impl Adjustment {
    /// What it adds, in minor units.
    pub(crate) fn minor(&self, currency: Currency) -> Result<i64, MoneyError> {
        let minor = Amount::from_number(self.amount, currency)?.minor();
        match self.kind {
            AdjustmentKind::Charge => Ok(minor),
            AdjustmentKind::Allowance => minor.checked_neg().ok_or(MoneyError::Overflow),
        }
    }

    pub(crate) fn billed(
        &self,
        rates: Arc<[Code]>,
        share: Share,
        terms: &Terms,
    ) -> Result<BilledAdjustment, MoneyError> {
        let amount = |minor| Amount::from_minor(minor, terms.currency);
        let (net, gross) = share.net_and_gross(self.minor(terms.currency)?, terms.behavior)?;
        Ok(BilledAdjustment {
            code: self.code.clone(),
            name: self.name.clone(),
            kind: self.kind,
            amount: Amount::from_number(self.amount, terms.currency)?,
            net: amount(net),
            tax: amount(share.tax),
            gross: amount(gross),
            paid_by_wallets: None,
            taxes: rates,
        })
    }

    /// Records what is wrong with it.
    pub(crate) fn check(
        &self,
        tax: &TaxTerms,
        currency: Currency,
        pointer: &Pointer<'_>,
        check: &mut Check,
    ) {
        check.money(&pointer.field("amount"), Amount::from_number(self.amount, currency));
        tax.check_codes(&self.taxes, &pointer.field("taxes"), check);
    }
}

/// The sums of charges and of allowances, in minor units.
pub(crate) fn sums(
    adjustments: &[Adjustment],
    currency: Currency,
) -> Result<(i64, i64), MoneyError> {
    adjustments.iter().try_fold((0_i64, 0_i64), |(charges, allowances), one| {
        let minor = Amount::from_number(one.amount, currency)?.minor();
        let plus = |sum: i64| sum.checked_add(minor).ok_or(MoneyError::Overflow);
        match one.kind {
            AdjustmentKind::Charge => Ok((plus(charges)?, allowances)),
            AdjustmentKind::Allowance => Ok((charges, plus(allowances)?)),
        }
    })
}
