//! A server that crashes: the real router over SQLite, whose commits fail before they are made, or are
//! made and not acknowledged. With a crash everything that was running is gone.

use std::{
    fmt::Write as _,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt as _;
use seikyu_cli::{demo::Demo, sqlite::SqliteStore};
use seikyu_service::{
    host::{Host, Platform},
    http::router,
    id::SellerId,
    link::LinkKey,
    store::{Rows, Statement, Store, StoreError},
    webhooks::{Answered, Message, Reach, Sender, Sending, Unanswered, dispatch},
};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::{chance::Chance, schedule::pass};

/// 24 November 2026, noon, UTC.
const BEGIN_MILLIS: u64 = 1_795_521_600_000;

/// Once in so many batches the server crashes.
const CRASHES: usize = 12;

/// Once in so many messages the receiver fails.
const REFUSES: usize = 8;

/// Everything a seed decides, and what became of it.
#[derive(Clone)]
pub struct World(Arc<Inner>);

struct Inner {
    store: SqliteStore,
    seller: SellerId,
    key: String,
    link_key: Arc<LinkKey>,
    /// Counts crashes: what began before the last one is gone.
    life: AtomicU64,
    faulty: AtomicBool,
    seeded: Seeded,
    chance: Mutex<Chance>,
    served: Mutex<Option<(u64, Router)>>,
    taken: Mutex<Vec<Taken>>,
    trace: Mutex<String>,
    traced: bool,
}

/// A message that the receiver took.
#[derive(Clone, Debug)]
pub struct Taken {
    pub id: String,
    pub object: String,
    pub sequence: u64,
}

/// An answer: its status and its JSON.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

/// The store of one life of the server.
#[derive(Clone)]
pub struct Faulty {
    world: World,
    life: u64,
}

impl World {
    /// The world of a seed: a seller of its own in a database that other seeds have used, for its
    /// statements are prepared already.
    pub fn new(seed: u64, store: SqliteStore, traced: bool) -> Self {
        let random = Mutex::new(Chance::new(seed, 1));
        let seeded = Seeded { random, now: AtomicU64::new(BEGIN_MILLIS) };
        let demo = Demo::new(&seeded).unwrap();
        store.run(&demo.statements).unwrap();
        Self(Arc::new(Inner {
            store,
            seller: demo.key.claim.seller,
            key: demo.key.text,
            link_key: Arc::new(LinkKey::new(b"a secret of the tests").unwrap()),
            life: AtomicU64::new(0),
            faulty: AtomicBool::new(false),
            seeded,
            chance: Mutex::new(Chance::new(seed, 2)),
            served: Mutex::new(None),
            taken: Mutex::default(),
            trace: Mutex::default(),
            traced,
        }))
    }

    /// Begins or ends the time in which the server crashes.
    pub fn set_faulty(&self, faulty: bool) {
        self.0.faulty.store(faulty, Ordering::Relaxed);
    }

    /// Rolls the dice of the world.
    pub fn chance<T>(&self, roll: impl FnOnce(&mut Chance) -> T) -> T {
        roll(&mut self.0.chance.lock().unwrap())
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: u64) {
        self.0.seeded.now.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    /// Rows of the seller, past all faults.
    pub fn rows(&self, sql: &'static str) -> Rows {
        let statement = Statement::new(sql).bind(&self.0.seller);
        self.0.store.run(&[statement]).unwrap().swap_remove(0)
    }

    /// What the receiver took, in order.
    pub fn taken(&self) -> Vec<Taken> {
        self.0.taken.lock().unwrap().clone()
    }

    /// Notes what happens, where the seed is replayed.
    pub fn note(&self, text: impl FnOnce() -> String) {
        if self.0.traced {
            let mut trace = self.0.trace.lock().unwrap();
            writeln!(trace, "{}", text()).unwrap();
        }
    }

    /// What was noted.
    pub fn trace(&self) -> String {
        self.0.trace.lock().unwrap().clone()
    }

    fn host(&self) -> Host<Faulty> {
        let life = self.0.life.load(Ordering::Relaxed);
        Host {
            store: Faulty { world: self.clone(), life },
            platform: Arc::new(self.clone()),
            link_key: Arc::clone(&self.0.link_key),
            base_url: None,
            webhook_reach: Reach::ThisMachineInTests,
        }
    }

    /// The server of the present life.
    fn router(&self) -> Router {
        let life = self.0.life.load(Ordering::Relaxed);
        let mut served = self.0.served.lock().unwrap();
        match &*served {
            Some((of, router)) if *of == life => router.clone(),
            _ => {
                let router = router(self.host());
                *served = Some((life, router.clone()));
                router
            }
        }
    }

    /// Sends a request once. `None` is no answer: the server crashed.
    pub async fn send_once(
        &self,
        method: &str,
        path: &str,
        body: &Value,
        idempotency: Option<&str>,
    ) -> Option<Answer> {
        let mut request = Request::builder().method(method).uri(path);
        if !path.contains("links/") {
            request = request.header("authorization", format!("Bearer {}", self.0.key));
        }
        if let Some(key) = idempotency {
            request = request.header("idempotency-key", key);
        }
        let text = if body.is_null() { String::new() } else { body.to_string() };
        let request = request.header("content-type", "application/json");
        let request = request.body(Body::from(text)).unwrap();
        let response = self.router().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let shown = idempotency.unwrap_or_default();
        self.note(|| format!("{method} {path} {shown} {body} -> {status}"));
        assert!(status < 500 || status == 503, "{method} {path} {body}: {bytes:?}");
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        (status != 503).then_some(Answer { status, body })
    }

    /// Sends the events that are due, once; `None` where the server crashed.
    pub async fn dispatch(&self) -> Option<usize> {
        dispatch(&self.host(), self).await.ok()
    }
}

impl Store for Faulty {
    async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Rows>, StoreError> {
        let World(inner) = &self.world;
        for _ in 0..self.world.chance(|chance| chance.below(3)) {
            pass().await;
        }
        let gone = || StoreError::Unavailable { message: "the server crashed".to_owned() };
        if self.life != inner.life.load(Ordering::Relaxed) {
            return Err(gone());
        }
        let faulty = inner.faulty.load(Ordering::Relaxed);
        let crash = faulty && self.world.chance(|chance| chance.once_in(CRASHES));
        let after = crash && self.world.chance(|chance| chance.once_in(2));
        if crash && !after {
            inner.life.fetch_add(1, Ordering::Relaxed);
            self.world.note(|| "crash before a commit".to_owned());
            return Err(gone());
        }
        let done = inner.store.run(&statements);
        // The answer may come late.
        for _ in 0..self.world.chance(|chance| chance.below(2)) {
            pass().await;
        }
        if after {
            inner.life.fetch_add(1, Ordering::Relaxed);
            self.world.note(|| "crash after a commit".to_owned());
        }
        if self.life == inner.life.load(Ordering::Relaxed) { done } else { Err(gone()) }
    }
}

/// The clock and the randomness of a seed.
struct Seeded {
    random: Mutex<Chance>,
    now: AtomicU64,
}

impl Platform for Seeded {
    fn unix_millis(&self) -> u64 {
        self.now.fetch_add(1, Ordering::Relaxed)
    }

    fn fill_random(&self, bytes: &mut [u8]) -> Result<(), String> {
        let mut random = self.random.lock().unwrap();
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&random.next().to_le_bytes()[..chunk.len()]);
        }
        Ok(())
    }

    fn admit(&self, _: &str) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Box::pin(std::future::ready(true))
    }

    fn queue(&self, _: String) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Box::pin(std::future::ready(false))
    }

    fn pause(&self, milliseconds: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.now.fetch_add(milliseconds.into(), Ordering::Relaxed);
        Box::pin(pass())
    }

    fn report(&self, _: &str) {}
}

impl Platform for World {
    fn unix_millis(&self) -> u64 {
        self.0.seeded.unix_millis()
    }

    fn fill_random(&self, bytes: &mut [u8]) -> Result<(), String> {
        self.0.seeded.fill_random(bytes)
    }

    fn admit(&self, _: &str) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Box::pin(std::future::ready(true))
    }

    fn queue(&self, _: String) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Box::pin(std::future::ready(false))
    }

    fn pause(&self, milliseconds: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0.seeded.pause(milliseconds)
    }

    fn report(&self, fault: &str) {
        self.note(|| fault.to_owned());
    }
}

impl Sender for World {
    /// The receiver of the other side, which crashes with nobody and fails now and then, sometimes after
    /// it has taken the message.
    fn send(&self, message: Message) -> Sending {
        let world = self.clone();
        Box::pin(async move {
            pass().await;
            let body: Value = serde_json::from_str(&message.body).unwrap();
            let faulty = world.0.faulty.load(Ordering::Relaxed);
            let refuses = faulty && world.chance(|chance| chance.once_in(REFUSES));
            let silent = refuses && world.chance(|chance| chance.once_in(2));
            if !refuses || silent {
                let text = |name: &str| body[name].as_str().unwrap().to_owned();
                let sequence = body["sequence"].as_u64().unwrap();
                let taken = Taken { id: text("id"), object: text("object"), sequence };
                world.note(|| format!("taken {taken:?}"));
                world.0.taken.lock().unwrap().push(taken);
            }
            pass().await;
            match (refuses, silent) {
                (true, true) => Err(Unanswered("timed out".to_owned())),
                (true, false) => Ok(Answered { status: 500, retry_after: None, body: Vec::new() }),
                _ => Ok(Answered { status: 204, retry_after: None, body: Vec::new() }),
            }
        })
    }
}
