//! `einvoice`: public example invoices, line by line and rate by rate (EN 16931, Japan's Qualified
//! Invoice System).
//!
//! A line's own allowances and charges are amounts on the same line of the bill, summed with it. Those of
//! the document are adjustments. A returned quantity is that quantity at a price below zero; what an example invoice has to pay below zero is our bill's credit. A
//! credit note is the full credit of the invoice with the same lines.

use serde_json::{Value, json};

use crate::{
    agreement::{Agreement, credited, flat, once, per_unit},
    case::{Case, array, same, text},
    conformance::Outcome,
};
use seikyu_engine::{billing::Bill, credit_note::CreditNote};
use seikyu_money::{Amount, MoneyError, Number, Percent};

pub fn run(case: &Case) -> Result<Outcome, String> {
    let mut agreement = Agreement::new(case.input("currency"));
    if case.input("price_mode") == "tax_inclusive" {
        agreement.inclusive();
    }
    agreement.round_tax(match case.input("tax_point_rounding") {
        "half_up" => "half_away_from_zero",
        other => other,
    });
    let lines = array(case.input["lines"].clone());
    for (number, line) in (1..).zip(&lines) {
        write_line(&mut agreement, number, line);
    }
    for (kind, name) in [("allowance", "allowances"), ("charge", "charges")] {
        for adjustment in array(case.input[name].clone()) {
            let category = text(&adjustment["tax_category"]);
            let rate = agreement.rate(category, &percent(adjustment.get("tax_rate")));
            agreement.adjustment(kind, text(&adjustment["amount"]), &rate);
        }
    }
    write_payable(&mut agreement, case);
    let bill = agreement.bill()?;
    if is_split(case) {
        let withheld = bill.totals.withheld.ok_or("nothing is withheld")?;
        same("withheld", withheld, case.input("prepaid"))?;
    }
    if case.input("kind") == "credit_note" {
        let note = credited(&bill, &[], json!({"credit": "invoice"}))?;
        compare(case, &lines, &Document::of_note(&note))?;
    }
    compare(case, &lines, &Document::of_bill(&bill))?;
    Ok(Outcome::Reproduced)
}

/// What a bill and a credit note have in common.
struct Document {
    lines: Vec<(String, Amount)>,
    totals: [Amount; 5],
    allowances: Amount,
    charges: Amount,
    payable: Result<Amount, MoneyError>,
    taxes: Vec<(String, Percent, Amount, Amount)>,
}

impl Document {
    fn of_bill(bill: &Bill) -> Self {
        let totals = &bill.totals;
        let lines = bill.lines.iter().map(|line| (line.key.to_string(), line.amount));
        let taxes = bill
            .taxes
            .iter()
            .map(|tax| (format!("{:?}", tax.category), tax.percent, tax.base, tax.amount));
        Self {
            lines: lines.collect(),
            totals: [totals.lines, totals.discounts, totals.net, totals.tax, totals.gross],
            allowances: totals.allowances.unwrap_or(Amount::zero(bill.currency)),
            charges: totals.charges.unwrap_or(Amount::zero(bill.currency)),
            payable: totals.due.minus(totals.credit),
            taxes: taxes.collect(),
        }
    }

    fn of_note(note: &CreditNote) -> Self {
        let totals = &note.totals;
        let lines = note.lines.iter().map(|line| (line.key.to_string(), line.amount));
        let taxes = note
            .taxes
            .iter()
            .map(|tax| (format!("{:?}", tax.category), tax.percent, tax.base, tax.amount));
        Self {
            lines: lines.collect(),
            totals: [totals.lines, totals.discounts, totals.net, totals.tax, totals.gross],
            allowances: Amount::zero(note.currency),
            charges: Amount::zero(note.currency),
            payable: note.refund.plus(note.balance),
            taxes: taxes.collect(),
        }
    }
}

/// What was paid before, and the rounding of the payable amount. The tax of a split payment is paid by
/// the buyer to the state: the example writes it as paid, our bill withholds it.
fn write_payable(agreement: &mut Agreement, case: &Case) {
    let zero = |value: &Value| number(text(value)).is_zero();
    if !zero(&case.input["prepaid"]) && !is_split(case) {
        agreement.payable("prepaid", case.input["prepaid"].clone());
    }
    if !zero(&case.input["rounding"]) {
        agreement.payable("payable_rounding", json!({"amount": case.input["rounding"]}));
    }
}

fn is_split(case: &Case) -> bool {
    array(case.input["lines"].clone()).iter().any(|line| line["tax_category"] == "B")
}

fn number(text: &str) -> Number {
    text.parse().expect("a number")
}

/// A rate without trailing zeros after the point: rates are equal as numbers.
fn percent(value: Option<&Value>) -> String {
    let percent = value.map_or("0", text);
    match percent.split_once('.') {
        Some((whole, part)) if part.trim_end_matches('0').is_empty() => whole.to_owned(),
        Some((whole, part)) => format!("{whole}.{}", part.trim_end_matches('0')),
        None => percent.to_owned(),
    }
}

fn key(number: usize) -> String {
    format!("line-{number}")
}

fn write_line(agreement: &mut Agreement, number: usize, line: &Value) {
    let key = key(number);
    let category = text(&line["tax_category"]);
    let code = agreement.rate(category, &percent(line.get("tax_rate")));
    let (quantity, unit_price) = match text(&line["quantity"]).strip_prefix('-') {
        Some(returned) => (returned, format!("-{}", text(&line["unit_price"]))),
        None => (text(&line["quantity"]), text(&line["unit_price"]).to_owned()),
    };
    let mut write = |item_key: &str, charge: Value, quantity: &str| {
        let mut item = once(item_key, charge, quantity);
        item["product"] = json!(key);
        item["line"] = json!(format!("invoice-{key}"));
        item["taxes"] = json!([code]);
        agreement.item(item);
    };
    let mut charge = per_unit(&unit_price);
    charge["base_quantity"] = line["base_quantity"].clone();
    write(&key, charge, quantity);
    for (sign, name) in [("-", "allowances"), ("", "charges")] {
        for (at, amount) in array(line[name].clone()).iter().enumerate() {
            let amount = format!("{sign}{}", text(&amount["amount"]));
            write(&format!("{key}-{name}-{at}"), flat(&amount), "1");
        }
    }
}

fn compare(case: &Case, lines: &[Value], document: &Document) -> Result<(), String> {
    if document.lines.len() != lines.len() {
        return Err(format!("{} lines for {}", document.lines.len(), lines.len()));
    }
    for ((key, amount), line) in document.lines.iter().zip(lines) {
        same(key, amount, text(&line["expected_net"]))?;
    }
    let [line_total, discounts, net, tax, gross] = document.totals;
    same("sum of the lines (BT-106)", line_total, case.expected("line_total"))?;
    let totals = [
        ("allowances (BT-107)", "allowance_total", document.allowances.plus(discounts)),
        ("charges (BT-108)", "charge_total", Ok(document.charges)),
    ];
    for (what, name, found) in totals {
        let found = found.map_err(|error| error.to_string())?;
        match case.expected.get(name) {
            Some(expected) => same(what, found, text(expected))?,
            None => same(what, found, "0")?,
        }
    }
    same("net (BT-109)", net, case.expected("tax_exclusive"))?;
    same("tax (BT-110)", tax, case.expected("tax_total"))?;
    same("gross (BT-112)", gross, case.expected("tax_inclusive"))?;
    let payable = document.payable.as_ref().map_err(ToString::to_string)?;
    same("payable (BT-115)", payable, case.expected("payable"))?;
    let breakdown = array(case.expected["tax_breakdown"].clone());
    if document.taxes.len() != breakdown.len() {
        return Err(format!("{} tax groups for {}", document.taxes.len(), breakdown.len()));
    }
    for expected in &breakdown {
        let percent = percent(expected.get("rate"));
        let category = text(&expected["category"]);
        let group = document
            .taxes
            .iter()
            .find(|(found, rate, ..)| found == category && rate.number() == number(&percent));
        let (.., base, tax) =
            group.ok_or_else(|| format!("no tax group {category} {percent} %"))?;
        same("base of the group (BT-116)", base, text(&expected["taxable"]))?;
        same("tax of the group (BT-117)", tax, text(&expected["tax"]))?;
    }
    Ok(())
}
