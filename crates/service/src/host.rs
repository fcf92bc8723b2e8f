//! What the service needs from outside: a store, a clock, randomness and secrets.

use std::{pin::Pin, sync::Arc};

use seikyu_calendar::{Date, Instant};

use crate::{
    access::KEY_RANDOM_BYTES,
    id::{EventId, Id, IdSeed},
    link::LinkKey,
    refusal::Refusal,
    store::Store,
    webhooks::{Reach, SECRET_BYTES},
};

/// Seconds in which requests are counted for [`Platform::admit`], after which whoever asked too often may
/// go on. `wrangler.toml` says the same to Workers.
pub const RATE_PERIOD_SECONDS: u64 = 10;

/// Time and randomness of the platform: the Workers runtime, or a native process.
pub trait Platform: Send + Sync + 'static {
    /// Milliseconds since 1970.
    fn unix_millis(&self) -> u64;

    /// Random bytes that nobody can guess.
    ///
    /// # Errors
    /// Why the platform has none.
    fn fill_random(&self, bytes: &mut [u8]) -> Result<(), String>;

    /// Whether whoever is named so may ask once more; not, when it has asked too often lately.
    fn admit(&self, name: &str) -> Pin<Box<dyn Future<Output = bool> + Send>>;

    /// Has a message delivered to whoever does work in the background; `false` where there is no queue,
    /// or it did not take it. What is lost is found again without it.
    fn queue(&self, message: String) -> Pin<Box<dyn Future<Output = bool> + Send>>;

    /// Lets milliseconds pass.
    fn pause(&self, milliseconds: u32) -> Pin<Box<dyn Future<Output = ()> + Send>>;

    /// Tells whoever runs the service of a fault that its caller is not told.
    fn report(&self, fault: &str);
}

/// Everything a request needs from outside.
#[derive(Clone)]
pub struct Host<S> {
    /// The database.
    pub store: S,
    /// Clock and randomness.
    pub platform: Arc<dyn Platform>,
    /// Signs the links to quotes.
    pub link_key: Arc<LinkKey>,
    /// Where the pages are, for links that are sent on: `https://bill.example.com`. Without it, links
    /// are relative.
    pub base_url: Option<Arc<str>>,
    /// How far events are sent.
    pub webhook_reach: Reach,
}

/// The most kinds of ids a use case makes, those of its events and of its audit entry among them.
const SEEDS: usize = 6;

/// The seed that ids of events are made from.
const EVENTS: usize = 5;

/// What a decision may depend on besides its snapshot; taken once per attempt, so that the decision is
/// a pure function.
#[derive(Clone)]
pub struct Context {
    /// The instant of the decision, by the seller's clock.
    pub now: Instant,
    /// The instant it really is; a seller's test clock may be ahead of it.
    pub clock: Instant,
    /// Signs the links to quotes.
    pub link_key: Arc<LinkKey>,
    /// Where the pages are.
    pub base_url: Option<Arc<str>>,
    /// How far events are sent.
    pub webhook_reach: Reach,
    /// Random bytes for one secret that the decision makes.
    pub(crate) secret: [u8; SECRET_BYTES],
    seeds: [IdSeed; SEEDS],
}

impl Context {
    /// The day of the decision by UTC. A seller has no zone of its own: where another day is meant, the
    /// request names it.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the clock lies outside of the calendar.
    pub fn today(&self) -> Result<Date, Refusal> {
        day_of(self.now)
    }

    /// The same, for a seller whose clock is some seconds ahead.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when that lies outside of the calendar.
    pub(crate) fn ahead(self, seconds: i64) -> Result<Self, Refusal> {
        let now = self.clock.plus_seconds(seconds).map_err(Refusal::internal)?;
        Ok(Self { now, ..self })
    }

    /// How many seconds the seller's clock is ahead.
    #[must_use]
    pub const fn ahead_seconds(&self) -> i64 {
        self.now.unix().saturating_sub(self.clock.unix())
    }

    /// The id made from one of the seeds; a seed is used for one kind of id only.
    #[must_use]
    pub fn id<I: Id>(&self, seed: usize) -> I {
        let fallback = IdSeed { unix_millis: 0, random: [0; 10] };
        I::from_seed(self.seeds.get(seed).unwrap_or(&fallback))
    }

    /// The random bytes of a new key: what it needs of those for a secret.
    #[must_use]
    pub const fn key_random(&self) -> &[u8; KEY_RANDOM_BYTES] {
        let [random @ .., _, _, _, _, _] = &self.secret;
        random
    }

    /// The id made from one of the seeds at a place in a list, so that a decision can make any number
    /// of ids; they are in the order of their places.
    #[must_use]
    pub fn id_at<I: Id>(&self, seed: usize, place: u64) -> I {
        let fallback = IdSeed { unix_millis: 0, random: [0; 10] };
        let seed = self.seeds.get(seed).unwrap_or(&fallback);
        let [a, b, low @ ..] = seed.random;
        // The highest bit is cleared, so that places do not wrap around.
        let low = (u64::from_be_bytes(low) >> 1).wrapping_add(place);
        let [c, d, e, f, g, h, i, j] = low.to_be_bytes();
        I::from_seed(&IdSeed { random: [a, b, c, d, e, f, g, h, i, j], ..*seed })
    }

    /// The id of an event at its place among those of a decision.
    #[must_use]
    pub fn event_id(&self, place: u64) -> EventId {
        self.id_at(EVENTS, place)
    }
}

/// The day of an instant, by UTC.
pub(crate) fn day_of(now: Instant) -> Result<Date, Refusal> {
    let day = now.to_string();
    day.get(.."2026-12-31".len()).unwrap_or_default().parse().map_err(Refusal::internal)
}

/// The instant of milliseconds since 1970, to the second.
pub(crate) fn instant_of(unix_millis: u64) -> Result<Instant, Refusal> {
    let seconds = i64::try_from(unix_millis.wrapping_div(1000)).unwrap_or_default();
    Instant::from_unix(seconds).map_err(Refusal::internal)
}

impl<S: Store> Host<S> {
    /// The context of one attempt.
    ///
    /// # Errors
    /// [`Refusal::Internal`] when the platform has no clock or randomness.
    pub fn context(&self) -> Result<Context, Refusal> {
        let unix_millis = self.platform.unix_millis();
        let now = instant_of(unix_millis)?;
        let mut seeds = [IdSeed { unix_millis, random: [0; 10] }; SEEDS];
        for seed in &mut seeds {
            self.platform.fill_random(&mut seed.random).map_err(Refusal::internal)?;
        }
        let mut secret = [0; SECRET_BYTES];
        self.platform.fill_random(&mut secret).map_err(Refusal::internal)?;
        Ok(Context {
            now,
            clock: now,
            link_key: Arc::clone(&self.link_key),
            base_url: self.base_url.clone(),
            webhook_reach: self.webhook_reach,
            secret,
            seeds,
        })
    }
}
