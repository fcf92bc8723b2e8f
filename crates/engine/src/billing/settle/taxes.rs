//! Taxes: **rounded once** per rate, on what the discounts left.

use seikyu_money::{Amount, Exact, MoneyError};

use super::{RateTotal, Settlement, minus, plus, sum};
use crate::{
    billing::{BucketTotal, Terms, spread::share_out},
    catalog::TaxBehavior,
};

/// Adds the tax of every rate that occurs, to what the discounts left of each bucket.
pub(super) fn add(
    terms: &Terms,
    totals: &[BucketTotal],
    left: &[i64],
    settlement: &mut Settlement,
) -> Result<(), MoneyError> {
    let mut bucket_taxes = vec![0_i64; left.len()];
    for (index, rate) in terms.rates.iter().enumerate() {
        let mut used = terms.buckets.iter().zip(totals);
        let occurs = used.any(|(bucket, total)| total.lines > 0 && bucket.rates.contains(&index));
        if !occurs {
            continue;
        }
        let mut weights = vec![0_i64; left.len()];
        let mut exact = Exact::ZERO;
        let of_rate = terms.buckets.iter().zip(left).zip(&mut weights);
        for ((bucket, rest), weight) in of_rate {
            if bucket.rates.contains(&index) {
                *weight = *rest;
                if terms.behavior == TaxBehavior::Inclusive {
                    let gross = Exact::from(Amount::from_minor(*rest, terms.currency));
                    exact = exact.plus(gross.contained_percent(rate.percent, bucket.percent)?)?;
                }
            }
        }
        let base = sum(weights.iter())?;
        if terms.behavior == TaxBehavior::Exclusive {
            exact = Exact::from(Amount::from_minor(base, terms.currency)).percent(rate.percent)?;
        }
        let amount = exact.round(terms.currency, terms.rounding.tax)?.minor();
        for (tax, part) in bucket_taxes.iter_mut().zip(share_out(amount, &weights)?) {
            *tax = plus(*tax, part)?;
        }
        settlement.taxes.push(RateTotal { rate: index, base, amount });
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
