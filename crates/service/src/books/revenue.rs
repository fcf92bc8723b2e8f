//! Revenue by month, as it is served.

use std::collections::BTreeMap;

use seikyu_calendar::Date;
use seikyu_money::{Amount, Currency};
use serde::Serialize;

use super::months::{Month, day_before, months};
use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Reports what became revenue in each month of a time, by currency.
#[derive(Clone, Debug)]
pub struct RevenueByMonth {
    from: Date,
    to: Date,
    months: Vec<Month>,
    before: Date,
}

/// What became revenue in a time.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RevenueReport {
    from: Date,
    to: Date,
    currencies: Vec<RevenueOfCurrency>,
}

/// The revenue of a currency.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RevenueOfCurrency {
    currency: Currency,
    total: Amount,
    months: Vec<RevenueOfMonth>,
}

/// The revenue of a month, or of the part of it that was asked for.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct RevenueOfMonth {
    from: Date,
    to: Date,
    revenue: Amount,
}

impl RevenueByMonth {
    /// The report from a day to a day, with both.
    ///
    /// # Errors
    /// [`Refusal::Input`] for days in the wrong order, or more than ten years.
    pub fn new(from: Date, to: Date) -> Result<Self, Refusal> {
        Ok(Self { from, to, months: months(from, to)?, before: day_before(from)? })
    }
}

/// The statement that loads what is revenue by the ends of months, and before them.
pub(super) fn load_ends(seller: &SellerId, before: Date, months: &[Month]) -> Statement {
    let days = std::iter::once(before).chain(months.iter().map(|month| month.to));
    let days: Vec<String> = days.map(|day| format!("\"{day}\"")).collect();
    let ends = format!("[{}]", days.join(","));
    Statement::new(sql::books::REVENUE).bind(seller).bind(ends)
}

/// What became revenue in each of the months, by the code of its currency.
pub(super) fn by_month(
    rows: &Rows,
    before: Date,
    months: &[Month],
) -> Result<BTreeMap<String, Vec<Amount>>, Refusal> {
    let mut ends: BTreeMap<&str, BTreeMap<&str, &Row>> = BTreeMap::new();
    for row in rows {
        ends.entry(row.text("currency")?).or_default().insert(row.text("at")?, row);
    }
    let mut currencies = BTreeMap::new();
    for (code, ends) in ends {
        let currency = Currency::parse(code).map_err(Refusal::internal)?;
        let at = |day: Date| -> Result<Amount, Refusal> {
            match ends.get(day.to_string().as_str()) {
                Some(row) => Ok(Amount::from_minor(row.read("amount_minor")?, currency)),
                None => Ok(Amount::zero(currency)),
            }
        };
        let mut earlier = at(before)?;
        let mut amounts = Vec::with_capacity(months.len());
        for month in months {
            let end = at(month.to)?;
            amounts.push(end.minus(earlier).map_err(Refusal::internal)?);
            earlier = end;
        }
        currencies.insert(code.to_owned(), amounts);
    }
    Ok(currencies)
}

impl UseCase for RevenueByMonth {
    type Snapshot = Rows;

    type Answer = RevenueReport;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![load_ends(seller, self.before, &self.months)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let mut currencies = Vec::new();
        for (code, amounts) in by_month(&rows, self.before, &self.months)? {
            let currency = Currency::parse(&code).map_err(Refusal::internal)?;
            let mut total = Amount::zero(currency);
            let mut months = Vec::with_capacity(amounts.len());
            for (month, revenue) in self.months.iter().zip(amounts) {
                total = total.plus(revenue).map_err(Refusal::internal)?;
                months.push(RevenueOfMonth { from: month.from, to: month.to, revenue });
            }
            currencies.push(RevenueOfCurrency { currency, total, months });
        }
        let Self { from, to, .. } = *self;
        Ok(Changes::none(Reply::json(200, &RevenueReport { from, to, currencies })?))
    }
}
