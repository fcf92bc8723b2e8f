//! The two doors to the API: this process, and a server over HTTP.

use std::{
    env,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt as _;
use seikyu_cli::{demo::Demo, platform::Native, sqlite::SqliteStore, webhooks::HttpSender};
use seikyu_service::{
    automatic_billing::bill_due_sellers,
    bill_runs::bill_forgotten_runs,
    host::{Host, Platform},
    http::router,
    link::LinkKey,
    store::{Rows, Statement, Store, StoreError},
    webhooks::{Reach, dispatch},
};
use tower::ServiceExt as _;

use crate::answer::Answer;

/// Whose key a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The seller the scenario is about.
    Seller,
    /// Another seller.
    Other,
    /// Nobody.
    Nobody,
}

/// A way to the API.
#[derive(Clone)]
pub struct Door {
    way: Way,
    key: String,
    other: String,
    /// Makes codes unique where several scenarios share a seller.
    pub unique: String,
}

#[derive(Clone)]
enum Way {
    Native { router: Router, host: Host<Counted>, late: Late },
    Http { agent: ureq::Agent, url: String },
}

/// The native clock, which can be put forward.
#[derive(Clone, Default)]
struct Late(Arc<AtomicU64>);

impl Platform for Late {
    fn unix_millis(&self) -> u64 {
        Native.unix_millis() + self.0.load(Ordering::Relaxed)
    }

    fn fill_random(&self, bytes: &mut [u8]) -> Result<(), String> {
        Native.fill_random(bytes)
    }

    fn admit(&self, name: &str) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Native.admit(name)
    }

    fn queue(&self, message: String) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Native.queue(message)
    }

    fn pause(&self, milliseconds: u32) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Native.pause(milliseconds)
    }

    fn report(&self, fault: &str) {
        Native.report(fault);
    }
}

/// A store that counts its statements.
#[derive(Clone)]
struct Counted {
    store: SqliteStore,
    statements: Arc<AtomicU64>,
}

impl Store for Counted {
    async fn batch(&self, statements: Vec<Statement>) -> Result<Vec<Rows>, StoreError> {
        self.statements.fetch_add(statements.len() as u64, Ordering::Relaxed);
        self.store.batch(statements).await
    }
}

impl Door {
    /// The router in this process, over an empty database with two sellers.
    pub fn native() -> Self {
        let demo = Demo::new(&Native).unwrap();
        let store = SqliteStore::open(None).unwrap();
        store.run(&demo.statements).unwrap();
        let store = Counted { store, statements: Arc::default() };
        let late = Late::default();
        let host = Host {
            store,
            platform: Arc::new(late.clone()),
            link_key: Arc::new(LinkKey::new(b"a secret of the tests").unwrap()),
            base_url: None,
            webhook_reach: Reach::ThisMachineInTests,
        };
        let way = Way::Native { router: router(host.clone()), host, late };
        Self { way, key: demo.key.text, other: demo.other.text, unique: unique() }
    }

    /// A running server.
    pub fn http(url: &str) -> Self {
        let variable = |name: &str| env::var(name).unwrap_or_else(|_| panic!("{name} is not set"));
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let way = Way::Http { agent: config.into(), url: url.trim_end_matches('/').to_owned() };
        let (key, other) = (variable("SEIKYU_API_KEY"), variable("SEIKYU_OTHER_API_KEY"));
        Self { way, key, other, unique: unique() }
    }

    /// Puts the clock forward; `false` where it cannot be.
    pub fn wait(&self, seconds: u64) -> bool {
        match &self.way {
            Way::Native { late, .. } => {
                late.0.fetch_add(seconds * 1000, Ordering::Relaxed);
                true
            }
            Way::Http { .. } => false,
        }
    }

    /// The database, where it is within reach.
    pub fn store(&self) -> Option<&SqliteStore> {
        match &self.way {
            Way::Native { host, .. } => Some(&host.store.store),
            Way::Http { .. } => None,
        }
    }

    /// How many statements the database has run, where they are counted.
    pub fn statements(&self) -> u64 {
        match &self.way {
            Way::Native { host, .. } => host.store.statements.load(Ordering::Relaxed),
            Way::Http { .. } => 0,
        }
    }

    /// Sends the events that are due, as the dispatcher does by itself in its time.
    pub async fn dispatch(&self) {
        match &self.way {
            Way::Native { host, .. } => {
                while dispatch(host, &HttpSender::default()).await.unwrap() > 0 {}
            }
            Way::Http { .. } => {
                let path = "/cdn-cgi/handler/scheduled";
                let answer = self.send(Request::get(path).body(String::new()).unwrap()).await;
                assert_eq!(answer.status, 200, "{answer:?}");
            }
        }
    }

    /// Bills sellers that want it without being asked, as is done each minute.
    pub async fn bill(&self) {
        match &self.way {
            Way::Native { host, .. } => {
                bill_due_sellers(host, 60_000).await.unwrap();
                bill_forgotten_runs(host, 60_000).await.unwrap();
            }
            Way::Http { .. } => self.dispatch().await,
        }
    }

    /// The key of a seller.
    pub fn key(&self, by: By) -> Option<&str> {
        match by {
            By::Seller => Some(&self.key),
            By::Other => Some(&self.other),
            By::Nobody => None,
        }
    }

    /// Sends a request.
    pub async fn send(&self, request: Request<String>) -> Answer {
        match &self.way {
            Way::Native { router, .. } => {
                let response = router.clone().oneshot(request.map(Body::from)).await.unwrap();
                let (parts, body) = response.into_parts();
                let body = body.collect().await.unwrap().to_bytes();
                answer(parts.status.as_u16(), &parts.headers, &body)
            }
            Way::Http { agent, url } => {
                let (mut parts, body) = request.into_parts();
                parts.uri = format!("{url}{}", parts.uri).parse().unwrap();
                let agent = agent.clone();
                let send = move || over_http(&agent, Request::from_parts(parts, body));
                tokio::task::spawn_blocking(send).await.unwrap()
            }
        }
    }
}

fn over_http(agent: &ureq::Agent, request: Request<String>) -> Answer {
    let sent = if request.body().is_empty() && request.method() == "GET" {
        agent.run(request.map(|_| ()))
    } else {
        agent.run(request)
    };
    let (parts, mut body) = sent.unwrap().into_parts();
    let body = body.with_config().limit(50_000_000).read_to_vec().unwrap();
    answer(parts.status.as_u16(), &parts.headers, &body)
}

fn answer(status: u16, headers: &axum::http::HeaderMap, body: &[u8]) -> Answer {
    let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        (name.as_str().to_owned(), value.to_str().unwrap().to_owned())
    };
    Answer {
        status,
        headers: headers.iter().map(header).collect(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

fn unique() -> String {
    let mut bytes = [0; 6];
    Native.fill_random(&mut bytes).unwrap();
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
