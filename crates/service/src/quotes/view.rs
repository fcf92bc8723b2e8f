//! Quotes as the API shows them to the seller.

use seikyu_calendar::Instant;
use seikyu_engine::{billing::Bill, contract::Contract, quote::Priced};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    host::Context,
    id::{CustomerId, InvoiceId, QuoteId, SellerId, SubscriptionId},
    quotes::{Status, StoredQuote},
    refusal::Refusal,
    use_case::Reply,
};

/// The page on which a customer sees a quote.
const PAGE: &str = "/quote.html";

/// A quote, computed anew.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "Quote"))]
pub struct QuoteView<'a> {
    id: &'a QuoteId,
    version: u64,
    status: Status,
    customer: &'a CustomerId,
    customer_name: &'a str,
    created_at: Instant,
    updated_at: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Instant>,
    /// When the holder of its link first looked at this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    viewed_at: Option<Instant>,
    #[cfg_attr(feature = "openapi", schemars(with = "seikyu_engine::quote::Draft"))]
    draft: &'a RawValue,
    price_list: &'a str,
    price_list_version: u64,
    contract: &'a Contract,
    first: &'a Bill,
    period: &'a Bill,
    digest: &'a str,
    link: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription: Option<&'a SubscriptionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<&'a InvoiceId>,
}

/// What events tell of a quote: the quote without draft, contract and bills.
#[derive(Serialize)]
pub(crate) struct QuoteHead<'a> {
    id: &'a QuoteId,
    version: u64,
    status: Status,
    customer: &'a CustomerId,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<Instant>,
    /// When the holder of its link first looked at this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    viewed_at: Option<Instant>,
    price_list: &'a str,
    price_list_version: u64,
    digest: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription: Option<&'a SubscriptionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invoice: Option<&'a InvoiceId>,
}

impl<'a> QuoteHead<'a> {
    /// The head of a quote.
    pub(crate) fn of(quote: &'a StoredQuote) -> Self {
        Self {
            id: &quote.id,
            version: quote.version,
            status: quote.status,
            customer: &quote.customer,
            expires_at: quote.expires_at,
            viewed_at: quote.viewed_at,
            price_list: &quote.price_list,
            price_list_version: quote.price_list_version,
            digest: &quote.digest,
            subscription: quote.subscription.as_ref(),
            invoice: quote.invoice.as_ref(),
        }
    }
}

/// The path and fragment of a link; the token is in the fragment, so no server logs it.
pub(crate) fn link_path(token: &str) -> String {
    format!("{PAGE}#{token}")
}

/// The answer that shows a quote.
pub(crate) fn show(
    status: u16,
    quote: &StoredQuote,
    priced: &Priced,
    seller: &SellerId,
    context: &Context,
) -> Result<Reply, Refusal> {
    let sent = matches!(quote.status, Status::Sent | Status::Accepted);
    let token = sent.then(|| quote.token(seller, context)).flatten();
    let view = QuoteView {
        id: &quote.id,
        version: quote.version,
        status: quote.status.at(context.now, quote.expires_at),
        customer: &quote.customer,
        customer_name: &quote.customer_name,
        created_at: quote.created_at,
        updated_at: quote.updated_at,
        expires_at: quote.expires_at,
        viewed_at: quote.viewed_at,
        draft: raw(&quote.draft)?,
        price_list: &quote.price_list,
        price_list_version: quote.price_list_version,
        contract: &priced.contract,
        first: &priced.first,
        period: &priced.period,
        digest: &quote.digest,
        link: token.as_deref().map(link_path),
        subscription: quote.subscription.as_ref(),
        invoice: quote.invoice.as_ref(),
    };
    Ok(Reply::json(status, &view)?.with_etag(&entity_tag(quote, context.now)))
}

/// What `If-Match` names when a quote is revised.
pub(crate) fn entity_tag(quote: &StoredQuote, now: Instant) -> String {
    format!("{}.{}", quote.version, quote.status.at(now, quote.expires_at).name())
}

/// Stored JSON text, to be embedded as it is.
pub(crate) fn raw(text: &str) -> Result<&RawValue, Refusal> {
    serde_json::from_str(text).map_err(Refusal::internal)
}
