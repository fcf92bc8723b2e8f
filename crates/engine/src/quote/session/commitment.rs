//! Commitments of a quote: what a full period adds to reach them, in the time of its buckets.

use seikyu_money::{Amount, MoneyError};

use super::{Document, row::SessionRow};
use crate::{
    billing::{BucketTotal, Taken, Terms, is_typical, settle, tax_point::of_first_period},
    catalog::Timing,
    explain::TrueUp,
    quote::Draft,
    wire::Faults,
};

/// A commitment that a full period shows.
#[derive(Debug)]
pub(super) struct SessionCommitment {
    /// Its place in the terms.
    place: usize,
    /// The bucket of its true-up.
    bucket: usize,
}

/// The commitments that a full period shows.
pub(super) fn commitments(
    rows: &[SessionRow],
    terms: &mut Terms,
    settings: &Draft,
) -> Result<Vec<SessionCommitment>, Faults> {
    let mut shown = Vec::new();
    for (place, commitment) in terms.commitments.clone().iter().enumerate() {
        if !is_typical(commitment, rows.iter().map(|row| &row.item)) {
            continue;
        }
        let charged = (Timing::InArrears, Some(commitment.interval));
        let start = (settings.start, &settings.zone);
        let day = || of_first_period(terms.tax_point, charged, start);
        let rates = terms.codes_on(&commitment.taxes.as_slice().into(), day)?;
        let bucket = terms.adjustment(&rates, 0)?.bucket;
        shown.push(SessionCommitment { place, bucket });
    }
    Ok(shown)
}

impl Document {
    /// Adds what commitments add, and settles again; a true-up comes after the coupons, so that those
    /// stay as they are.
    pub(super) fn true_up(
        &mut self,
        terms: &Terms,
        commitments: &[SessionCommitment],
    ) -> Result<(), Faults> {
        self.true_ups.clear();
        if commitments.is_empty() {
            return Ok(());
        }
        let mut totals = self.buckets.clone();
        for commitment in commitments {
            let Some(agreed) = terms.commitments.get(commitment.place) else { continue };
            let spent = Amount::from_minor(self.spent(terms, commitment.place)?, terms.currency);
            let nothing = Amount::zero(terms.currency);
            let true_up = TrueUp::new(agreed, None, (spent, nothing), terms.rounding.lines)?;
            if true_up.change.is_zero() {
                continue;
            }
            if let Some(total) = totals.get_mut(commitment.bucket) {
                total.add(true_up.change.minor(), 1)?;
            }
            self.true_ups.push((commitment.place, true_up));
        }
        if !self.true_ups.is_empty() {
            self.settlement = settle(terms, &totals, Taken::Lasting)?;
        }
        Ok(())
    }

    /// What the lines that a commitment measures come to after discounts, in minor units.
    fn spent(&self, terms: &Terms, commitment: usize) -> Result<i64, MoneyError> {
        let discounts = &self.settlement.bucket_discounts;
        let buckets = terms.buckets.iter().zip(&self.buckets).zip(discounts);
        let mut measured =
            buckets.filter(|((bucket, _), _)| bucket.commitments.contains(&commitment));
        measured.try_fold(0_i64, |sum, ((_, total), discount)| {
            let BucketTotal { minor, .. } = total;
            let left = minor.checked_sub(*discount).ok_or(MoneyError::Overflow)?;
            sum.checked_add(left).ok_or(MoneyError::Overflow)
        })
    }
}
