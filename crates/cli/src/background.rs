//! Work in the background of a native process, as the cron and the queue of Workers do it there.

use std::{future::ready, pin::Pin, time::Duration};

use seikyu_service::{
    automatic_billing::bill_due_sellers,
    bill_runs::{QueuedRun, bill_forgotten_runs, bill_queued_run},
    host::{Host, Platform},
    store::Store,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::platform::Native;

/// How often it is looked for sellers with something due.
const EVERY: Duration = Duration::from_secs(60);

/// How long one turn bills, in milliseconds.
const TURN_MILLIS: u64 = 50_000;

/// The native platform with a queue in memory; what is in it when the process ends is found again.
#[derive(Clone, Debug)]
pub struct Queueing(UnboundedSender<String>);

impl Queueing {
    /// The platform, and the end of the queue at which messages come out.
    #[must_use]
    pub fn new() -> (Self, UnboundedReceiver<String>) {
        let (sender, receiver) = unbounded_channel();
        (Self(sender), receiver)
    }
}

impl Platform for Queueing {
    fn unix_millis(&self) -> u64 {
        Native.unix_millis()
    }

    fn fill_random(&self, bytes: &mut [u8]) -> Result<(), String> {
        Native.fill_random(bytes)
    }

    fn admit(&self, name: &str) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Native.admit(name)
    }

    fn queue(&self, message: String) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Box::pin(ready(self.0.send(message).is_ok()))
    }

    fn pause(&self, milliseconds: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Native.pause(milliseconds)
    }

    fn report(&self, fault: &str) {
        Native.report(fault);
    }
}

/// Begins runs of sellers that want them, and goes on with those that stand still, until the process ends.
pub async fn bill_each_minute<S: Store>(host: Host<S>) {
    loop {
        if let Err(refusal) = bill_due_sellers(&host, TURN_MILLIS).await {
            host.platform.report(&format!("automatic billing: {refusal}"));
        }
        if let Err(refusal) = bill_forgotten_runs(&host, TURN_MILLIS).await {
            host.platform.report(&format!("bill runs: {refusal}"));
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Bills the runs of a queue, one after another, until the process ends.
pub async fn bill_queued<S: Store>(host: Host<S>, mut messages: UnboundedReceiver<String>) {
    while let Some(message) = messages.recv().await {
        let Ok(queued) = message.parse::<QueuedRun>() else { continue };
        if let Err(refusal) = bill_queued_run(&host, &queued, u64::MAX).await {
            host.platform.report(&format!("bill run {queued}: {refusal}"));
        }
    }
}
