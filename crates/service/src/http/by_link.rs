//! Requests by the right of a signed link: the token in the path is the right.

use axum::response::Response;

use crate::{
    host::Host,
    http::{
        cross_origin::let_read,
        request::ApiRequest,
        respond::respond,
        route::{Access, Rules},
    },
    id::SellerId,
    link::{Link, LinkKey},
    refusal::Refusal,
    store::Store,
    subscriptions::ChangeLink,
    use_case::{Reply, UseCase, execute},
};

/// A kind of link.
pub(super) trait SignedLink: Sized + Send + 'static {
    /// What a route asks for.
    const ACCESS: Access;

    /// What a token says, if it was signed here.
    fn verify(key: &LinkKey, token: &str) -> Option<Self>;

    /// The seller it was signed for.
    fn seller(&self) -> &SellerId;
}

impl SignedLink for Link {
    const ACCESS: Access = Access::Link;

    fn verify(key: &LinkKey, token: &str) -> Option<Self> {
        key.verify(token)
    }

    fn seller(&self) -> &SellerId {
        &self.seller
    }
}

impl SignedLink for ChangeLink {
    const ACCESS: Access = Access::ChangeLink;

    fn verify(key: &LinkKey, token: &str) -> Option<Self> {
        key.verify_change(token)
    }

    fn seller(&self) -> &SellerId {
        &self.seller
    }
}

/// Reads a use case from a request by a link.
pub(super) type ReadLinked<L, U> = fn(&ApiRequest, L) -> Result<U, Refusal>;

/// Reads a use case from a request and runs it by the right of the link in its path.
pub(super) async fn by_link<S: Store, L: SignedLink, U: UseCase>(
    host: &Host<S>,
    mut request: ApiRequest,
    rules: Rules,
    read: ReadLinked<L, U>,
) -> Response {
    let result = run(host, &mut request, rules, read).await;
    let mut response = respond(&*host.platform, &request, result);
    if let Some(origin) = request.foreign_origin()
        && let Ok(token) = request.parameter("token")
        && let Some(link) = L::verify(&host.link_key, token)
    {
        let_read(host, link.seller(), &origin, &mut response).await;
    }
    response
}

async fn run<S: Store, L: SignedLink, U: UseCase>(
    host: &Host<S>,
    request: &mut ApiRequest,
    rules: Rules,
    read: ReadLinked<L, U>,
) -> Result<Reply, Refusal> {
    let token = request.parameter("token")?;
    let link = L::verify(&host.link_key, token).ok_or(Refusal::NotFound { what: "link" })?;
    if !host.platform.admit(token).await {
        return Err(Refusal::TooManyRequests);
    }
    let entry = request.link_entry(link.seller().clone(), token)?;
    request.keep_to(rules)?;
    execute(host, &entry, &read(request, link)?).await
}
