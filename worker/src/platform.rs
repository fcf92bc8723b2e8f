//! Clock and randomness of the Workers runtime.

use seikyu_service::host::Platform;
use worker::{Date, console_error};

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

    fn report(&self, fault: &str) {
        console_error!("{fault}");
    }
}
