//! A small price list that touches every feature, and quotes on it.

use seikyu_calendar::Zones;
use seikyu_engine::{
    catalog::PriceList,
    quote::{Draft, Priced, price},
};

pub const LIST: &str = include_str!("../golden/price-list.json");

pub const DRAFT: &str = include_str!("../golden/draft.json");

pub fn list() -> PriceList {
    PriceList::read(LIST).unwrap()
}

pub fn draft() -> Draft {
    Draft::read(DRAFT).unwrap()
}

pub fn priced(draft: &Draft) -> Priced {
    price(&list(), draft, &Zones::iana()).unwrap()
}
