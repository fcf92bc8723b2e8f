//! `wallets`: credits drawn on a bill, wallet by wallet in order and line by line.

use seikyu_engine::billing::Bill;
use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, flat, major, once},
    case::{Case, same, same_list, text, texts},
    conformance::Outcome,
};

pub fn run(case: &Case) -> Result<Outcome, String> {
    if case.given("minimum").is_some() {
        return below_a_minimum(case).map(|()| Outcome::Reproduced);
    }
    if case.given("rate").is_some() {
        credits(case)?;
    } else if case.given("wallets_minor").is_some() {
        in_order(case)?;
    } else if case.given("wallet_minor").is_some() {
        one_wallet(case)?;
    } else {
        over_lines(case)?;
    }
    Ok(Outcome::Reproduced)
}

fn euros(minor: &Value) -> String {
    major(text(minor), "EUR")
}

fn of_lines(amounts: &[&str], wallets: Vec<Value>) -> Result<Bill, String> {
    let mut agreement = Agreement::new("EUR");
    for (number, amount) in amounts.iter().enumerate() {
        agreement.item(once(&format!("line-{number}"), flat(amount), "1"));
    }
    for wallet in wallets {
        agreement.wallet(wallet);
    }
    agreement.bill()
}

fn credits(case: &Case) -> Result<(), String> {
    let wallet = json!({"credits": case.input("credits"), "credit_value": case.input("rate")});
    let bill = of_lines(&["1"], vec![wallet])?;
    same("amount", bill.wallets[0].before, case.expected("amount"))?;
    same("minor units", bill.wallets[0].before.minor(), case.expected("amount_minor"))
}

fn in_order(case: &Case) -> Result<(), String> {
    let balances = case.input["wallets_minor"].as_array().expect("wallets");
    let wallets = balances.iter().map(|minor| json!({"balance": euros(minor)})).collect();
    let bill = of_lines(&[&euros(&case.input["invoice_minor"])], wallets)?;
    let minor = |of: fn(&seikyu_engine::billing::WalletDraw) -> i64| -> Vec<i64> {
        bill.wallets.iter().map(of).collect()
    };
    let used = minor(|wallet| wallet.drawn.minor());
    same_list("used", &used, &texts(&case.expected["used_minor"]))?;
    let left = minor(|wallet| wallet.after.minor());
    same_list("balance", &left, &texts(&case.expected["balances_minor"]))
}

fn one_wallet(case: &Case) -> Result<(), String> {
    let wallet = json!({"balance": euros(&case.input["wallet_minor"])});
    let bill = of_lines(&[&euros(&case.input["invoice_minor"])], vec![wallet])?;
    same("remaining", bill.wallets[0].after.minor(), case.expected("remaining_minor"))
}

fn over_lines(case: &Case) -> Result<(), String> {
    let wallet = json!({"balance": case.input("credits")});
    let bill = of_lines(&texts(&case.input["lines"]), vec![wallet])?;
    let paid = bill.lines.iter().map(|line| line.paid_by_wallets.map_or(0, |paid| paid.minor()));
    let paid: Vec<i64> = paid.collect();
    let gross = bill.lines.iter().map(|line| line.gross.minor());
    let due: Vec<i64> = gross.zip(&paid).map(|(gross, paid)| gross - paid).collect();
    let minor = |list: &Value| -> Vec<String> {
        texts(list).iter().map(|amount| format!("{amount}00")).collect()
    };
    let compare = |what, found: &[i64], expected: &Value| {
        let expected = minor(expected);
        same_list(what, found, &expected.iter().map(String::as_str).collect::<Vec<_>>())
    };
    compare("paid by credit", &paid, &case.expected["paid_by_credit"])?;
    compare("due", &due, &case.expected["due"])
}

/// Two lines of usage in a period of a month, a commitment to spend at least so much in it.
fn below_a_minimum(case: &Case) -> Result<(), String> {
    let month = json!({"unit": "month", "count": 1});
    let mut agreement = Agreement::new("EUR");
    for (number, amount) in texts(&case.input["usage_lines"]).iter().enumerate() {
        let mut item = once(&format!("line-{number}"), flat(amount), "1");
        item["interval"] = month.clone();
        item["timing"] = json!("in_arrears");
        agreement.item(item);
    }
    agreement.commitment(json!({"minimum": case.input("minimum"), "interval": month}));
    agreement.wallet(json!({"balance": case.input("credits")}));
    agreement.through("2026-10-01T00:00:00Z");
    let bill = agreement.bill()?;
    let line = bill.lines.last().ok_or("the bill has no line")?;
    same("commitment", line.amount, case.expected("commitment_line"))?;
    let paid = line.paid_by_wallets.ok_or("no wallet pays the commitment")?;
    let due = line.gross.minus(paid).map_err(|error| error.to_string())?;
    same("due of the commitment", due, case.expected("commitment_due"))?;
    same("due", bill.totals.due, case.expected("commitment_due"))
}
