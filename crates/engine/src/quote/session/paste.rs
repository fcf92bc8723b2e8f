//! Paste: a range from a spreadsheet, tab separated. Nothing is lost: cells that are not accepted keep
//! their text and are reported with the reason.

use serde::Serialize;

use super::{Column, Session};
use crate::{
    quote::{CellError, RowKind},
    wire::Faults,
};

/// The most cells that are pasted at once.
const CELLS_MAX: usize = 100_000;

/// What became of a pasted range.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PasteReport {
    /// Rows of the range.
    pub rows: usize,
    /// Cells that were written.
    pub cells: usize,
    /// Rows that were added at the end.
    pub added: usize,
    /// Cells that were not accepted.
    pub faults: Vec<PasteFault>,
}

/// A pasted cell that was not accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct PasteFault {
    /// Row of the grid.
    pub row: usize,
    /// The pasted text.
    pub text: String,
    /// Why it was not accepted.
    pub error: CellError,
}

const COLUMNS: [Column; 3] = [Column::Name, Column::Quantity, Column::UnitPrice];

impl Session {
    /// Writes a tab-separated range from a cell on, to the right and down; adds free lines where the
    /// range is longer than the grid.
    ///
    /// # Errors
    /// A range of more than 100,000 cells, or an amount beyond what can be held.
    pub fn paste(&mut self, row: usize, column: Column, text: &str) -> Result<PasteReport, Faults> {
        let range: Vec<Vec<&str>> = text
            .trim_end_matches(['\r', '\n'])
            .split('\n')
            .map(|line| line.trim_end_matches('\r').split('\t').collect())
            .collect();
        let cells: usize = range.iter().map(Vec::len).sum();
        if cells > CELLS_MAX {
            return Err(Faults::whole(
                "too_large",
                format!("The range has {cells} cells; accepted are at most {CELLS_MAX}."),
            ));
        }
        let mut report = PasteReport { rows: range.len(), ..PasteReport::default() };
        let needed = row.saturating_add(range.len());
        report.added = self.append_lines(needed)?;
        let first = COLUMNS.iter().position(|known| *known == column).unwrap_or_default();
        for (index, line) in (row..).zip(&range) {
            for (column, text) in COLUMNS.iter().skip(first).zip(line) {
                self.paste_cell(index, *column, text, &mut report)?;
            }
        }
        self.settle()?;
        Ok(report)
    }

    fn paste_cell(
        &mut self,
        index: usize,
        column: Column,
        text: &str,
        report: &mut PasteReport,
    ) -> Result<(), Faults> {
        let kind = self.rows.get(index).map(|row| row.kind);
        if column != Column::Quantity && kind != Some(RowKind::Extra) {
            // Names and prices of the plan stay; a pasted range may well contain them.
            return Ok(());
        }
        self.write_cell(index, column, text)?;
        report.cells = report.cells.saturating_add(1);
        let error = self.rows.get(index).and_then(super::row::SessionRow::error);
        if let Some(error) = error.filter(|error| error.column == column) {
            report.faults.push(PasteFault { row: index, text: text.to_owned(), error });
        }
        Ok(())
    }
}
