//! A subscription with everything a bill is computed from.

use seikyu_calendar::{Instant, Period};
use seikyu_engine::{
    billing::{BillRequest, BilledLine, UsageRecord},
    contract::{Contract, Event},
    wire::BillRequestVersion,
};
use seikyu_money::{Amount, Currency, Number};
use serde::de::DeserializeOwned;

use crate::{
    id::{SellerId, SubscriptionId},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::Loaded,
};

/// A subscription with its contract and what was billed on it.
#[derive(Clone, Debug)]
pub struct BillableSubscription {
    pub(crate) version: u64,
    contract: Contract,
    billed: Vec<BilledLine>,
    usage: Vec<UsageRecord>,
}

impl BillableSubscription {
    pub(crate) fn load(seller: &SellerId, id: &SubscriptionId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller).bind(id);
        vec![
            of(sql::subscriptions::SUBSCRIPTION),
            of(sql::subscriptions::EVENTS),
            of(sql::subscriptions::BILLED),
            of(sql::usage::USAGE),
        ]
    }

    pub(crate) fn read(loaded: &mut Loaded) -> Result<Self, Refusal> {
        let row = loaded.found("subscription")?;
        let contract = contract(&row, &loaded.rows()?)?;
        let currency = contract.currency;
        let billed = loaded.rows()?;
        let billed = billed.iter().map(|row| billed_line(row, currency));
        let usage = loaded.rows()?;
        let usage = usage.iter().map(|row| stored(row.text("record")?));
        Ok(Self {
            version: row.read("version")?,
            billed: billed.collect::<Result<_, _>>()?,
            usage: usage.collect::<Result<_, Refusal>>()?,
            contract,
        })
    }

    /// The request of what is due through an instant.
    pub(crate) fn request(&self, through: Instant) -> BillRequest {
        BillRequest {
            version: BillRequestVersion::V1,
            contract: self.contract.clone(),
            usage: self.usage.clone(),
            billed: self.billed.clone(),
            wallets: Vec::new(),
            balance: None,
            prepaid: None,
            payable_rounding: None,
            through,
        }
    }
}

/// The contract of a subscription: its terms and its events.
pub(crate) fn contract(row: &Row, events: &Rows) -> Result<Contract, Refusal> {
    let mut contract: Contract = stored(row.text("terms")?)?;
    contract.events = events
        .iter()
        .map(|row| stored::<Event>(row.text("event")?))
        .collect::<Result<_, Refusal>>()?;
    Ok(contract)
}

fn billed_line(row: &Row, currency: Currency) -> Result<BilledLine, Refusal> {
    let period = match (row.read_optional("period_start")?, row.read_optional("period_end")?) {
        (Some(start), Some(end)) => Some(Period::new(start, end).map_err(Refusal::internal)?),
        _ => None,
    };
    let number = |column| -> Result<Number, Refusal> {
        let amount = Amount::from_minor(row.read(column)?, currency);
        amount.to_string().parse().map_err(Refusal::internal)
    };
    let discount = number("discount_minor")?;
    Ok(BilledLine {
        line: row.read("line")?,
        period,
        amount: number("amount_minor")?,
        discount: (!discount.is_zero()).then_some(discount),
        taxes: None,
    })
}

/// What this program stored, it must be able to read.
fn stored<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(Refusal::internal)
}
