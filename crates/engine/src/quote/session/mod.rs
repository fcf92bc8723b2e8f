//! A quote held in memory while it is edited: edits go in, changed cells come out.
//!
//! An edit re-prices the lines it touches and settles the totals of buckets, so its time does not
//! depend on the number of lines. What a row shows as typed is kept, also when it is no number: the
//! row is then in error, and the totals say so instead of showing a wrong number.

mod commitment;
mod edit;
mod line;
mod paste;
mod row;
mod view;

use commitment::SessionCommitment;
pub use edit::Column;
use line::SessionLine;
pub use paste::{PasteFault, PasteReport};
use row::SessionRow;
use seikyu_calendar::Zones;
use seikyu_money::Amount;
pub use view::{
    CellError, Change, DiscountView, DocumentView, Editable, QuoteTotals, Row, RowKind, TaxView,
    TrueUpView,
};

use crate::{
    billing::{BucketTotal, Settlement, Taken, Terms, settle},
    catalog::PriceList,
    contract::Timeline,
    explain::TrueUp,
    quote::{Draft, Priced, build, price},
    wire::Faults,
};

/// A quote held in memory.
///
/// ```
/// use seikyu_calendar::Zones;
/// use seikyu_engine::{catalog::PriceList, quote::{Column, Draft, Session}};
///
/// # const LIST: &str =
/// #     include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/price-list.json"));
/// # const DRAFT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/draft.json"));
/// let mut session = Session::open(PriceList::read(LIST)?, Draft::read(DRAFT)?, Zones::iana())?;
/// session.set_cell(1, Column::Quantity, "1,200")?;
/// let draft = session.draft()?;
/// assert_eq!(draft.quantities["seats"].to_string(), "1200");
///
/// // What is typed and no number stays in its cell; the totals wait for it.
/// let change = session.set_cell(1, Column::Quantity, "a dozen")?;
/// assert_eq!(change.totals.rows_in_error, 1);
/// assert!(change.totals.start.is_none());
/// # Ok::<(), seikyu_engine::wire::Faults>(())
/// ```
#[derive(Debug)]
pub struct Session {
    list: PriceList,
    zones: Zones,
    /// The draft's settings; its quantities, usage and lines live in `rows`.
    settings: Draft,
    rows: Vec<SessionRow>,
    lines: Vec<SessionLine>,
    terms: Terms,
    start: Document,
    period: Document,
    /// The commitments that a full period shows.
    commitments: Vec<SessionCommitment>,
    rows_in_error: usize,
    /// The highest number in a key of the form `line-7`; 0 until one is asked for.
    next_line: u32,
}

/// The running totals of one of the two documents a buyer looks at.
#[derive(Debug, Default)]
struct Document {
    buckets: Vec<BucketTotal>,
    settlement: Settlement,
    /// What commitments add.
    true_ups: Vec<(usize, TrueUp)>,
}

impl Document {
    /// Moves a line's amount and presence in its bucket.
    fn shift(&mut self, bucket: usize, minor: i64, lines: i64) -> Result<(), Faults> {
        if let Some(total) = self.buckets.get_mut(bucket) {
            total.add(minor, lines)?;
        }
        Ok(())
    }

    fn settle(&mut self, terms: &Terms, taken: Taken) -> Result<(), Faults> {
        self.settlement = settle(terms, &self.buckets, taken)?;
        Ok(())
    }
}

impl Session {
    /// Opens a draft for editing.
    ///
    /// # Errors
    /// What is wrong with the price list or the draft, field by field.
    pub fn open(list: PriceList, draft: Draft, zones: Zones) -> Result<Self, Faults> {
        list.check()?;
        let contract = build::contract(&list, &draft, &zones)?;
        let timeline = contract.timeline().unwrap_or(Timeline::empty());
        let terms = Terms::new(&contract, &timeline, timeline.start)?;
        let rows = row::rows(&list, &draft);
        let mut session = Self {
            list,
            zones,
            settings: draft,
            rows,
            lines: Vec::new(),
            terms,
            start: Document::default(),
            period: Document::default(),
            commitments: Vec::new(),
            rows_in_error: 0,
            next_line: 0,
        };
        session.rebuild()?;
        Ok(session)
    }

    /// Prices every row afresh.
    ///
    /// # Errors
    /// An amount beyond what can be held.
    pub fn recalculate(&mut self) -> Result<(), Faults> {
        self.start.buckets.fill(BucketTotal::default());
        self.period.buckets.fill(BucketTotal::default());
        self.rows_in_error = 0;
        for row in &mut self.rows {
            row.rate();
            row.in_error = row.error().is_some();
            self.rows_in_error = self.rows_in_error.saturating_add(usize::from(row.in_error));
        }
        for line in &mut self.lines {
            line.round(&self.rows, &self.terms)?;
            if line.at_start {
                let (minor, lines) = line.in_document(0);
                self.start.shift(line.bucket, minor, lines)?;
            }
            if line.per_period {
                let (minor, lines) = line.in_document(1);
                self.period.shift(line.bucket, minor, lines)?;
            }
        }
        self.settle()
    }

    /// Settles both documents; a full period is shown as it is in the long run.
    fn settle(&mut self) -> Result<(), Faults> {
        self.start.settle(&self.terms, Taken::All)?;
        self.period.settle(&self.terms, Taken::Lasting)?;
        self.period.true_up(&self.terms, &self.commitments)
    }

    /// Lays out lines and buckets anew, after a change of more than a cell.
    fn rebuild(&mut self) -> Result<(), Faults> {
        self.terms.buckets.clear();
        self.lines.clear();
        self.lines = line::lines(&mut self.rows, &mut self.terms, &self.settings)?;
        self.commitments = commitment::commitments(&self.rows, &mut self.terms, &self.settings)?;
        let buckets = self.terms.buckets.len();
        self.start.buckets = vec![BucketTotal::default(); buckets];
        self.period.buckets = vec![BucketTotal::default(); buckets];
        self.recalculate()
    }

    /// How many rows there are.
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.rows.len()
    }

    /// The minor units of every line, for a packed view.
    pub fn amounts(&self) -> impl Iterator<Item = i64> + '_ {
        self.lines.iter().map(SessionLine::minor)
    }

    /// The draft as it stands; rows in error and blank rows are refused and left out respectively.
    ///
    /// # Errors
    /// The rows that are in error.
    pub fn draft(&self) -> Result<Draft, Faults> {
        row::draft(&self.settings, &self.rows)
    }

    /// The priced quote, as [`price`] gives it for the draft.
    ///
    /// # Errors
    /// The rows that are in error.
    #[inline]
    pub fn priced(&self) -> Result<Priced, Faults> {
        price(&self.list, &self.draft()?, &self.zones)
    }

    fn amount(&self, minor: i64) -> Amount {
        Amount::from_minor(minor, self.terms.currency)
    }
}
