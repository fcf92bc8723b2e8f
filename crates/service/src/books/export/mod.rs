//! The journal of a time as one file. Revenue is in it month by month, so that what the file adds up to
//! is the trial balance of its last day.

mod beancount;
mod csv;

use std::collections::BTreeMap;

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};

use super::{
    balances::Balances,
    months::{Month, day_before, months},
    revenue::{by_month, load_ends},
};
use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// The most postings of a file.
pub const POSTINGS_MAX: usize = 50_000;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A line for each posting.
    Csv,
    /// What `bean-check` of Beancount accepts: opening balances, transactions, closing balances.
    Beancount,
}

/// Exports the journal of a time.
#[derive(Clone, Debug)]
pub struct ExportJournal {
    format: Format,
    from: Date,
    to: Date,
    before: Date,
    months: Vec<Month>,
}

/// What a file is made from.
#[derive(Debug)]
pub struct Snapshot {
    opening: Balances,
    closing: Balances,
    postings: Rows,
    revenue: Rows,
}

/// What is revenue of a month, in the file.
struct Recognised {
    month: Month,
    amount: Amount,
}

/// A posting in the file.
struct Posted<'r> {
    entry: &'r str,
    kind: &'r str,
    booked_on: &'r str,
    account: &'r str,
    tax_rate: Option<&'r str>,
    amount: Amount,
    customer: &'r str,
    number: Option<&'r str>,
    invoice: Option<&'r str>,
    payment: Option<&'r str>,
}

impl ExportJournal {
    /// The export from a day to a day, with both.
    ///
    /// # Errors
    /// [`Refusal::Input`] for days in the wrong order, or more than ten years.
    pub fn new(format: Format, from: Date, to: Date) -> Result<Self, Refusal> {
        Ok(Self { format, from, to, before: day_before(from)?, months: months(from, to)? })
    }

    /// What became revenue in each month.
    fn recognised(&self, rows: &Rows) -> Result<Vec<Recognised>, Refusal> {
        let mut recognised = Vec::new();
        for amounts in by_month(rows, self.before, &self.months)?.into_values() {
            for (month, amount) in self.months.iter().zip(amounts) {
                if !amount.is_zero() {
                    recognised.push(Recognised { month: *month, amount });
                }
            }
        }
        Ok(recognised)
    }
}

impl<'r> Posted<'r> {
    fn read(row: &'r Row) -> Result<Self, Refusal> {
        let currency: Currency = row.read("currency")?;
        Ok(Self {
            entry: row.text("entry_id")?,
            kind: row.text("kind")?,
            booked_on: row.text("booked_on")?,
            account: row.text("account")?,
            tax_rate: row.optional("tax_rate")?,
            amount: Amount::from_minor(row.read("amount_minor")?, currency),
            customer: row.text("customer_id")?,
            number: row.optional("number")?,
            invoice: row.optional("invoice_id")?,
            payment: row.optional("payment_id")?,
        })
    }
}

impl UseCase for ExportJournal {
    type Snapshot = Snapshot;

    type Answer = String;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let postings = Statement::new(sql::books::EXPORT)
            .bind(seller)
            .bind(self.from)
            .bind(self.to)
            .bind(POSTINGS_MAX.saturating_add(1));
        let mut statements = vec![postings, load_ends(seller, self.before, &self.months)];
        statements.extend(Balances::load(seller, self.before));
        statements.extend(Balances::load(seller, self.to));
        statements
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        let (postings, revenue) = (loaded.rows()?, loaded.rows()?);
        let (opening, closing) = (Balances::read(loaded)?, Balances::read(loaded)?);
        Ok(Snapshot { opening, closing, postings, revenue })
    }

    fn decide(&self, snapshot: Snapshot, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        if snapshot.postings.len() > POSTINGS_MAX {
            let detail = format!(
                "There are more than {POSTINGS_MAX} postings in this time; accepted is a shorter one."
            );
            return Err(Refusal::field("out_of_range", "/to", detail));
        }
        let postings = snapshot.postings.iter().map(Posted::read).collect::<Result<Vec<_>, _>>()?;
        let recognised = self.recognised(&snapshot.revenue)?;
        let (text, content_type) = match self.format {
            Format::Csv => (csv::write(&postings, &recognised)?, "text/csv; charset=utf-8"),
            Format::Beancount => {
                let file = beancount::File {
                    from: self.from,
                    to: self.to,
                    opening: &snapshot.opening,
                    closing: &snapshot.closing,
                    postings: &postings,
                    recognised: &recognised,
                };
                (file.write()?, "text/plain; charset=utf-8")
            }
        };
        Ok(Changes::none(Reply::text(200, text).with_content_type(content_type)))
    }
}

/// Sums by key.
fn add(
    sums: &mut BTreeMap<(String, Currency), Amount>,
    key: (String, Currency),
    amount: Amount,
) -> Result<(), Refusal> {
    let nothing = Amount::zero(amount.currency());
    let sum = sums.entry(key).or_insert(nothing);
    *sum = sum.plus(amount).map_err(Refusal::internal)?;
    Ok(())
}
