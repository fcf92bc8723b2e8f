//! Sending events by `fetch`.

use std::{pin::pin, time::Duration};

use futures_util::{
    StreamExt as _,
    future::{Either, select},
};
use seikyu_service::webhooks::{
    ANSWER_MAX_BYTES, Answered, Message, Sender, Sending, TIMEOUT_SECONDS, Unanswered,
};
use wasm_bindgen::JsValue;
use worker::{
    AbortController, AbortSignal, Delay, Fetch, Headers, Method, Request, RequestInit,
    RequestRedirect, Response, Result, send::SendFuture,
};

/// The `fetch` of the Workers runtime. Names are resolved there, in a network without private addresses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FetchSender;

impl Sender for FetchSender {
    /// As for the database: a Worker has one thread.
    fn send(&self, message: Message) -> Sending {
        Box::pin(SendFuture::new(send(message)))
    }
}

async fn send(message: Message) -> Result<Answered, Unanswered> {
    let controller = AbortController::default();
    let mut late = pin!(Delay::from(Duration::from_secs(TIMEOUT_SECONDS.into())));
    let fetched = pin!(fetch(message, controller.signal()));
    let answered = match select(fetched, late.as_mut()).await {
        Either::Left((Ok(mut response), _)) => {
            let mut body = Vec::new();
            // With the status it is answered: of the body what comes in time is kept.
            select(pin!(read(&mut response, &mut body)), late).await;
            body.truncate(ANSWER_MAX_BYTES);
            let retry_after = response.headers().get("retry-after").ok().flatten();
            Ok(Answered { status: response.status_code(), retry_after, body })
        }
        Either::Left((Err(error), _)) => Err(Unanswered(error.to_string())),
        Either::Right(_) => Err(Unanswered(format!("no answer within {TIMEOUT_SECONDS} seconds"))),
    };
    // What is left of the answer is not waited for.
    controller.abort();
    answered
}

async fn fetch(message: Message, signal: AbortSignal) -> Result<Response> {
    let headers = Headers::new();
    for (name, value) in &message.headers {
        headers.set(name, value)?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(Some(JsValue::from_str(&message.body)));
    let request = Request::new_with_init(message.url.as_str(), &init)?;
    Fetch::Request(request).send_with_signal(&signal).await
}

/// Reads a body until it ends, breaks off, or there is as much of it as is kept.
async fn read(response: &mut Response, body: &mut Vec<u8>) {
    let Ok(mut stream) = response.stream() else { return };
    while body.len() < ANSWER_MAX_BYTES {
        match stream.next().await {
            Some(Ok(bytes)) => body.extend(bytes),
            Some(Err(_)) | None => return,
        }
    }
}
