//! An invoice on its own: lines that are charged once, billed at once. Like every bill it is computed from
//! a contract, which begins with the invoice and ends with it, so that it is verified, credited and voided
//! as any other.

use std::sync::Arc;

use seikyu_calendar::{Instant, ZoneName, Zones};
use seikyu_engine::{
    billing::{BillRequest, bill},
    catalog::{Code, PriceList, TaxBehavior, TaxTerms, Text, Timing},
    contract::{Contract, Event, Item, Periods, Proration},
    rating::{Charge, PerUnit},
    wire::{BillRequestVersion, ContractVersion, Fault, Faults},
};
use seikyu_money::{Quantity, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    catalog::{StoredPriceList, price_list_row},
    customers::Customer,
    events::{EventType, NewEvents},
    host::Context,
    id::{CustomerId, InvoiceId, SellerId, SubscriptionId},
    invoices::{InvoiceDocument, Issue},
    numbering::{DocumentType, Documents, Issuer, Numbering},
    refusal::Refusal,
    store::Statement,
    subscriptions::NewSubscription,
    use_case::{Answer, Changes, Loaded, UseCase},
};

/// The most lines.
const LINES_MAX: usize = 1000;

/// Issues an invoice of lines that are charged once.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateInvoice {
    /// For whom.
    pub customer: CustomerId,
    /// The price list that says currency, tax rates and rounding.
    pub price_list: Code,
    /// The time zone whose date it has.
    pub zone: ZoneName,
    /// Whether the prices contain tax; as the price list says where absent.
    #[serde(default)]
    pub tax_behavior: Option<TaxBehavior>,
    /// The lines, 1 to 1,000.
    pub lines: Vec<InvoiceLineForm>,
}

/// A line of an invoice on its own.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct InvoiceLineForm {
    /// What is charged, by language.
    pub name: Text,
    /// How many.
    pub quantity: Quantity,
    /// For each.
    pub unit_price: UnitPrice,
    /// Codes of the tax rates that apply.
    pub taxes: Arc<[Code]>,
}

/// What it is decided from.
#[derive(Debug)]
pub struct Snapshot {
    issuer: Issuer,
    customer: Option<Customer>,
    list: Option<StoredPriceList>,
}

/// What the audit log says of it.
#[derive(Serialize)]
struct Created<'a> {
    invoice: &'a InvoiceId,
    subscription: &'a SubscriptionId,
}

impl CreateInvoice {
    /// The contract that begins and ends with it.
    fn contract(&self, list: &PriceList, now: Instant) -> Result<Contract, Refusal> {
        let count = self.lines.len();
        if !(1..=LINES_MAX).contains(&count) {
            let detail = format!("There are {count} lines; accepted are 1 to {LINES_MAX}.");
            return Err(Refusal::field("out_of_range", "/lines", detail));
        }
        if let Err(error) = Zones::iana().date_of(&self.zone, now) {
            return Err(Refusal::field("unknown_zone", "/zone", error.to_string()));
        }
        let items = self.lines.iter().enumerate().map(|(index, line)| line.item(index));
        let created = Event::Created {
            at: now,
            plan: None,
            items: items.collect::<Result<_, _>>()?,
            coupons: Vec::new(),
        };
        let ends = now.plus_seconds(1).map_err(Refusal::internal)?;
        let ended = Event::Cancelled { at: ends, id: None, at_period_end: false };
        Ok(Contract {
            version: ContractVersion::V1,
            currency: list.currency,
            zone: self.zone.clone(),
            rounding: list.rounding,
            coupon_mode: list.coupon_mode,
            tax: TaxTerms {
                behavior: self.tax_behavior.unwrap_or(list.tax.behavior),
                rates: list.tax.rates.clone(),
                tax_point: list.tax.tax_point,
            },
            periods: Periods::default(),
            proration: Proration::default(),
            threshold: None,
            late_usage_periods: None,
            meters: Vec::new(),
            entitlements: Vec::new(),
            commitments: Vec::new(),
            events: vec![created, ended],
        })
    }
}

impl InvoiceLineForm {
    fn item(&self, index: usize) -> Result<Item, Refusal> {
        Ok(Item {
            key: format!("line-{}", index.saturating_add(1)).parse().map_err(Refusal::internal)?,
            product: None,
            name: self.name.clone(),
            unit: None,
            taxes: Arc::clone(&self.taxes),
            charge: Charge::PerUnit(PerUnit { unit_price: self.unit_price, base_quantity: None }),
            usage: None,
            included: None,
            quantity: Some(self.quantity),
            interval: None,
            timing: Timing::InAdvance,
            line: None,
            minimum: None,
            maximum: None,
        })
    }
}

impl UseCase for CreateInvoice {
    type Snapshot = Snapshot;

    type Answer = InvoiceDocument;

    const SCOPE: Scope = Scope::Billing;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![
            Issuer::load(seller, DocumentType::Invoice),
            Customer::load(seller, &self.customer),
            price_list_row(seller, self.price_list.as_str()),
        ]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        Ok(Snapshot {
            issuer: Issuer::read(&loaded.found("seller")?)?,
            customer: loaded.row()?.as_ref().map(Customer::read).transpose()?,
            list: loaded.row()?.as_ref().map(StoredPriceList::read).transpose()?,
        })
    }

    fn decide(
        &self,
        snapshot: Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let customer = snapshot.customer.ok_or_else(|| Customer::unknown(&self.customer))?;
        let list = snapshot.list.ok_or_else(|| {
            let detail = format!(
                "There is no price list “{}”; accepted is one that was imported.",
                self.price_list
            );
            Refusal::field("unknown_reference", "/price_list", detail)
        })?;
        let contract = self.contract(&list.list()?, context.now)?;
        let request = BillRequest {
            version: BillRequestVersion::V1,
            contract,
            usage: Vec::new(),
            billed: Vec::new(),
            discounted: Vec::new(),
            adjustments: Vec::new(),
            wallets: Vec::new(),
            balance: None,
            prepaid: None,
            payable_rounding: None,
            through: context.now,
        };
        let bill = bill(&request, &Zones::iana()).map_err(|faults| of_lines(&faults))?;
        let (subscription, invoice) = (context.id(0), context.id(1));
        let opened = NewSubscription {
            seller,
            id: &subscription,
            customer: &customer.id,
            quote: None,
            contract: &request.contract,
            billed_through: Some(context.now),
        };
        let statements = opened.statements(context.now)?;
        let head = opened.head(context.now);
        let events = NewEvents::one(EventType::SubscriptionCreated, &subscription, &head, context)?;
        let issue = Issue {
            seller: &snapshot.issuer.seller,
            customer: &customer,
            subscription: &subscription,
            request: &request,
            bill: &bill,
        };
        let document = issue.unnumbered(&invoice, context.now)?;
        let after = Created { invoice: &invoice, subscription: &subscription };
        Ok(Changes {
            statements,
            audited: Some(Audited::new("invoice.created", &invoice).after(&after)?),
            numbering: Some(Numbering {
                series: snapshot.issuer.series,
                documents: Documents::Invoices(vec![document]),
                events,
            }),
            queued: None,
            answer: Answer::Document,
        })
    }
}

/// Faults of the contract, as faults of the form that it was made from.
fn of_lines(faults: &Faults) -> Refusal {
    let fault = |fault: &Fault| {
        let pointer = match fault.pointer.strip_prefix("/contract/events/0/items/") {
            Some(line) => format!("/lines/{}", line.replacen("/charge/", "/", 1)),
            None => fault.pointer.strip_prefix("/contract").unwrap_or(&fault.pointer).to_owned(),
        };
        Fault { pointer, ..fault.clone() }
    };
    Refusal::Input { faults: faults.list().iter().map(fault).collect() }
}
