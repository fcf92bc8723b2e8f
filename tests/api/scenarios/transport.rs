//! What is refused before anything is understood, and what needs no key.

use crate::{
    catalog::LIST,
    door::{By, Door},
    step::{Table, get, method, post, put},
};

pub async fn what_is_no_json_is_refused(door: Door) {
    let large = format!(r#"{{"name":"{}"}}"#, "x".repeat(1_048_577));
    let mut table = Table::new(door);
    table
        .run([
            post("/v1/price-lists", "{\"version\": ").status(400).fault("malformed_json", ""),
            post("/v1/customers", "null").status(422),
            post("/v1/customers", "[]").status(422),
            post("/v1/customers", r#"{"name":"a"} {}"#).status(400).fault("malformed_json", ""),
            post("/v1/customers", r#"{"name":"a","name":"b"}"#).status(422),
            post("/v1/customers", "").status(400).fault("malformed_json", ""),
            post("/v1/customers", &large).status(413).fault("too_large", ""),
            post("/v1/price-lists", &large).status(413).fault("too_large", ""),
            post("/v1/customers", r#"{"name":"a"}"#)
                .header("content-type", "text/plain")
                .problem(415, "unsupported-media-type"),
            post("/v1/customers", r#"{"name":"a"}"#)
                .without("content-type")
                .header("content-type", "application/x-www-form-urlencoded")
                .problem(415, "unsupported-media-type"),
            post("/v1/customers", r#"{"name":"a"}"#)
                .header("content-type", "application/json; charset=utf-8")
                .status(201),
        ])
        .await;
}

pub async fn paths_methods_and_parameters_are_strict(door: Door) {
    Table::new(door)
        .run([
            get("/v1/nothing").problem(404, "not-found"),
            get("/v1/").problem(404, "not-found"),
            get("/v1/customers/").problem(404, "not-found"),
            get("/v1/customers/42").problem(404, "not-found"),
            get("/v1/customers/%ff").problem(404, "not-found"),
            get("/v1/customers/inv_00000000000000000000000000").problem(404, "not-found"),
            method("DELETE", "/v1/customers").problem(405, "method-not-allowed"),
            method("PATCH", "/v1/me").problem(405, "method-not-allowed"),
            put("/v1/customers", "{}").problem(405, "method-not-allowed"),
            get("/v1/me?verbose=1").status(422).fault("unknown_parameter", "/verbose"),
            post("/v1/price-lists?dry=1", LIST).status(422).fault("unknown_parameter", "/dry"),
        ])
        .await;
}

pub async fn zones_are_public(door: Door) {
    Table::new(door)
        .run([
            get("/v1/zones/Asia%2FTokyo")
                .by(By::Nobody)
                .json("/name", "Asia/Tokyo")
                .has_header("cache-control", "public, max-age=86400")
                .keep("etag", "#etag")
                .keep("tokyo", "#body"),
            get("/v1/zones/Asia/Tokyo").by(By::Nobody).same("tokyo"),
            get("/v1/zones/Asia%2FTokyo")
                .by(By::Nobody)
                .header("if-none-match", "{etag}")
                .status(304),
            get("/v1/zones/UTC").by(By::Nobody).json("/name", "UTC"),
            get("/v1/zones/Asia%2FEdo").by(By::Nobody).problem(404, "not-found"),
            get("/v1/zones/a%20b").by(By::Nobody).problem(404, "not-found"),
        ])
        .await;
}

/// A key that asks too often is told when to go on, and another is not held up by it.
pub async fn a_key_that_asks_too_often_waits(door: Door) {
    let mut table = Table::new(door);
    let form = r#"{"name":"busy","role":"read_only"}"#;
    table.run([post("/v1/keys", form).status(201).keep("busy", "/key")]).await;
    let busy = get("/v1/me").by(By::Nobody).header("authorization", "Bearer {busy}");
    let refused = busy.clone().problem(429, "rate-limited").has_header("retry-after", "10");
    // The period may end in between, so that it begins anew: twice as many are too many for sure.
    let mut asked = 0;
    let answer = loop {
        let answer = table.send(&busy).await;
        if answer.status != 200 {
            break answer;
        }
        asked += 1;
        assert!(asked <= 12_000);
    };
    assert!(asked >= 6_000, "{asked}");
    table.check(&refused, &answer);
    table.run([get("/v1/me")]).await;
}
