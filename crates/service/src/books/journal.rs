//! The journal, entry by entry.

use seikyu_money::{Amount, Currency};
use serde::Serialize;

use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Grouped, Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// Lists the entries of the journal by the day they belong to, the earliest first.
#[derive(Clone, Debug)]
pub struct ListJournal(pub Page);

/// An entry of the books.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct JournalEntry {
    id: String,
    kind: String,
    booked_on: String,
    currency: Currency,
    customer: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<String>,
    created_at: String,
    postings: Vec<JournalPosting>,
}

/// A posting of an entry.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct JournalPosting {
    account: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    tax_rate: Option<String>,
    /// Debit above zero.
    amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<String>,
}

impl UseCase for ListJournal {
    type Snapshot = (Rows, Rows);

    type Answer = List<JournalEntry>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let page = |sql| Statement::new(sql).bind(seller).bind(self.0.after()).bind(self.0.rows());
        vec![page(sql::books::ENTRIES), page(sql::books::ENTRY_POSTINGS)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        Ok((loaded.rows()?, loaded.rows()?))
    }

    fn decide(
        &self,
        (rows, postings): Self::Snapshot,
        _: &SellerId,
        _: &Context,
    ) -> Result<Changes, Refusal> {
        let postings = Grouped::by("entry_id", &postings)?;
        let key = |row: &Row| Ok(format!("{} {}", row.text("booked_on")?, row.text("id")?));
        let entry = |row: &Row| entry(row, &postings.of(row.text("id")?));
        Ok(Changes::none(self.0.reply(&rows, key, entry)?))
    }
}

fn entry(row: &Row, postings: &[&Row]) -> Result<JournalEntry, Refusal> {
    let currency: Currency = row.read("currency")?;
    let line = |posting: &&Row| -> Result<JournalPosting, Refusal> {
        Ok(JournalPosting {
            account: posting.read("account")?,
            tax_rate: posting.read_optional("tax_rate")?,
            amount: Amount::from_minor(posting.read("amount_minor")?, currency),
            invoice: posting.read_optional("invoice_id")?,
            payment: posting.read_optional("payment_id")?,
        })
    };
    Ok(JournalEntry {
        id: row.read("id")?,
        kind: row.read("kind")?,
        booked_on: row.read("booked_on")?,
        currency,
        customer: row.read("customer_id")?,
        invoice: row.read_optional("invoice_id")?,
        payment: row.read_optional("payment_id")?,
        created_at: row.read("created_at")?,
        postings: postings.iter().map(line).collect::<Result<_, _>>()?,
    })
}
