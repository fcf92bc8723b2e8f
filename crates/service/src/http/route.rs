//! A route: what answers it, by what right, what it takes. The one table of them drives the router and
//! the description of the API.

use axum::{
    extract::State,
    routing::{MethodFilter, MethodRouter, on},
};

#[cfg(feature = "openapi")]
use crate::http::openapi::Description;
use crate::{
    access::Scope,
    host::Host,
    http::{
        by_key::by_key,
        by_link::{ReadLinked, SignedLink, by_link},
        request::ApiRequest,
        respond::respond,
    },
    refusal::Refusal,
    store::Store,
    use_case::{Described, Reply, UseCase},
};

/// The methods that routes have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Makes or does something.
    Post,
    /// Replaces.
    Put,
    /// Deletes.
    Delete,
}

/// By what right a route is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// An API key with this scope.
    Key(Scope),
    /// A signed link to a quote, in the path.
    Link,
    /// A signed link to a plan, in the path.
    ChangeLink,
    /// None is needed.
    Anyone,
}

/// A parameter of the query.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ParameterKind,
    /// Whether it has to be there.
    pub required: bool,
    /// What it means.
    pub text: &'static str,
}

/// What a parameter of the query holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// A day, `2026-12-31`.
    Day,
    /// How many entries a page has at most, 1 to 100.
    Limit,
    /// A version, from 1.
    Version,
    /// Text.
    Text,
}

/// What a route takes as its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyRule {
    /// It is not read.
    Unread,
    /// Nothing, or `{}`.
    Empty,
    /// A form.
    Form,
    /// A form that may be left out.
    FormOrNothing,
}

/// What a request has to keep to before it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) parameters: &'static [Parameter],
    pub(super) body: BodyRule,
}

/// A route without what answers it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its method.
    pub method: Method,
    /// Its path; what stands in braces is a parameter.
    pub path: &'static str,
    /// Its name in clients: `create_quote`.
    pub name: &'static str,
    /// By what right it is asked for.
    pub access: Access,
    /// The parameters of its query.
    pub parameters: &'static [Parameter],
    /// What it takes as its body.
    pub body: BodyRule,
    /// What the description of the API says of it.
    #[cfg(feature = "openapi")]
    pub(super) description: Description,
}

/// A route.
pub struct Route<S> {
    pub(super) operation: Operation,
    answer: Box<dyn FnOnce(Rules) -> MethodRouter<Host<S>>>,
}

/// Reads a use case from a request.
type Read<U> = fn(&ApiRequest) -> Result<U, Refusal>;

impl Method {
    /// The name in HTTP.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Delete => MethodFilter::DELETE,
        }
    }

    const fn body(self) -> BodyRule {
        match self {
            Self::Get | Self::Delete => BodyRule::Unread,
            Self::Post | Self::Put => BodyRule::Empty,
        }
    }
}

impl<S: Store> Route<S> {
    fn new(
        (method, path, name): (Method, &'static str, &'static str),
        access: Access,
        answer: impl FnOnce(Rules) -> MethodRouter<Host<S>> + 'static,
    ) -> Self {
        let operation = Operation {
            method,
            path,
            name,
            access,
            parameters: &[],
            body: method.body(),
            #[cfg(feature = "openapi")]
            description: Description::default(),
        };
        Self { operation, answer: Box::new(answer) }
    }

    /// A route for the holders of keys.
    pub(super) fn by_key<U: UseCase + 'static>(
        method: Method,
        path: &'static str,
        name: &'static str,
        read: Read<U>,
    ) -> Self {
        let answer = move |rules| {
            on(
                method.filter(),
                move |State(host): State<Host<S>>, request: ApiRequest| async move {
                    by_key(&host, request, rules, read).await
                },
            )
        };
        Self::new((method, path, name), Access::Key(U::SCOPE), answer).answers::<U::Answer>()
    }

    /// A route for the holders of a kind of link.
    pub(super) fn by_link<L: SignedLink, U: UseCase + 'static>(
        method: Method,
        path: &'static str,
        name: &'static str,
        read: ReadLinked<L, U>,
    ) -> Self {
        let answer = move |rules| {
            on(
                method.filter(),
                move |State(host): State<Host<S>>, request: ApiRequest| async move {
                    by_link(&host, request, rules, read).await
                },
            )
        };
        Self::new((method, path, name), L::ACCESS, answer).answers::<U::Answer>()
    }

    /// A route for anyone.
    pub(super) fn open<A: Described, F>(
        path: &'static str,
        name: &'static str,
        reply: fn(Host<S>, ApiRequest) -> F,
    ) -> Self
    where
        F: Future<Output = (ApiRequest, Result<Reply, Refusal>)> + Send + 'static,
    {
        let answer = move |rules| {
            on(
                MethodFilter::GET,
                move |State(host): State<Host<S>>, mut request: ApiRequest| async move {
                    let platform = host.platform.clone();
                    if let Err(refusal) = request.keep_to(rules) {
                        return respond(&*platform, &request, Err(refusal));
                    }
                    let (request, result) = reply(host, request).await;
                    respond(&*platform, &request, result)
                },
            )
        };
        Self::new((Method::Get, path, name), Access::Anyone, answer).answers::<A>()
    }

    /// With parameters of the query.
    pub(super) const fn query(mut self, parameters: &'static [Parameter]) -> Self {
        self.operation.parameters = parameters;
        self
    }

    /// With a form as its body, of which an example is shown.
    pub(super) fn form<T: Described>(mut self, example: &'static str) -> Self {
        self.operation.body = BodyRule::Form;
        self.describe::<T>(example)
    }

    /// With a form as its body, which may be left out.
    pub(super) fn form_or_nothing<T: Described>(mut self, example: &'static str) -> Self {
        self.operation.body = BodyRule::FormOrNothing;
        self.describe::<T>(example)
    }

    /// What answers it, for the router.
    pub(super) fn method_router(self) -> (&'static str, MethodRouter<Host<S>>) {
        let Operation { path, parameters, body, .. } = self.operation;
        (path, (self.answer)(Rules { parameters, body }))
    }
}

/// What is only told to the description of the API.
#[cfg(not(feature = "openapi"))]
#[expect(clippy::extra_unused_type_parameters, reason = "only the description asks for the types")]
impl<S: Store> Route<S> {
    const fn describe<T: Described>(self, _: &'static str) -> Self {
        self
    }

    /// What the body of the answer is.
    pub(super) const fn answers<T: Described>(self) -> Self {
        self
    }

    /// The answer is text of a type.
    pub(super) const fn answers_text(self, _: &'static str) -> Self {
        self
    }

    /// What it does, in a sentence.
    pub(super) const fn says(self, _: &'static str) -> Self {
        self
    }

    /// The status of the answer; 200 where nothing is said.
    pub(super) const fn status(self, _: u16) -> Self {
        self
    }

    /// Another answer that is none of refusal.
    pub(super) const fn or<T: Described>(self, _: u16, _: &'static str) -> Self {
        self
    }

    /// The kinds of conflict it is refused for.
    pub(super) const fn conflicts(self, _: &'static [&'static str]) -> Self {
        self
    }

    /// The answer has an entity tag, which the next request may name.
    pub(super) const fn tagged(self) -> Self {
        self
    }

    /// It honours `If-Match`.
    pub(super) const fn matches(self) -> Self {
        self
    }
}

#[cfg(feature = "openapi")]
impl<S: Store> Route<S> {
    fn describe<T: Described>(mut self, example: &'static str) -> Self {
        self.operation.description.form::<T>(example);
        self
    }

    /// What the body of the answer is.
    pub(super) fn answers<T: Described>(mut self) -> Self {
        self.operation.description.answers::<T>();
        self
    }

    /// The answer is text of a type.
    pub(super) fn answers_text(mut self, content_type: &'static str) -> Self {
        self.operation.description.content_type = content_type;
        self
    }

    /// What it does, in a sentence.
    pub(super) const fn says(mut self, text: &'static str) -> Self {
        self.operation.description.text = text;
        self
    }

    /// The status of the answer; 200 where nothing is said.
    pub(super) const fn status(mut self, status: u16) -> Self {
        self.operation.description.status = status;
        self
    }

    /// Another answer that is none of refusal.
    pub(super) fn or<T: Described>(mut self, status: u16, text: &'static str) -> Self {
        self.operation.description.or::<T>(status, text);
        self
    }

    /// The kinds of conflict it is refused for.
    pub(super) const fn conflicts(mut self, kinds: &'static [&'static str]) -> Self {
        self.operation.description.conflicts = kinds;
        self
    }

    /// The answer has an entity tag, which the next request may name.
    pub(super) const fn tagged(mut self) -> Self {
        self.operation.description.tagged = true;
        self
    }

    /// It honours `If-Match`.
    pub(super) const fn matches(mut self) -> Self {
        self.operation.description.matches = true;
        self
    }
}
