//! Customers.

use std::collections::BTreeSet;

use super::{sent, token};
use crate::{
    door::{By, Door},
    step::{Table, get, post, put},
};

pub async fn customers_are_added_and_found(door: Door) {
    let mut table = Table::new(door);
    let ada = r#"{"name":"Ada {unique}","email":"ada@example.com","country":"GB","language":"en"}"#;
    table
        .run([
            post("/v1/customers", ada)
                .status(201)
                .json("/email", "ada@example.com")
                .keep("ada", "/id")
                .keep("made", "#body"),
            get("/v1/customers/{ada}").same("made"),
            post("/v1/customers", r#"{"name":"Bo {unique}"}"#).status(201).keep("bo", "/id"),
            get("/v1/customers?limit=1").keep("page", "#body").keep("first", "/data/0/id"),
        ])
        .await;
    let page: serde_json::Value = serde_json::from_str(table.kept("page")).unwrap();
    table.set("next", page["next"].as_str().unwrap());
    table.run([get("/v1/customers?limit=1&cursor={next}").keep("second", "/data/0/id")]).await;
    // The two of one millisecond come in either order, later ones always first.
    let listed = BTreeSet::from([table.kept("first"), table.kept("second")]);
    assert_eq!(listed, BTreeSet::from([table.kept("ada"), table.kept("bo")]));
}

pub async fn a_customer_names_the_field(door: Door) {
    let refused = |body: &str| post("/v1/customers", body).status(422);
    let long = format!(r#"{{"name":"{}"}}"#, "x".repeat(201));
    Table::new(door)
        .run([
            refused("{}").fault("missing_field", ""),
            refused(r#"{"name":""}"#).fault("out_of_range", "/name"),
            refused(r#"{"name":" Ada"}"#).fault("out_of_range", "/name"),
            refused(&long).fault("out_of_range", "/name"),
            refused(r#"{"name":"\u0000"}"#).fault("out_of_range", "/name"),
            refused(r#"{"name":3}"#).fault("wrong_type", "/name"),
            refused(r#"{"name":"Ada","age":"3"}"#).fault("unknown_field", "/age"),
            refused(r#"{"name":"Ada","email":"ada","country":"gb","language":"EN"}"#)
                .fault("out_of_range", "/email")
                .fault("out_of_range", "/country")
                .fault("out_of_range", "/language"),
        ])
        .await;
}

pub async fn a_customer_is_replaced_and_searched_for(door: Door) {
    let mut table = Table::new(door);
    let ada = r#"{"name":"Ada {unique} GmbH","email":"ap@{unique}.example"}"#;
    let replace = |body: &str| put("/v1/customers/{ada}", body);
    let now = r#"{"name":"Ada {unique} AG","country":"CH"}"#;
    let nobody = serde_json::Value::Array(Vec::new());
    table
        .run([
            post("/v1/customers", ada).status(201).keep("ada", "/id").keep("tag", "#etag"),
            get("/v1/customers?search=ADA%20{unique}").json("/data/0/id", "{ada}"),
            get("/v1/customers?search=@{unique}.ex").json("/data/0/id", "{ada}"),
            get("/v1/customers?search=%25{unique}").json("/data", nobody.clone()),
            replace(now)
                .header("if-match", "{tag}")
                .json("/name", "Ada {unique} AG")
                .keep("next", "#etag"),
            replace(now).header("if-match", "{tag}").problem(412, "precondition-failed"),
            get("/v1/customers/{ada}").has_header("etag", "{next}").json("/country", "CH"),
            get("/v1/customers?search={unique}.example").json("/data", nobody),
            replace(r#"{"name":""}"#).status(422).fault("out_of_range", "/name"),
            replace(now).by(By::Other).problem(404, "not-found"),
            get("/v1/events?object={ada}&limit=1").json("/data/0/type", "customer.updated"),
        ])
        .await;
}

/// Lists are asked for what concerns one customer.
pub async fn lists_are_of_one_customer(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("token", &token(table.kept("link")));
    let nobody = serde_json::Value::Array(Vec::new());
    table
        .run([
            post("/v1/links/{token}/accept", r#"{"digest":"{digest}"}"#)
                .by(By::Nobody)
                .keep("subscription", "/subscription")
                .keep("invoice", "/invoice"),
            post("/v1/payments", r#"{"customer":"{customer}","currency":"EUR","amount":"1"}"#)
                .status(201)
                .keep("payment", "/id"),
            post("/v1/customers", r#"{"name":"Somebody else"}"#).status(201).keep("else", "/id"),
        ])
        .await;
    for (list, kept) in [
        ("quotes", "quote"),
        ("subscriptions", "subscription"),
        ("invoices", "invoice"),
        ("payments", "payment"),
    ] {
        let of = |customer: &str| get(&format!("/v1/{list}?customer={customer}&limit=2"));
        let object = format!("{{{kept}}}");
        table
            .run([
                of("{customer}")
                    .json("/data/0/id", object.as_str())
                    .json("/data/0/customer", "{customer}")
                    .json("/next", serde_json::Value::Null),
                of("{else}").json("/data", nobody.clone()),
                of("{customer}").by(By::Other).json("/data", nobody.clone()),
                of("cus_").status(422).fault("invalid_id", "/customer"),
            ])
            .await;
    }
}
