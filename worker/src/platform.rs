//! Clock and randomness of the Workers runtime.

use std::{future::ready, pin::Pin, sync::Arc, time::Duration};

use seikyu_service::host::Platform;
use worker::{Date, Delay, Queue, RateLimiter, console_error, send::SendFuture};

/// The Workers runtime. Its clock stands still while a request computes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Workers;

/// The Workers runtime with its limit of requests and its queue of bill runs.
pub(crate) struct Bound {
    pub(crate) limiter: Arc<RateLimiter>,
    pub(crate) runs: Arc<Queue>,
}

impl Platform for Bound {
    fn unix_millis(&self) -> u64 {
        Workers.unix_millis()
    }

    fn fill_random(&self, bytes: &mut [u8]) -> Result<(), String> {
        Workers.fill_random(bytes)
    }

    /// Cloudflare counts by place and approximately: it wards off abuse, and is no quota.
    fn admit(&self, name: &str) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        let (limiter, name) = (Arc::clone(&self.limiter), name.to_owned());
        Box::pin(SendFuture::new(async move {
            // Where the limiter does not answer, nobody is turned away.
            limiter.limit(name).await.map_or(true, |outcome| outcome.success)
        }))
    }

    fn queue(&self, message: String) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        let runs = Arc::clone(&self.runs);
        Box::pin(SendFuture::new(async move {
            let sent = runs.send(message).await;
            if let Err(error) = &sent {
                console_error!("queue: {error}");
            }
            sent.is_ok()
        }))
    }

    fn pause(&self, milliseconds: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Workers.pause(milliseconds)
    }

    fn report(&self, fault: &str) {
        Workers.report(fault);
    }
}

impl Platform for Workers {
    fn unix_millis(&self) -> u64 {
        Date::now().as_millis()
    }

    fn fill_random(&self, bytes: &mut [u8]) -> Result<(), String> {
        getrandom::fill(bytes).map_err(|error| error.to_string())
    }

    fn admit(&self, _: &str) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Box::pin(ready(true))
    }

    fn queue(&self, _: String) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Box::pin(ready(false))
    }

    fn pause(&self, milliseconds: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let delay = Delay::from(Duration::from_millis(milliseconds.into()));
        Box::pin(SendFuture::new(delay))
    }

    fn report(&self, fault: &str) {
        console_error!("{fault}");
    }
}
