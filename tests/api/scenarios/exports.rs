//! The journal as a file, read by what reads such files.

use std::{collections::BTreeMap, env, fs, path::Path, process::Command};

use super::{
    books::{bill_december, cents, subscribed},
    books_at_random,
};
use crate::{
    door::Door,
    step::{Step, Table, get, post},
};

/// Names the `bean-check` of the pinned version; `cargo xtask test` sets it.
pub const BEAN_CHECK: &str = "SEIKYU_BEAN_CHECK";

async fn text(table: &mut Table, path: &str, content_type: &str) -> String {
    let step = get(path).has_header("content-type", content_type);
    let answer = table.send(&step).await;
    table.check(&step, &answer);
    answer.body
}

/// The file of ten years adds up to the trial balance of its last day, account by account.
pub async fn a_csv_adds_up_to_the_trial_balance(door: Door) {
    let mut table = Table::new(door);
    table.run(subscribed("2047")).await;
    let pay =
        r#"{"customer":"{customer}","currency":"EUR","amount":"100","received_on":"2026-10-01"}"#;
    table.run([bill_december("2047", "invoice"), post("/v1/payments", pay).status(201)]).await;
    let (from, to) = ("2025-01-01", "2034-12-31");
    let path = format!("/v1/journal.csv?from={from}&to={to}");
    let csv = text(&mut table, &path, "text/csv; charset=utf-8").await;
    let mut lines = csv.lines();
    let header =
        "booked_on,entry,kind,account,tax_rate,amount,currency,customer,number,invoice,payment";
    assert_eq!(lines.next(), Some(header));
    let mut sums: BTreeMap<(String, String, String), i64> = BTreeMap::new();
    for line in lines {
        let fields: Vec<&str> = line.split(',').collect();
        assert_eq!(fields.len(), 11, "{line}");
        assert!((from..=to).contains(&fields[0]), "{line}");
        let key = (fields[6].to_owned(), fields[3].to_owned(), fields[4].to_owned());
        *sums.entry(key).or_default() += fields[5].replace('.', "").parse::<i64>().unwrap();
    }
    let step = get(&format!("/v1/reports/trial-balance?at={to}"));
    let report = table.send(&step).await.json();
    let mut balances = BTreeMap::new();
    for of_currency in report["currencies"].as_array().unwrap() {
        for line in of_currency["accounts"].as_array().unwrap() {
            let rate = line["tax_rate"].as_str().unwrap_or_default();
            let [currency, account] = [&of_currency["currency"], &line["account"]]
                .map(|text| text.as_str().unwrap().to_owned());
            balances.insert((currency, account, rate.to_owned()), cents(&line["balance"]));
        }
    }
    sums.retain(|_, sum| *sum != 0);
    assert!(sums.len() >= 5, "{sums:?}");
    assert_eq!(sums, balances);
}

pub async fn an_export_names_the_parameter(door: Door) {
    let mut table = Table::new(door);
    let refused = |path: &str| -> Step { get(path).status(422) };
    table
        .run([
            refused("/v1/journal.csv").fault("missing_parameter", "/from"),
            refused("/v1/journal.beancount?from=2026-01-01").fault("missing_parameter", "/to"),
            refused("/v1/journal.beancount?from=2026-01-01&to=2025-12-31")
                .fault("out_of_range", "/to"),
            refused("/v1/journal.csv?from=2016-01-01&to=2026-01-31").fault("out_of_range", "/to"),
        ])
        .await;
}

/// What `bean-check` says of a file; nothing if it accepts it.
fn bean_check(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).unwrap();
    let program = env::var(BEAN_CHECK).unwrap();
    let checked = Command::new(program).arg("--no-cache").arg(path).output().unwrap();
    let said = [checked.stdout, checked.stderr].concat();
    let said = String::from_utf8(said).unwrap();
    if checked.status.success() && said.is_empty() { Ok(()) } else { Err(said) }
}

/// Beancount adds up the file and finds each closing balance, also where the file begins in between.
pub async fn beancount_accepts_the_journal(door: Door) {
    let mut table = books_at_random::table(door).await;
    let folder = env::temp_dir().join(format!("seikyu-{}", table.kept("unique")));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("journal.beancount");
    let times = [
        ("2025-01-01", "2034-12-31"),
        ("2026-02-28", "2026-12-31"),
        ("2040-01-01", "2045-12-10"),
        ("2045-12-10", "2046-12-31"),
    ];
    for (from, to) in times {
        let export = format!("/v1/journal.beancount?from={from}&to={to}");
        let text = text(&mut table, &export, "text/plain; charset=utf-8").await;
        bean_check(&path, &text).unwrap_or_else(|said| panic!("{from} to {to}: {said}\n{text}"));
        assert!(text.contains(" balance Assets:Receivable  "), "{text}");
        // It does read it: a cent more is found.
        let wrong =
            text.replacen(" balance Assets:Receivable  ", " balance Assets:Receivable  1", 1);
        let said = bean_check(&path, &wrong).unwrap_err();
        assert!(said.contains("Balance failed"), "{said}");
    }
    fs::remove_dir_all(&folder).unwrap();
}
