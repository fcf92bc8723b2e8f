//! One table of tests for every JavaScript engine.

#![allow(clippy::unwrap_used, clippy::panic)]

use js_sys::{BigInt64Array, Reflect};
use seikyu_wasm::{
    PlanSession, QuoteSession, bill, check_price_list, credit_note, digest, engine_version,
    forecast, preview_change, price_quote,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const LIST: &str = include_str!("../../../engine/tests/golden/price-list.json");
const DRAFT: &str = include_str!("../../../engine/tests/golden/draft.json");
const ZONES: &str = include_str!("../../../engine/tests/golden/zones.json");
const PRICED: &str = include_str!("../../../engine/tests/golden/priced.json");

fn text(value: &JsValue, key: &str) -> String {
    Reflect::get(value, &key.into()).unwrap().as_string().unwrap_or_default()
}

fn open() -> QuoteSession {
    QuoteSession::new(LIST, DRAFT, ZONES).unwrap()
}

#[wasm_bindgen_test]
fn the_golden_quote_has_the_same_bytes_as_natively() {
    assert_eq!(price_quote(LIST, DRAFT, ZONES).unwrap(), PRICED);
    assert_eq!(open().priced().unwrap(), PRICED);
}

#[wasm_bindgen_test]
fn a_bill_is_recomputed_from_its_request() {
    let (_, rest) = PRICED.split_once(r#","request":"#).unwrap();
    let (request, rest) = rest.split_once(r#","first":"#).unwrap();
    let (first, _) = rest.split_once(r#","period":{"version""#).unwrap();
    assert_eq!(bill(request, ZONES).unwrap(), first);
}

#[wasm_bindgen_test]
fn a_bill_is_credited_in_full() {
    let (_, rest) = PRICED.split_once(r#","first":"#).unwrap();
    let (first, _) = rest.split_once(r#","period":{"version""#).unwrap();
    let request = format!(
        r#"{{"version":"seikyu.credit-note-request.v1","bill":{first},"credit":"invoice","reason":{{"en":"Twice"}}}}"#
    );
    let note = credit_note(&request).unwrap();
    assert!(note.contains(r#""gross":"423.49"},"refund":"0.00","balance":"423.49""#), "{note}");
    assert!(credit_note(&request.replace("invoice\"", "bill\"")).is_err());
}

/// The request of the golden quote, without its digest.
fn golden_request() -> &'static str {
    let (_, rest) = PRICED.split_once(r#","request":"#).unwrap();
    rest.split_once(r#","first":"#).unwrap().0
}

#[wasm_bindgen_test]
fn a_change_is_previewed_and_a_year_forecast() {
    let current = golden_request();
    let change = format!(
        r#"{{"version":"seikyu.change-request.v1","current":{current},"change":[{{"type":"cancelled","at":"2027-01-01T00:00:00Z"}}]}}"#
    );
    let preview = preview_change(&change, ZONES).unwrap();
    assert!(preview.contains(r#""due_now":{"version":"seikyu.bill.v1""#), "{preview}");
    assert!(preview_change(&change.replace("cancelled", "resumed"), ZONES).is_err());
    let request = |bills: u32| {
        format!(r#"{{"version":"seikyu.forecast-request.v1","current":{current},"bills":{bills}}}"#)
    };
    let year = forecast(&request(12), ZONES).unwrap();
    assert_eq!(year.matches(r#""gross":{"low":"#).count(), 12);
    assert!(forecast(&request(0), ZONES).is_err());
}

#[wasm_bindgen_test]
fn plans_are_compared_and_chosen() {
    let session = PlanSession::new(LIST, golden_request(), ZONES).unwrap();
    let alternatives = session.alternatives(r#"{"quantities":{"seats":"30"}}"#).unwrap();
    let own = Reflect::get_u32(alternatives.unchecked_ref(), 0).unwrap();
    assert_eq!(text(&own, "plan"), "team");
    let curves = session.curves("{}", r#"{"quantity":"seats"}"#, r#"["1","25"]"#).unwrap();
    let curve = Reflect::get_u32(curves.unchecked_ref(), 0).unwrap();
    let points = Reflect::get(&curve, &"per_month".into()).unwrap();
    assert_ne!(
        Reflect::get_u32(points.unchecked_ref(), 0),
        Reflect::get_u32(points.unchecked_ref(), 1)
    );
    let choice = r#"{"plan":"team","quantities":{"seats":"30"}}"#;
    let preview = session.preview(choice).unwrap();
    assert!(Reflect::has(&preview, &"basis".into()).unwrap());
    let refused = session.preview(r#"{"plan":"none"}"#).unwrap_err();
    assert!(text(&refused, "detail").contains("none"));
}

#[wasm_bindgen_test]
fn an_edit_gives_back_the_changed_row_and_totals() {
    let mut session = open();
    let change = session.set_cell(1, "quantity", "３０").unwrap();
    let rows = Reflect::get(&change, &"rows".into()).unwrap();
    let row = Reflect::get_u32(&rows, 0).unwrap();
    assert_eq!(text(&row, "amount"), "233.00");
    let amounts: BigInt64Array = session.amounts();
    assert_eq!(amounts.get_index(1), 23_300);
    let derivation = session.explain(1).unwrap();
    assert_eq!(text(&derivation, "amount"), "233.00");
}

#[wasm_bindgen_test]
fn a_refusal_is_thrown_as_a_problem_document() {
    let broken = LIST.replace(r#""up_to": "20""#, r#""up_to": "5""#);
    let problem = check_price_list(&broken).unwrap_err();
    let errors = Reflect::get(&problem, &"errors".into()).unwrap();
    let fault = Reflect::get_u32(errors.unchecked_ref(), 0).unwrap();
    assert_eq!(text(&fault, "code"), "tiers_not_rising");
    assert_eq!(text(&fault, "pointer"), "/plans/0/prices/1/charge/tiers/1/up_to");
    let zone = price_quote(LIST, DRAFT, "").unwrap_err();
    assert!(text(&zone, "detail").contains("Europe/Paris"));
}

#[wasm_bindgen_test]
fn a_row_in_error_has_no_amount_and_stops_the_totals() {
    let mut session = open();
    let change = session.set_cell(1, "quantity", "many").unwrap();
    let totals = Reflect::get(&change, &"totals".into()).unwrap();
    assert!(Reflect::get(&totals, &"start".into()).unwrap().is_undefined());
    assert!(session.priced().is_err());
}

#[wasm_bindgen_test]
fn digest_and_version() {
    assert!(digest("").starts_with("e3b0c442"));
    assert_eq!(engine_version(), env!("CARGO_PKG_VERSION"));
}
