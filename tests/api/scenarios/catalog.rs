//! Price lists, products and plans.

use crate::{
    catalog::LIST,
    door::Door,
    step::{Table, get, post},
};

pub async fn a_changed_list_is_a_new_version(door: Door) {
    let changed = LIST.replace("9.90", "10.90");
    let mut table = Table::new(door);
    table
        .run([
            post("/v1/price-lists", LIST).status(201).json("/version", 1),
            post("/v1/price-lists", LIST).status(200).json("/version", 1),
            get("/v1/price-lists/acme-{unique}")
                .json("/plans/0/prices/1/charge/tiers/1/unit_price", "9.90")
                .keep("etag", "#etag"),
            get("/v1/price-lists/acme-{unique}").header("if-none-match", "{etag}").status(304),
            post("/v1/price-lists", &changed).status(201).json("/version", 2),
            get("/v1/price-lists/acme-{unique}")
                .header("if-none-match", "{etag}")
                .json("/plans/0/prices/1/charge/tiers/1/unit_price", "10.90"),
            get("/v1/price-lists/acme-{unique}?version=1").has_header("etag", "{etag}"),
            get("/v1/price-lists/acme-{unique}?version=3").problem(404, "not-found"),
            get("/v1/price-lists/acme-{unique}?version=x")
                .status(422)
                .fault("out_of_range", "/version"),
            get("/v1/price-lists/nobody-{unique}").problem(404, "not-found"),
            post("/v1/price-lists", LIST).status(201).json("/version", 3),
        ])
        .await;
}

pub async fn lists_are_paged(door: Door) {
    let mut table = Table::new(door);
    table.run([post("/v1/price-lists", LIST).status(201)]).await;
    for path in ["/v1/price-lists", "/v1/products", "/v1/plans"] {
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = get(&format!("{path}?limit=2{cursor}")).keep("page", "#body");
            table.run([page]).await;
            let page: serde_json::Value = serde_json::from_str(table.kept("page")).unwrap();
            let data = page["data"].as_array().unwrap();
            assert!(data.len() <= 2);
            seen.extend(data.iter().map(|entry| {
                (entry["price_list"].to_string(), entry["code"].as_str().unwrap().to_owned())
            }));
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert!(seen.is_sorted_by(|a, b| a < b), "{path}: {seen:?}");
        let ours = format!("\"acme-{}\"", table.door.unique);
        let mine = seen.iter().filter(|(list, code)| *list == ours || ours.contains(code)).count();
        assert_eq!(
            mine,
            if path == "/v1/products" {
                3
            } else if path == "/v1/plans" {
                2
            } else {
                1
            }
        );
    }
    let refused = |query: &str| get(&format!("/v1/customers?{query}")).status(422);
    table
        .run([
            refused("limit=0").fault("out_of_range", "/limit"),
            refused("limit=101").fault("out_of_range", "/limit"),
            refused("limit=ten").fault("out_of_range", "/limit"),
            refused("cursor=%21").fault("invalid_cursor", "/cursor"),
            refused("offset=2").fault("unknown_parameter", "/offset"),
            refused("limit=1&limit=2").fault("duplicate_parameter", "/limit"),
        ])
        .await;
}
