//! From price list to invoice.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, bill},
    catalog::PriceList,
    quote::{Draft, price},
    wire::{canonical, digest},
};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{sent, token};
use crate::{
    catalog::{DRAFT, LIST, for_customer, of_draft},
    door::{By, Door},
    step::{Table, get, post},
};

const ACCEPT: &str = r#"{"digest":"{digest}"}"#;

pub async fn from_price_list_to_invoice(door: Door) {
    let mut table = Table::new(door);
    table
        .run([
            get("/healthz").by(By::Nobody).json("/status", "ok"),
            get("/v1/me").json("/mode", "test").json("/seller/mode", "test"),
            post("/v1/price-lists", LIST)
                .status(201)
                .json("/code", "acme-{unique}")
                .json("/version", 1)
                .has_header("location", "/v1/price-lists/acme-{unique}"),
            post("/v1/customers", r#"{"name":"日の出商事","language":"ja"}"#)
                .status(201)
                .json("/name", "日の出商事")
                .keep("customer", "/id"),
            post("/v1/quotes", &for_customer(DRAFT))
                .status(201)
                .json("/status", "draft")
                .json("/customer", "{customer}")
                .json("/customer_name", "日の出商事")
                .json("/price_list", "acme-{unique}")
                .json("/price_list_version", 1)
                .json("/link", serde_json::Value::Null)
                .json("/first/totals/lines", "234.75")
                .json("/first/totals/discounts", "23.48")
                .json("/first/totals/net", "211.27")
                .json("/first/totals/tax", "42.25")
                .json("/first/totals/gross", "253.52")
                .json("/first/through", "2026-11-30T15:00:00Z")
                .keep("quote", "/id")
                .keep("digest", "/digest")
                .keep("first", "/first/digest"),
            get("/v1/quotes/{quote}").json("/status", "draft").json("/first/digest", "{digest}"),
            post("/v1/quotes/{quote}/send", "").keep("link", "/link"),
        ])
        .await;
    assert_eq!(table.kept("first"), table.kept("digest"));
    table.set("token", &token(table.kept("link")));
    table
        .run([
            get("/v1/quotes/{quote}").json("/status", "sent").json("/link", "{link}"),
            get("/v1/links/{token}")
                .by(By::Nobody)
                .json("/status", "sent")
                .json("/quote", "{quote}")
                .json("/digest", "{digest}")
                .json("/customer/name", "日の出商事")
                .json("/price_list/code", "acme-{unique}")
                .json("/draft/plan", "team"),
            get("/v1/links/{token}/invoice").by(By::Nobody).problem(404, "not-found"),
            post("/v1/links/{token}/accept", ACCEPT)
                .by(By::Nobody)
                .keep("subscription", "/subscription")
                .keep("invoice", "/invoice")
                .keep("accepted", "#body"),
            post("/v1/links/{token}/accept", ACCEPT).by(By::Nobody).same("accepted"),
            get("/v1/links/{token}")
                .by(By::Nobody)
                .json("/status", "accepted")
                .json("/subscription", "{subscription}")
                .json("/invoice", "{invoice}"),
            get("/v1/quotes/{quote}")
                .json("/status", "accepted")
                .json("/subscription", "{subscription}"),
            get("/v1/subscriptions/{subscription}")
                .json("/status", "active")
                .json("/quote", "{quote}")
                .json("/contract/currency", "EUR")
                .json("/contract/events/0/type", "created"),
            get("/v1/invoices/{invoice}")
                .json("/version", "seikyu.invoice.v1")
                .json("/customer/name", "日の出商事")
                .json("/subscription", "{subscription}")
                .json("/bill/digest", "{digest}")
                .json("/bill/totals/due", "253.52")
                .keep("etag", "#etag")
                .keep("document", "#body"),
            get("/v1/invoices/{invoice}").header("if-none-match", "{etag}").status(304),
            get("/v1/invoices/{invoice}").header("if-none-match", "W/{etag}, \"x\"").status(304),
            get("/v1/invoices/{invoice}").header("if-none-match", "\"x\"").same("document"),
            get("/v1/links/{token}/invoice")
                .by(By::Nobody)
                .same("document")
                .has_header("etag", "{etag}"),
            get("/v1/invoices?limit=1").json("/data/0/due", "253.52"),
            get("/v1/quotes?limit=1").json("/data/0/status", "accepted"),
            get("/v1/subscriptions?limit=1").json("/data/0/plan", "team"),
        ])
        .await;
    assert_eq!(table.kept("etag").trim_matches('"'), digest(table.kept("document")));
}

/// The parts of an invoice document as they stand in it.
#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    input: &'a RawValue,
    #[serde(borrow)]
    bill: &'a RawValue,
}

pub async fn the_invoice_holds_the_bytes_of_the_preview(door: Door) {
    let mut table = Table::new(door);
    table.run(sent()).await;
    table.set("token", &token(table.kept("link")));
    table
        .run([
            post("/v1/quotes/preview", &of_draft(DRAFT)).keep("preview", "#body"),
            post("/v1/links/{token}/accept", ACCEPT).by(By::Nobody),
            get("/v1/links/{token}/invoice").by(By::Nobody).keep("document", "#body"),
        ])
        .await;

    let list = LIST.replace("{unique}", &table.door.unique);
    let draft = DRAFT.replace("{unique}", &table.door.unique);
    let zones = Zones::iana();
    let priced =
        price(&PriceList::read(&list).unwrap(), &Draft::read(&draft).unwrap(), &zones).unwrap();
    assert_eq!(table.kept("preview"), canonical(&priced));

    let document: Document<'_> = serde_json::from_str(table.kept("document")).unwrap();
    assert_eq!(document.bill.get(), canonical(&priced.first));
    assert_eq!(document.input.get(), canonical(&priced.request));
    let again = bill(&BillRequest::read(document.input.get()).unwrap(), &zones).unwrap();
    assert_eq!(canonical(&again), document.bill.get());

    let (request, stored) = (document.input.get().to_owned(), document.bill.get().to_owned());
    table.set("bill", &stored);
    table.run([post("/v1/invoices/preview", &request).same("bill")]).await;
}
