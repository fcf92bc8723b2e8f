//! Spreading discounts and taxes back over the lines, so that lines add up to the document.

use seikyu_money::{Amount, Exact, MoneyError, RoundingMode, allocate_minor};

use crate::{
    billing::{Member, Settlement, Terms, terms::Bucket},
    catalog::TaxBehavior,
    order::order,
};

/// A line's share of the document's discounts and taxes, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) discount: i64,
    pub(crate) tax: i64,
}

/// Largest remainder; when the weights cancel out, the first that is not zero takes all.
pub(crate) fn share_out(whole: i64, weights: &[i64]) -> Result<Vec<i64>, MoneyError> {
    match allocate_minor(whole, weights) {
        Err(MoneyError::DivisionByZero) => {
            let first = weights.iter().position(|weight| *weight != 0).unwrap_or_default();
            let part = |index| if index == first { whole } else { 0 };
            Ok((0..weights.len()).map(part).collect())
        }
        result => result,
    }
}

/// Parts of a whole that is the rounded sum of exact numbers: each number cut down to a whole minor unit,
/// and one more for those that lost most by it, the earlier first. A whole below zero is the mirror.
///
/// 11,000 yen with 10 % and 11,200 yen with 10 % and 2 % contain 1,000 each at 10 %, not 991 and 1,009.
pub(crate) fn share_exactly(whole: Amount, parts: &[Exact]) -> Result<Vec<i64>, MoneyError> {
    let mirrored = whole.minor() < 0;
    let currency = whole.currency();
    let mut left = if mirrored { whole.negated()? } else { whole }.minor();
    let mut shares = Vec::with_capacity(parts.len());
    for part in parts {
        let part = if mirrored { part.negated()? } else { *part };
        let mut floor = part.round(currency, RoundingMode::Down)?;
        if part.compare(floor.into())?.is_lt() {
            floor = floor.minus(Amount::from_minor(1, currency))?;
        }
        left = left.checked_sub(floor.minor()).ok_or(MoneyError::Overflow)?;
        shares.push((floor.minor(), part.minus(floor.into())?));
    }
    for _ in 0..left {
        let mut most: Option<(usize, Exact)> = None;
        for (index, (_, lost)) in shares.iter().enumerate() {
            let more = match most {
                None => true,
                Some((_, so_far)) => lost.compare(so_far)?.is_gt(),
            };
            if more {
                most = Some((index, *lost));
            }
        }
        if let Some((share, lost)) = most.and_then(|(index, _)| shares.get_mut(index)) {
            *share = share.checked_add(1).ok_or(MoneyError::Overflow)?;
            *lost = Exact::ZERO;
        }
    }
    let signed = |share: i64| if mirrored { share.checked_neg() } else { Some(share) };
    shares.into_iter().map(|(share, _)| signed(share).ok_or(MoneyError::Overflow)).collect()
}

/// Shares of buckets, made in an order that does not depend on that of the lines: where remainders are
/// alike, the lines' order decides no total.
pub(crate) fn of_buckets<T: Copy>(
    terms: &Terms,
    weights: &[T],
    share: impl FnOnce(&[T]) -> Result<Vec<i64>, MoneyError>,
) -> Result<Vec<i64>, MoneyError> {
    if weights.len() < 2 {
        return share(weights);
    }
    let place = |index: usize| terms.buckets.get(index).map(Bucket::place);
    let order = order(weights.len(), &|one, other| place(one).cmp(&place(other)));
    let ordered: Vec<T> = order.iter().filter_map(|index| weights.get(*index)).copied().collect();
    let mut shares = vec![0; weights.len()];
    for (index, part) in order.iter().zip(share(&ordered)?) {
        if let Some(place) = shares.get_mut(*index) {
            *place = part;
        }
    }
    Ok(shares)
}

/// Spreads a settlement over lines. A credit takes back its own discount.
pub(crate) fn spread(
    terms: &Terms,
    settlement: &Settlement,
    lines: &[Member],
) -> Result<Vec<Share>, MoneyError> {
    let mut shares = vec![Share::default(); lines.len()];
    for bucket in 0..terms.buckets.len() {
        let discount = settlement.bucket_discounts.get(bucket).copied().unwrap_or_default();
        let tax = settlement.bucket_taxes.get(bucket).copied().unwrap_or_default();
        let (members, mut weights): (Vec<usize>, Vec<i64>) = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.bucket == bucket)
            .map(|(index, line)| (index, line.minor))
            .unzip();
        let credits = terms.buckets.get(bucket).is_some_and(|bucket| bucket.credits);
        let discounts = if credits {
            let own = members.iter().map(|index| lines.get(*index).map_or(0, |line| line.returned));
            own.collect()
        } else {
            share_out(discount, &weights)?
        };
        for (weight, part) in weights.iter_mut().zip(&discounts) {
            *weight = weight.checked_sub(*part).ok_or(MoneyError::Overflow)?;
        }
        let taxes = share_out(tax, &weights)?;
        for ((member, discount), tax) in members.into_iter().zip(discounts).zip(taxes) {
            if let Some(share) = shares.get_mut(member) {
                *share = Share { discount, tax };
            }
        }
    }
    Ok(shares)
}

impl Share {
    /// The line's amounts without and with tax, in minor units.
    pub(crate) fn net_and_gross(
        self,
        amount: i64,
        behavior: TaxBehavior,
    ) -> Result<(i64, i64), MoneyError> {
        let after = amount.checked_sub(self.discount).ok_or(MoneyError::Overflow)?;
        match behavior {
            TaxBehavior::Exclusive => {
                Ok((after, after.checked_add(self.tax).ok_or(MoneyError::Overflow)?))
            }
            TaxBehavior::Inclusive => {
                Ok((after.checked_sub(self.tax).ok_or(MoneyError::Overflow)?, after))
            }
        }
    }
}
