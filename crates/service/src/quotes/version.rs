//! Versions: a draft priced on a version of its price list.

use seikyu_calendar::{Instant, Zones};
use seikyu_engine::{
    quote::{Draft, Priced, price},
    wire::canonical,
};

use crate::{
    catalog::StoredPriceList,
    id::{QuoteId, SellerId},
    refusal::Refusal,
    sql,
    store::Statement,
};

/// A draft and what it comes to, ready to be kept as a version of a quote.
pub(crate) struct Version {
    pub(crate) draft: String,
    pub(crate) list: StoredPriceList,
    pub(crate) priced: Priced,
    pub(crate) list_code: String,
}

impl Version {
    /// Prices a draft that lies at `/draft` of a request.
    pub(crate) fn price(draft: &Draft, list: Option<StoredPriceList>) -> Result<Self, Refusal> {
        let Some(list) = list else {
            let detail = format!(
                "There is no price list “{}”; accepted is one that was imported.",
                draft.price_list
            );
            return Err(Refusal::field("unknown_reference", "/draft/price_list", detail));
        };
        let priced = price(&list.list()?, draft, &Zones::iana())
            .map_err(|faults| Refusal::within("draft", &faults))?;
        Ok(Self { draft: canonical(draft), list, priced, list_code: draft.price_list.to_string() })
    }

    /// What a customer accepts: the digest of contract, engine version and first bill.
    pub(crate) fn digest(&self) -> &str {
        self.priced.first.digest.as_deref().unwrap_or_default()
    }

    /// The statement that keeps the version.
    pub(crate) fn add(
        &self,
        seller: &SellerId,
        quote: &QuoteId,
        version: u64,
        now: Instant,
    ) -> Statement {
        Statement::new(sql::quotes::ADD_QUOTE_VERSION)
            .bind(seller)
            .bind(quote)
            .bind(version)
            .bind(&self.list_code)
            .bind(self.list.version)
            .bind(&self.draft)
            .bind(self.digest())
            .bind(now)
    }
}
