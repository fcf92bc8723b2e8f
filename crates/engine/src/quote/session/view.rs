//! Views: what a screen shows of a quote, as decimal strings. Only asked-for rows are formatted.

use std::fmt::Write as _;

use seikyu_calendar::Interval;
use seikyu_money::{Amount, Currency, Exact, MoneyError, Percent};
use serde::Serialize;

use super::{Document, Session, row::SessionRow};
use crate::{
    billing,
    catalog::{Code, TaxBehavior, TaxCategory, Text},
    explain::{LineDerivation, Part, TrueUp},
    quote::{CellFault, Column},
    rating::{Measured, RatingError},
    wire::{FaultCode, Faults},
};

/// Where a row's quantity comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum RowKind {
    /// Chosen by the buyer.
    Chosen,
    /// Assumed usage of a meter.
    Usage,
    /// A free line.
    Extra,
}

/// Why a cell is not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct CellError {
    /// The column.
    pub column: Column,
    /// Stable code: `empty`, `not_a_number`, `ambiguous`, `out_of_range`, `overflow`.
    #[cfg_attr(feature = "typescript", tsify(type = "string"))]
    pub code: FaultCode,
    /// One sentence: what was found and what is accepted.
    pub detail: String,
}

impl CellError {
    pub(super) fn typed(column: Column, fault: CellFault, text: &str) -> Self {
        let found: String = text.chars().take(60).collect();
        let (code, detail) = match fault {
            CellFault::Empty => ("empty", "Nothing is typed here; a value is needed.".to_owned()),
            CellFault::NotANumber => (
                "not_a_number",
                format!("“{found}” is not a number; accepted are digits such as 1234.50."),
            ),
            CellFault::Ambiguous => (
                "ambiguous",
                format!("“{found}” can be read in two ways; accepted is 1234.50 or 1,234.50."),
            ),
        };
        Self { column, code, detail }
    }

    pub(super) fn money(column: Column, error: &MoneyError) -> Self {
        Self { column, code: error.code(), detail: error.to_string() }
    }

    pub(super) fn rating(column: Column, error: &RatingError) -> Self {
        Self { column, code: error.code(), detail: error.to_string() }
    }

    pub(super) const fn code(&self) -> FaultCode {
        self.code
    }
}

/// Which cells of a row can be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Editable {
    /// The name.
    pub name: bool,
    /// The quantity.
    pub quantity: bool,
    /// The unit price.
    pub unit_price: bool,
}

/// A row as a screen shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Row {
    /// Position in the grid, from 0.
    pub index: usize,
    /// Key of the item.
    pub key: Code,
    /// Key of the line; rows of one line are added up and rounded once.
    pub line: Code,
    /// Where the quantity comes from.
    pub kind: RowKind,
    /// The product's name; absent in a free line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// What is typed as the name of a free line.
    pub name_text: String,
    /// What one unit is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Text>,
    /// The quantity as typed.
    pub quantity_text: String,
    /// The unit price as typed or listed; absent where tiers or a flat amount price the row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_price_text: Option<String>,
    /// Units free of charge.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<seikyu_money::Quantity>,
    /// How often it is charged; absent for once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// Decimal string: the rounded amount of a row that is a line of its own, the exact amount of a
    /// row that is rounded together with others; absent in error and for a blank row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<String>,
    /// Whether the row is rounded together with others.
    pub part: bool,
    /// What is wrong with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<CellError>,
    /// Which cells can be edited.
    pub editable: Editable,
}

/// What a coupon takes off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct DiscountView {
    /// Code of the coupon.
    pub coupon: Code,
    /// Name of the coupon.
    pub name: Text,
    /// Per cent, if it takes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<Percent>,
    /// What it is taken from.
    pub base: Amount,
    /// What it takes.
    pub amount: Amount,
}

/// The tax of one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TaxView {
    /// Code of the rate.
    pub rate: Code,
    /// Name of the rate.
    pub name: Text,
    /// Category.
    pub category: TaxCategory,
    /// Rate in per cent.
    pub percent: Percent,
    /// Without tax.
    pub base: Amount,
    /// The taxes that a compound rate is computed on, too, before they are rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_taxes: Option<Exact>,
    /// The tax.
    pub amount: Amount,
}

/// The totals of one document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct DocumentView {
    /// Sum of the rows' lines; what commitments add comes beside it.
    pub lines: Amount,
    /// What each coupon takes off.
    pub discounts: Vec<DiscountView>,
    /// Their sum.
    pub discount: Amount,
    /// Without tax.
    pub net: Amount,
    /// Tax per rate.
    pub taxes: Vec<TaxView>,
    /// Their sum.
    pub tax: Amount,
    /// With tax.
    pub gross: Amount,
    /// What commitments add to the lines; no coupon reduces it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub true_ups: Vec<TrueUpView>,
}

/// What a commitment adds to a full period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TrueUpView {
    /// Code of the commitment.
    pub commitment: Code,
    /// Name of the commitment.
    pub name: Text,
    /// Why.
    pub true_up: TrueUp,
}

/// The totals of a quote; documents are absent while a row is in error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct QuoteTotals {
    /// Currency of every amount.
    pub currency: Currency,
    /// Decimals of its minor unit.
    pub exponent: u8,
    /// Whether prices contain tax.
    pub tax_behavior: TaxBehavior,
    /// How many rows are in error; the totals cannot be computed while there are any.
    pub rows_in_error: usize,
    /// Due at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<DocumentView>,
    /// One full period under the assumed usage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<DocumentView>,
}

/// What an edit changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Change {
    /// The rows that changed.
    pub rows: Vec<Row>,
    /// The totals.
    pub totals: QuoteTotals,
}

impl Session {
    /// The rows from one position up to another, those that exist.
    #[must_use]
    pub fn rows(&self, from: usize, to: usize) -> Vec<Row> {
        let to = to.min(self.rows.len());
        (from..to).filter_map(|index| self.row(index)).collect()
    }

    fn row(&self, index: usize) -> Option<Row> {
        let row = self.rows.get(index)?;
        let line = self.lines.get(row.line);
        let part = line.is_some_and(|line| line.rows.len() > 1);
        let error = row.error();
        let amount = match (&error, row.is_blank(), part) {
            (Some(_), _, _) | (_, true, _) => None,
            (None, false, true) => Some(row.exact.to_string()),
            (None, false, false) => line.and_then(|line| line.amount).map(|a| a.to_string()),
        };
        let extra = row.kind == RowKind::Extra;
        Some(Row {
            index,
            key: row.item.key.clone(),
            line: row.item.line_key().clone(),
            kind: row.kind,
            name: (!extra).then(|| row.item.name.clone()),
            name_text: row.name.clone(),
            unit: row.item.unit.clone(),
            quantity_text: row.quantity.text.clone(),
            unit_price_text: row.unit_price.as_ref().map(|price| price.text.clone()),
            included: row.included,
            interval: row.item.interval,
            amount,
            part,
            error,
            editable: Editable { name: extra, quantity: true, unit_price: extra },
        })
    }

    /// The totals, or how many rows stand in their way.
    #[must_use]
    pub fn totals(&self) -> QuoteTotals {
        let document =
            |document: &Document| (self.rows_in_error == 0).then(|| self.document(document));
        QuoteTotals {
            currency: self.terms.currency,
            exponent: self.terms.currency.exponent(),
            tax_behavior: self.terms.behavior,
            rows_in_error: self.rows_in_error,
            start: document(&self.start),
            period: document(&self.period),
        }
    }

    fn document(&self, document: &Document) -> DocumentView {
        let settlement = &document.settlement;
        let coupons = settlement.discounts.iter();
        let rates = settlement.taxes.iter();
        DocumentView {
            // Settling has added them up before, with what commitments add: they do not overflow.
            lines: self.amount(
                document.buckets.iter().fold(0, |sum: i64, total| sum.saturating_add(total.minor)),
            ),
            discounts: coupons
                .filter_map(|total| {
                    let coupon = self.terms.coupons.get(total.coupon)?;
                    Some(DiscountView {
                        coupon: coupon.code.clone(),
                        name: coupon.name.clone(),
                        percent: coupon.percent,
                        base: self.amount(total.base),
                        amount: self.amount(total.amount),
                    })
                })
                .collect(),
            discount: self.amount(settlement.discount),
            net: self.amount(settlement.net),
            taxes: rates
                .filter_map(|total| {
                    let rate = self.terms.rates.get(total.rate)?;
                    Some(TaxView {
                        rate: rate.code.clone(),
                        name: rate.name.clone(),
                        category: rate.category,
                        percent: rate.percent,
                        base: self.amount(total.base),
                        on_taxes: total.on_taxes,
                        amount: self.amount(total.amount),
                    })
                })
                .collect(),
            tax: self.amount(settlement.tax),
            gross: self.amount(settlement.gross),
            true_ups: document
                .true_ups
                .iter()
                .filter_map(|(place, true_up)| {
                    let commitment = self.terms.commitments.get(*place)?;
                    Some(TrueUpView {
                        commitment: commitment.code.clone(),
                        name: commitment.name.clone(),
                        true_up: true_up.clone(),
                    })
                })
                .collect(),
        }
    }

    pub(super) fn change(&self, rows: &[usize]) -> Change {
        Change {
            rows: rows.iter().filter_map(|index| self.row(*index)).collect(),
            totals: self.totals(),
        }
    }

    /// A row's amount and the gross totals, tab separated, as [`Session::edit`] gives them.
    pub(super) fn packed(&self, index: usize) -> String {
        let mut packed = String::with_capacity(48);
        // Writing to a string cannot fail.
        if let Some(row) = self.rows.get(index)
            && !row.in_error
            && !row.is_blank()
        {
            let line = self.lines.get(row.line);
            let _ = match line.filter(|line| line.rows.len() == 1).and_then(|line| line.amount) {
                Some(amount) => write!(packed, "{amount}"),
                None => write!(packed, "{}", row.exact),
            };
        }
        for document in [&self.start, &self.period] {
            packed.push('\t');
            if self.rows_in_error == 0 {
                let _ = write!(packed, "{}", self.amount(document.settlement.gross));
            }
        }
        packed
    }

    /// Why a row's line costs what it costs.
    ///
    /// # Errors
    /// A row that is not there, or that is in error.
    pub fn explain(&self, index: usize) -> Result<LineDerivation, Faults> {
        let Some(line) = self.rows.get(index).and_then(|row| self.lines.get(row.line)) else {
            return Err(Faults::whole("unknown_reference", format!("There is no row {index}.")));
        };
        let members = line.rows.iter().filter_map(|index| self.rows.get(*index));
        let parts = members.map(part).collect::<Result<_, _>>()?;
        let exact = line.exact(&self.rows)?;
        Ok(LineDerivation {
            true_up: None,
            parts,
            exact,
            rounding: self.terms.rounding.lines,
            amount: self.amount(line.minor()),
            already_billed: None,
        })
    }
}

fn part(row: &SessionRow) -> Result<Part, Faults> {
    let quantity = row
        .quantity
        .value
        .as_ref()
        .map_err(|error| Faults::whole(error.code(), error.detail.clone()))?;
    Ok(billing::part(&row.item, &Measured::of(*quantity, row.included), None, None)?)
}
