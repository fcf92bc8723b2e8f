//! `seikyu serve`.

use std::{
    env,
    io::{self, Write as _},
    net::Ipv4Addr,
    path::PathBuf,
    sync::Arc,
};

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
};
use clap::Args;
use seikyu_service::{
    host::{Host, Platform as _},
    http::{Record, router},
    link::LinkKey,
    refusal::Refusal,
    sql,
    store::Statement,
    webhooks::Reach,
};

use super::demo_sql::say_keys;
use crate::{
    background::{Queueing, bill_each_minute, bill_queued},
    demo::Demo,
    failure::Failure,
    pages::with_pages,
    platform::Native,
    sqlite::SqliteStore,
    webhooks::{HttpSender, deliver},
};

/// The environment variable that holds the secret of signed links.
const LINK_SECRET: &str = "SEIKYU_LINK_SECRET";

/// Runs the API on SQLite.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seikyu serve --demo
  SEIKYU_LINK_SECRET=$(openssl rand -hex 32) seikyu serve --db seikyu.db --assets web/dist

Without SEIKYU_LINK_SECRET, links are good until the process ends.")]
pub(super) struct Serve {
    /// Port on 127.0.0.1; 0 for a free one.
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// The database; in memory where left out.
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// A folder of static pages to serve beside the API.
    #[arg(long, value_name = "DIR")]
    assets: Option<PathBuf>,
    /// Where the pages are reached from outside, for links that are sent on.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Puts demo sellers into an empty database and says their keys on standard error.
    #[arg(long)]
    demo: bool,
    /// Lets sellers in test mode receive events on this machine, over HTTP.
    #[arg(long)]
    local_webhooks: bool,
    /// Says each request on standard error, a line of JSON each.
    #[arg(long)]
    log: bool,
}

impl Serve {
    pub(super) fn run(self) -> Result<(), Failure> {
        tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(self.serve())
    }

    async fn serve(self) -> Result<(), Failure> {
        let store = SqliteStore::open(self.db.as_deref()).map_err(Refusal::from)?;
        if self.demo {
            fill(&store)?;
        }
        let (platform, messages) = Queueing::new();
        let host = Host {
            store,
            platform: Arc::new(platform),
            link_key: Arc::new(link_key()?),
            base_url: self.base_url.map(Arc::from),
            webhook_reach: if self.local_webhooks {
                Reach::ThisMachineInTests
            } else {
                Reach::Public
            },
        };
        tokio::spawn(bill_each_minute(host.clone()));
        tokio::spawn(bill_queued(host.clone(), messages));
        // It ends with the process: what was sent and not recorded is sent again.
        tokio::spawn(deliver(host.clone(), Arc::new(HttpSender::default())));
        let api = if self.log { recorded(router(host)) } else { router(host) };
        let router = match self.assets {
            Some(folder) => {
                with_pages(api, folder.clone()).map_err(|error| Failure::file(&folder, &error))?
            }
            None => api,
        };
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        writeln!(io::stderr(), "listening: http://{}", listener.local_addr()?)?;
        let stop = async {
            // Where signals cannot be heard, the process is ended from outside.
            let _ = tokio::signal::ctrl_c().await;
        };
        Ok(axum::serve(listener, router).with_graceful_shutdown(stop).await?)
    }
}

/// The API, each request of which is said on standard error.
fn recorded(api: Router) -> Router {
    api.layer(from_fn(|request: Request, next: Next| async move {
        let mut random = [0; 8];
        // Without randomness a request is answered all the same; its id then says nothing.
        let _ = Native.fill_random(&mut random);
        let record = Record::begin(u64::from_le_bytes(random).to_string(), &request);
        let began = Native.unix_millis();
        let mut response = next.run(request).await;
        let took = Native.unix_millis().saturating_sub(began);
        Native.report(&record.end(&mut response, None, took));
        response
    }))
}

/// Puts demo data into a database without sellers.
fn fill(store: &SqliteStore) -> Result<(), Failure> {
    let found = store.run(&[Statement::new(sql::sellers::ANY_SELLER)]).map_err(Refusal::from)?;
    if found.iter().any(|rows| !rows.is_empty()) {
        return Ok(());
    }
    let demo = Demo::new(&Native)?;
    store.run(&demo.statements).map_err(Refusal::from)?;
    say_keys(&demo)
}

fn link_key() -> Result<LinkKey, Failure> {
    let refuse =
        |detail: String| Failure::new("configuration", "The configuration is wrong", detail);
    match env::var(LINK_SECRET) {
        Ok(secret) => LinkKey::new(secret.as_bytes()).map_err(refuse),
        Err(_) => {
            let mut secret = [0; 32];
            Native.fill_random(&mut secret).map_err(refuse)?;
            LinkKey::new(&secret).map_err(refuse)
        }
    }
}
