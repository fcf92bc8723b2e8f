//! Bad input: which field, what was found, what is accepted.

use super::seller_with_customer;
use crate::{
    catalog::{DRAFT, LIST, for_customer, of_draft},
    door::Door,
    step::{Step, Table, post},
};

fn list(from: &str, to: &str, code: &'static str, pointer: &'static str) -> Step {
    assert!(LIST.contains(from), "{from}");
    post("/v1/price-lists", &LIST.replacen(from, to, 1))
        .problem(422, "invalid-input")
        .fault(code, pointer)
}

pub async fn a_price_list_names_the_field(door: Door) {
    let digits = format!("\"{}\"", "1".repeat(40));
    let steps = vec![
        list(r#""EUR""#, r#""XXZ""#, "unknown_currency", "/currency"),
        list(r#""EUR""#, "978", "wrong_type", "/currency"),
        list(
            r#""5.00", "currency": "EUR""#,
            r#""5.00", "currency": "USD""#,
            "currency_mismatch",
            "/coupons/1/currency",
        ),
        list(r#""49""#, "49", "wrong_type", "/plans/0/prices/0/charge/amount"),
        list(r#""49""#, r#""NaN""#, "not_a_number", "/plans/0/prices/0/charge/amount"),
        list(r#""49""#, r#""Infinity""#, "not_a_number", "/plans/0/prices/0/charge/amount"),
        list(r#""49""#, r#""1e5""#, "not_a_number", "/plans/0/prices/0/charge/amount"),
        list(r#""49""#, &digits, "out_of_range", "/plans/0/prices/0/charge/amount"),
        list(r#""3""#, r#""-3""#, "out_of_range", "/plans/0/prices/1/quantity"),
        list(
            r#""up_to": "20""#,
            r#""up_to": "5""#,
            "tiers_not_rising",
            "/plans/0/prices/1/charge/tiers/1/up_to",
        ),
        list(
            r#""up_to": "20""#,
            r#""up_to": "4""#,
            "tiers_not_rising",
            "/plans/0/prices/1/charge/tiers/1/up_to",
        ),
        list("null", r#""50""#, "last_tier_closed", "/plans/0/prices/1/charge/tiers/2/up_to"),
        list(
            r#""name": {"en": "Acme""#,
            r#""colour": "red", "name": {"en": "Acme""#,
            "unknown_field",
            "/colour",
        ),
        list(
            r#""product": "base""#,
            r#""product": "bass""#,
            "unknown_reference",
            "/plans/0/prices/0/product",
        ),
        list("seikyu.price-list.v1", "seikyu.price-list.v2", "wrong_type", "/version"),
        list("acme-{unique}", "Acme", "out_of_range", "/code"),
    ];
    Table::new(door).run(steps).await;
}

fn draft(from: &str, to: &str, code: &'static str, pointer: &'static str) -> Vec<Step> {
    assert!(DRAFT.contains(from), "{from}");
    let draft = DRAFT.replacen(from, to, 1);
    let refused = |step: Step| step.problem(422, "invalid-input").fault(code, pointer);
    vec![
        refused(post("/v1/quotes", &for_customer(&draft))),
        refused(post("/v1/quotes/preview", &of_draft(&draft))),
        refused(post("/v1/subscriptions", &for_customer(&draft))),
    ]
}

pub async fn a_draft_names_the_field(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    let seats = "/draft/quantities/seats";
    let digits = format!("\"{}\"", "9".repeat(40));
    table.run(draft(r#""25""#, "25", "wrong_type", seats)).await;
    table.run(draft(r#""25""#, r#""-25""#, "out_of_range", seats)).await;
    table.run(draft(r#""25""#, r#""NaN""#, "not_a_number", seats)).await;
    table.run(draft(r#""25""#, r#""２５""#, "not_a_number", seats)).await;
    table.run(draft(r#""25""#, &digits, "out_of_range", seats)).await;
    table.run(draft("seats", "sofas", "unknown_reference", "/draft/quantities/sofas")).await;
    table.run(draft("Asia/Tokyo", "Asia/Edo", "unknown_zone", "/draft/zone")).await;
    table.run(draft("2026-12-01", "2026-02-30", "invalid_time", "/draft/start")).await;
    table.run(draft("\"ten\"", "\"none\"", "unknown_reference", "/draft/coupons/0")).await;
    table.run(draft("\"team\"", "\"solo\"", "unknown_reference", "/draft/plan")).await;
    table.run(draft("acme-", "acne-", "unknown_reference", "/draft/price_list")).await;
    table
        .run(draft(r#""plan""#, r#""colour":"red","plan""#, "unknown_field", "/draft/colour"))
        .await;
    let nobody = r#"{"customer":"cus_00000000000000000000000000","draft":"#;
    let wrong = r#"{"customer":"42","draft":"#;
    table
        .run([
            post("/v1/quotes", &format!("{nobody}{DRAFT}}}"))
                .status(422)
                .fault("unknown_reference", "/customer"),
            post("/v1/subscriptions", &format!("{nobody}{DRAFT}}}"))
                .status(422)
                .fault("unknown_reference", "/customer"),
            post("/v1/quotes", &format!("{wrong}{DRAFT}}}"))
                .status(422)
                .fault("out_of_range", "/customer"),
            post("/v1/quotes", &format!(r#"{{"draft":{DRAFT}}}"#))
                .status(422)
                .fault("missing_field", ""),
        ])
        .await;
}

pub async fn a_bill_request_names_the_field(door: Door) {
    let mut table = Table::new(door);
    table.run(seller_with_customer()).await;
    table.run([post("/v1/quotes/preview", &of_draft(DRAFT)).keep("priced", "#body")]).await;
    let priced: serde_json::Value = serde_json::from_str(table.kept("priced")).unwrap();
    let request = priced["request"].to_string();
    let refused = |from: &str, to: &str, code: &'static str, pointer: &'static str| {
        assert!(request.contains(from), "{from} in {request}");
        post("/v1/invoices/preview", &request.replacen(from, to, 1))
            .status(422)
            .fault(code, pointer)
    };
    let backwards = r#""billed":[{"line":"seats","period":{"start":"2026-12-05T00:00:00Z","end":"2026-12-01T00:00:00Z"},"amount":"1.00"}]"#;
    let unknown = r#""usage":[{"meter":"faxes","at":"2026-12-05T00:00:00Z","quantity":"1"}]"#;
    let precise = r#""billed":[{"line":"seats","amount":"1.001"}]"#;
    table
        .run([
            refused(r#""billed":[]"#, backwards, "invalid_time", "/billed/0/period"),
            refused(r#""usage":[]"#, unknown, "unknown_reference", "/usage/0/meter"),
            refused(r#""billed":[]"#, precise, "too_precise", "/billed/0/amount"),
            refused(r#""EUR""#, r#""EUX""#, "unknown_currency", "/contract/currency"),
            refused("bill-request.v1", "bill-request.v2", "wrong_type", "/version"),
        ])
        .await;
}
