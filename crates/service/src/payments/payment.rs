//! A payment as it stands.

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};
use serde::Serialize;

use crate::{
    id::{CustomerId, PaymentId, SellerId},
    payments::{Allocation, Fund, FundOf},
    refusal::Refusal,
    sql,
    store::{Row, Statement},
};

/// A payment as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Payment {
    /// Its id.
    pub id: PaymentId,
    /// `received`, or `reversed`.
    pub status: Status,
    /// Who paid.
    pub customer: CustomerId,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What was received.
    pub amount: Amount,
    /// What of it is set against invoices.
    pub allocated: Amount,
    /// What of it was paid back.
    pub refunded: Amount,
    /// What is left of it.
    pub unallocated: Amount,
    /// The day it was received.
    pub received_on: Date,
    /// What the payer or the bank calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The day it was reversed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reversed_on: Option<Date>,
    /// Why it was reversed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it was recorded.
    pub created_at: String,
    /// The day of its latest entry in the books.
    #[serde(skip)]
    pub(super) last_on: Date,
}

/// Whether the money is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "PaymentStatus"))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It came in.
    Received,
    /// It did not, after all.
    Reversed,
}

/// A payment, with the allocations that were made just now.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct PaymentWithAllocations<'a> {
    #[serde(flatten)]
    pub(super) payment: &'a Payment,
    pub(super) allocations: &'a [Allocation],
}

impl Payment {
    /// The statement that loads a payment.
    pub(super) fn load(seller: &SellerId, id: &PaymentId) -> Statement {
        Statement::new(sql::payments::PAYMENT).bind(seller).bind(id)
    }

    /// The payment of a row.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a row that cannot be read.
    pub(super) fn read(row: &Row) -> Result<Self, Refusal> {
        let currency: Currency = row.read("currency")?;
        let amount = |column| Ok::<_, Refusal>(Amount::from_minor(row.read(column)?, currency));
        let (whole, allocated) = (amount("amount_minor")?, amount("allocated_minor")?);
        let unallocated = amount("rest_minor")?;
        let reversed_on: Option<Date> = row.read_optional("reversed_on")?;
        let refunded = match reversed_on {
            Some(_) => Amount::zero(currency),
            None => whole
                .minus(allocated)
                .and_then(|rest| rest.minus(unallocated))
                .map_err(Refusal::internal)?,
        };
        Ok(Self {
            id: row.read("id")?,
            status: if reversed_on.is_some() { Status::Reversed } else { Status::Received },
            customer: row.read("customer_id")?,
            currency,
            amount: whole,
            allocated,
            refunded,
            unallocated,
            received_on: row.read("received_on")?,
            reference: row.read_optional("reference")?,
            reversed_on,
            reason: row.read_optional("reason")?,
            created_at: row.read("created_at")?,
            last_on: row.read("last_on")?,
        })
    }

    /// Its rest.
    pub(super) fn fund(&self) -> Fund {
        Fund {
            of: FundOf::Payment(self.id.clone()),
            customer: self.customer.clone(),
            currency: self.currency,
            rest: self.unallocated,
            since: self.received_on,
        }
    }

    /// Refuses what a payment that was reversed is not good for.
    pub(super) fn require_received(&self) -> Result<(), Refusal> {
        match self.reversed_on {
            None => Ok(()),
            Some(day) => Err(Refusal::Conflict {
                kind: "payment-reversed",
                detail: format!("The payment was reversed on {day}; accepted is one that was not."),
                faults: Vec::new(),
            }),
        }
    }

    /// The payment after more of it was allocated.
    pub(super) fn allocate(&mut self, more: Amount) -> Result<(), Refusal> {
        self.allocated = self.allocated.plus(more).map_err(Refusal::internal)?;
        self.unallocated = self.unallocated.minus(more).map_err(Refusal::internal)?;
        Ok(())
    }
}
