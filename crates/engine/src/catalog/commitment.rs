//! Commitments: what a customer agrees to spend over a period, at least or at most.

use seikyu_calendar::Interval;
use seikyu_money::{Amount, Currency, Number, Percent};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Code, TaxTerms, Text},
    wire::{Check, Pointer},
};

/// What a customer agrees to spend over a period, on some lines or on all: at least, at most, and how
/// spending beyond the minimum is charged. A minimum or maximum of one price alone is the price's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Commitment {
    /// Unique within the contract; the key of the line of the true-up.
    pub code: Code,
    /// Name on documents.
    pub name: Text,
    /// The least of a full period, in major units; what is missing is the true-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Number>,
    /// The most of a full period, in major units; what is beyond is taken off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Number>,
    /// What spending beyond the minimum costs, in per cent of its amount: 80 for a fifth less.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overage_percent: Option<Percent>,
    /// Keys of the lines it measures; all lines of the contract when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lines: Option<Vec<Code>>,
    /// How long a period is; periods are counted from the contract's start.
    pub interval: Interval,
    /// Codes of the tax rates of the true-up.
    pub taxes: Vec<Code>,
}

impl Commitment {
    /// Whether a line is measured.
    #[must_use]
    pub fn measures(&self, line: &Code) -> bool {
        self.lines.as_ref().is_none_or(|lines| lines.contains(line))
    }

    /// Records what is wrong with the commitment.
    pub fn check(
        &self,
        (currency, tax): (Currency, &TaxTerms),
        pointer: &Pointer<'_>,
        check: &mut Check,
    ) {
        if self.minimum.is_none() && self.maximum.is_none() {
            let detail =
                "A commitment has neither a minimum nor a maximum; accepted is one or both.";
            check.fault("missing_field", pointer, detail);
        }
        for (name, limit) in [("minimum", self.minimum), ("maximum", self.maximum)] {
            let Some(limit) = limit else { continue };
            let place = pointer.field(name);
            if limit.is_negative() {
                let detail = format!("{limit} is below zero; accepted is 0 or more.");
                check.fault("out_of_range", &place, detail);
            }
            check.money(&place, Amount::from_number(limit, currency));
        }
        if let (Some(minimum), Some(maximum)) = (self.minimum, self.maximum)
            && maximum < minimum
        {
            let detail = format!(
                "The maximum of {maximum} lies below the minimum; accepted is {minimum} or more."
            );
            check.fault("out_of_range", &pointer.field("maximum"), detail);
        }
        if self.overage_percent.is_some() && self.minimum.is_none() {
            let detail =
                "Without a minimum nothing lies beyond it; accepted is a minimum beside it.";
            check.fault("missing_field", &pointer.field("overage_percent"), detail);
        }
        tax.check_codes(&self.taxes, &pointer.field("taxes"), check);
    }
}
