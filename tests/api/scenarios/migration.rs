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

/// The tables of money received and given up; they come before the books, which refer to them.
const MONEY: &[&str] = &["payments", "payment_reversals", "refunds", "write_offs"];

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

/// A database of an earlier version, that of so many migrations, with the data of a present one as far
/// as it has the tables and columns; and the migrations that are still to come.
fn at_version(table: &Table, count: usize) -> (Connection, &'static [migrations::Migration]) {
    let connection = Connection::open_in_memory().unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    let (before, rest) = migrations::ALL.split_at(count);
    for migration in before {
        connection.execute_batch(migration.sql).unwrap();
    }
    // The triggers watch what is written anew; this was written under them.
    let triggers = "SELECT sql FROM sqlite_master WHERE type = 'trigger'";
    let triggers = rows_here(&connection, triggers);
    let names = rows_here(&connection, "SELECT name FROM sqlite_master WHERE type = 'trigger'");
    for name in names {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).unwrap();
    }
    let opened: &[&[&str]] = if count > books() { &[BEFORE, MONEY, BOOKS] } else { &[BEFORE] };
    for name in opened.concat() {
        let columns = columns(&connection, name);
        if columns.is_empty() {
            continue;
        }
        for row in rows_there(table, rows_of(&columns, name)) {
            connection.execute_batch(&format!("INSERT INTO {name} VALUES ({row})")).unwrap();
        }
    }
    for trigger in triggers {
        connection.execute_batch(&trigger).unwrap();
    }
    connection.pragma_update(None, "foreign_keys", true).unwrap();
    (connection, rest)
}

fn migrate(connection: &Connection, rest: &[migrations::Migration]) {
    for migration in rest {
        connection.execute_batch(&format!("BEGIN;{}COMMIT", migration.sql)).unwrap();
    }
}

/// How many migrations come before the one that opens the books.
fn books() -> usize {
    migrations::ALL.iter().position(|migration| migration.name == "0010_books.sql").unwrap()
}

/// From every version that has documents on, each later migration takes the data that is there.
pub async fn every_earlier_version_is_brought_up_to_date(door: Door) {
    let mut table = filled(door).await;
    table.run(super::payments::of_every_kind().into_iter().take(5)).await;
    let first =
        migrations::ALL.iter().position(|migration| migration.name == "0004_billing.sql").unwrap();
    for count in first + 1..=migrations::ALL.len() {
        let (connection, rest) = at_version(&table, count);
        // What later columns hold is for each migration to say; what was there stays.
        let opened: &[&[&str]] = if count > books() { &[BEFORE, MONEY, BOOKS] } else { &[BEFORE] };
        let known: Vec<(&str, Vec<String>)> =
            opened.concat().into_iter().map(|name| (name, columns(&connection, name))).collect();
        migrate(&connection, rest);
        for (name, columns) in known.iter().filter(|(_, columns)| !columns.is_empty()) {
            let query = rows_of(columns, name);
            let there = rows_there(&table, query.clone());
            assert_eq!(rows_here(&connection, &query), there, "{name} from version {count}");
        }
        let faults = "SELECT \"table\" FROM pragma_foreign_key_check";
        assert_eq!(rows_here(&connection, faults), Vec::<String>::new(), "from version {count}");
        let sound = "SELECT * FROM pragma_integrity_check";
        assert_eq!(rows_here(&connection, sound), ["ok"], "from version {count}");
        let unbalanced = "SELECT seller_id FROM postings GROUP BY seller_id, currency \
                          HAVING sum(amount_minor) <> 0";
        assert_eq!(rows_here(&connection, unbalanced), Vec::<String>::new());
    }
}

/// Invoices that were issued before there were books are posted by the migration exactly as the program
/// posts them.
pub async fn invoices_of_before_are_posted_as_those_of_after(door: Door) {
    let mut table = filled(door).await;
    table.run([super::books::subscribe("2036"), bill_december("2036", "invoice")]).await;
    let (connection, rest) = at_version(&table, books());
    migrate(&connection, rest);
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
    let (connection, rest) = at_version(&table, books());
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    let long = "INSERT INTO invoice_parts SELECT seller_id, id, 1, zeroblob(0) || \
                replace(hex(zeroblob(1000000)), '00', '  ') FROM invoices";
    connection.execute_batch(long).unwrap();
    migrate(&connection, rest);
    let there = "SELECT CAST(sum(net_minor) AS TEXT) AS row FROM revenue_schedules";
    assert_eq!(rows_here(&connection, there), rows_there(&table, there.to_owned()));
    let rates = "SELECT DISTINCT tax_rate FROM postings WHERE account = 'tax_payable'";
    assert_eq!(rows_here(&connection, rates), ["unknown"]);
    let months = "SELECT DISTINCT starts_on || ' ' || ends_on FROM revenue_schedules";
    assert!(rows_here(&connection, months).contains(&"2026-12-01 2027-01-01".to_owned()));
    let sums = "SELECT CAST(sum(amount_minor) AS TEXT) FROM postings GROUP BY seller_id, currency";
    assert_eq!(rows_here(&connection, sums), ["0"]);
}
