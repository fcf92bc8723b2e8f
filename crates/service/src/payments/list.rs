//! Showing payments.

use crate::{
    access::Scope,
    host::Context,
    id::{CustomerId, PaymentId, SellerId},
    list::{List, Page},
    payments::{Payment, Settlement},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Shows a payment as it stands.
#[derive(Clone, Debug)]
pub struct ShowPayment(pub PaymentId);

/// Lists the payments, the latest first.
#[derive(Clone, Debug)]
pub struct ListPayments {
    /// Only those of a customer.
    pub customer: Option<CustomerId>,
    /// Which page.
    pub page: Page,
}

/// Lists what a payment settled, event by event, the earliest first.
#[derive(Clone, Debug)]
pub struct ListAllocations {
    /// Which payment.
    pub payment: PaymentId,
    /// Which page.
    pub page: Page,
}

impl UseCase for ShowPayment {
    type Snapshot = Payment;

    type Answer = Payment;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Payment::load(seller, &self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Payment, Refusal> {
        Payment::read(&loaded.found("payment")?)
    }

    fn decide(&self, payment: Payment, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(Reply::json(200, &payment)?))
    }
}

impl UseCase for ListPayments {
    type Snapshot = Rows;

    type Answer = List<Payment>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let (all, of_customer) = (sql::payments::PAYMENTS, sql::payments::PAYMENTS_OF_CUSTOMER);
        vec![self.page.narrowed(seller, (all, of_customer), self.customer.as_ref())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        Ok(Changes::none(self.page.reply(&rows, key, Payment::read)?))
    }
}

impl UseCase for ListAllocations {
    type Snapshot = Rows;

    type Answer = List<Settlement>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::payments::PAYMENT_SETTLEMENTS).bind(seller);
        let list = list.bind(&self.payment).bind(self.page.after()).bind(self.page.rows());
        vec![Payment::load(seller, &self.payment), list]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        loaded.found("payment")?;
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(self.page.reply(&rows, Settlement::key, Settlement::read)?))
    }
}
