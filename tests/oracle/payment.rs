//! From the gross total to what is due: split payment, deposits, wallets, the balance, rounding.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use serde_json::{Value, json};

use crate::{
    calendar::{Second, second},
    charge::number,
    lines::{decimals, items, text},
    number::{round, ten_to, whole},
};

/// What a wallet paid.
pub struct Draw {
    pub wallet: Value,
    pub before: BigInt,
    pub drawn: BigInt,
    pub cost: BigInt,
}

/// What is paid how.
pub struct Payment {
    pub withheld: BigInt,
    pub prepaid: BigInt,
    pub wallets: BigInt,
    pub balance: BigInt,
    pub rounding: BigInt,
    /// To pay, or below zero, in the customer's favour.
    pub left: BigInt,
    pub draws: Vec<Draw>,
}

/// The category of a tax rate of the contract.
fn category<'v>(request: &'v Value, code: &Value) -> &'v str {
    let rates = request["contract"]["tax"]["rates"].as_array().expect("rates");
    text(rates.iter().find(|rate| rate["code"] == *code).expect("a rate"), "category")
}

/// How much of a document is paid how; `lines` are the item, net and gross of each line.
pub fn payment(
    request: &Value,
    gross: &BigInt,
    taxes: &[(Value, BigInt)],
    lines: &[(usize, BigInt, BigInt)],
) -> Payment {
    let contract = &request["contract"];
    let unit = whole(ten_to(decimals(text(contract, "currency"))));
    let mode = text(&contract["rounding"], "lines");
    let minor = |object: &Value, field: &str| {
        let given = number(object, field).unwrap_or_else(BigRational::zero);
        (given * &unit).to_integer()
    };
    let split = |code: &Value| category(request, code) == "B";
    let withheld: BigInt =
        taxes.iter().filter(|(code, _)| split(code)).map(|(_, amount)| amount).sum();
    let prepaid = minor(request, "prepaid");
    let mut left = gross - &withheld - &prepaid;
    let mut open: Vec<BigInt> = Vec::new();
    for (item, net, gross) in lines {
        let codes = items(request)[*item]["taxes"].as_array().expect("taxes");
        open.push(if codes.iter().any(split) { net.clone() } else { gross.clone() });
    }
    let through = second(text(request, "through"));
    let none = Vec::new();
    let mut wallets: Vec<&Value> =
        request.get("wallets").and_then(Value::as_array).unwrap_or(&none).iter().collect();
    let expiry = |wallet: &Value| wallet.get("expires_at").map(|at| second(at.as_str().unwrap()));
    wallets.sort_by_key(|wallet| {
        let priority = wallet.get("priority").and_then(Value::as_u64).unwrap_or(0);
        let end = expiry(wallet).unwrap_or(Second::MAX);
        // What was given away is used before what was bought.
        (priority, end, text(wallet, "kind") == "prepaid")
    });
    let mut draws = Vec::new();
    for wallet in wallets {
        let before = match number(wallet, "credits") {
            Some(credits) => {
                let value = number(wallet, "credit_value").unwrap_or_else(|| whole(1));
                round(&(credits * value * &unit), mode)
            }
            None => minor(wallet, "balance"),
        };
        let mut drawn = BigInt::zero();
        if expiry(wallet).is_none_or(|end| through < end) {
            for (open, (item, ..)) in open.iter_mut().zip(lines) {
                let product = items(request)[*item].get("product");
                let products = wallet.get("products").and_then(Value::as_array);
                let fits = products.is_none_or(|all| product.is_some_and(|one| all.contains(one)));
                if fits && open.is_positive() && left.is_positive() {
                    let part = open.clone().min(&before - &drawn).min(left.clone());
                    *open -= &part;
                    left -= &part;
                    drawn += part;
                }
            }
        }
        let cost = if drawn.is_zero() {
            BigInt::zero()
        } else {
            let share = BigRational::new(drawn.clone(), before.clone());
            round(&(whole(minor(wallet, "cost")) * share), mode)
        };
        draws.push(Draw { wallet: wallet["code"].clone(), before, drawn, cost });
    }
    let balance = minor(request, "balance").min(left.clone()).max(BigInt::zero());
    left -= &balance;
    let rule = request.get("payable_rounding").cloned().unwrap_or_else(|| json!({}));
    let rounding = if rule.get("amount").is_some() {
        minor(&rule, "amount")
    } else if rule.get("multiple").is_some() && left.is_positive() {
        let multiple = minor(&rule, "multiple");
        let mode = rule.get("mode").and_then(Value::as_str).unwrap_or("half_away_from_zero");
        let count = round(&BigRational::new(left.clone(), multiple.clone()), mode);
        count * multiple - &left
    } else {
        BigInt::zero()
    };
    left += &rounding;
    let wallets = draws.iter().map(|draw| &draw.drawn).sum();
    Payment { withheld, prepaid, wallets, balance, rounding, left, draws }
}
