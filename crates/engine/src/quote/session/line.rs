//! Lines: rows that are added up and rounded together.

use std::collections::BTreeMap;

use seikyu_money::{Amount, Exact, MoneyError};

use super::row::SessionRow;
use crate::{
    billing::{Terms, tax_point::of_first_period},
    catalog::{Code, Timing},
    quote::Draft,
    wire::Faults,
};

/// One line of the document.
#[derive(Debug)]
pub(super) struct SessionLine {
    /// Rows of the line, in order.
    pub(super) rows: Vec<usize>,
    /// Its bucket in the terms.
    pub(super) bucket: usize,
    /// Whether it is due at the start.
    pub(super) at_start: bool,
    /// Whether it is part of a full period.
    pub(super) per_period: bool,
    /// The rounded amount.
    pub(super) amount: Option<Amount>,
    /// What it comes to at the start and in a full period, and whether it is there, where rows differ.
    pub(super) course: Option<[(Amount, bool); 2]>,
    /// Whether it is on the document: a line of no units that costs nothing is not.
    pub(super) present: bool,
}

impl SessionLine {
    pub(super) fn minor(&self) -> i64 {
        self.amount.map_or(0, Amount::minor)
    }

    /// The exact sum of the line's rows.
    pub(super) fn exact(&self, rows: &[SessionRow]) -> Result<Exact, MoneyError> {
        let mut members = self.rows.iter().filter_map(|index| rows.get(*index));
        let first = members.next().map_or(Exact::ZERO, |row| row.exact);
        members.try_fold(first, |sum, row| sum.plus(row.exact))
    }

    /// 1 when the line is on the document, else 0.
    pub(super) fn presence(&self) -> i64 {
        i64::from(self.present)
    }

    /// Rounds the line: the same one rounding as in a bill.
    pub(super) fn round(&mut self, rows: &[SessionRow], terms: &Terms) -> Result<(), Faults> {
        let amount = self.exact(rows)?.round(terms.currency, terms.rounding.lines)?;
        let mut members = self.rows.iter().filter_map(|index| rows.get(*index));
        self.present = !amount.is_zero() || members.any(SessionRow::has_units);
        self.amount = Some(amount);
        let mut members = self.rows.iter().filter_map(|index| rows.get(*index));
        if members.any(|row| row.course.is_some()) {
            let start = self.part(rows, terms, SessionRow::exact_at_start)?;
            let period = self.part(rows, terms, SessionRow::exact_of_period)?;
            let members = || self.rows.iter().filter_map(|index| rows.get(*index));
            let there = |row: &SessionRow| row.exact_at_start().is_some();
            let at_start = members().any(|row| there(row) && row.has_units_at_start());
            let stays = |row: &SessionRow| row.exact_of_period().is_some();
            let in_period = members().any(|row| stays(row) && row.has_units());
            self.course = Some([
                (start, at_start || !start.is_zero()),
                (period, in_period || !period.is_zero()),
            ]);
        }
        Ok(())
    }

    /// The rounded sum of what some of the rows come to.
    fn part(
        &self,
        rows: &[SessionRow],
        terms: &Terms,
        exact: impl Fn(&SessionRow) -> Option<Exact>,
    ) -> Result<Amount, MoneyError> {
        let members = self.rows.iter().filter_map(|index| rows.get(*index));
        let mut amounts = members.filter_map(exact);
        let sum = amounts.try_fold(Exact::ZERO, Exact::plus)?;
        sum.round(terms.currency, terms.rounding.lines)
    }

    /// Minor units and presence in a document: 0 is the start, 1 a full period.
    pub(super) fn in_document(&self, document: usize) -> (i64, i64) {
        match self.course.as_ref().and_then(|course| course.get(document)) {
            Some((amount, there)) => (amount.minor(), i64::from(*there)),
            None => (self.minor(), self.presence()),
        }
    }
}

/// Lays out the lines of the rows, in the order of each line's first row.
pub(super) fn lines(
    rows: &mut [SessionRow],
    terms: &mut Terms,
    settings: &Draft,
) -> Result<Vec<SessionLine>, Faults> {
    let mut lines: Vec<SessionLine> = Vec::with_capacity(rows.len());
    let mut shared: BTreeMap<Code, usize> = BTreeMap::new();
    for (index, row) in rows.iter_mut().enumerate() {
        if let Some(line) = row.item.line.as_ref().and_then(|code| shared.get(code))
            && let Some(known) = lines.get_mut(*line)
        {
            row.line = *line;
            known.rows.push(index);
            continue;
        }
        let charged = (row.item.timing, row.item.interval);
        let start = (settings.start, &settings.zone);
        let day = || of_first_period(terms.tax_point, charged, start);
        let rates = terms.codes_on(&row.item.taxes, day)?;
        row.line = lines.len();
        if let Some(code) = &row.item.line {
            shared.insert(code.clone(), lines.len());
        }
        lines.push(SessionLine {
            rows: vec![index],
            bucket: terms.bucket_for(&row.item, &rates, 0)?,
            at_start: row.item.interval.is_none() || row.item.timing == Timing::InAdvance,
            per_period: row.item.interval.is_some(),
            amount: None,
            course: None,
            present: false,
        });
    }
    Ok(lines)
}
