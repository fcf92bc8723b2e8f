//! Clock and randomness of a native process.

use std::{
    future::ready,
    io::{self, Write as _},
    pin::Pin,
    sync::LazyLock,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use seikyu_service::host::Platform;

use crate::limit::Limit;

/// The clock and randomness of the operating system.
#[derive(Clone, Copy, Debug)]
pub struct Native;

impl Platform for Native {
    #[expect(clippy::disallowed_methods, reason = "this is where the native clock is read")]
    fn unix_millis(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        u64::try_from(since.as_millis()).unwrap_or_default()
    }

    fn fill_random(&self, bytes: &mut [u8]) -> Result<(), String> {
        getrandom::fill(bytes).map_err(|error| error.to_string())
    }

    fn admit(&self, name: &str) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        static LIMIT: LazyLock<Limit> = LazyLock::new(Limit::default);
        Box::pin(ready(LIMIT.admit(name, self.unix_millis())))
    }

    fn queue(&self, _: String) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Box::pin(ready(false))
    }

    fn pause(&self, milliseconds: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(Duration::from_millis(milliseconds.into())))
    }

    fn report(&self, fault: &str) {
        // Where standard error is closed there is nobody to tell.
        let _ = writeln!(io::stderr(), "{fault}");
    }
}
