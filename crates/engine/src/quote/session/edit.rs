//! Edits: one cell, a row more or less, or a setting of the whole quote.

use std::{str::FromStr, sync::Arc};

use seikyu_calendar::{Date, Interval};
use seikyu_money::{MoneyError, Quantity};
use serde::{Deserialize, Serialize};

use super::{Session, row, row::SessionRow, row::Typed};
use crate::{
    billing::LINES_MAX,
    catalog::{Code, TaxBehavior, Text},
    quote::{Change, Draft, RowKind, Session as Quote},
    wire::{Faults, Pointer},
};

/// A column of the grid that can be edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Column {
    /// The name of a free line.
    Name,
    /// The quantity or assumed usage.
    Quantity,
    /// The unit price of a free line.
    UnitPrice,
}

impl Column {
    /// The column's name in forms.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Quantity => "quantity",
            Self::UnitPrice => "unit_price",
        }
    }
}

impl FromStr for Column {
    type Err = Faults;

    fn from_str(text: &str) -> Result<Self, Faults> {
        match text {
            "name" => Ok(Self::Name),
            "quantity" => Ok(Self::Quantity),
            "unit_price" => Ok(Self::UnitPrice),
            other => Err(Faults::whole(
                "unknown_reference",
                format!("“{other}” is no column; accepted are name, quantity and unit_price."),
            )),
        }
    }
}

impl Session {
    /// Sets a cell to what was typed. The text is kept even when it is not accepted; the row is then
    /// in error. Usage is shared by all rows of its meter.
    ///
    /// # Errors
    /// A row or cell that cannot be edited, or an amount beyond what can be held.
    pub fn set_cell(&mut self, row: usize, column: Column, text: &str) -> Result<Change, Faults> {
        let changed = self.write_cell(row, column, text)?;
        self.settle()?;
        Ok(self.change(&changed))
    }

    /// [`Session::set_cell`] with a packed answer: the row's amount, the gross total due at the start
    /// and that of a full period, as decimal strings with a tab between them. Each is empty where an
    /// error leaves none.
    ///
    /// # Errors
    /// As [`Session::set_cell`].
    pub fn edit(&mut self, row: usize, column: Column, text: &str) -> Result<String, Faults> {
        self.write_cell(row, column, text)?;
        self.settle()?;
        Ok(self.packed(row))
    }

    /// [`Session::set_cell`] without settling; gives the rows that changed.
    pub(super) fn write_cell(
        &mut self,
        index: usize,
        column: Column,
        text: &str,
    ) -> Result<Vec<usize>, Faults> {
        let Some(row) = self.rows.get_mut(index) else {
            return Err(self.no_row(index));
        };
        if column != Column::Quantity && row.kind != RowKind::Extra {
            let root = Pointer::ROOT;
            return Err(Faults::one(
                "not_editable",
                &root.field("rows").index(index).field(column.name()),
                "This comes from the price list; accepted is an edit of the quantity.",
            ));
        }
        match column {
            Column::Name => {
                text.clone_into(&mut row.name);
                let was = row.item.name.clone();
                row.item.name = Text::new("en", text.trim()).unwrap_or(was);
            }
            Column::Quantity => row.quantity = Typed::<Quantity>::read(text, column),
            Column::UnitPrice => row.unit_price = Some(Typed::read(text, column)),
        }
        // A free line that has something typed counts as one unless the quantity says otherwise.
        if row.kind == RowKind::Extra && !row.is_blank() && row.quantity.text.is_empty() {
            row.quantity.value = Ok(Quantity::ONE);
        }
        let meter = row.item.usage.clone();
        let shared = meter.filter(|_| column == Column::Quantity);
        let changed = match shared {
            None => vec![index],
            Some(meter) => {
                let typed = row.quantity.clone();
                let mut changed = Vec::new();
                for (other, row) in self.rows.iter_mut().enumerate() {
                    if row.item.usage.as_ref() == Some(&meter) {
                        row.quantity = typed.clone();
                        changed.push(other);
                    }
                }
                changed
            }
        };
        for row in &changed {
            self.reprice(*row)?;
        }
        Ok(changed)
    }

    /// Prices one row again and moves its line's amount in the running totals.
    fn reprice(&mut self, index: usize) -> Result<(), Faults> {
        let Some(row) = self.rows.get_mut(index) else {
            return Ok(());
        };
        row.rate();
        let (was, now) = (row.in_error, row.error().is_some());
        row.in_error = now;
        if now && !was {
            self.rows_in_error = self.rows_in_error.saturating_add(1);
        } else if was && !now {
            self.rows_in_error = self.rows_in_error.saturating_sub(1);
        }
        let Some(line) = self.lines.get_mut(row.line) else {
            return Ok(());
        };
        let before = [line.in_document(0), line.in_document(1)];
        line.round(&self.rows, &self.terms)?;
        let documents = [(line.at_start, &mut self.start), (line.per_period, &mut self.period)];
        for (index, ((there, document), was)) in documents.into_iter().zip(before).enumerate() {
            if !there {
                continue;
            }
            let now = line.in_document(index);
            let moved = now.0.checked_sub(was.0).ok_or(MoneyError::Overflow)?;
            document.shift(line.bucket, moved, now.1.saturating_sub(was.1))?;
        }
        Ok(())
    }

    /// Adds a free line at the end and gives its row.
    ///
    /// # Errors
    /// An amount beyond what can be held.
    pub fn add_line(&mut self) -> Result<usize, Faults> {
        self.append_lines(self.rows.len().saturating_add(1))?;
        Ok(self.rows.len().saturating_sub(1))
    }

    /// Adds free lines until there are as many rows as needed; gives how many were added.
    pub(super) fn append_lines(&mut self, needed: usize) -> Result<usize, Faults> {
        let missing = needed.saturating_sub(self.rows.len());
        if missing == 0 {
            return Ok(0);
        }
        if needed > LINES_MAX {
            return Err(Faults::whole(
                "too_many_lines",
                format!("The quote would have {needed} rows; accepted are at most {LINES_MAX}."),
            ));
        }
        let rates = self.list.tax.rates.iter();
        let taxes: Arc<[Code]> = rates.take(1).map(|rate| rate.code.clone()).collect();
        for _ in 0..missing {
            let key = self.free_key();
            let taxes = Arc::clone(&taxes);
            let blank = key.and_then(|key| SessionRow::blank(key, &self.settings, taxes));
            self.rows.extend(blank);
        }
        self.rebuild()?;
        Ok(missing)
    }

    /// The next key of the form `line-7` that no row has.
    fn free_key(&mut self) -> Option<Code> {
        let highest = self.rows.iter().filter_map(|row| {
            let keys = [&row.item.key, row.item.line_key()];
            let numbers = keys.into_iter().filter_map(|key| key.as_str().strip_prefix("line-"));
            numbers.filter_map(|number| number.parse::<u32>().ok()).max()
        });
        if self.next_line == 0 {
            self.next_line = highest.max().unwrap_or_default();
        }
        self.next_line = self.next_line.checked_add(1)?;
        format!("line-{}", self.next_line).parse().ok()
    }

    /// Removes a free line.
    ///
    /// # Errors
    /// A row that is no free line.
    pub fn remove_line(&mut self, index: usize) -> Result<(), Faults> {
        match self.rows.get(index) {
            Some(row) if row.kind == RowKind::Extra => {
                self.rows.remove(index);
                self.rebuild()
            }
            Some(_) => Err(Faults::whole(
                "not_editable",
                "This row belongs to the plan; accepted is the removal of a free line.",
            )),
            None => Err(self.no_row(index)),
        }
    }

    /// Sets how often a free line is charged; `None` for once, at the start.
    ///
    /// # Errors
    /// A row that is no free line.
    pub fn set_interval(&mut self, index: usize, interval: Option<Interval>) -> Result<(), Faults> {
        match self.rows.get_mut(index) {
            Some(row) if row.kind == RowKind::Extra => {
                row.item.interval = interval;
                self.rebuild()
            }
            Some(_) => Err(Faults::whole(
                "not_editable",
                "The interval comes from the price list; accepted is an edit of a free line.",
            )),
            None => Err(self.no_row(index)),
        }
    }

    /// Changes a setting of the whole quote. What was typed in rows that both plans have is kept.
    ///
    /// # Errors
    /// A setting that the price list does not have; the quote then stays as it was.
    fn set(&mut self, change: impl FnOnce(&mut Draft)) -> Result<(), Faults> {
        let mut settings = self.settings.clone();
        change(&mut settings);
        let draft = row::draft_lenient(&settings, &self.list, &self.rows);
        let extra = |row: &SessionRow| row.kind == RowKind::Extra;
        let mut opened = Quote::open(self.list.clone(), draft, self.zones.clone())?;
        opened.rows.retain(|row| !extra(row));
        for mut row in std::mem::take(&mut self.rows) {
            if extra(&row) {
                row.item.taxes =
                    settings.taxes.clone().unwrap_or_else(|| Arc::clone(&row.own_taxes));
                opened.rows.push(row);
            } else if let Some(same) =
                opened.rows.iter_mut().find(|other| other.item.key == row.item.key)
            {
                same.quantity = row.quantity;
            }
        }
        opened.settings = settings;
        opened.next_line = self.next_line;
        opened.rebuild()?;
        *self = opened;
        Ok(())
    }

    /// Chooses another plan of the price list.
    ///
    /// # Errors
    /// A plan that is not there.
    pub fn set_plan(&mut self, plan: Code) -> Result<(), Faults> {
        self.set(|draft| draft.plan = plan)
    }

    /// Chooses the first day.
    ///
    /// # Errors
    /// A day outside the calendar.
    pub fn set_start(&mut self, start: Date) -> Result<(), Faults> {
        self.set(|draft| draft.start = start)
    }

    /// Chooses the coupons, in the order in which they are taken.
    ///
    /// # Errors
    /// A coupon that is not there.
    pub fn set_coupons(&mut self, coupons: Vec<Code>) -> Result<(), Faults> {
        self.set(|draft| draft.coupons = coupons)
    }

    /// Chooses whether prices contain tax; as the price list says for `None`.
    ///
    /// # Errors
    /// An amount beyond what can be held.
    pub fn set_tax_behavior(&mut self, behavior: Option<TaxBehavior>) -> Result<(), Faults> {
        self.set(|draft| draft.tax_behavior = behavior)
    }

    /// Chooses the tax rates of every line; as the products say for `None`.
    ///
    /// # Errors
    /// A rate that is not there.
    pub fn set_taxes(&mut self, taxes: Option<Vec<Code>>) -> Result<(), Faults> {
        self.set(|draft| draft.taxes = taxes.map(Into::into))
    }

    fn no_row(&self, index: usize) -> Faults {
        Faults::whole(
            "unknown_reference",
            format!("There is no row {index}; accepted is below {}.", self.rows.len()),
        )
    }
}
