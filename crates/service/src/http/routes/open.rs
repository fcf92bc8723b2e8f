//! What needs no key, and who a key is.

use seikyu_calendar::{ZoneData, ZoneName, Zones};
use seikyu_engine::wire::{canonical, digest};
use serde::Serialize;

use crate::{
    host::Host,
    http::{
        request::ApiRequest,
        route::{Method::Get, Route},
    },
    refusal::Refusal,
    sellers::ShowMe,
    sql,
    store::{Statement, Store},
    use_case::Reply,
};

/// Whether the service answers.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
struct Health {
    /// `ok`.
    status: &'static str,
}

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::open::<Health, _>("/healthz", "show_health", health)
            .says("Whether the database answers."),
        Route::open::<ZoneData, _>("/v1/zones/{*name}", "show_zone", zone)
            .says("A time zone as data, for engines without the table.")
            .tagged(),
        Route::by_key(Get, "/v1/me", "show_me", |request| Ok(ShowMe { key: request.claim()?.key }))
            .says("Who the key is."),
    ]
}

async fn health<S: Store>(
    host: Host<S>,
    request: ApiRequest,
) -> (ApiRequest, Result<Reply, Refusal>) {
    let ping = host.store.batch(vec![Statement::new(sql::PING)]).await;
    let reply =
        ping.map_err(Refusal::from).and_then(|_| Reply::json(200, &Health { status: "ok" }));
    (request, reply)
}

async fn zone<S: Store>(_: Host<S>, request: ApiRequest) -> (ApiRequest, Result<Reply, Refusal>) {
    let reply = zone_data(&request);
    (request, reply)
}

fn zone_data(request: &ApiRequest) -> Result<Reply, Refusal> {
    let unknown = |_| Refusal::NotFound { what: "time zone" };
    let name: ZoneName = request.parameter("name")?.parse().map_err(unknown)?;
    let data = canonical(&Zones::iana().export(&name).map_err(unknown)?);
    let tag = digest(&data);
    let mut reply = Reply::text(200, data).with_etag(&tag);
    reply.headers.public = true;
    Ok(reply)
}
