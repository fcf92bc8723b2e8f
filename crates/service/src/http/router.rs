//! The routes. The same router answers natively and on Workers.

use axum::{
    Router,
    extract::Request,
    routing::{get, post},
};

use crate::{
    host::Host,
    http::handlers::{
        bill_runs, books, catalog, customers, events, invoices, keys, links, open, payments,
        quotes, subscriptions, usage, webhooks,
    },
    refusal::Refusal,
    store::Store,
};

/// The API over a host.
pub fn router<S: Store>(host: Host<S>) -> Router {
    Router::new()
        .route("/healthz", get(open::health::<S>))
        .route("/v1/zones/{*name}", get(open::zone::<S>))
        .route("/v1/me", get(open::me::<S>))
        .route("/v1/keys", get(keys::list::<S>).post(keys::create::<S>))
        .route("/v1/keys/{id}", get(keys::show::<S>))
        .route("/v1/keys/{id}/rotate", post(keys::rotate::<S>))
        .route("/v1/keys/{id}/revoke", post(keys::revoke::<S>))
        .route("/v1/audit-log", get(keys::audit_log::<S>))
        .route("/v1/price-lists", get(catalog::lists::<S>).post(catalog::import::<S>))
        .route("/v1/price-lists/{code}", get(catalog::list::<S>))
        .route("/v1/products", get(catalog::products::<S>))
        .route("/v1/plans", get(catalog::plans::<S>))
        .route("/v1/customers", get(customers::list::<S>).post(customers::add::<S>))
        .route("/v1/customers/{id}", get(customers::show::<S>))
        .route("/v1/quotes", get(quotes::list::<S>).post(quotes::create::<S>))
        .route("/v1/quotes/preview", post(quotes::preview::<S>))
        .route("/v1/quotes/{id}", get(quotes::show::<S>).put(quotes::revise::<S>))
        .route("/v1/quotes/{id}/send", post(quotes::send::<S>))
        .route("/v1/links/{token}", get(links::show::<S>))
        .route("/v1/links/{token}/accept", post(links::accept::<S>))
        .route("/v1/links/{token}/invoice", get(links::invoice::<S>))
        .route("/v1/change-links/{token}", get(links::show_change::<S>))
        .route("/v1/change-links/{token}/commit", post(links::commit_choice::<S>))
        .route("/v1/change-links/{token}/invoices", get(links::change_invoices::<S>))
        .route("/v1/change-links/{token}/invoices/{id}", get(links::change_invoice::<S>))
        .route("/v1/subscriptions", get(subscriptions::list::<S>).post(subscriptions::create::<S>))
        .route("/v1/subscriptions/{id}", get(subscriptions::show::<S>))
        .route("/v1/subscriptions/{id}/preview", post(subscriptions::preview::<S>))
        .route("/v1/subscriptions/{id}/changes", post(subscriptions::commit_change::<S>))
        .route("/v1/subscriptions/{id}/changes/preview", post(subscriptions::preview_change::<S>))
        .route("/v1/subscriptions/{id}/change-link", post(subscriptions::create_change_link::<S>))
        .route("/v1/subscriptions/{id}/invoices", post(subscriptions::issue::<S>))
        .route("/v1/subscriptions/{id}/usage-events", get(usage::list::<S>))
        .route("/v1/usage-events", post(usage::record::<S>))
        .route("/v1/bill-runs", get(bill_runs::list::<S>).post(bill_runs::create::<S>))
        .route("/v1/bill-runs/{id}", get(bill_runs::show::<S>))
        .route("/v1/bill-runs/{id}/advance", post(bill_runs::advance::<S>))
        .route("/v1/bill-runs/{id}/exceptions", get(bill_runs::exceptions::<S>))
        .route("/v1/events", get(events::list::<S>))
        .route("/v1/events/{id}", get(events::show::<S>))
        .route("/v1/events/{id}/replay", post(webhooks::replay::<S>))
        .route("/v1/webhook-endpoints", get(webhooks::list::<S>).post(webhooks::create::<S>))
        .route(
            "/v1/webhook-endpoints/{id}",
            get(webhooks::show::<S>).put(webhooks::replace::<S>).delete(webhooks::delete::<S>),
        )
        .route("/v1/webhook-endpoints/{id}/rotate-secret", post(webhooks::rotate::<S>))
        .route("/v1/webhook-endpoints/{id}/deliveries", get(webhooks::deliveries::<S>))
        .route("/v1/invoices", get(invoices::list::<S>))
        .route("/v1/invoices/preview", post(invoices::preview::<S>))
        .route("/v1/invoices/{id}", get(invoices::show::<S>))
        .route("/v1/invoices/{id}/verify", get(invoices::verify::<S>))
        .route("/v1/invoices/{id}/payments", get(invoices::payments::<S>))
        .route("/v1/invoices/{id}/allocations", post(invoices::allocate::<S>))
        .route("/v1/invoices/{id}/write-off", post(invoices::write_off::<S>))
        .route("/v1/payments", get(payments::list::<S>).post(payments::record::<S>))
        .route("/v1/payments/{id}", get(payments::show::<S>))
        .route(
            "/v1/payments/{id}/allocations",
            get(payments::allocations::<S>).post(payments::allocate::<S>),
        )
        .route("/v1/payments/{id}/reverse", post(payments::reverse::<S>))
        .route("/v1/refunds", get(payments::refunds::<S>).post(payments::refund::<S>))
        .route("/v1/refunds/{id}", get(payments::show_refund::<S>))
        .route("/v1/write-offs", get(payments::write_offs::<S>))
        .route("/v1/write-offs/{id}", get(payments::show_write_off::<S>))
        .route("/v1/journal", get(books::journal::<S>))
        .route("/v1/journal.csv", get(books::csv::<S>))
        .route("/v1/journal.beancount", get(books::beancount::<S>))
        .route("/v1/reports/trial-balance", get(books::trial_balance::<S>))
        .route("/v1/reports/receivables-aging", get(books::aging::<S>))
        .route("/v1/reports/revenue", get(books::revenue::<S>))
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(not_found)
        .with_state(host)
}

async fn not_found() -> Refusal {
    Refusal::NotFound { what: "path" }
}

async fn method_not_allowed(request: Request) -> Refusal {
    Refusal::MethodNotAllowed { method: request.method().to_string() }
}
