//! A small price list that touches every feature, and quotes on it.

use seikyu_calendar::Zones;
use seikyu_engine::{
    catalog::PriceList,
    quote::{Draft, Priced, price},
};

pub const LIST: &str = r#"{
  "version": "seikyu.price-list.v1",
  "code": "acme",
  "name": {"en": "Acme", "ja": "アクメ"},
  "currency": "EUR",
  "tax": {"behavior": "exclusive", "rates": [
    {"code": "standard", "category": "S", "percent": "20", "name": {"en": "VAT"}},
    {"code": "reduced", "category": "S", "percent": "5.5", "name": {"en": "Reduced VAT"}},
    {"code": "exempt", "category": "E", "percent": "0", "name": {"en": "Exempt"}}
  ]},
  "meters": [{"code": "calls", "name": {"en": "Calls"}, "unit": {"en": "call"}, "aggregation": "sum"}],
  "products": [
    {"code": "base", "name": {"en": "Platform"}, "taxes": ["standard"]},
    {"code": "seat", "name": {"en": "Seat"}, "unit": {"en": "seat"}, "taxes": ["standard"]},
    {"code": "call", "name": {"en": "API calls"}, "taxes": ["standard"]},
    {"code": "book", "name": {"en": "Handbook"}, "taxes": ["reduced"]}
  ],
  "plans": [{"code": "team", "name": {"en": "Team"}, "version": 1, "prices": [
    {"code": "platform", "product": "base", "charge": {"model": "flat", "amount": "49"},
     "interval": {"unit": "month", "count": 1}},
    {"code": "seats", "product": "seat", "charge": {"model": "graduated", "tiers": [
        {"up_to": "5", "unit_price": "0"},
        {"up_to": "20", "unit_price": "9.90"},
        {"up_to": null, "unit_price": "7.45", "flat": "10"}]},
     "quantity": "3", "interval": {"unit": "month", "count": 1}},
    {"code": "calls", "product": "call", "charge": {"model": "per_unit", "unit_price": "0.000123"},
     "usage": "calls", "included": "1000", "interval": {"unit": "month", "count": 1}},
    {"code": "book", "product": "book", "charge": {"model": "per_unit", "unit_price": "3.333"},
     "quantity": "1", "interval": {"unit": "year", "count": 1}}
  ]}],
  "coupons": [
    {"code": "ten", "name": {"en": "Ten off"}, "percent": "10"},
    {"code": "seats5", "name": {"en": "Five euro off seats"}, "amount": "5.00", "products": ["seat"]}
  ]
}"#;

pub const DRAFT: &str = r#"{"version":"seikyu.quote.v1","price_list":"acme","plan":"team",
  "zone":"Europe/Paris","start":"2026-12-01","quantities":{"seats":"25"},"usage":{"calls":"120000"},
  "lines":[{"key":"line-1","name":{"en":"Onboarding"},"quantity":"1","unit_price":"150","taxes":["standard"]}],
  "coupons":["ten","seats5"]}"#;

pub fn list() -> PriceList {
    PriceList::read(LIST).unwrap()
}

pub fn draft() -> Draft {
    Draft::read(DRAFT).unwrap()
}

pub fn priced(draft: &Draft) -> Priced {
    price(&list(), draft, &Zones::iana()).unwrap()
}
