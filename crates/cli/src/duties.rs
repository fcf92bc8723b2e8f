//! What a native process does by itself, as the cron of Workers does it there.

use std::time::Duration;

use seikyu_service::{automatic_billing::bill_due_sellers, host::Host, store::Store};

/// How often it is looked for sellers with something due.
const EVERY: Duration = Duration::from_secs(60);

/// How long one turn bills, in milliseconds.
const TURN_MILLIS: u64 = 50_000;

/// Bills sellers that want it without being asked, until the process ends.
pub async fn bill<S: Store>(host: Host<S>) {
    loop {
        if let Err(refusal) = bill_due_sellers(&host, TURN_MILLIS).await {
            host.platform.report(&format!("automatic billing: {refusal}"));
        }
        tokio::time::sleep(EVERY).await;
    }
}
