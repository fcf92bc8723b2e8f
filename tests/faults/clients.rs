//! The clients of a server that crashes. One that gets no answer repeats its request with the same
//! idempotency key; now and then it repeats one that was answered, and sends the same twice at once.

use std::sync::Mutex;

use futures_util::future::join;
use serde_json::{Value, json};

use crate::{
    schedule::{Running, pass},
    world::{Answer, World},
};

/// When the subscriptions begin, and the ends of the months that are billed; now is 24 November 2026.
pub const START: &str = "2026-10-01";
pub const MONTHS: [&str; 3] =
    ["2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"];

/// A flat price and seats in advance, calls in arrears.
const LIST: &str = r#"{
  "version": "seikyu.price-list.v1", "code": "acme", "name": {"en": "Acme"}, "currency": "EUR",
  "tax": {"behavior": "exclusive", "rates": [
    {"code": "vat", "category": "S", "percent": "20", "name": {"en": "VAT"}}]},
  "meters": [
    {"code": "calls", "name": {"en": "Calls"}, "unit": {"en": "call"}, "aggregation": "sum"}],
  "products": [
    {"code": "base", "name": {"en": "Base"}, "taxes": ["vat"]},
    {"code": "seat", "name": {"en": "Seat"}, "taxes": ["vat"]},
    {"code": "call", "name": {"en": "Call"}, "taxes": ["vat"]}],
  "plans": [{"code": "team", "name": {"en": "Team"}, "version": 1, "prices": [
    {"code": "base", "product": "base", "charge": {"model": "flat", "amount": "49"},
     "interval": {"unit": "month", "count": 1}},
    {"code": "seats", "product": "seat", "charge": {"model": "per_unit", "unit_price": "7"},
     "quantity": "5", "interval": {"unit": "month", "count": 1}},
    {"code": "calls", "product": "call", "usage": "calls",
     "charge": {"model": "graduated", "tiers": [
       {"up_to": "100", "unit_price": "0.01"}, {"up_to": null, "unit_price": "0.008"}]},
     "interval": {"unit": "month", "count": 1}}]}]
}"#;

/// What the clients know of each other.
#[derive(Default)]
pub struct Known {
    pub subscriptions: Vec<Subscription>,
    pub endpoint: String,
    /// Payments that were recorded: their references.
    pub paid: Mutex<Vec<String>>,
    /// Quotes that were accepted: the bodies of the answers.
    pub accepted: Mutex<Vec<Value>>,
}

#[derive(Clone)]
pub struct Subscription {
    pub id: String,
    pub customer: String,
}

/// A client with the world it lives in.
#[derive(Clone, Copy)]
pub struct Client<'w> {
    pub world: &'w World,
    pub known: &'w Known,
}

/// Makes what the clients work on, while nothing crashes.
pub async fn prepare(world: &World) -> Known {
    let mut known = Known::default();
    let list: Value = serde_json::from_str(LIST).unwrap();
    made(world, "/v1/price-lists", &list).await;
    for seats in [5, 12] {
        let customer = made(world, "/v1/customers", &json!({"name": "Ada"})).await;
        let customer = customer["id"].as_str().unwrap().to_owned();
        let form = json!({"customer": customer, "draft": draft(seats)});
        let subscription = made(world, "/v1/subscriptions", &form).await;
        let id = subscription["id"].as_str().unwrap().to_owned();
        known.subscriptions.push(Subscription { id, customer });
    }
    let endpoint = json!({"url": "http://127.0.0.1:9/hooks"});
    let endpoint = made(world, "/v1/webhook-endpoints", &endpoint).await;
    known.endpoint = endpoint["id"].as_str().unwrap().to_owned();
    known
}

async fn made(world: &World, path: &str, form: &Value) -> Value {
    let answer = world.send_once("POST", path, form, None).await.unwrap();
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.body
}

fn draft(seats: u32) -> Value {
    json!({
        "version": "seikyu.quote.v1", "price_list": "acme", "plan": "team", "zone": "UTC",
        "start": START, "quantities": {"seats": seats.to_string()},
    })
}

/// Everyone at work.
pub fn at_work<'w>(client: Client<'w>) -> Vec<Running<'w>> {
    let mut running: Vec<Running<'w>> = vec![
        Box::pin(client.bill(0)),
        Box::pin(client.bill(1)),
        Box::pin(client.pay()),
        Box::pin(client.take_back()),
        Box::pin(client.quote()),
        Box::pin(client.send_webhooks()),
    ];
    for index in 0..client.known.subscriptions.len() {
        running.push(Box::pin(client.measure(index)));
        running.push(Box::pin(client.change(index)));
    }
    running
}

impl Client<'_> {
    /// Sends a request until it is answered. What changes something needs a key, unless it may happen
    /// again.
    pub async fn ask(&self, method: &str, path: &str, form: &Value, key: Option<&str>) -> Answer {
        // Twice at once, now and then: the answers are the same.
        if key.is_some() && self.world.chance(|chance| chance.once_in(6)) {
            let one = self.until_answered(method, path, form, key);
            let other = self.until_answered(method, path, form, key);
            let (one, other) = join(one, other).await;
            // A refusal is not kept: what changed in between may let the other through.
            let [one_made, other_made] = [&one, &other].map(|answer| answer.status < 300);
            assert!(!(one_made && other_made) || one.body == other.body, "{one:?} {other:?}");
            return if one_made { one } else { other };
        }
        let answer = self.until_answered(method, path, form, key).await;
        if key.is_some() && answer.status < 300 && self.world.chance(|chance| chance.once_in(6)) {
            let again = self.until_answered(method, path, form, key).await;
            assert_eq!(again.body, answer.body, "{method} {path} {key:?}");
        }
        answer
    }

    async fn until_answered(
        &self,
        method: &str,
        path: &str,
        form: &Value,
        key: Option<&str>,
    ) -> Answer {
        loop {
            if let Some(answer) = self.world.send_once(method, path, form, key).await {
                return answer;
            }
            pass().await;
        }
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.ask("GET", path, &Value::Null, None).await;
        assert_eq!(answer.status, 200, "{path} {answer:?}");
        answer.body
    }

    /// Bills month after month, while another does the same.
    async fn bill(self, biller: usize) {
        for (month, through) in MONTHS.iter().enumerate() {
            let form = json!({"through": through});
            let key = format!("run-{biller}-{month}");
            let run = self.ask("POST", "/v1/bill-runs", &form, Some(&key)).await;
            assert_eq!(run.status, 201, "{run:?}");
            self.finish_run(run.body["id"].as_str().unwrap()).await;
        }
    }

    /// Advances a run until it is done.
    pub async fn finish_run(&self, run: &str) {
        let path = format!("/v1/bill-runs/{run}/advance");
        loop {
            let answer = self.ask("POST", &path, &Value::Null, None).await;
            assert_eq!(answer.status, 200, "{answer:?}");
            assert_eq!(answer.body["failed"], 0, "{answer:?}");
            if answer.body["status"] == "done" {
                return;
            }
        }
    }

    /// Sends usage in disorder, some of it twice.
    async fn measure(self, index: usize) {
        let subscription = &self.known.subscriptions[index].id;
        let event = |number: usize| {
            let day =
                ["2026-10-05", "2026-11-20", "2026-10-30", "2026-12-24", "2026-11-02"][number];
            json!({
                "id": format!("{subscription}-{number}"), "subscription": subscription,
                "meter": "calls", "at": format!("{day}T08:00:00Z"),
                "quantity": (37 * (number + 1)).to_string(),
            })
        };
        for batch in [vec![2, 0], vec![0, 1], vec![3], vec![4, 2, 3]] {
            let events: Vec<Value> = batch.into_iter().map(event).collect();
            let form = json!({"events": events});
            let answer = self.ask("POST", "/v1/usage-events", &form, None).await;
            assert_eq!(answer.body["rejected"], json!([]), "{answer:?}");
        }
    }

    /// Changes the seats of a subscription, twice; a preview that is stale is made anew.
    async fn change(self, index: usize) {
        let path = format!("/v1/subscriptions/{}/changes", self.known.subscriptions[index].id);
        for turn in 0..2 {
            for attempt in 0.. {
                // Whoever finds the contract changed under it all the time gives up.
                if attempt == 8 {
                    break;
                }
                let now = "2026-11-24T12:00:00Z";
                let quantity = (20 + 3 * turn + index).to_string();
                let change = json!([
                    {"type": "quantity_changed", "at": now, "key": "seats", "quantity": quantity}
                ]);
                let form = json!({"change": change});
                let preview = self.ask("POST", &format!("{path}/preview"), &form, None).await;
                assert_eq!(preview.status, 200, "{preview:?}");
                let (through, basis) = (&preview.body["at"], &preview.body["basis"]);
                let form = json!({"change": change, "through": through, "basis": basis});
                let key = format!("change-{index}-{turn}-{attempt}");
                let answer = self.ask("POST", &path, &form, Some(&key)).await;
                if answer.status == 200 {
                    break;
                }
                assert_eq!(answer.status, 409, "{answer:?}");
            }
        }
    }

    /// Pays what is open, too much of it now and then; pays back, reverses, gives up.
    async fn pay(self) {
        for round in 0..4 {
            let page = self.get("/v1/invoices?limit=100").await;
            for invoice in page["data"].as_array().unwrap() {
                let (id, open) = (invoice["id"].as_str().unwrap(), &invoice["open"]);
                let reference = format!("{id}-{round}");
                if open.as_str().unwrap().starts_with(['0', '-']) {
                    continue;
                }
                if self.world.chance(|chance| chance.once_in(5)) {
                    let path = format!("/v1/invoices/{id}/write-off");
                    let key = format!("write-off-{reference}");
                    let form = json!({"amount": "0.50"});
                    let answer = self.ask("POST", &path, &form, Some(&key)).await;
                    assert!([201, 409, 422].contains(&answer.status), "{answer:?}");
                    continue;
                }
                let form = json!({
                    "customer": invoice["customer"], "currency": "EUR", "amount": "500.00",
                    "reference": reference,
                    "allocations": [{"invoice": id, "amount": open}],
                });
                let key = format!("pay-{reference}");
                let payment = self.ask("POST", "/v1/payments", &form, Some(&key)).await;
                if payment.status == 422 {
                    // What was open is no longer.
                    continue;
                }
                assert_eq!(payment.status, 201, "{payment:?}");
                self.known.paid.lock().unwrap().push(reference.clone());
                let payment = payment.body["id"].as_str().unwrap().to_owned();
                self.after(&payment, &reference).await;
            }
            pass().await;
        }
    }

    /// What becomes of a payment.
    async fn after(&self, payment: &str, reference: &str) {
        let (path, form, key) = match self.world.chance(|chance| chance.below(3)) {
            0 => {
                let form = json!({"payment": payment, "amount": "1.00"});
                ("/v1/refunds".to_owned(), form, format!("refund-{reference}"))
            }
            1 => {
                let path = format!("/v1/payments/{payment}/reverse");
                (path, json!({}), format!("reverse-{reference}"))
            }
            _ => return,
        };
        let answer = self.ask("POST", &path, &form, Some(&key)).await;
        assert!([201, 409, 422].contains(&answer.status), "{answer:?}");
    }

    /// Voids invoices, credits them in part or as a whole; what was settled meanwhile is refused.
    async fn take_back(self) {
        for round in 0..3 {
            let page = self.get("/v1/invoices?limit=100").await;
            for invoice in page["data"].as_array().unwrap() {
                if !self.world.chance(|chance| chance.once_in(4)) {
                    continue;
                }
                let id = invoice["id"].as_str().unwrap();
                let reason = json!({"en": "Out of service"});
                let (path, form) = match self.world.chance(|chance| chance.below(3)) {
                    0 => (format!("/v1/invoices/{id}/void"), json!({"reason": reason})),
                    1 => {
                        let form = json!({"invoice": id, "credit": "invoice", "reason": reason});
                        ("/v1/credit-notes".to_owned(), form)
                    }
                    _ => {
                        let document = self.get(&format!("/v1/invoices/{id}")).await;
                        let line = &document["bill"]["lines"][0];
                        let credit = json!({"lines": [
                            {"line": line["key"], "period": line["period"], "amount": "1.00"}
                        ]});
                        let form = json!({"invoice": id, "credit": credit, "reason": reason});
                        ("/v1/credit-notes".to_owned(), form)
                    }
                };
                let key = format!("take-back-{id}-{round}");
                let answer = self.ask("POST", &path, &form, Some(&key)).await;
                assert!([201, 409, 422].contains(&answer.status), "{answer:?}");
            }
            pass().await;
        }
    }

    /// Makes a quote, sends it, and has it accepted, twice at once.
    async fn quote(self) {
        let customer = &self.known.subscriptions[0].customer;
        let form = json!({"customer": customer, "draft": draft(3)});
        let quote = self.ask("POST", "/v1/quotes", &form, Some("quote")).await;
        assert_eq!(quote.status, 201, "{quote:?}");
        let path = format!("/v1/quotes/{}/send", quote.body["id"].as_str().unwrap());
        let sent = self.ask("POST", &path, &Value::Null, Some("send")).await;
        let token = sent.body["link"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
        let path = format!("/v1/links/{token}/accept");
        let form = json!({"digest": quote.body["digest"]});
        let accept = || self.until_answered("POST", &path, &form, None);
        let (one, other) = join(accept(), accept()).await;
        assert_eq!((one.status, &one.body), (200, &other.body), "{one:?} {other:?}");
        self.known.accepted.lock().unwrap().push(one.body);
    }

    /// The cron of a minute, again and again; a dispatcher that crashed leaves its lease behind.
    async fn send_webhooks(self) {
        for _ in 0..12 {
            self.world.dispatch().await;
            let seconds = self.world.chance(|chance| chance.below(240));
            self.world.wait(u64::try_from(seconds).unwrap());
            pass().await;
        }
    }
}
