//! What a migration makes of the data that is there.

use rusqlite::Connection;
use seikyu_service::store::{Statement, migrations};

use super::{books::bill_december, database::filled};
use crate::{door::Door, step::Table};

/// The tables that hold data before the books are opened; the order does not matter.
const BEFORE: &[&str] = &[
    "sellers",
    "customers",
    "price_lists",
    "price_list_versions",
    "quotes",
    "quote_versions",
    "subscriptions",
    "subscription_events",
    "number_series",
    "invoices",
    "invoice_parts",
    "billed_lines",
    "taken_discounts",
];

const BOOKS: &[&str] = &["journal_entries", "postings", "revenue_schedules"];

/// A query for a table's rows, each as the values of an INSERT.
fn rows_of(columns: &[String], table: &str) -> String {
    let values: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
    format!("SELECT {} AS row FROM {table} ORDER BY 1", values.join(" || ',' || "))
}

fn columns(connection: &Connection, table: &str) -> Vec<String> {
    let mut info = connection.prepare("SELECT name FROM pragma_table_info(?1)").unwrap();
    let names = info.query_map([table], |row| row.get(0)).unwrap();
    names.map(Result::unwrap).collect()
}

fn rows_there(table: &Table, text: String) -> Vec<String> {
    let sql: &'static str = Box::leak(text.into_boxed_str());
    let rows = table.door.store().unwrap().run(&[Statement::new(sql)]).unwrap();
    rows[0].iter().map(|row| row.text("row").unwrap().to_owned()).collect()
}

fn rows_here(connection: &Connection, text: &str) -> Vec<String> {
    let mut statement = connection.prepare(text).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

/// Invoices that were issued before there were books are posted by the migration exactly as the program
/// posts them.
pub async fn invoices_of_before_are_posted_as_those_of_after(door: Door) {
    let mut table = filled(door).await;
    table.run([super::books::subscribe("2036"), bill_december("2036", "invoice")]).await;
    let connection = Connection::open_in_memory().unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    let (books, before) = migrations::ALL.split_last().unwrap();
    assert_eq!(books.name, "0010_books.sql");
    for migration in before {
        connection.execute_batch(migration.sql).unwrap();
    }
    for name in BEFORE {
        for row in rows_there(&table, rows_of(&columns(&connection, name), name)) {
            connection.execute_batch(&format!("INSERT INTO {name} VALUES ({row})")).unwrap();
        }
    }
    connection.pragma_update(None, "foreign_keys", true).unwrap();
    connection.execute_batch(&format!("BEGIN;{}COMMIT", books.sql)).unwrap();
    for name in BOOKS {
        let query = rows_of(&columns(&connection, name), name);
        let (here, there) = (rows_here(&connection, &query), rows_there(&table, query));
        assert!(here.len() >= 2, "{name} {here:?}");
        assert_eq!(here, there, "{name}");
    }
    let faults = rows_here(&connection, "SELECT \"table\" FROM pragma_foreign_key_check");
    assert_eq!(faults, Vec::<String>::new());
    let sums = "SELECT CAST(sum(amount_minor) AS TEXT) FROM postings GROUP BY seller_id, currency";
    assert_eq!(rows_here(&connection, sums), ["0"]);
}

/// A document too long for one text is posted by its totals, over the time of its lines, and balances.
pub async fn a_long_document_of_before_is_posted_by_its_totals(door: Door) {
    let table = filled(door).await;
    let connection = Connection::open_in_memory().unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    let (books, before) = migrations::ALL.split_last().unwrap();
    for migration in before {
        connection.execute_batch(migration.sql).unwrap();
    }
    for name in BEFORE {
        for row in rows_there(&table, rows_of(&columns(&connection, name), name)) {
            connection.execute_batch(&format!("INSERT INTO {name} VALUES ({row})")).unwrap();
        }
    }
    let long = "INSERT INTO invoice_parts SELECT seller_id, id, 1, zeroblob(0) || \
                replace(hex(zeroblob(1000000)), '00', '  ') FROM invoices";
    connection.execute_batch(long).unwrap();
    connection.execute_batch(&format!("BEGIN;{}COMMIT", books.sql)).unwrap();
    let there = "SELECT CAST(sum(net_minor) AS TEXT) AS row FROM revenue_schedules";
    assert_eq!(rows_here(&connection, there), rows_there(&table, there.to_owned()));
    let rates = "SELECT DISTINCT tax_rate FROM postings WHERE account = 'tax_payable'";
    assert_eq!(rows_here(&connection, rates), ["unknown"]);
    let months = "SELECT DISTINCT starts_on || ' ' || ends_on FROM revenue_schedules";
    assert!(rows_here(&connection, months).contains(&"2026-12-01 2027-01-01".to_owned()));
    let sums = "SELECT CAST(sum(amount_minor) AS TEXT) FROM postings GROUP BY seller_id, currency";
    assert_eq!(rows_here(&connection, sums), ["0"]);
}
