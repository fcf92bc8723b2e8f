//! A subscription with everything a bill is computed from.

use seikyu_calendar::{Instant, Period, Zones};
use seikyu_engine::{
    billing::{BillRequest, BilledLine, TakenDiscount, UsageRecord, next_due},
    contract::{Contract, Event},
    wire::{BillRequestVersion, Faults},
};
use seikyu_money::{Amount, Currency, Number};
use serde::de::DeserializeOwned;

use crate::{
    id::{SellerId, SubscriptionId},
    refusal::Refusal,
    sql,
    store::{Row, Statement},
    use_case::Loaded,
};

/// A subscription with its contract and what was billed on it.
#[derive(Clone, Debug)]
pub struct BillableSubscription {
    pub(crate) version: u64,
    pub(crate) contract: Contract,
    /// The latest instant through which it was billed.
    billed_through: Option<Instant>,
    billed: Vec<BilledLine>,
    discounted: Vec<TakenDiscount>,
    usage: Vec<UsageRecord>,
}

impl BillableSubscription {
    pub(crate) fn load(seller: &SellerId, id: &SubscriptionId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller).bind(id);
        vec![
            of(sql::subscriptions::SUBSCRIPTION),
            of(sql::subscriptions::EVENTS),
            of(sql::subscriptions::BILLED),
            of(sql::subscriptions::DISCOUNTED),
            of(sql::usage::USAGE),
        ]
    }

    pub(crate) fn read(loaded: &mut Loaded) -> Result<Self, Refusal> {
        let row = loaded.found("subscription")?;
        let [events, billed, discounted, usage] =
            [loaded.rows()?, loaded.rows()?, loaded.rows()?, loaded.rows()?];
        Self::of_rows(&row, &events, &billed, &discounted, &usage)
    }

    /// A subscription of its rows, wherever they were loaded.
    pub(crate) fn of_rows<'r>(
        row: &Row,
        events: impl IntoIterator<Item = &'r Row>,
        billed: impl IntoIterator<Item = &'r Row>,
        discounted: impl IntoIterator<Item = &'r Row>,
        usage: impl IntoIterator<Item = &'r Row>,
    ) -> Result<Self, Refusal> {
        let contract = contract(row, events)?;
        let currency = contract.currency;
        let billed = billed.into_iter().map(|row| billed_line(row, currency));
        let discounted = discounted.into_iter().map(|row| taken_discount(row, currency));
        let usage = usage.into_iter().map(|row| stored(row.text("record")?));
        Ok(Self {
            version: row.read("version")?,
            billed_through: row.read_optional("billed_through")?,
            billed: billed.collect::<Result<_, _>>()?,
            discounted: discounted.collect::<Result<_, _>>()?,
            usage: usage.collect::<Result<_, Refusal>>()?,
            contract,
        })
    }

    /// The instant through which it is billed when it is billed through another: what was billed ahead of
    /// that is not taken back.
    pub(crate) fn through(&self, asked: Instant) -> Instant {
        self.billed_through.map_or(asked, |billed| billed.max(asked))
    }

    /// How many usage events it is billed with.
    pub(crate) const fn usage_events(&self) -> usize {
        self.usage.len()
    }

    /// It, with more events.
    pub(crate) fn changed(&self, events: &[Event]) -> Self {
        Self { contract: self.contract.with(events), ..self.clone() }
    }

    /// When it has to be looked at again, once it is billed through an instant: at once where usage is
    /// billed at a threshold, for any usage may reach it.
    pub(crate) fn next_due(&self, through: Instant) -> Result<Option<Instant>, Faults> {
        let through = self.through(through);
        if self.contract.threshold.is_some() {
            return Ok(through.plus_seconds(1).ok());
        }
        next_due(&self.contract, through, &Zones::iana())
    }

    /// The request of what is due through an instant, or through which it was billed where that is later.
    pub(crate) fn request(&self, through: Instant) -> BillRequest {
        BillRequest {
            version: BillRequestVersion::V1,
            contract: self.contract.clone(),
            usage: self.usage.clone(),
            billed: self.billed.clone(),
            discounted: self.counted_discounts(),
            adjustments: Vec::new(),
            wallets: Vec::new(),
            balance: None,
            prepaid: None,
            payable_rounding: None,
            through: self.through(through),
        }
    }

    /// What was taken by coupons that hold for some periods only; others take what they take.
    fn counted_discounts(&self) -> Vec<TakenDiscount> {
        let Some(timeline) = self.contract.timeline() else { return Vec::new() };
        let counted = |taken: &&TakenDiscount| {
            timeline.coupons.iter().any(|applied| {
                applied.coupon.code == taken.coupon && applied.coupon.periods.is_some()
            })
        };
        self.discounted.iter().filter(counted).cloned().collect()
    }
}

/// The contract of a subscription: its terms, and its events in order of time.
pub(crate) fn contract<'r>(
    row: &Row,
    events: impl IntoIterator<Item = &'r Row>,
) -> Result<Contract, Refusal> {
    let terms: Contract = stored(row.text("terms")?)?;
    let events = events.into_iter().map(|row| stored::<Event>(row.text("event")?));
    // In the order in which they were told; what was scheduled before lies behind what came since.
    Ok(terms.with(&events.collect::<Result<Vec<_>, Refusal>>()?))
}

fn billed_line(row: &Row, currency: Currency) -> Result<BilledLine, Refusal> {
    let period = match (row.read_optional("period_start")?, row.read_optional("period_end")?) {
        (Some(start), Some(end)) => Some(Period::new(start, end).map_err(Refusal::internal)?),
        _ => None,
    };
    let discount = number(row, "discount_minor", currency)?;
    Ok(BilledLine {
        line: row.read("line")?,
        period,
        amount: number(row, "amount_minor", currency)?,
        discount: (!discount.is_zero()).then_some(discount),
        taxes: row.read_optional::<String>("taxes")?.map(|taxes| stored(&taxes)).transpose()?,
    })
}

fn taken_discount(row: &Row, currency: Currency) -> Result<TakenDiscount, Refusal> {
    Ok(TakenDiscount {
        coupon: row.read("coupon")?,
        amount: number(row, "amount_minor", currency)?,
    })
}

/// An amount that is kept in minor units.
fn number(row: &Row, column: &'static str, currency: Currency) -> Result<Number, Refusal> {
    Ok(Amount::from_minor(row.read(column)?, currency).into())
}

/// What this program stored, it must be able to read.
fn stored<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(Refusal::internal)
}
