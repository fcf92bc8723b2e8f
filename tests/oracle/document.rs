//! The document: discounts, taxes and totals, and their shares on the lines.

use num_bigint::BigInt;
use num_traits::{Signed, Zero};
use serde_json::{Value, json};

use crate::{
    buckets::{Bucket, Member, buckets},
    calendar, coupons,
    coupons::discount,
    lines::{Line, Lines, decimals, items, list, text},
    number::{allocate, major},
    payment::payment,
    taxes::tax,
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

/// Which of a contract's tax rates a list of codes names.
fn rates_of(request: &Value, codes: &[Value]) -> Vec<usize> {
    let rates = list(&request["contract"]["tax"], "rates");
    (0..rates.len()).filter(|index| codes.contains(&rates[*index]["code"])).collect()
}

/// A line as it is settled.
fn member(request: &Value, line: &Line) -> Member {
    let item = &items(request)[line.item];
    let coupons = coupons::taken(request);
    let reduces = |index: &usize| coupons::reduces(request, &coupons[*index], item, line.number);
    Member {
        rates: rates_of(request, list(item, "taxes")),
        coupons: (0..coupons.len()).filter(reduces).collect(),
        minor: line.minor.clone(),
        returned: line.returned.clone(),
    }
}

/// What discounts and taxes come to on each member: the shares of its bucket, by largest remainder.
fn shares(members: &[Member], buckets: &[Bucket]) -> Vec<(BigInt, BigInt)> {
    let mut shares = vec![(BigInt::zero(), BigInt::zero()); members.len()];
    for bucket in buckets {
        let of_bucket = || bucket.members.iter().map(|index| &members[*index]);
        let mut weights: Vec<BigInt> = of_bucket().map(|member| member.minor.clone()).collect();
        let discounts = if bucket.credits {
            of_bucket().filter_map(|member| member.returned.clone()).collect()
        } else {
            allocate(&(&bucket.total - &bucket.left), &weights)
        };
        for (weight, part) in weights.iter_mut().zip(&discounts) {
            *weight -= part;
        }
        let taxes = allocate(&bucket.tax, &weights);
        for ((index, discount), tax) in bucket.members.iter().zip(discounts).zip(taxes) {
            shares[*index] = (discount, tax);
        }
    }
    shares
}

/// The document of a request's lines.
pub fn document(request: &Value, Lines { all: lines, far }: Lines) -> Document {
    let contract = &request["contract"];
    let decimals = decimals(text(contract, "currency"));
    let inclusive = contract["tax"]["behavior"] == "inclusive";
    let members: Vec<Member> = lines.iter().map(|line| member(request, line)).collect();
    let mut buckets = buckets(&members);
    let discounts = discount(request, &mut buckets);
    let (taxes, far_taxes) = tax(request, &mut buckets);
    let shares = shares(&members, &buckets);
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
