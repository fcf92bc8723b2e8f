//! Buckets: what of a document has its taxes and coupons in common.

use num_bigint::BigInt;
use num_traits::Zero;

/// Something that is settled: a line, or what stands beside the lines.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its tax rates, by their place in the contract, rising.
    pub rates: Vec<usize>,
    /// The coupons that reduce it, by their place, rising.
    pub coupons: Vec<usize>,
    /// In minor units.
    pub minor: BigInt,
    /// Of what takes back what was billed, the discount that goes back with it, below zero.
    pub returned: Option<BigInt>,
}

/// What has its taxes and coupons in common.
pub struct Bucket {
    pub rates: Vec<usize>,
    pub coupons: Vec<usize>,
    /// Whether its members take back what was billed.
    pub credits: bool,
    /// Its members, in the order of the document.
    pub members: Vec<usize>,
    pub total: BigInt,
    /// What discounts leave of the total.
    pub left: BigInt,
    pub tax: BigInt,
}

impl Bucket {
    fn holds(&self, member: &Member) -> bool {
        // What takes back keeps its own discount: no coupon of today reduces it.
        let alike = self.credits || self.coupons == member.coupons;
        self.rates == member.rates && self.credits == member.returned.is_some() && alike
    }
}

/// The buckets of a document. Where remainders are alike, the order of the lines decides no total: the
/// rates do, as the contract has them, and then the coupons.
pub fn buckets(members: &[Member]) -> Vec<Bucket> {
    let mut buckets: Vec<Bucket> = Vec::new();
    for (index, member) in members.iter().enumerate() {
        let place = buckets.iter().position(|bucket| bucket.holds(member)).unwrap_or_else(|| {
            let credits = member.returned.is_some();
            buckets.push(Bucket {
                rates: member.rates.clone(),
                coupons: if credits { Vec::new() } else { member.coupons.clone() },
                credits,
                members: Vec::new(),
                total: BigInt::zero(),
                left: BigInt::zero(),
                tax: BigInt::zero(),
            });
            buckets.len() - 1
        });
        let bucket = &mut buckets[place];
        bucket.members.push(index);
        bucket.total += &member.minor;
        bucket.left += &member.minor;
        if let Some(returned) = &member.returned {
            bucket.left -= returned;
        }
    }
    buckets.sort_by_key(|bucket| {
        let coupons: u32 = bucket.coupons.iter().map(|coupon| 1_u32 << coupon).sum();
        (bucket.rates.clone(), coupons, bucket.credits)
    });
    buckets
}
