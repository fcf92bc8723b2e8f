//! What the database itself guarantees, whatever the program does.

use rusqlite::Connection;
use seikyu_service::{
    sql,
    store::{Statement, StoreError, migrations},
};

use super::{sent, token};
use crate::{
    catalog::{METERED, for_customer},
    door::{By, Door},
    receiver::{Behaviour, Receiver},
    step::{Table, post},
};

/// Statements that may read a table from end to end, or all rows of a seller, and why.
const SCANS: &[(&str, &str)] = &[
    ("ANY_SELLER", "asks for one row of a table that has few"),
    ("GUARD_ADMIN", "a seller has few keys"),
    ("APPEND_EVENTS", "the last position of a seller is the end of the primary key"),
    ("GUARD_ENDPOINTS", "a seller has at most 20 endpoints"),
    ("REPLAYABLE", "a seller has at most 20 endpoints"),
    ("FORGET_ORIGINS", "a seller has at most 20 origins"),
    ("SETTINGS", "a seller has one row of settings"),
    ("NOTE_RUN", "a seller has one row of settings"),
    ("BALANCES", "a trial balance sums all postings of a seller"),
];

pub async fn every_statement_is_one_and_uses_an_index(_: Door) {
    let connection = Connection::open_in_memory().unwrap();
    for migration in migrations::ALL {
        connection.execute_batch(migration.sql).unwrap();
    }
    for (name, text) in sql::all() {
        let statement = connection.prepare(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(statement.parameter_count() <= 100, "{name}");
        assert!(!text.contains(';'), "{name} holds two statements");
        let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
        let nulls = vec![rusqlite::types::Null; explain.parameter_count()];
        let plan: Vec<String> = explain
            .query_map(rusqlite::params_from_iter(nulls), |row| row.get("detail"))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let scans = plan.iter().any(|step| {
            step.starts_with("SCAN ")
                && !step.contains("VIRTUAL TABLE")
                && !step.contains("CONSTANT ROW")
                // What a sub-select gives is read whole; how it finds it is a step of its own.
                && !plan.contains(&step.replace("SCAN ", "CO-ROUTINE "))
                && !plan.contains(&step.replace("SCAN ", "MATERIALIZE "))
        });
        // All rows of a seller are read where nothing but the seller is looked up. Tables that the
        // statement does not name are looked up for foreign keys, if any reference is open then: when an
        // entry is written, the postings before it are.
        let named = |step: &str| {
            let table = step.split(' ').nth(1).unwrap_or_default();
            text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .any(|word| word == table)
        };
        let open = ["ADD_ENTRIES", "ADD_PRICE_LIST_VERSION"].contains(&name);
        let of_seller =
            plan.iter().any(|step| step.ends_with("(seller_id=?)") && (open || named(step)));
        let scans = scans || of_seller;
        let allowed = SCANS.iter().any(|(known, _)| *known == name);
        assert_eq!(scans, allowed, "{name}: {plan:?}");
    }
}

/// A database in which a quote was accepted and an invoice issued, and another quote was sent.
pub async fn filled(door: Door) -> Table {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("token", &token(table.kept("link")));
    let accept = post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#)
        .by(By::Nobody)
        .keep("owed", "/invoice");
    table.run([accept]).await;
    table.run(super::sent_quote(crate::catalog::DRAFT)).await;
    let events = r#"{"events":[{"id":"{unique}","subscription":"{subscription}","meter":"calls","at":"2026-12-01T00:00:00Z","quantity":"1"}]}"#;
    table
        .run([
            post("/v1/subscriptions", &for_customer(METERED))
                .status(201)
                .keep("subscription", "/id"),
            post("/v1/usage-events", events).json("/accepted", 1),
        ])
        .await;
    table.run(super::bill_runs::unbillable()).await;
    table
        .run([
            post("/v1/bill-runs", r#"{"through":"2027-01-02T00:00:00Z"}"#)
                .status(201)
                .keep("run", "/id"),
            post("/v1/bill-runs/{run}/advance", "").json("/status", "done").json("/failed", 1),
        ])
        .await;
    table
}

/// A database in which an event was sent to an endpoint, once in vain.
async fn sent_once(door: Door) -> Table {
    let receiver = Receiver::start().await;
    receiver.then([Behaviour::Answer(500, "not now")]);
    let mut table = filled(door).await;
    table.set("url", &receiver.url());
    table
        .run([
            post("/v1/webhook-endpoints", r#"{"url":"{url}"}"#).status(201),
            post("/v1/customers", r#"{"name":"Ada"}"#).status(201),
        ])
        .await;
    table.door.dispatch().await;
    table
}

fn refused(table: &Table, text: String) -> StoreError {
    let sql: &'static str = Box::leak(text.into_boxed_str());
    let store = table.door.store().unwrap();
    store.run(&[Statement::new(sql)]).expect_err(sql)
}

pub async fn what_is_issued_or_agreed_is_immutable(door: Door) {
    let mut table = sent_once(door).await;
    table.run(super::payments::of_every_kind()).await;
    // The two ways around a trigger, written apart so that no search finds them in a statement.
    let swap = "REPLACE";
    let tables = [
        ("price_list_versions", "document = '{}'"),
        ("quote_versions", "draft = '{}'"),
        ("subscription_events", "event = '{}'"),
        ("invoices", "number = 'X'"),
        ("invoice_parts", "text = 'X'"),
        ("billed_lines", "amount_minor = 0"),
        ("credit_notes", "number = 'X'"),
        ("credit_note_parts", "text = 'X'"),
        ("taken_discounts", "amount_minor = 0"),
        ("usage_events", "meter = 'x'"),
        ("events", "data = '{}'"),
        ("webhook_attempts", "answer = ''"),
        ("webhook_deliveries", "attempts = 0, tries = 0"),
        ("bill_runs", "status = 'running', version = version + 1"),
        ("bill_run_exceptions", "errors = '[]'"),
        ("audit_log", "action = 'x.y'"),
        ("journal_entries", "booked_on = '2026-01-01'"),
        ("postings", "amount_minor = 1"),
        ("revenue_schedules", "net_minor = 1"),
        ("payments", "amount_minor = 1"),
        ("refunds", "amount_minor = 1"),
        ("write_offs", "amount_minor = 1"),
        ("payment_reversals", "reason = 'x'"),
    ];
    for (name, change) in tables {
        let immutable = StoreError::Guard { word: format!("immutable:{name}") };
        assert_eq!(refused(&table, format!("UPDATE {name} SET {change}")), immutable);
        assert_eq!(refused(&table, format!("UPDATE OR {swap} {name} SET {change}")), immutable);
        assert_eq!(refused(&table, format!("DELETE FROM {name}")), immutable);
        let again = format!("INSERT OR {swap} INTO {name} SELECT * FROM {name}");
        assert!(matches!(refused(&table, again), StoreError::Guard { .. }), "{name}");
    }
    let accepted = "UPDATE quotes SET status = 'draft' WHERE status = 'accepted'";
    let moved = format!(
        "UPDATE OR {swap} quotes SET id = (SELECT id FROM quotes WHERE status = 'accepted') \
         WHERE status = 'sent'"
    );
    for text in [accepted.to_owned(), moved, "DELETE FROM quotes".to_owned()] {
        assert_eq!(
            refused(&table, text),
            StoreError::Guard { word: "immutable:quotes".to_owned() }
        );
    }
    for text in ["UPDATE number_series SET next = 1", "DELETE FROM number_series"] {
        assert_eq!(
            refused(&table, text.to_owned()),
            StoreError::Guard { word: "immutable:number_series".to_owned() }
        );
    }
}

/// A document takes the next number of its series and follows the one before, or is not stored.
pub async fn a_number_cannot_be_skipped_or_taken_twice(door: Door) {
    let table = filled(door).await;
    let of = "FROM number_series AS n WHERE n.seller_id = i.seller_id AND n.code = i.series";
    let (next, last) = (format!("(SELECT n.next {of})"), format!("(SELECT n.last_hash {of})"));
    let invoice = |sequence: &str, previous: &str| {
        format!(
            "INSERT INTO invoices SELECT seller_id, 'inv_00000000000000000000000000',
               subscription_id, customer_id, series, {sequence}, 'ANOTHER', currency, lines_minor,
               net_minor, tax_minor, gross_minor, due_minor, credit_minor, through, issued_at,
               due_on, digest, hash, {previous}
             FROM invoices AS i LIMIT 1"
        )
    };
    let taken = StoreError::Guard { word: sql::NUMBER.to_owned() };
    assert_eq!(refused(&table, invoice(&format!("{next} + 1"), &last)), taken);
    assert_eq!(refused(&table, invoice(&format!("{next} - 1"), &last)), taken);
    assert_eq!(refused(&table, invoice(&next, "digest")), taken);
    // The next one that follows the last one is only missing its entry in the books.
    let store = table.door.store().unwrap();
    let text: &'static str = Box::leak(invoice(&next, &last).into_boxed_str());
    store.run(&[Statement::new(text)]).unwrap();
    assert_eq!(refused(&table, invoice(&next, &last)), taken);
}

pub async fn sellers_cannot_be_crossed(door: Door) {
    let table = sent_once(door).await;
    let others = [
        "INSERT INTO quotes (seller_id, id, customer_id, version, status, created_at, updated_at) \
         SELECT s.id, 'quo_00000000000000000000000000', c.id, 1, 'draft', '', '' \
         FROM sellers AS s JOIN customers AS c ON c.seller_id <> s.id LIMIT 1",
        "INSERT INTO subscriptions (seller_id, id, customer_id, version, status, currency, \
         price_list, plan, started_at, terms, created_at) \
         SELECT s.id, 'sub_00000000000000000000000000', c.id, 1, 'active', 'EUR', '', '', '', \
         '{}', '' FROM sellers AS s JOIN customers AS c ON c.seller_id <> s.id LIMIT 1",
        "INSERT INTO subscription_events \
         SELECT s.id, e.subscription_id, 9, '{}', '' \
         FROM sellers AS s JOIN subscription_events AS e ON e.seller_id <> s.id LIMIT 1",
        "INSERT INTO webhook_deliveries \
         SELECT s.id, d.endpoint_id, d.position, d.object_id, 'failed', NULL, 0, 0, 0, '', '' \
         FROM sellers AS s JOIN webhook_deliveries AS d ON d.seller_id <> s.id LIMIT 1",
    ];
    for text in others {
        let error = refused(&table, text.to_owned()).to_string();
        assert!(error.contains("FOREIGN KEY"), "{error}");
    }
}

pub async fn guards_abort_the_batch(door: Door) {
    let table = filled(door).await;
    let store = table.door.store().unwrap();
    let count = || {
        let rows = store
            .run(&[Statement::new("SELECT CAST(count(*) AS TEXT) AS n FROM sellers")])
            .unwrap();
        rows[0][0].text("n").unwrap().to_owned()
    };
    let before = count();
    let add = Statement::new(sql::sellers::ADD_SELLER)
        .bind("sel_00000000000000000000000000")
        .bind("test")
        .bind("Third")
        .bind_optional(None::<&str>)
        .bind_optional(None::<&str>)
        .bind_optional(None::<&str>)
        .bind(30)
        .bind("2026-11-23T00:00:00Z");
    let nothing = Statement::new("UPDATE sellers SET name = 'x' WHERE id = ''");
    let guard = Statement::new(sql::GUARD_CHANGED_ONE);
    let aborted = store.run(&[add.clone(), nothing, guard.clone()]);
    assert_eq!(aborted, Err(StoreError::Guard { word: sql::STALE.to_owned() }));
    assert_eq!(count(), before);
    let unknown = Statement::new("INSERT INTO guard (reason, failed) SELECT 'x', NULL");
    assert!(store.run(&[add.clone(), unknown]).is_err());
    assert_eq!(count(), before);
    store.run(&[add.clone(), guard]).unwrap();
    assert_ne!(count(), before);
    assert!(matches!(store.run(&[add]), Err(StoreError::Unique { .. })));
}

pub async fn only_text_crosses_the_port(door: Door) {
    let store = door.store().unwrap();
    let large = "SELECT CAST(9007199254740993 AS TEXT) AS n";
    let rows = store.run(&[Statement::new(large)]).unwrap();
    assert_eq!(rows[0][0].read::<i64>("n"), Ok(9_007_199_254_740_993));
    for text in ["SELECT 1 AS n", "SELECT 1.5 AS n", "SELECT x'00' AS n"] {
        assert!(store.run(&[Statement::new(text)]).is_err(), "{text}");
    }
}

pub async fn an_unbalanced_entry_cannot_be_written(door: Door) {
    let table = filled(door).await;
    let store = table.door.store().unwrap();
    let posting = |position: &str, account: &str, amount: &str, currency: &str| {
        let text = format!(
            "INSERT INTO postings SELECT seller_id, 'jnl_00000000000000000000000000', {position}, \
             '{account}', NULL, {amount}, '{currency}', '2026-12-01', customer_id, id, NULL \
             FROM invoices LIMIT 1"
        );
        Statement::new(Box::leak(text.into_boxed_str()))
    };
    let seal = Statement::new(
        "INSERT INTO journal_entries SELECT seller_id, 'jnl_00000000000000000000000000', 'write_off', \
         '2026-12-01', 'EUR', customer_id, id, NULL, '' FROM invoices LIMIT 1",
    );
    let lost = |amount| posting("0", "bad_debt", amount, "EUR");
    let settled = |amount, currency| posting("1", "receivable", amount, currency);
    let unbalanced = || Err(StoreError::Guard { word: "unbalanced".to_owned() });
    let run = |statements: &[&Statement]| {
        let statements: Vec<Statement> = statements.iter().copied().cloned().collect();
        store.run(&statements).map(|_| ())
    };
    // Not zero, of two currencies, of one line, and of none.
    assert_eq!(run(&[&lost("5"), &settled("-4", "EUR"), &seal]), unbalanced());
    assert_eq!(run(&[&lost("5"), &settled("-5", "USD"), &seal]), unbalanced());
    assert_eq!(run(&[&lost("5"), &seal]), unbalanced());
    assert_eq!(run(&[&seal]), unbalanced());
    // Without its seal a posting does not stay.
    let unsealed = run(&[&lost("5"), &settled("-5", "EUR")]).unwrap_err().to_string();
    assert!(unsealed.contains("FOREIGN KEY"), "{unsealed}");
    // More than the invoice is open for.
    let stale = Err(StoreError::Guard { word: sql::STALE.to_owned() });
    assert_eq!(run(&[&lost("1000000000"), &settled("-1000000000", "EUR"), &seal]), stale);
    run(&[&lost("5"), &settled("-5", "EUR"), &seal]).unwrap();
    // And a sealed one is complete.
    let sealed = Err(StoreError::Guard { word: "immutable:postings".to_owned() });
    assert_eq!(run(&[&posting("2", "bad_debt", "5", "EUR")]), sealed);
}
