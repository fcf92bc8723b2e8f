//! Webhooks that fail: what is sent again, when, and when no more.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use seikyu_service::store::Statement;

use super::webhooks::{CUSTOMERS, create, customer, deliveries, end, pass, with_endpoint};
use crate::{
    catalog::{DRAFT, for_customer, of_draft},
    door::Door,
    receiver::{Behaviour, Receiver},
    step::{Table, get, method, post, put},
};

/// A redirect is no delivery and is not followed; the second try arrives, under the same id.
pub async fn what_fails_is_sent_again_under_the_same_id(door: Door) {
    let (mut table, receiver) = with_endpoint(door, CUSTOMERS).await;
    receiver.then([Behaviour::Redirect(format!("{}/elsewhere", receiver.url()))]);
    table.run([customer("Ada")]).await;
    table.door.dispatch().await;
    assert_eq!(receiver.received().len(), 1, "a redirect is not followed");
    table
        .run([
            deliveries().json("/data/0/status", "pending").json("/data/0/attempts/0/status", 307),
            get("/v1/webhook-endpoints/{endpoint}").keep("failing", "/failing_since"),
        ])
        .await;
    // Not before its time: 5 seconds and up to a tenth.
    table.door.dispatch().await;
    assert_eq!(receiver.received().len(), 1);
    pass(&table.door, 6).await;
    table.door.dispatch().await;
    let received = receiver.received();
    let [first, second] = received.as_slice() else { panic!("{received:?}") };
    assert_eq!((&first.id, &first.body), (&second.id, &second.body));
    assert!(second.is_signed_by(table.kept("secret")));
    table
        .run([
            deliveries().json("/data/0/status", "delivered").json("/data/0/attempts/1/status", 204),
            get("/v1/webhook-endpoints/{endpoint}").keep("fine", "#body"),
        ])
        .await;
    assert!(!table.kept("fine").contains("failing_since"), "{}", table.kept("fine"));
    end(table).await;
}

/// The endpoint gets no more, and another one is told of it.
pub async fn an_endpoint_that_is_gone_is_disabled(door: Door) {
    let (mut table, watcher) = with_endpoint(door, r#"["webhook_endpoint.disabled"]"#).await;
    let watching = table.kept("endpoint").to_owned();
    table.set("watching", &watching);
    let receiver = Receiver::start().await;
    table.set("url", &receiver.url());
    table.run([create(CUSTOMERS)]).await;
    receiver.then([Behaviour::Answer(410, "gone")]);
    table.run([customer("Ada").keep("ada", "/id")]).await;
    table.door.dispatch().await;
    table
        .run([
            get("/v1/webhook-endpoints/{endpoint}")
                .json("/enabled", false)
                .json("/disabled_reason", "gone"),
            get("/v1/events?object={endpoint}")
                .json("/data/0/type", "webhook_endpoint.disabled")
                .json("/data/0/data/disabled_reason", "gone")
                .keep("told", "#body"),
            customer("Bo"),
        ])
        .await;
    assert!(!table.kept("told").contains("whsec_"), "{}", table.kept("told"));
    table.door.dispatch().await;
    let told = ("webhook_endpoint.disabled".to_owned(), table.kept("endpoint").to_owned());
    assert_eq!(watcher.arrived(), [told]);
    pass(&table.door, 6).await;
    table.door.dispatch().await;
    assert_eq!(receiver.received().len(), 1, "nothing is sent to a disabled endpoint");
    // Enabled again, it gets what was pending, and not what happened meanwhile.
    let enabled = r#"{"url":"{url}","types":["customer.created"],"enabled":true}"#;
    let put = put("/v1/webhook-endpoints/{endpoint}", enabled).json("/enabled", true);
    table.run([put.keep("enabled", "#body")]).await;
    assert!(!table.kept("enabled").contains("disabled_reason"), "{}", table.kept("enabled"));
    table.door.dispatch().await;
    let objects: Vec<String> = receiver.arrived().into_iter().map(|(_, object)| object).collect();
    assert_eq!(objects, [table.kept("ada"), table.kept("ada")]);
    table.run([method("DELETE", "/v1/webhook-endpoints/{watching}")]).await;
    end(table).await;
}

/// The receiver has the event, and the dispatcher ends before it has written that down: when the lease has
/// ended, the event is sent again under the same id.
pub async fn what_was_sent_and_not_recorded_is_sent_again(door: Door) {
    let (mut table, receiver) = with_endpoint(door, CUSTOMERS).await;
    receiver.then([Behaviour::Hold]);
    table.run([customer("Ada")]).await;
    let crashing = table.door.clone();
    let dispatcher = tokio::spawn(async move { crashing.dispatch().await });
    receiver.wait_for(1).await;
    dispatcher.abort();
    assert!(dispatcher.await.unwrap_err().is_cancelled());
    // While the lease lasts nobody else sends.
    table.door.dispatch().await;
    assert_eq!(receiver.received().len(), 1);
    table.door.wait(181);
    table.door.dispatch().await;
    table.door.dispatch().await;
    let received = receiver.received();
    let [first, second] = received.as_slice() else { panic!("{received:?}") };
    assert_eq!((&first.id, &first.body), (&second.id, &second.body));
    // The attempt of which nothing is known is not told.
    table
        .run([deliveries()
            .json("/data/0/status", "delivered")
            .json("/data/0/attempts/0/status", 204)])
        .await;
}

/// Forty events and eight dispatchers at once: each event arrives once.
pub async fn dispatchers_at_once_send_nothing_twice(door: Door) {
    let (mut table, receiver) = with_endpoint(door, CUSTOMERS).await;
    for index in 0..40 {
        table.run([customer(&format!("Customer {index}"))]).await;
    }
    let dispatchers: Vec<_> = (0..8)
        .map(|_| {
            let door = table.door.clone();
            tokio::spawn(async move { door.dispatch().await })
        })
        .collect();
    for dispatcher in dispatchers {
        dispatcher.await.unwrap();
    }
    table.door.dispatch().await;
    let ids: BTreeSet<String> = receiver.received().into_iter().map(|message| message.id).collect();
    assert_eq!((ids.len(), receiver.received().len()), (40, 40));
    end(table).await;
}

/// Ten tries of an event that is never taken: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 h apart. Then it
/// is given up, and as nothing arrived for three days, the endpoint is disabled; the next event waits.
pub async fn an_endpoint_that_fails_for_days_is_disabled(door: Door) {
    let (mut table, receiver) = with_endpoint(door, r#"["quote.created","quote.revised"]"#).await;
    table.run(super::sent()).await;
    table.run([put("/v1/quotes/{quote}", &of_draft(DRAFT))]).await;
    let quote = table.kept("quote").to_owned();
    receiver.refuse(&[&quote]);
    table.door.dispatch().await;
    let hour = 60 * 60;
    let waits = [5, 300, 1800, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour];
    for (index, wait) in waits.into_iter().enumerate() {
        // A second before the least wait nothing is sent; after the longest, a tenth more, it is.
        table.door.wait(wait - 2);
        table.door.dispatch().await;
        assert_eq!(receiver.received().len(), index + 1, "too early before try {}", index + 2);
        table.door.wait(wait / 10 + 4);
        table.door.dispatch().await;
        assert_eq!(receiver.received().len(), index + 2, "try {}", index + 2);
    }
    assert!(receiver.received().iter().all(|message| message.text("type") == "quote.created"));
    table
        .run([
            get("/v1/webhook-endpoints/{endpoint}")
                .json("/enabled", false)
                .json("/disabled_reason", "failing"),
            get("/v1/events?type=webhook_endpoint.disabled")
                .json("/data/0/object", "{endpoint}")
                .json("/data/0/data/disabled_reason", "failing"),
            deliveries()
                .json("/data/1/status", "failed")
                .json("/data/1/attempts/9/status", 500)
                .json("/data/0/status", "pending"),
        ])
        .await;
    // Enabled again, what was given up stays given up, and what came after it is sent.
    receiver.refuse(&[]);
    table.run([put("/v1/webhook-endpoints/{endpoint}", r#"{"url":"{url}"}"#)]).await;
    table.door.dispatch().await;
    assert_eq!(receiver.received().last().unwrap().text("type"), "quote.revised");
}

/// An endpoint that fails is asked one event at a time, however many are due; when one arrives, all do.
pub async fn a_failing_endpoint_is_probed(door: Door) {
    let (mut table, receiver) = with_endpoint(door, CUSTOMERS).await;
    receiver.then([Behaviour::Answer(503, "down")]);
    table.run([customer("Ada")]).await;
    table.door.dispatch().await;
    for index in 0..5 {
        table.run([customer(&format!("Customer {index}"))]).await;
    }
    // What is new does not bring the next attempt forward.
    table.door.dispatch().await;
    assert_eq!(receiver.received().len(), 1);
    receiver.then([Behaviour::Answer(503, "still down")]);
    table.door.wait(6);
    table.door.dispatch().await;
    assert_eq!(receiver.received().len(), 2);
    table.door.wait(6);
    table.door.dispatch().await;
    // The two in vain, and the six events.
    assert_eq!(receiver.received().len(), 8, "{:?}", receiver.arrived());
    let objects: BTreeSet<String> =
        receiver.arrived().into_iter().map(|(_, object)| object).collect();
    assert_eq!(objects.len(), 6);
}

/// Of a long answer the first 1,024 bytes are kept.
pub async fn the_beginning_of_an_answer_is_kept(door: Door) {
    let (mut table, receiver) = with_endpoint(door, CUSTOMERS).await;
    receiver.then([Behaviour::Answer(200, "x".repeat(1_000_000).leak())]);
    table.run([customer("Ada")]).await;
    table.door.dispatch().await;
    let beginning = "x".repeat(1_024);
    table
        .run([deliveries()
            .json("/data/0/status", "delivered")
            .json("/data/0/attempts/0/answer", beginning)])
        .await;
    end(table).await;
}

/// An answer that does not come within 15 seconds is none, and holds up no other endpoint. One whose body
/// does not end is one, with the body as far as it came.
pub async fn an_answer_is_waited_for_15_seconds(door: Door) {
    let (mut table, receiver) = with_endpoint(door, CUSTOMERS).await;
    receiver.then([Behaviour::Hold]);
    let (other, quick) = (table.kept("endpoint").to_owned(), Receiver::start().await);
    table.set("url", &quick.url());
    quick.then([Behaviour::Stall("thanks")]);
    table.run([create(CUSTOMERS), customer("Ada")]).await;
    let dispatching = table.door.clone();
    let dispatcher = tokio::spawn(async move { dispatching.dispatch().await });
    quick.wait_for(1).await;
    assert!(!dispatcher.is_finished(), "the other endpoint has not answered");
    dispatcher.await.unwrap();
    table
        .run([deliveries()
            .json("/data/0/status", "delivered")
            .json("/data/0/attempts/0/answer", "thanks")])
        .await;
    table.set("quick", table.kept("endpoint").to_owned().as_str());
    table.set("endpoint", &other);
    table
        .run([
            deliveries()
                .json("/data/0/status", "pending")
                .json("/data/0/attempts/0/error", "no answer within 15 seconds")
                .keep("took", "/data/0/attempts/0/duration_ms"),
            method("DELETE", "/v1/webhook-endpoints/{quick}").json("/deleted", true),
        ])
        .await;
    let took: u64 = table.kept("took").parse().unwrap();
    assert!((14_900..20_000).contains(&took), "{took} ms");
    end(table).await;
}

/// What is on its way to an endpoint that is deleted is given up, also what waits.
pub async fn nothing_is_on_its_way_to_a_deleted_endpoint(door: Door) {
    let (mut table, receiver) = with_endpoint(door, "null").await;
    table.run(super::sent()).await;
    receiver.refuse(&[table.kept("quote"), table.kept("customer")]);
    table.door.dispatch().await;
    let count = |table: &Table, status: &str| {
        let count = "SELECT CAST(count(*) AS TEXT) AS n FROM webhook_deliveries WHERE status = ?1";
        let rows = table.door.store().unwrap().run(&[Statement::new(count).bind(status)]).unwrap();
        rows[0][0].read::<u64>("n").unwrap()
    };
    // The customer and the quote are pending, that the quote was sent waits.
    let counts = ["pending", "waiting"].map(|status| count(&table, status));
    assert_eq!(counts, [2, 1]);
    let delete = method("DELETE", "/v1/webhook-endpoints/{endpoint}").json("/deleted", true);
    table.run([delete]).await;
    let counts = ["pending", "waiting", "failed"].map(|status| count(&table, status));
    assert_eq!(counts, [0, 0, 3]);
    table.door.wait(60 * 60);
    let before = receiver.received().len();
    table.door.dispatch().await;
    assert_eq!(receiver.received().len(), before);
}

/// Chance, the same in every run as far as it decides; when a dispatcher is ended is not.
struct Dice(u64);

impl Dice {
    /// A number below another.
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// Six quotes with four events each, a receiver that refuses a third of what arrives, and dispatchers that
/// end at any moment, two at once. Everything arrives; of a quote, nothing before all that came earlier has
/// been taken.
pub async fn whatever_fails_everything_arrives_in_order(door: Door) {
    let (mut table, receiver) = with_endpoint(door, r#"["quote.created","quote.revised"]"#).await;
    table.run(super::seller_with_customer()).await;
    let mut dice = Dice(0x5e_1c_75);
    let mut quotes = Vec::new();
    let made = post("/v1/quotes", &for_customer(DRAFT)).status(201).keep("quote", "/id");
    for round in 0..30 {
        if round < 6 {
            table.run([made.clone()]).await;
            quotes.push(table.kept("quote").to_owned());
        } else if round < 24 {
            table.set("quote", &quotes[round % 6]);
            table.run([put("/v1/quotes/{quote}", &of_draft(DRAFT))]).await;
        }
        // What an ended dispatcher did not send leaves its answer behind.
        receiver.forget();
        receiver.then((0..4).map(|_| match dice.below(3) {
            0 => Behaviour::Answer(500, "no"),
            _ => Behaviour::Answer(204, ""),
        }));
        let dispatchers = [dice.below(25), dice.below(25)].map(|lives| {
            let door = table.door.clone();
            let dispatcher = tokio::spawn(async move { door.dispatch().await });
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(lives)).await;
                dispatcher.abort();
                // Some are done by then.
                let _ = dispatcher.await;
            })
        });
        for dispatcher in dispatchers {
            dispatcher.await.unwrap();
        }
        // Some waits end meanwhile, and every lease.
        table.door.wait(181);
    }
    receiver.forget();
    for _ in 0..8 {
        table.door.wait(27 * 60 * 60);
        table.door.dispatch().await;
    }
    let mut taken: BTreeMap<(String, u64), bool> = BTreeMap::new();
    for message in receiver.received() {
        let (object, sequence) =
            (message.text("object"), message.json()["sequence"].as_u64().unwrap());
        let before =
            (1..sequence).all(|earlier| taken.get(&(object.clone(), earlier)) == Some(&true));
        assert!(before, "event {sequence} of {object} came too early");
        let arrived = taken.entry((object, sequence)).or_default();
        *arrived = *arrived || message.taken;
    }
    let expected: BTreeMap<(String, u64), bool> = quotes
        .iter()
        .flat_map(|quote| (1..=4).map(move |sequence| ((quote.clone(), sequence), true)))
        .collect();
    assert_eq!(taken, expected);
    table.run([deliveries().json("/data/0/status", "delivered")]).await;
}

/// Asked for 12 seconds, the next try is not after the usual 5.
pub async fn a_busy_endpoint_says_for_how_long(door: Door) {
    let (mut table, receiver) = with_endpoint(door, CUSTOMERS).await;
    receiver.then([Behaviour::Busy(12)]);
    table.run([customer("Ada")]).await;
    table.door.dispatch().await;
    pass(&table.door, 7).await;
    table.door.dispatch().await;
    assert_eq!(receiver.received().len(), 1);
    pass(&table.door, 6).await;
    table.door.dispatch().await;
    assert_eq!(receiver.received().len(), 2);
    table.run([deliveries().json("/data/0/attempts/0/status", 429)]).await;
    end(table).await;
}
