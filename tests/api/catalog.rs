//! A small price list and drafts on it, as the scenarios use them.

/// A price list with a flat, a graduated and a metered price, a yearly one, and coupons.
pub const LIST: &str = r#"{
  "version": "seikyu.price-list.v1",
  "code": "acme-{unique}",
  "name": {"en": "Acme", "ja": "アクメ"},
  "currency": "EUR",
  "tax": {"behavior": "exclusive", "rates": [
    {"code": "standard", "category": "S", "percent": "20", "name": {"en": "VAT"}}
  ]},
  "meters": [{"code": "calls", "name": {"en": "Calls"}, "unit": {"en": "call"}, "aggregation": "sum"}],
  "products": [
    {"code": "base", "name": {"en": "Platform", "ja": "基本料金"}, "taxes": ["standard"]},
    {"code": "seat", "name": {"en": "Seat", "ja": "席"}, "taxes": ["standard"]},
    {"code": "call", "name": {"en": "API calls"}, "taxes": ["standard"]}
  ],
  "plans": [
    {"code": "team", "name": {"en": "Team"}, "version": 1, "prices": [
      {"code": "platform", "product": "base", "charge": {"model": "flat", "amount": "49"},
       "interval": {"unit": "month", "count": 1}},
      {"code": "seats", "product": "seat", "charge": {"model": "graduated", "tiers": [
          {"up_to": "5", "unit_price": "0"},
          {"up_to": "20", "unit_price": "9.90"},
          {"up_to": null, "unit_price": "7.45"}]},
       "quantity": "3", "interval": {"unit": "month", "count": 1}}
    ]},
    {"code": "metered", "name": {"en": "Metered"}, "version": 1, "prices": [
      {"code": "calls", "product": "call", "usage": "calls",
       "charge": {"model": "per_unit", "unit_price": "0.000123"},
       "interval": {"unit": "month", "count": 1}}
    ]}
  ],
  "coupons": [
    {"code": "ten", "name": {"en": "Ten off"}, "percent": "10"},
    {"code": "five", "name": {"en": "Five euro off"}, "amount": "5.00", "currency": "EUR"},
    {"code": "once", "name": {"en": "Five euro off the first month"}, "amount": "5.00",
     "currency": "EUR", "periods": 1},
    {"code": "old", "name": {"en": "Last year's"}, "percent": "10", "expires_on": "2025-12-31"},
    {"code": "few", "name": {"en": "For the first"}, "percent": "10", "redemptions_max": 3}
  ]
}"#;

/// 25 seats in Tokyo from 1 December 2026: 49 + 15 × 9.90 + 5 × 7.45 = 234.75, less 10 %.
pub const DRAFT: &str = r#"{"version":"seikyu.quote.v1","price_list":"acme-{unique}","plan":"team","zone":"Asia/Tokyo","start":"2026-12-01","quantities":{"seats":"25"},"coupons":["ten"]}"#;

/// A draft with which nothing is due at the start.
pub const METERED: &str = r#"{"version":"seikyu.quote.v1","price_list":"acme-{unique}","plan":"metered","zone":"Europe/Paris","start":"2026-12-01"}"#;

/// The body that makes a quote or subscription of a draft for the kept customer.
pub fn for_customer(draft: &str) -> String {
    format!(r#"{{"customer":"{{customer}}","draft":{draft}}}"#)
}

/// The body that previews or revises a draft.
pub fn of_draft(draft: &str) -> String {
    format!(r#"{{"draft":{draft}}}"#)
}
