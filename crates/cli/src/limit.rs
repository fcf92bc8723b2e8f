//! How often one key or link may ask, in a native process; on Workers the platform limits it.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use seikyu_service::host::RATE_PERIOD_SECONDS;

/// The most requests of one name in a period, as `wrangler.toml` says it to Workers.
const REQUESTS: u32 = 6_000;

/// Counts requests by name, period by period.
#[derive(Debug, Default)]
pub struct Limit(Mutex<Period>);

#[derive(Debug, Default)]
struct Period {
    number: u64,
    counts: HashMap<String, u32>,
}

impl Limit {
    /// Counts a request at a time, milliseconds since 1970; `false` where there were too many.
    pub fn admit(&self, name: &str, now: u64) -> bool {
        let number = now.wrapping_div(1000).wrapping_div(RATE_PERIOD_SECONDS);
        let mut period = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if period.number != number {
            *period = Period { number, counts: HashMap::new() };
        }
        let count = period.counts.entry(name.to_owned()).or_default();
        *count = count.saturating_add(1);
        *count <= REQUESTS
    }
}
