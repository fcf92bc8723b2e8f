//! The books after random effects: zero at every date, and the same whichever report tells them.

use serde_json::Value;

use super::{
    books::{balance, bill_december, cents, journal, subscribe, subscribed},
    payments::standing,
};
use crate::{
    answer::Answer,
    door::Door,
    step::{Table, get, post},
};

/// Numbers that look like chance and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) % sides
    }

    /// An amount between nothing and a third of an invoice.
    fn amount(&mut self) -> String {
        let cents = self.roll(9_000) + 1;
        format!("{}.{:02}", cents / 100, cents % 100)
    }

    fn pick<'a>(&mut self, list: &'a [String]) -> &'a str {
        &list[usize::try_from(self.roll(list.len() as u64)).unwrap()]
    }
}

/// A few days on which effects are booked, all of them past.
const DAYS: [&str; 4] = ["2026-01-15", "2026-02-28", "2026-03-31", "2026-10-01"];

struct Sequence {
    table: Table,
    dice: Dice,
    invoices: Vec<String>,
    payments: Vec<String>,
}

impl Sequence {
    async fn send(&mut self, path: &str, body: &str) -> Answer {
        let answer = self.table.send(&post(path, body)).await;
        // Chance asks for much that is refused; what is refused must not be our fault.
        assert!([201, 409, 422].contains(&answer.status), "{path} {body} {answer:?}");
        answer
    }

    async fn step(&mut self) -> bool {
        let amount = self.dice.amount();
        let invoice = self.dice.pick(&self.invoices).to_owned();
        let allocation = format!(r#"[{{"invoice":"{invoice}","amount":"{amount}"}}]"#);
        let kind = if self.payments.is_empty() { 0 } else { self.dice.roll(7) };
        let answer = match kind {
            0 | 1 => {
                let day = DAYS[usize::try_from(self.dice.roll(4)).unwrap()];
                let more = if kind == 0 { "9" } else { "" };
                let body = format!(
                    r#"{{"customer":"{{customer}}","currency":"EUR","amount":"{more}{amount}","received_on":"{day}","allocations":{allocation}}}"#
                );
                let answer = self.send("/v1/payments", &body).await;
                if answer.status == 201 {
                    self.payments.push(answer.text("/id"));
                }
                answer
            }
            2 | 3 => {
                let payment = self.dice.pick(&self.payments).to_owned();
                let body = format!(r#"{{"allocations":{allocation}}}"#);
                self.send(&format!("/v1/payments/{payment}/allocations"), &body).await
            }
            4 => {
                let payment = self.dice.pick(&self.payments).to_owned();
                self.send(&format!("/v1/payments/{payment}/reverse"), "{}").await
            }
            5 => {
                let payment = self.dice.pick(&self.payments).to_owned();
                let body = format!(r#"{{"payment":"{payment}","amount":"{amount}"}}"#);
                self.send("/v1/refunds", &body).await
            }
            _ => {
                let body = format!(r#"{{"amount":"{amount}"}}"#);
                self.send(&format!("/v1/invoices/{invoice}/write-off"), &body).await
            }
        };
        answer.status == 201
    }

    /// What every report says at a day, compared with the others.
    async fn check(&mut self, at: &str) {
        let receivable = balance(&mut self.table, "receivable", at).await;
        let step = get(&format!("/v1/reports/receivables-aging?at={at}&limit=100"));
        let aging = self.table.send(&step).await;
        self.table.check(&step, &aging);
        let aging = aging.json();
        let ages = |entry: &Value| -> i64 {
            let sum: i64 =
                ["not_due", "days_1_to_30", "days_31_to_60", "days_61_to_90", "days_over_90"]
                    .iter()
                    .map(|age| cents(&entry[*age]))
                    .sum();
            assert_eq!(sum, cents(&entry["total"]), "{entry}");
            sum
        };
        let totals: i64 = aging["totals"].as_array().unwrap().iter().map(ages).sum();
        let customers: i64 = aging["data"].as_array().unwrap().iter().map(ages).sum();
        assert_eq!((totals, customers), (receivable, receivable), "{at}: {aging}");
        let step = get(&format!("/v1/invoices?at={at}&limit=100"));
        let list = self.table.send(&step).await.json();
        let invoices = list["data"].as_array().unwrap();
        let open = |entry: &&Value| cents(&entry["open"]) > 0;
        let open: i64 = invoices.iter().filter(open).map(|entry| cents(&entry["open"])).sum();
        assert_eq!(open, receivable, "{at}: {list}");
        for entry in invoices {
            let [gross, paid, open] = ["gross", "paid", "open"].map(|name| cents(&entry[name]));
            assert!(open >= 0 && paid >= 0 && open + paid <= gross, "{at}: {entry}");
        }
    }
}

/// Effects at random on four invoices of one customer, beside one of another.
async fn played(door: Door) -> Sequence {
    let mut table = Table::new(door);
    table.run(subscribed("2045")).await;
    let mut invoices = Vec::new();
    for _ in 0..4 {
        table.run([subscribe("2045"), bill_december("2045", "invoice")]).await;
        invoices.push(table.kept("invoice").to_owned());
    }
    let other = post("/v1/customers", r#"{"name":"Another"}"#).status(201);
    table.run([other.keep("customer", "/id"), subscribe("2045")]).await;
    table.run([bill_december("2045", "invoice")]).await;
    table.run([get("/v1/invoices?limit=100").json("/next", Value::Null)]).await;
    let customer = get(&format!("/v1/invoices/{}/payments", invoices[0]));
    table.run([customer.keep("customer", "/customer")]).await;
    let (dice, payments) = (Dice(20_261_124), Vec::new());
    let mut sequence = Sequence { table, dice, invoices, payments };
    let mut done = 0;
    for _ in 0..150 {
        done += u32::from(sequence.step().await);
    }
    assert!((40..140).contains(&done), "{done} of 150 were done");
    sequence
}

pub async fn the_books_are_right_at_every_date(door: Door) {
    let mut sequence = played(door).await;
    let today = standing(&mut sequence.table).await["at"].as_str().unwrap().to_owned();
    let kinds: std::collections::BTreeSet<String> =
        journal(&mut sequence.table).await.iter().map(|entry| entry["kind"].to_string()).collect();
    assert_eq!(kinds.len(), 6, "{kinds:?}");
    for at in DAYS.into_iter().chain([today.as_str(), "2026-12-31", "2045-12-10", "2046-01-01"]) {
        sequence.check(at).await;
    }
}

/// A table after effects at random.
pub async fn table(door: Door) -> Table {
    played(door).await.table
}
