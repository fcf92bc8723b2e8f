//! Runs in the background: each message of the queue is a run that is to be billed.

use seikyu_service::{
    bill_runs::{QueuedRun, bill_queued_run},
    host::Platform as _,
};
use worker::{Context, Env, MessageBatch, MessageExt as _, Result, event};

use crate::{host, platform::Workers};

/// How long a run is billed by one message, before another one goes on with it.
const BILL_MILLIS: u64 = 20_000;

#[event(queue)]
async fn queued(messages: MessageBatch<String>, env: Env, _: Context) -> Result<()> {
    let host = host(&env)?;
    for message in messages.messages()? {
        let Ok(queued) = message.body().parse::<QueuedRun>() else {
            message.ack();
            continue;
        };
        match bill_queued_run(&host, &queued, BILL_MILLIS).await {
            Ok(true) => message.ack(),
            Ok(false) if host.platform.queue(queued.to_string()).await => message.ack(),
            Ok(false) => message.retry(),
            Err(refusal) => {
                Workers.report(&format!("bill run {queued}: {refusal}"));
                message.retry();
            }
        }
    }
    Ok(())
}
