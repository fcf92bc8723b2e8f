//! Settlements: what was set against an invoice or taken of a payment, event by event.

use seikyu_money::{Amount, Currency};
use serde::Serialize;

use crate::{refusal::Refusal, store::Row};

/// One event that changed what is open of an invoice.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Settlement {
    /// The journal entry.
    entry: String,
    kind: String,
    booked_on: String,
    invoice: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment: Option<String>,
    /// What it settled; below zero where it opened again.
    amount: Amount,
}

impl Settlement {
    /// The settlement of a row.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a row that cannot be read.
    pub(crate) fn read(row: &Row) -> Result<Self, Refusal> {
        let currency: Currency = row.read("currency")?;
        Ok(Self {
            entry: row.read("entry_id")?,
            kind: row.read("kind")?,
            booked_on: row.read("booked_on")?,
            invoice: row.read("invoice_id")?,
            payment: row.read_optional("payment_id")?,
            amount: Amount::from_minor(row.read("settled_minor")?, currency),
        })
    }

    /// Its place in a list.
    ///
    /// # Errors
    /// As [`Settlement::read`].
    pub(crate) fn key(row: &Row) -> Result<String, Refusal> {
        Ok(format!("{} {}", row.text("entry_id")?, row.text("invoice_id")?))
    }
}
