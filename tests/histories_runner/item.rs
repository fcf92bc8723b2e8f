//! Reading an item: `seats 5 × 10.00 monthly in advance`.

use serde_json::{Value, json};

/// An item as the engine reads it. The words are a key; `N × PRICE`, `flat PRICE`, `metered PRICE` or
/// `metered tiers BOUND:PRICE,…`; `once`, or an interval with `in advance` or `in arrears`; and as may
/// be `included N`, `minimum N`, `maximum N`, `on LINE`, `tax RATE` or `product CODE`.
pub fn item(text: &str) -> Value {
    let mut words = text.split_whitespace();
    let mut next = || words.next().unwrap_or_else(|| panic!("the item ends early: {text}"));
    let key = next();
    let mut item = json!({"key": key, "product": key, "name": {"en": key}, "taxes": []});
    match next() {
        "flat" => {
            item["charge"] = json!({"model": "flat", "amount": next()});
            item["quantity"] = json!("1");
        }
        "metered" => {
            item["usage"] = json!(key);
            item["charge"] = match next() {
                "tiers" => json!({"model": "graduated", "tiers": tiers(next())}),
                "volume" => json!({"model": "volume", "tiers": tiers(next())}),
                price => json!({"model": "per_unit", "unit_price": price}),
            };
        }
        quantity => {
            item["quantity"] = json!(quantity);
            assert_eq!(next(), "×", "{text}");
            item["charge"] = json!({"model": "per_unit", "unit_price": next()});
        }
    }
    let rest: Vec<&str> = words.collect();
    options(&mut item, &rest);
    item
}

fn options(item: &mut Value, mut rest: &[&str]) {
    item["timing"] = json!("in_advance");
    loop {
        rest = match rest {
            [] => break,
            ["once", rest @ ..] => rest,
            ["in", "advance", rest @ ..] => rest,
            ["in", "arrears", rest @ ..] => {
                item["timing"] = json!("in_arrears");
                rest
            }
            ["tax", rate, rest @ ..] => {
                item["taxes"] = json!([rate]);
                rest
            }
            ["on", line, rest @ ..] => {
                item["line"] = json!(line);
                rest
            }
            [name @ ("included" | "minimum" | "maximum" | "product"), value, rest @ ..] => {
                item[*name] = json!(value);
                rest
            }
            [unit, rest @ ..] => {
                item["interval"] = interval(unit);
                rest
            }
        };
    }
}

fn interval(name: &str) -> Value {
    let (unit, count) = match name {
        "daily" => ("day", 1),
        "weekly" => ("week", 1),
        "monthly" => ("month", 1),
        "two-monthly" => ("month", 2),
        "quarterly" => ("quarter", 1),
        "yearly" => ("year", 1),
        other => panic!("“{other}” is no word of an item"),
    };
    json!({"unit": unit, "count": count})
}

/// `1000:0.10,*:0.05`.
fn tiers(text: &str) -> Vec<Value> {
    let tier = |text: &str| {
        let (bound, price) = text.split_once(':').expect("bound:price");
        let up_to = if bound == "*" { Value::Null } else { json!(bound) };
        json!({"up_to": up_to, "unit_price": price})
    };
    text.split(',').map(tier).collect()
}
