//! The document: discounts, taxes and totals, and their shares on the lines.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use serde_json::{Value, json};

use crate::{
    calendar,
    charge::number,
    lines::{Line, Lines, decimals, items, text},
    number::{allocate, cut, major, round, ten_to, whole},
    payment::payment,
};

/// What the bill of a request is.
pub struct Document {
    pub lines: Vec<Line>,
    /// Whether a number of a line lies beyond the documented ranges.
    pub far: bool,
    /// The bill's figures in the form the engine prints them.
    pub figures: Value,
    /// The sum of the sizes of all amounts: beyond it no sum on the way can lie.
    pub size: BigInt,
    /// Whether some amount is larger than amounts can be.
    pub too_large: bool,
}

/// Lines that have their taxes and coupons in common.
struct Bucket {
    rates: Vec<usize>,
    coupons: Vec<usize>,
    lines: Vec<usize>,
    total: BigInt,
    left: BigInt,
    tax: BigInt,
    /// Whether its lines take back what was billed.
    credits: bool,
}

fn list<'v>(object: &'v Value, field: &str) -> &'v [Value] {
    object.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn positions(all: &[Value], holds: impl Fn(&Value) -> bool) -> Vec<usize> {
    (0..all.len()).filter(|index| holds(&all[*index])).collect()
}

/// Lines by their taxes and coupons, in the order in which the contract has them.
fn buckets(request: &Value, lines: &[Line]) -> Vec<Bucket> {
    let contract = &request["contract"];
    let (rates, coupons) =
        (list(&contract["tax"], "rates"), list(&contract["events"][0], "coupons"));
    let mut buckets: Vec<Bucket> = Vec::new();
    for (at, item) in items(request).iter().enumerate() {
        let rates = positions(rates, |rate| list(item, "taxes").contains(&rate["code"]));
        let coupons = positions(coupons, |coupon| match coupon.get("products") {
            None => true,
            Some(products) => item
                .get("product")
                .is_some_and(|product| products.as_array().expect("products").contains(product)),
        });
        let of_item = (0..lines.len())
            .filter(|index| lines[*index].item == at && lines[*index].returned.is_none());
        let known = buckets
            .iter_mut()
            .find(|one| !one.credits && one.rates == rates && one.coupons == coupons);
        match known {
            Some(known) => known.lines.extend(of_item),
            None => buckets.push(Bucket {
                rates,
                coupons,
                lines: of_item.collect(),
                total: BigInt::zero(),
                left: BigInt::zero(),
                tax: BigInt::zero(),
                credits: false,
            }),
        }
    }
    // What takes back keeps its own discount: no coupon of today reduces it.
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.returned.is_some()) {
        let item = &items(request)[line.item];
        let rates = positions(rates, |rate| list(item, "taxes").contains(&rate["code"]));
        match buckets.iter_mut().find(|one| one.credits && one.rates == rates) {
            Some(known) => known.lines.push(index),
            None => buckets.push(Bucket {
                rates,
                coupons: Vec::new(),
                lines: vec![index],
                total: BigInt::zero(),
                left: BigInt::zero(),
                tax: BigInt::zero(),
                credits: true,
            }),
        }
    }
    // Where remainders are alike, the order of the lines decides no total.
    buckets.sort_by_key(|bucket| {
        let coupons: u32 = bucket.coupons.iter().map(|coupon| 1_u32 << coupon).sum();
        (bucket.rates.clone(), coupons, bucket.credits)
    });
    for bucket in &mut buckets {
        // Lines keep the order of the document within their bucket.
        bucket.lines.sort_unstable();
        bucket.total = bucket.lines.iter().map(|line| &lines[*line].minor).sum();
        let returned: BigInt =
            bucket.lines.iter().filter_map(|line| lines[*line].returned.as_ref()).sum();
        bucket.left = &bucket.total - returned;
    }
    buckets
}

/// Coupons in declared order; gives base and amount of each.
fn discount(request: &Value, buckets: &mut [Bucket]) -> Vec<(BigInt, BigInt)> {
    let contract = &request["contract"];
    let unit = ten_to(decimals(text(contract, "currency")));
    let stacked = text(contract, "coupon_mode") == "stacked";
    let mut taken = Vec::new();
    for (index, coupon) in list(&contract["events"][0], "coupons").iter().enumerate() {
        let has = |bucket: &Bucket| bucket.coupons.contains(&index);
        let weights: Vec<BigInt> = buckets
            .iter()
            .map(|bucket| if has(bucket) { bucket.left.clone() } else { BigInt::zero() })
            .collect();
        let left: BigInt = weights.iter().sum();
        let whole_lines: BigInt =
            buckets.iter().filter(|bucket| has(bucket)).map(|bucket| &bucket.total).sum();
        let base = if stacked { whole_lines } else { left.clone() };
        let wanted = match number(coupon, "percent") {
            Some(percent) => {
                let exact = whole(base.clone()) * percent / whole(100);
                round(&exact, text(&contract["rounding"], "lines"))
            }
            None => {
                (number(coupon, "amount").expect("an amount") * whole(unit.clone())).to_integer()
            }
        };
        // Never below zero: neither the base of the coupon nor what the others left.
        let amount = wanted.min(base.clone()).min(left).max(BigInt::zero());
        for (bucket, part) in buckets.iter_mut().zip(allocate(&amount, &weights)) {
            bucket.left -= part;
        }
        taken.push((base, amount));
    }
    taken
}

struct Tax {
    rate: usize,
    base: BigInt,
    amount: BigInt,
}

/// Tax of every rate that occurs, rounded once per rate.
fn tax(request: &Value, buckets: &mut [Bucket]) -> (Vec<Tax>, bool) {
    let mut far = false;
    let contract = &request["contract"];
    let rates = list(&contract["tax"], "rates");
    let inclusive = contract["tax"]["behavior"] == "inclusive";
    let percent = |rate: usize| number(&rates[rate], "percent").expect("a percent");
    let mut taxes = Vec::new();
    for rate in 0..rates.len() {
        let has = |bucket: &Bucket| bucket.rates.contains(&rate);
        if !buckets.iter().any(|bucket| has(bucket) && !bucket.lines.is_empty()) {
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

/// The document of a request's lines.
pub fn document(request: &Value, Lines { all: lines, far }: Lines) -> Document {
    let contract = &request["contract"];
    let decimals = decimals(text(contract, "currency"));
    let inclusive = contract["tax"]["behavior"] == "inclusive";
    let mut buckets = buckets(request, &lines);
    let discounts = discount(request, &mut buckets);
    let (taxes, far_taxes) = tax(request, &mut buckets);
    let mut shares = vec![(BigInt::zero(), BigInt::zero()); lines.len()];
    for bucket in &buckets {
        let mut weights: Vec<BigInt> =
            bucket.lines.iter().map(|line| lines[*line].minor.clone()).collect();
        let discounts = if bucket.credits {
            bucket.lines.iter().filter_map(|line| lines[*line].returned.clone()).collect()
        } else {
            allocate(&(&bucket.total - &bucket.left), &weights)
        };
        for (weight, part) in weights.iter_mut().zip(&discounts) {
            *weight -= part;
        }
        let taxes = allocate(&bucket.tax, &weights);
        for ((line, discount), tax) in bucket.lines.iter().zip(discounts).zip(taxes) {
            shares[*line] = (discount, tax);
        }
    }
    let mut seen: Vec<BigInt> = Vec::new();
    let mut money = |minor: &BigInt| {
        seen.push(minor.abs());
        major(minor, decimals)
    };
    let both = |after: BigInt, tax: &BigInt| {
        if inclusive { (&after - tax, after) } else { (after.clone(), after + tax) }
    };
    let mut printed = Vec::new();
    let mut payable = Vec::new();
    for (line, (discount, tax)) in lines.iter().zip(&shares) {
        let (net, gross) = both(&line.minor - discount, tax);
        payable.push((line.item, net.clone(), gross.clone()));
        let mut figures = json!({
            "key": line.key,
            "amount": money(&line.minor),
            "discount": money(discount),
            "net": money(&net),
            "tax": money(tax),
            "gross": money(&gross),
        });
        if let Some((start, end)) = line.period {
            figures["period"] = json!({"start": calendar::text(start), "end": calendar::text(end)});
        }
        printed.push(figures);
    }
    let all: BigInt = lines.iter().map(|line| &line.minor).sum();
    let returned: BigInt = lines.iter().filter_map(|line| line.returned.as_ref()).sum();
    let discounted = returned + discounts.iter().map(|(_, amount)| amount).sum::<BigInt>();
    let taxed: BigInt = taxes.iter().map(|tax| &tax.amount).sum();
    let (net, gross) = both(&all - &discounted, &taxed);
    let taxes_by_code: Vec<(Value, BigInt)> = taxes
        .iter()
        .map(|tax| (contract["tax"]["rates"][tax.rate]["code"].clone(), tax.amount.clone()))
        .collect();
    let paid = payment(request, &gross, &taxes_by_code, &payable);
    let mut figures = json!({
        "lines": printed,
        "discounts": discounts.iter().map(|(base, amount)| json!({
            "base": money(base), "amount": money(amount),
        })).collect::<Vec<_>>(),
        "taxes": taxes.iter().map(|tax| json!({
            "rate": contract["tax"]["rates"][tax.rate]["code"],
            "base": money(&tax.base),
            "amount": money(&tax.amount),
        })).collect::<Vec<_>>(),
        "totals": {
            "lines": money(&all),
            "discounts": money(&discounted),
            "net": money(&net),
            "tax": money(&taxed),
            "gross": money(&gross),
            "due": money(&paid.left.clone().max(BigInt::zero())),
            "credit": money(&(-&paid.left).max(BigInt::zero())),
        },
        "wallets": paid.draws.iter().map(|draw| json!({
            "wallet": draw.wallet,
            "before": money(&draw.before),
            "drawn": money(&draw.drawn),
            "after": money(&(&draw.before - &draw.drawn)),
            "cost": money(&draw.cost),
        })).collect::<Vec<_>>(),
    });
    let parts = [
        ("withheld", &paid.withheld),
        ("prepaid", &paid.prepaid),
        ("wallets", &paid.wallets),
        ("balance", &paid.balance),
        ("rounding", &paid.rounding),
    ];
    for (name, part) in parts.into_iter().filter(|(_, part)| !part.is_zero()) {
        figures["totals"][name] = json!(money(part));
    }
    let too_large = seen.iter().any(|size| *size > BigInt::from(i64::MAX));
    Document { lines, far: far || far_taxes, figures, size: seen.iter().sum(), too_large }
}
