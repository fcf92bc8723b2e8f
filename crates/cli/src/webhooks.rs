//! Sending events to endpoints from a native process.

use std::{
    io::{self, Read as _},
    net::IpAddr,
    sync::Arc,
    time::Duration,
};

use seikyu_service::{
    host::Host,
    store::Store,
    webhooks::{
        ANSWER_MAX_BYTES, Answered, Message, Sender, Sending, TIMEOUT_SECONDS, Unanswered,
        address::is_public, dispatch,
    },
};
use ureq::{
    Agent, Body,
    config::Config,
    http::{Request, Response, Uri},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};

/// How long the dispatcher waits when nothing is due.
const IDLE: Duration = Duration::from_secs(1);

/// The most characters that are told of an error.
const ERROR_MAX: usize = 200;

/// Sends over HTTP/1.1 and TLS, straight to the addresses a name resolves to, each of which is checked.
#[derive(Clone, Debug)]
pub struct HttpSender {
    public: Agent,
    local: Agent,
}

/// Gives only the addresses that may be connected to.
#[derive(Debug)]
struct Checked {
    names: DefaultResolver,
    allows: fn(IpAddr) -> bool,
}

impl Default for HttpSender {
    fn default() -> Self {
        Self { public: agent(is_public), local: agent(|address| address.is_loopback()) }
    }
}

fn agent(allows: fn(IpAddr) -> bool) -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(TIMEOUT_SECONDS.into())))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .max_idle_age(Duration::from_secs(5))
        // Through a proxy it would not be known which address is connected to.
        .proxy(None)
        .build();
    let names = DefaultResolver::default();
    Agent::with_parts(config, DefaultConnector::default(), Checked { names, allows })
}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.names.resolve(uri, config, timeout)?;
        let mut allowed = self.empty();
        for address in found.iter().filter(|address| (self.allows)(address.ip())) {
            allowed.push(*address);
        }
        if allowed.is_empty() {
            let detail = "the name stands for no address to which events are sent";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, detail).into());
        }
        Ok(allowed)
    }
}

impl Sender for HttpSender {
    fn send(&self, message: Message) -> Sending {
        let agent = if message.local { self.local.clone() } else { self.public.clone() };
        Box::pin(async move {
            let sending = tokio::task::spawn_blocking(move || send(&agent, message));
            sending.await.unwrap_or_else(|error| Err(Unanswered(error.to_string())))
        })
    }
}

fn send(agent: &Agent, message: Message) -> Result<Answered, Unanswered> {
    let mut request = Request::builder().method("POST").uri(message.url.as_str());
    for (name, value) in message.headers {
        request = request.header(name, value);
    }
    let request = request.body(message.body).map_err(|error| unanswered(&error.into()))?;
    let response = agent.run(request).map_err(|error| unanswered(&error))?;
    Ok(read(response))
}

/// The answer, whose body is read as far as it is kept and arrives.
fn read(response: Response<Body>) -> Answered {
    let status = response.status().as_u16();
    let retry_after = response.headers().get("retry-after");
    let retry_after = retry_after.and_then(|value| value.to_str().ok()).map(str::to_owned);
    let mut body = Vec::new();
    let most = u64::try_from(ANSWER_MAX_BYTES).unwrap_or_default();
    // What breaks off is kept as far as it came: the status is known.
    let _ = response.into_body().into_reader().take(most).read_to_end(&mut body);
    Answered { status, retry_after, body }
}

fn unanswered(error: &ureq::Error) -> Unanswered {
    Unanswered(match error {
        ureq::Error::Timeout(_) => format!("no answer within {TIMEOUT_SECONDS} seconds"),
        ureq::Error::HostNotFound => "the name is not known".to_owned(),
        other => other.to_string().chars().take(ERROR_MAX).collect(),
    })
}

/// Sends what is due, until the process ends.
pub async fn deliver<S: Store>(host: Host<S>, sender: Arc<dyn Sender>) {
    loop {
        match dispatch(&host, &*sender).await {
            Ok(0) => tokio::time::sleep(IDLE).await,
            Ok(_) => {}
            Err(refusal) => {
                host.platform.report(&format!("webhooks: {refusal}"));
                tokio::time::sleep(IDLE).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(agent: fn(IpAddr) -> bool, uri: &str) -> Result<usize, String> {
        let checked = Checked { names: DefaultResolver::default(), allows: agent };
        let timeout = NextTimeout::default();
        let found = checked.resolve(&uri.parse().unwrap(), &Config::default(), timeout);
        found.map(|found| found.len()).map_err(|error| error.to_string())
    }

    /// A name that passes for public and stands for this machine is found out when it is connected to.
    #[test]
    fn a_name_for_a_private_address_is_not_connected_to() {
        let refused = resolved(is_public, "https://localhost/").unwrap_err();
        assert!(refused.contains("no address to which events are sent"), "{refused}");
        assert!(resolved(is_public, "https://127.0.0.1/").is_err());
        assert!(resolved(is_public, "https://[::1]/").is_err());
        assert!(resolved(is_public, "https://192.168.0.1/").is_err());
        assert_eq!(resolved(is_public, "https://8.8.8.8/"), Ok(1));
        assert_eq!(resolved(|address| address.is_loopback(), "http://127.0.0.1:1/"), Ok(1));
        assert!(resolved(|address| address.is_loopback(), "http://8.8.8.8/").is_err());
    }
}
