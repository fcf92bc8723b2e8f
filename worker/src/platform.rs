//! Clock and randomness of the Workers runtime.

use std::{future::ready, pin::Pin, sync::Arc, time::Duration};

use seikyu_service::host::Platform;
use worker::{Date, Delay, RateLimiter, console_error, send::SendFuture};

/// The Workers runtime. Its clock stands still while a request computes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Workers;

/// The Workers runtime with its limit of requests.
pub(crate) struct Limited(pub(crate) Arc<RateLimiter>);

impl Platform for Limited {
    fn unix_millis(&self) -> u64 {
        Workers.unix_millis()
    }

    fn fill_random(&self, bytes: &mut [u8]) -> Result<(), String> {
        Workers.fill_random(bytes)
    }

    /// Cloudflare counts by place and approximately: it wards off abuse, and is no quota.
    fn admit(&self, name: &str) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        let (limiter, name) = (Arc::clone(&self.0), name.to_owned());
        Box::pin(SendFuture::new(async move {
            // Where the limiter does not answer, nobody is turned away.
            limiter.limit(name).await.map_or(true, |outcome| outcome.success)
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

    fn pause(&self, milliseconds: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let delay = Delay::from(Duration::from_millis(milliseconds.into()));
        Box::pin(SendFuture::new(delay))
    }

    fn report(&self, fault: &str) {
        console_error!("{fault}");
    }
}
