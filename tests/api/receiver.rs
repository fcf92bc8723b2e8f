//! A receiver of events: an HTTP server of its own, and its own verification by the documentation of
//! Standard Webhooks.

use std::{
    collections::VecDeque,
    convert::Infallible,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures_util::{StreamExt as _, stream};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

/// A message that arrived.
#[derive(Clone, Debug)]
pub struct Received {
    pub id: String,
    pub timestamp: String,
    pub signatures: Vec<String>,
    pub content_type: String,
    pub method: Method,
    /// The body to the byte.
    pub body: String,
    /// Whether it was answered with success.
    pub taken: bool,
}

/// What the receiver does with a message.
#[derive(Clone, Debug)]
pub enum Behaviour {
    /// Answers with a status and a body.
    Answer(u16, &'static str),
    /// Answers that it is busy for so many seconds.
    Busy(u64),
    /// Answers that it is elsewhere.
    Redirect(String),
    /// Keeps the sender waiting for its answer.
    Hold,
    /// Answers with 200 and the beginning of a body, and keeps the sender waiting for the rest.
    Stall(&'static str),
}

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Books>>);

#[derive(Default)]
struct Books {
    received: Vec<Received>,
    /// What is done with the next messages; after that they are answered with 204.
    next: VecDeque<Behaviour>,
    /// What is done with messages of an object.
    refused: Vec<String>,
}

/// The receiver; it ends with the test's runtime.
pub struct Receiver {
    address: SocketAddr,
    shared: Shared,
}

impl Receiver {
    /// Listens on a port of its own.
    pub async fn start() -> Self {
        let shared = Shared::default();
        let app = Router::new().fallback(receive).with_state(shared.clone());
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        Self { address, shared }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}/hooks", self.address)
    }

    /// What the next messages are answered with; later ones with 204.
    pub fn then(&self, behaviours: impl IntoIterator<Item = Behaviour>) {
        self.shared.0.lock().unwrap().next.extend(behaviours);
    }

    /// Forgets what the next messages were to be answered with.
    pub fn forget(&self) {
        self.shared.0.lock().unwrap().next.clear();
    }

    /// Refuses everything about an object with 500, or again nothing.
    pub fn refuse(&self, objects: &[&str]) {
        let refused = objects.iter().map(|object| (*object).to_owned()).collect();
        self.shared.0.lock().unwrap().refused = refused;
    }

    /// What has arrived so far.
    pub fn received(&self) -> Vec<Received> {
        self.shared.0.lock().unwrap().received.clone()
    }

    /// Waits until so many messages have arrived.
    pub async fn wait_for(&self, count: usize) {
        for _ in 0..500 {
            if self.received().len() >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{count} messages were expected: {:?}", self.received());
    }

    /// The types and objects of what has arrived, in the order of arrival.
    pub fn arrived(&self) -> Vec<(String, String)> {
        let said = |message: &Received| (message.text("type"), message.text("object"));
        self.received().iter().map(said).collect()
    }
}

async fn receive(
    State(shared): State<Shared>,
    method: Method,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let text = |name: &str| {
        headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    };
    let mut received = Received {
        id: text("webhook-id"),
        timestamp: text("webhook-timestamp"),
        signatures: text("webhook-signature").split(' ').map(str::to_owned).collect(),
        content_type: text("content-type"),
        method,
        body: String::from_utf8(body.to_vec()).unwrap(),
        taken: false,
    };
    let behaviour = {
        let mut books = shared.0.lock().unwrap();
        let behaviour = if books.refused.contains(&received.text("object")) {
            Behaviour::Answer(500, "not\0now")
        } else {
            books.next.pop_front().unwrap_or(Behaviour::Answer(204, ""))
        };
        received.taken = matches!(behaviour, Behaviour::Answer(200..300, _) | Behaviour::Stall(_));
        books.received.push(received);
        behaviour
    };
    match behaviour {
        Behaviour::Answer(status, body) => {
            (StatusCode::from_u16(status).unwrap(), body).into_response()
        }
        Behaviour::Busy(seconds) => {
            let seconds = [(header::RETRY_AFTER, seconds.to_string())];
            (StatusCode::TOO_MANY_REQUESTS, seconds, "").into_response()
        }
        Behaviour::Redirect(to) => {
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, to)], "").into_response()
        }
        Behaviour::Hold => std::future::pending().await,
        Behaviour::Stall(beginning) => {
            let beginning = stream::iter([Ok::<_, Infallible>(beginning)]);
            Body::from_stream(beginning.chain(stream::pending())).into_response()
        }
    }
}

impl Received {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// A text of the body.
    pub fn text(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_default().to_owned()
    }

    /// Whether a secret signed the message. Written from the documentation: the secret is base64 after
    /// `whsec_`; signed is `{id}.{timestamp}.{body}` with HMAC-SHA256; of the signatures, each `v1,` and
    /// base64, any one has to match.
    pub fn is_signed_by(&self, secret: &str) -> bool {
        let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        assert!((24..=64).contains(&key.len()), "{} bytes", key.len());
        let signed = [self.id.as_bytes(), self.timestamp.as_bytes(), self.body.as_bytes()];
        self.signatures.iter().any(|signature| {
            let given = STANDARD.decode(signature.strip_prefix("v1,").unwrap()).unwrap();
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
            mac.update(&signed.join(&b'.'));
            mac.verify_slice(&given).is_ok()
        })
    }
}

/// The verification itself is right: it accepts the example that Standard Webhooks publishes, and nothing
/// near it.
pub fn verification_accepts_the_published_example() {
    let example = Received {
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek".to_owned(),
        timestamp: "1614265330".to_owned(),
        signatures: vec!["v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=".to_owned()],
        content_type: "application/json".to_owned(),
        method: Method::POST,
        body: "{\"test\": 2432232314}".to_owned(),
        taken: true,
    };
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    assert!(example.is_signed_by(secret));
    assert!(!example.is_signed_by("whsec_NfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    let later = Received { timestamp: "1614265331".to_owned(), ..example.clone() };
    assert!(!later.is_signed_by(secret));
    let changed = Received { body: "{\"test\":2432232314}".to_owned(), ..example };
    assert!(!changed.is_signed_by(secret));
}
