//! The terms of a document, prepared for settling: buckets of lines with the same taxes and coupons.
//!
//! A discount is spread first over buckets and then over the lines of each, both by largest remainder.
//! That is also the shape of EN 16931, where a document allowance has one tax category and rate
//! (BG-20), and it lets an edit of one line settle a quote of any length in the time of its buckets.

use std::sync::Arc;

use seikyu_calendar::{Date, Instant};
use seikyu_money::{Amount, Currency, Exact, MoneyError, Percent};

use crate::{
    billing::{TakenDiscount, lines::Drafted, tax_point::is_dated},
    catalog::{
        Code, Commitment, Coupon, CouponMode, Rounding, TaxBehavior, TaxPoint, TaxRate, TaxTerms,
    },
    contract::{Contract, Item, Timeline},
};

#[derive(Clone, Debug)]
pub(crate) struct Terms {
    pub(crate) currency: Currency,
    pub(crate) rounding: Rounding,
    pub(crate) coupon_mode: CouponMode,
    pub(crate) behavior: TaxBehavior,
    /// The rates; one that changes is there once a percent, in order of time.
    pub(crate) rates: Vec<TaxRate>,
    /// By rate: the code by which items name it, and the days on which it holds. Empty when none changes.
    dated: Vec<Dated>,
    pub(crate) tax_point: TaxPoint,
    pub(crate) coupons: Vec<Coupon>,
    /// By coupon: when it was applied, and what it has taken, in minor units.
    pub(crate) applied: Vec<(Instant, i64)>,
    pub(crate) commitments: Vec<Commitment>,
    pub(crate) buckets: Vec<Bucket>,
    versions: Vec<usize>,
}

/// The days on which a percent of a rate holds.
#[derive(Clone, Debug)]
struct Dated {
    named: Code,
    from: Option<Date>,
    until: Option<Date>,
}

impl Dated {
    fn holds_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}

/// What the lines of a bucket come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BucketTotal {
    /// Sum of the lines, in minor units.
    pub(crate) minor: i64,
    /// How many lines there are; a bucket without lines has no tax group either.
    pub(crate) lines: i64,
    /// Discounts that credits take back, in minor units; mostly below zero.
    pub(crate) returned: i64,
}

/// A line among those of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    /// Its bucket.
    pub(crate) bucket: usize,
    /// Its amount, in minor units.
    pub(crate) minor: i64,
    /// The discount it takes back, in minor units, when it is a credit.
    pub(crate) returned: i64,
}

impl BucketTotal {
    /// Adds to the bucket; both may be below zero, to take away.
    pub(crate) fn add(&mut self, minor: i64, lines: i64) -> Result<(), MoneyError> {
        self.minor = self.minor.checked_add(minor).ok_or(MoneyError::Overflow)?;
        self.lines = self.lines.checked_add(lines).ok_or(MoneyError::Overflow)?;
        Ok(())
    }

    /// Adds a line to the bucket.
    pub(crate) fn add_member(&mut self, member: &Member) -> Result<(), MoneyError> {
        self.add(member.minor, 1)?;
        self.returned = self.returned.checked_add(member.returned).ok_or(MoneyError::Overflow)?;
        Ok(())
    }
}

/// Lines with the same taxes and coupons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bucket {
    /// Indices of the tax rates, rising.
    pub(crate) rates: Vec<usize>,
    /// The sum of the rates.
    pub(crate) percent: Percent,
    /// The rates with what they take of the taxes before them; absent without a compound rate.
    pub(crate) compound: Option<Compound>,
    /// Which coupons apply, one bit each.
    pub(crate) coupons: u32,
    /// Which commitments measure its lines, by their place.
    pub(crate) commitments: Vec<usize>,
    /// Whether its lines are credits: they take back the discount that was given, and no coupon of
    /// today reduces them.
    pub(crate) credits: bool,
}

/// Rates of which one at least is computed on the price and the taxes before it, in per cent of the
/// price. 5 % and, compound, 9.5 %: the second is 9.975 %, on taxes of 5 %; the sum is 14.975 %.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Compound {
    /// By rate of the bucket: the taxes it is computed on (nothing where it is not compound), and what
    /// it comes to itself.
    pub(crate) rates: Vec<(Exact, Exact)>,
    /// The sum of what they come to.
    pub(crate) total: Exact,
}

impl Compound {
    fn new<'r>(rates: impl Iterator<Item = &'r TaxRate>) -> Result<Self, MoneyError> {
        let mut compound = Self { rates: Vec::new(), total: Exact::ZERO };
        for rate in rates {
            let before = if rate.compound { compound.total } else { Exact::ZERO };
            let own = Exact::from(rate.percent);
            let effective = own.plus(before.percent(rate.percent)?)?;
            compound.rates.push((before, effective));
            compound.total = compound.total.plus(effective)?;
        }
        Ok(compound)
    }
}

impl Terms {
    /// The terms at an instant, at which coupons are those that are taken then.
    pub(crate) fn new(
        contract: &Contract,
        timeline: &Timeline<'_>,
        at: Instant,
    ) -> Result<Self, MoneyError> {
        let at = at.max(timeline.start);
        let plan = contract.plan_at(at).map(|plan| &plan.code);
        let coupons = timeline.coupons.iter().filter(|applied| {
            let coupon = applied.coupon;
            applied.holds_at(at) && coupon.free_units.is_none() && coupon.is_for_plan(plan)
        });
        let mut terms = Self {
            currency: contract.currency,
            rounding: contract.rounding,
            coupon_mode: contract.coupon_mode,
            behavior: contract.tax.behavior,
            rates: Vec::new(),
            dated: Vec::new(),
            tax_point: contract.tax.tax_point,
            applied: coupons.clone().map(|applied| (applied.from, 0)).collect(),
            coupons: coupons.map(|applied| applied.coupon.clone()).collect(),
            commitments: contract.commitments.clone(),
            buckets: Vec::new(),
            versions: Vec::with_capacity(timeline.versions.len()),
        };
        terms.set_rates(&contract.tax)?;
        if terms.is_dated() {
            return Ok(terms);
        }
        let mut before: Option<(&Item, usize)> = None;
        for item in timeline.versions.iter().map(|version| version.item) {
            let bucket = match before {
                Some((alike, bucket))
                    if alike.taxes == item.taxes
                        && alike.product == item.product
                        && alike.usage == item.usage
                        && contract.commitments.is_empty() =>
                {
                    bucket
                }
                _ => terms.bucket_for(item, &item.taxes, 0)?,
            };
            before = Some((item, bucket));
            terms.versions.push(bucket);
        }
        Ok(terms)
    }

    /// The bucket of an item's lines with these taxes, made if it is new; `ended` are the coupons that do
    /// not hold in the line's period, one bit each.
    pub(crate) fn bucket_for(
        &mut self,
        item: &Item,
        taxes: &[Code],
        ended: u32,
    ) -> Result<usize, MoneyError> {
        let coupons = self.coupons_of(item);
        let measured = self.commitments.iter().enumerate();
        let measured = measured.filter(|(_, one)| one.measures(item.line_key()));
        let measured: Vec<usize> = measured.map(|(index, _)| index).collect();
        self.bucket_of(taxes, (coupons & !ended, false), &measured)
    }

    fn coupons_of(&self, item: &Item) -> u32 {
        self.coupons.iter().enumerate().fold(0_u32, |bits, (index, coupon)| {
            let applies = coupon.applies_to(item.product.as_ref(), item.usage.as_ref());
            if applies { bits | bit(index) } else { bits }
        })
    }

    /// The coupons that no longer hold for a line, one bit each; `before` says how many of the line's
    /// periods there were from an instant to its own, `None` when its own had ended then.
    pub(crate) fn ended(&self, before: impl Fn(Instant) -> Option<u32>) -> u32 {
        self.coupons.iter().zip(&self.applied).enumerate().fold(0, |bits, (index, (coupon, at))| {
            let holds = coupon.periods.is_none()
                || before(at.0).is_some_and(|before| coupon.holds_in(before));
            if holds { bits } else { bits | bit(index) }
        })
    }

    /// Whether any coupon holds for some periods only.
    pub(crate) fn has_ending_coupons(&self) -> bool {
        self.coupons.iter().any(|coupon| coupon.periods.is_some())
    }

    /// Takes over what coupons have taken on earlier bills.
    pub(crate) fn set_taken(&mut self, taken: &[TakenDiscount]) -> Result<(), MoneyError> {
        for discount in taken {
            let amount = Amount::from_number(discount.amount, self.currency)?.minor();
            let coupons = self.coupons.iter().zip(&mut self.applied);
            for (_, (_, sum)) in coupons.filter(|(coupon, _)| coupon.code == discount.coupon) {
                *sum = sum.checked_add(amount).ok_or(MoneyError::Overflow)?;
            }
        }
        Ok(())
    }

    fn bucket(&mut self, taxes: &[Code], of: (u32, bool)) -> Result<usize, MoneyError> {
        self.bucket_of(taxes, of, &[])
    }

    fn bucket_of(
        &mut self,
        taxes: &[Code],
        (coupons, credits): (u32, bool),
        commitments: &[usize],
    ) -> Result<usize, MoneyError> {
        let mut rates = Vec::with_capacity(taxes.len());
        let mut percent: Option<Percent> = None;
        for (index, rate) in self.rates.iter().enumerate() {
            if taxes.contains(&rate.code) {
                rates.push(index);
                percent = Some(match percent {
                    None => rate.percent,
                    Some(sum) => sum.plus(rate.percent)?,
                });
            }
        }
        let of_bucket = || rates.iter().filter_map(|index| self.rates.get(*index));
        let compound = if of_bucket().any(|rate| rate.compound) {
            Some(Compound::new(of_bucket())?)
        } else {
            None
        };
        let bucket = Bucket {
            rates,
            percent: percent.unwrap_or_default(),
            compound,
            coupons,
            commitments: commitments.to_vec(),
            credits,
        };
        if let Some(index) = self.buckets.iter().position(|known| *known == bucket) {
            return Ok(index);
        }
        self.buckets.push(bucket);
        Ok(self.buckets.len().saturating_sub(1))
    }

    /// A line's place; the bucket is made if it is new.
    pub(crate) fn member(&mut self, line: &Drafted<'_>, ended: u32) -> Result<Member, MoneyError> {
        let minor = line.amount.minor();
        Ok(match line.returned_discount {
            None => {
                // Where rates change, a version has no bucket of its own.
                let known = self.versions.get(line.version).filter(|_| ended == 0);
                let bucket = match known {
                    Some(bucket) => *bucket,
                    None => self.bucket_for(line.item, &line.taxes, ended)?,
                };
                Member { bucket, minor, returned: 0 }
            }
            Some(returned) => {
                let bucket = self.bucket(&line.taxes, (0, true))?;
                Member { bucket, minor, returned: returned.minor() }
            }
        })
    }

    /// The place of an adjustment of the document: no coupon reduces it.
    pub(crate) fn adjustment(&mut self, taxes: &[Code], minor: i64) -> Result<Member, MoneyError> {
        Ok(Member { bucket: self.bucket(taxes, (0, false))?, minor, returned: 0 })
    }

    /// The codes that a bill gives these rates on a day, which is asked for only where rates change.
    pub(crate) fn codes_on<E>(
        &self,
        taxes: &Arc<[Code]>,
        day: impl FnOnce() -> Result<Date, E>,
    ) -> Result<Arc<[Code]>, E> {
        if !self.is_dated() {
            return Ok(Arc::clone(taxes));
        }
        let day = day()?;
        let dated = self.rates.iter().zip(&self.dated);
        let held = dated.filter(|(_, dated)| taxes.contains(&dated.named) && dated.holds_on(day));
        Ok(held.map(|(rate, _)| rate.code.clone()).collect())
    }

    fn set_rates(&mut self, tax: &TaxTerms) -> Result<(), MoneyError> {
        if !is_dated(tax) {
            self.rates.clone_from(&tax.rates);
            return Ok(());
        }
        for rate in &tax.rates {
            let mut from = None;
            let mut push = |percent, until: Option<Date>| {
                let code = match from {
                    None => Ok(rate.code.clone()),
                    Some(day) => rate.code_from(day),
                };
                let code = code.map_err(|_| MoneyError::Overflow)?;
                self.rates.push(TaxRate { code, percent, changes: Vec::new(), ..rate.clone() });
                self.dated.push(Dated { named: rate.code.clone(), from, until });
                from = until;
                Ok::<_, MoneyError>(())
            };
            let mut percent = rate.percent;
            for change in &rate.changes {
                push(percent, Some(change.from))?;
                percent = change.percent;
            }
            push(percent, None)?;
        }
        Ok(())
    }

    /// Whether any rate changes.
    pub(crate) fn is_dated(&self) -> bool {
        !self.dated.is_empty()
    }
}

/// The bit of a coupon; there are never more coupons than bits.
fn bit(index: usize) -> u32 {
    u32::try_from(index).ok().and_then(|index| 1_u32.checked_shl(index)).unwrap_or_default()
}

impl Bucket {
    /// What a rate of the bucket takes, in per cent of the price: (the taxes it is computed on, what it
    /// comes to). `None` when the bucket has no compound rate.
    pub(crate) fn compound_of(&self, rate: usize) -> Option<(&Compound, Exact, Exact)> {
        let compound = self.compound.as_ref()?;
        let at = self.rates.iter().position(|known| *known == rate)?;
        compound.rates.get(at).map(|(before, own)| (compound, *before, *own))
    }

    /// What orders buckets, whatever the order of their lines: rates as they are declared, then coupons
    /// and commitments.
    pub(crate) fn place(&self) -> (&[usize], u32, &[usize], bool) {
        (&self.rates, self.coupons, &self.commitments, self.credits)
    }

    pub(crate) fn has_coupon(&self, index: usize) -> bool {
        self.coupons & bit(index) != 0
    }
}
