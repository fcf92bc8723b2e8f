//! The API on Cloudflare Workers: bindings in, the service's router, answers out. It holds no rule, and
//! is the only place that names `worker`.

mod d1;
mod platform;
mod queued;
mod scheduled;
mod sender;

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, Response},
};
use seikyu_service::{
    host::{Host, Platform as _},
    http::{Record, router},
    link::LinkKey,
    refusal::Refusal,
    webhooks::Reach,
};
use tower::ServiceExt as _;
use worker::{Context, Env, HttpRequest, Result, console_error, console_log, event};

use crate::{
    d1::D1Store,
    platform::{Bound, Workers},
};

/// The bindings of wrangler.toml, and the secret of signed links.
const DATABASE: &str = "DB";
const RATE_LIMIT: &str = "RATE_LIMIT";
const BILL_RUNS: &str = "BILL_RUNS";
const LINK_SECRET: &str = "SEIKYU_LINK_SECRET";
const BASE_URL: &str = "SEIKYU_BASE_URL";

/// The variable that says `allow` where sellers in test mode receive events on this machine.
const LOCAL_WEBHOOKS: &str = "SEIKYU_LOCAL_WEBHOOKS";

#[event(fetch)]
async fn fetch(request: HttpRequest, env: Env, _: Context) -> Result<Response<Body>> {
    let host = match host(&env) {
        Ok(host) => host,
        Err(error) => {
            console_error!("{error}");
            let refusal = Refusal::internal("the worker's bindings are wrong");
            return Ok(axum::response::IntoResponse::into_response(refusal));
        }
    };
    let request = request.map(Body::new);
    let record = Record::begin(request_id(&request), &request);
    let (store, began) = (host.store.clone(), Workers.unix_millis());
    match router(host).oneshot(request).await {
        Ok(mut response) => {
            let took = Workers.unix_millis().saturating_sub(began);
            console_log!("{}", record.end(&mut response, Some(store.statements()), took));
            Ok(response)
        }
        Err(never) => match never {},
    }
}

/// Cloudflare's id of the request, or one of our own.
fn request_id(request: &Request<Body>) -> String {
    let ray = request.headers().get("cf-ray").and_then(|ray| ray.to_str().ok());
    ray.map_or_else(
        || {
            let mut random = [0; 8];
            // Without randomness a request is answered all the same; its id then says nothing.
            let _ = Workers.fill_random(&mut random);
            u64::from_le_bytes(random).to_string()
        },
        str::to_owned,
    )
}

fn host(env: &Env) -> Result<Host<D1Store>> {
    let secret = env.secret(LINK_SECRET)?.to_string();
    let local = env.var(LOCAL_WEBHOOKS).is_ok_and(|said| said.to_string() == "allow");
    Ok(Host {
        store: D1Store::new(env.d1(DATABASE)?),
        platform: Arc::new(Bound {
            limiter: Arc::new(env.rate_limiter(RATE_LIMIT)?),
            runs: Arc::new(env.queue(BILL_RUNS)?),
        }),
        link_key: Arc::new(LinkKey::new(secret.as_bytes())?),
        base_url: env.var(BASE_URL).ok().map(|url| Arc::from(url.to_string())),
        webhook_reach: if local { Reach::ThisMachineInTests } else { Reach::Public },
    })
}
