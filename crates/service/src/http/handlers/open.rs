//! What needs no key, and who a key is.

use axum::{extract::State, response::Response};
use seikyu_calendar::{ZoneName, Zones};
use seikyu_engine::wire::{canonical, digest};

use crate::{
    host::Host,
    http::{handlers::by_key, request::ApiRequest, respond::respond},
    refusal::Refusal,
    sellers::ShowMe,
    sql,
    store::{Statement, Store},
    use_case::Reply,
};

pub(in crate::http) async fn health<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    let ping = host.store.batch(vec![Statement::new(sql::PING)]).await;
    let reply = ping.map(|_| Reply::text(200, r#"{"status":"ok"}"#.to_owned()));
    respond(&*host.platform, &request, reply.map_err(Refusal::from))
}

pub(in crate::http) async fn zone<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    respond(&*host.platform, &request, zone_data(&request))
}

fn zone_data(request: &ApiRequest) -> Result<Reply, Refusal> {
    request.plain()?;
    let unknown = |_| Refusal::NotFound { what: "time zone" };
    let name: ZoneName = request.parameter("name")?.parse().map_err(unknown)?;
    let data = canonical(&Zones::iana().export(&name).map_err(unknown)?);
    let tag = digest(&data);
    let mut reply = Reply::text(200, data).with_etag(&tag);
    reply.headers.public = true;
    Ok(reply)
}

pub(in crate::http) async fn me<S: Store>(
    State(host): State<Host<S>>,
    request: ApiRequest,
) -> Response {
    by_key(&host, &request, |request| {
        request.plain()?;
        Ok(ShowMe { key: request.claim()?.key })
    })
    .await
}
