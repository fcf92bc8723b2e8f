//! What is done each minute: one function a duty.

use seikyu_service::{
    automatic_billing::bill_due_sellers,
    bill_runs::bill_forgotten_runs,
    host::{Host, Platform as _},
    webhooks::dispatch,
};
use worker::{Date, Env, ScheduleContext, ScheduledEvent, console_error, event};

use crate::{d1::D1Store, host, platform::Workers, sender::FetchSender};

/// How long sellers are billed and events are sent before the next minute takes over.
const BILL_MILLIS: u64 = 25_000;
const DELIVER_MILLIS: u64 = 25_000;

#[event(scheduled)]
async fn scheduled(_: ScheduledEvent, env: Env, _: ScheduleContext) {
    match host(&env) {
        Ok(host) => {
            if let Err(refusal) = bill_due_sellers(&host, BILL_MILLIS).await {
                Workers.report(&format!("automatic billing: {refusal}"));
            }
            if let Err(refusal) = bill_forgotten_runs(&host, BILL_MILLIS).await {
                Workers.report(&format!("bill runs: {refusal}"));
            }
            deliver_webhooks(&host).await;
        }
        Err(error) => console_error!("{error}"),
    }
}

/// Sends the events that are due, until none is.
async fn deliver_webhooks(host: &Host<D1Store>) {
    let began = Date::now().as_millis();
    while Date::now().as_millis().saturating_sub(began) < DELIVER_MILLIS {
        match dispatch(host, &FetchSender).await {
            Ok(0) => return,
            Ok(_) => {}
            Err(refusal) => return Workers.report(&format!("webhooks: {refusal}")),
        }
    }
}
