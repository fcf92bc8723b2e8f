//! Customers.

use std::collections::BTreeSet;

use crate::{
    door::Door,
    step::{Table, get, post},
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
