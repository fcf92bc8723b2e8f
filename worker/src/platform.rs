//! Clock and randomness of the Workers runtime.

use std::{pin::Pin, time::Duration};

use seikyu_service::host::Platform;
use worker::{Date, Delay, console_error, send::SendFuture};

/// The Workers runtime. Its clock stands still while a request computes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Workers;

impl Platform for Workers {
    fn unix_millis(&self) -> u64 {
        Date::now().as_millis()
    }

    fn fill_random(&self, bytes: &mut [u8]) -> Result<(), String> {
        getrandom::fill(bytes).map_err(|error| error.to_string())
    }

    fn pause(&self, milliseconds: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let delay = Delay::from(Duration::from_millis(milliseconds.into()));
        Box::pin(SendFuture::new(delay))
    }

    fn report(&self, fault: &str) {
        console_error!("{fault}");
    }
}
