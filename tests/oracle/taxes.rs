//! Taxes: rounded once per rate, and their shares of the buckets.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;
use serde_json::Value;

use crate::{
    buckets::Bucket,
    charge::number,
    lines::{list, text},
    number::{allocate, cut, round, whole},
};

/// The tax of one rate.
pub struct Tax {
    /// By its place in the contract.
    pub rate: usize,
    /// Without tax.
    pub base: BigInt,
    pub amount: BigInt,
}

/// Tax of every rate that occurs, rounded once per rate, and whether a number on the way is too fine.
pub fn tax(request: &Value, buckets: &mut [Bucket]) -> (Vec<Tax>, bool) {
    let mut far = false;
    let contract = &request["contract"];
    let rates = list(&contract["tax"], "rates");
    let inclusive = contract["tax"]["behavior"] == "inclusive";
    let percent = |rate: usize| number(&rates[rate], "percent").expect("a percent");
    let mut taxes = Vec::new();
    for rate in 0..rates.len() {
        let has = |bucket: &Bucket| bucket.rates.contains(&rate);
        if !buckets.iter().any(has) {
            continue;
        }
        let weights: Vec<BigInt> = buckets
            .iter()
            .map(|bucket| if has(bucket) { bucket.left.clone() } else { BigInt::zero() })
            .collect();
        let base: BigInt = weights.iter().sum();
        let of_bucket = |bucket: &Bucket| {
            // In per cent of the price: what this rate comes to, and all rates of the line together.
            let (mut own, mut all) = (BigRational::zero(), BigRational::zero());
            for one in &bucket.rates {
                let mut comes_to = percent(*one);
                if rates[*one].get("compound").and_then(Value::as_bool) == Some(true) {
                    comes_to *= (whole(100) + &all) / whole(100);
                }
                if *one == rate {
                    own = comes_to.clone();
                }
                all += comes_to;
            }
            let without_tax = if inclusive { whole(100) + all } else { whole(100) };
            whole(bucket.left.clone()) * own / without_tax
        };
        let nothing = BigRational::zero;
        let parts: Vec<BigRational> = buckets
            .iter()
            .map(|bucket| if has(bucket) { of_bucket(bucket) } else { nothing() })
            .collect();
        // The divisors of a sum are kept in 64 bits.
        let divisor: BigInt = parts.iter().map(BigRational::denom).product();
        far |= divisor > BigInt::from(u64::MAX);
        let exact = parts.iter().sum();
        let amount = round(&exact, text(&contract["rounding"], "tax"));
        // Where other rates stand beside it on some lines, or are computed on it, its part of the
        // price is not the same everywhere: each gets its own.
        let compound =
            |bucket: &Bucket| bucket.rates.iter().any(|rate| rates[*rate]["compound"] == true);
        let any_compound = buckets.iter().any(compound);
        let mut beside = buckets.iter().filter(|bucket| has(bucket)).map(|bucket| &bucket.rates);
        let first = beside.next();
        let differs = (inclusive || any_compound) && beside.any(|rates| Some(rates) != first);
        let shares = if differs { cut(&amount, &parts) } else { allocate(&amount, &weights) };
        for (bucket, part) in buckets.iter_mut().zip(shares) {
            bucket.tax += part;
        }
        taxes.push(Tax { rate, base, amount });
    }
    if inclusive {
        for tax in &mut taxes {
            let has = |bucket: &&Bucket| bucket.rates.contains(&tax.rate);
            tax.base -= buckets.iter().filter(has).map(|bucket| &bucket.tax).sum::<BigInt>();
        }
    }
    (taxes, far)
}
