//! Funds: what a customer has with the seller, the rest of a payment or an invoice below zero. It is set
//! against invoices, or paid back.

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};

use crate::{
    books::{Account, Posting},
    id::{CustomerId, InvoiceId, PaymentId, SellerId},
    refusal::Refusal,
    sql,
    store::{Row, Statement},
};

/// What a fund is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FundOf {
    /// The rest of a payment.
    Payment(PaymentId),
    /// What an invoice below zero leaves in the customer's favour.
    Invoice(InvoiceId),
}

/// A fund as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fund {
    pub(super) of: FundOf,
    pub(crate) customer: CustomerId,
    pub(crate) currency: Currency,
    /// What is left of it.
    pub(crate) rest: Amount,
    /// The day since which it is there.
    pub(crate) since: Date,
}

impl FundOf {
    /// The statement that loads the fund.
    pub(crate) fn load(&self, seller: &SellerId) -> Statement {
        match self {
            Self::Payment(id) => Statement::new(sql::payments::PAYMENT_FUND).bind(seller).bind(id),
            Self::Invoice(id) => Statement::new(sql::payments::CREDIT_FUND).bind(seller).bind(id),
        }
    }

    /// What it is called where it is not there.
    pub(crate) const fn what(&self) -> &'static str {
        match self {
            Self::Payment(_) => "payment",
            Self::Invoice(_) => "invoice",
        }
    }

    /// The payment, if it is of one.
    pub(crate) const fn payment(&self) -> Option<&PaymentId> {
        match self {
            Self::Payment(id) => Some(id),
            Self::Invoice(_) => None,
        }
    }
}

impl Fund {
    /// The fund of a row of [`FundOf::load`].
    ///
    /// # Errors
    /// [`Refusal::Internal`] for a row that cannot be read.
    pub(crate) fn read(of: &FundOf, row: &Row) -> Result<Self, Refusal> {
        let currency = row.read("currency")?;
        Ok(Self {
            of: of.clone(),
            customer: row.read("customer_id")?,
            currency,
            rest: Amount::from_minor(row.read("rest_minor")?, currency),
            since: row.read("since")?,
        })
    }

    /// The line of the books by which some of it is used (above zero).
    pub(crate) fn used(&self, minor: i64) -> Posting {
        let posting = Posting::new(Account::CustomerCredit, minor);
        match &self.of {
            FundOf::Payment(id) => posting.of_payment(id),
            FundOf::Invoice(id) => posting.of_invoice(id),
        }
    }
}
