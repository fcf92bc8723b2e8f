//! Taxes: **rounded once** per rate, on what the discounts left.

use seikyu_money::{Amount, Exact, MoneyError};

use super::{RateTotal, Settlement, minus, plus, sum};
use crate::{
    billing::{
        BucketTotal, Terms,
        spread::{of_buckets, share_exactly, share_out},
        terms::Compound,
    },
    catalog::TaxBehavior,
};

/// Adds the tax of every rate that occurs, to what the discounts left of each bucket.
pub(super) fn add(
    terms: &Terms,
    totals: &[BucketTotal],
    left: &[i64],
    settlement: &mut Settlement,
) -> Result<(), MoneyError> {
    // A bucket without lines is not on the document: it says nothing about how taxes are spread.
    let billed = || {
        let buckets = terms.buckets.iter().zip(totals);
        buckets.filter(|(_, total)| total.lines > 0).map(|(bucket, _)| bucket)
    };
    let any_compound = billed().any(|bucket| bucket.compound.is_some());
    let mut bucket_taxes = vec![0_i64; left.len()];
    for (index, rate) in terms.rates.iter().enumerate() {
        if !billed().any(|bucket| bucket.rates.contains(&index)) {
            continue;
        }
        let mut weights = vec![0_i64; left.len()];
        // Buckets of other rates beside this one contain another part of it.
        let mut with = billed().filter(|bucket| bucket.rates.contains(&index));
        let first = with.next().map(|bucket| &bucket.rates);
        let differs = (any_compound || terms.behavior == TaxBehavior::Inclusive)
            && with.any(|bucket| Some(&bucket.rates) != first);
        let mut parts = Vec::new();
        let mut exact = Exact::ZERO;
        let mut on_taxes = Exact::ZERO;
        let of_rate = terms.buckets.iter().zip(left).zip(&mut weights);
        for ((bucket, rest), weight) in of_rate {
            let before_bucket = exact;
            if bucket.rates.contains(&index) {
                *weight = *rest;
                let price = Exact::from(Amount::from_minor(*rest, terms.currency));
                if let Some((compound, before, own)) = bucket.compound_of(index) {
                    exact = exact.plus(part_of(price, own, compound, terms.behavior)?)?;
                    let on = part_of(price, before, compound, terms.behavior)?;
                    on_taxes = on_taxes.plus(on)?;
                } else if terms.behavior == TaxBehavior::Inclusive {
                    exact = exact.plus(price.contained_percent(rate.percent, bucket.percent)?)?;
                } else if any_compound {
                    exact = exact.plus(price.percent(rate.percent)?)?;
                }
            }
            if differs {
                parts.push(exact.minus(before_bucket)?);
            }
        }
        let base = sum(weights.iter())?;
        if terms.behavior == TaxBehavior::Exclusive && !any_compound {
            exact = Exact::from(Amount::from_minor(base, terms.currency)).percent(rate.percent)?;
        }
        let rounded = exact.round(terms.currency, terms.rounding.tax)?;
        let amount = rounded.minor();
        let shares = if differs {
            of_buckets(terms, &parts, |parts| share_exactly(rounded, parts))?
        } else {
            of_buckets(terms, &weights, |weights| share_out(amount, weights))?
        };
        for (tax, part) in bucket_taxes.iter_mut().zip(shares) {
            *tax = plus(*tax, part)?;
        }
        settlement.taxes.push(RateTotal {
            rate: index,
            base,
            on_taxes: rate.compound.then_some(on_taxes),
            amount,
        });
    }
    if terms.behavior == TaxBehavior::Inclusive {
        for total in &mut settlement.taxes {
            let buckets = terms.buckets.iter().zip(&bucket_taxes);
            for (_, tax) in buckets.filter(|(bucket, _)| bucket.rates.contains(&total.rate)) {
                total.base = minus(total.base, *tax)?;
            }
        }
    }
    settlement.bucket_taxes = bucket_taxes;
    Ok(())
}

/// The part of a price that is so many per cent of the price without tax.
fn part_of(
    price: Exact,
    percent: Exact,
    compound: &Compound,
    behavior: TaxBehavior,
) -> Result<Exact, MoneyError> {
    match behavior {
        TaxBehavior::Exclusive => price.times(percent)?.fraction(1, 100),
        TaxBehavior::Inclusive => price.contained_part(percent, compound.total),
    }
}
