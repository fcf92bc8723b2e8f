//! Customers: who buys.

use seikyu_engine::wire::{Check, Faults, Pointer};
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    events::{EventType, NewEvents},
    host::Context,
    id::{CustomerId, SellerId},
    list::{List, Page},
    refusal::{Refusal, require_match},
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// The most characters of a name and of an e-mail address.
const NAME_MAX: usize = 200;
const EMAIL_MAX: usize = 254;

/// Adds a customer.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AddCustomer {
    /// Name on documents.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// ISO 3166-1 alpha-2 code.
    pub country: Option<String>,
    /// Language of documents: `ja`, `en`, `pt-br`.
    pub language: Option<String>,
}

/// Replaces what is said of a customer; documents issued before stay as they are.
#[derive(Clone, Debug)]
pub struct ReplaceCustomer {
    /// Which one.
    pub customer: CustomerId,
    /// Entity tags of which one must be that of the present state; no condition where absent.
    pub if_match: Option<Vec<String>>,
    /// What is said of it.
    pub form: AddCustomer,
}

/// Shows a customer.
#[derive(Clone, Debug)]
pub struct ShowCustomer(pub CustomerId);

/// Lists the customers, the latest first.
#[derive(Clone, Debug)]
pub struct ListCustomers {
    /// Only those whose name or e-mail address contains this, in whatever case.
    pub search: Option<String>,
    /// Which page.
    pub page: Page,
}

/// A customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct Customer {
    /// Its id.
    pub id: CustomerId,
    /// Name on documents.
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<String>,
    #[serde(skip)]
    version: u64,
}

/// A customer as the holder of a link sees it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct NamedCustomer<'a> {
    /// Name on documents.
    pub name: &'a str,
}

impl AddCustomer {
    /// Checks what the form alone cannot.
    ///
    /// # Errors
    /// Every fault.
    pub fn check(&self) -> Result<(), Faults> {
        let mut check = Check::default();
        let mut require = |field: &str, fine: bool, found: &str, accepted: &str| {
            if !fine {
                let found: String = found.chars().take(60).collect();
                let detail = format!("“{found}” was given; accepted is {accepted}.");
                check.fault("out_of_range", &Pointer::ROOT.field(field), detail);
            }
        };
        let length = self.name.chars().count();
        let fine = (1..=NAME_MAX).contains(&length)
            && self.name.trim() == self.name
            && !self.name.contains(char::is_control);
        let accepted = "1 to 200 characters without space around them or control characters";
        require("name", fine, &self.name, accepted);
        if let Some(email) = &self.email {
            let parts = email.split_once('@');
            let fine = email.len() <= EMAIL_MAX
                && !email.contains(|letter: char| letter.is_whitespace() || letter.is_control())
                && parts.is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
            require("email", fine, email, "an e-mail address such as ap@example.com");
        }
        if let Some(country) = &self.country {
            let fine = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
            require("country", fine, country, "a country code of two letters such as JP");
        }
        if let Some(language) = &self.language {
            let tag = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            let fine = (2..=35).contains(&language.len()) && language.bytes().all(tag);
            require("language", fine, language, "a lower-case language tag such as ja or en");
        }
        check.finish()
    }
}

impl UseCase for AddCustomer {
    type Snapshot = ();

    type Answer = Customer;

    const SCOPE: Scope = Scope::Sales;

    fn load(&self, _: &SellerId) -> Vec<Statement> {
        Vec::new()
    }

    fn snapshot(&self, _: &mut Loaded) -> Result<(), Refusal> {
        Ok(())
    }

    fn decide(&self, (): (), seller: &SellerId, context: &Context) -> Result<Changes, Refusal> {
        self.check()?;
        let customer = Customer {
            id: context.id(0),
            name: self.name.clone(),
            email: self.email.clone(),
            country: self.country.clone(),
            language: self.language.clone(),
            created_at: Some(context.now.to_string()),
            version: 1,
        };
        let add = Statement::new(sql::customers::ADD_CUSTOMER)
            .bind(seller)
            .bind(&customer.id)
            .bind(&self.name)
            .bind_optional(self.email.as_ref())
            .bind_optional(self.country.as_ref())
            .bind_optional(self.language.as_ref())
            .bind(context.now);
        let path = format!("/v1/customers/{}", customer.id);
        let reply = customer.reply(201)?.with_location(path);
        let audited = Audited::new("customer.created", &customer.id).after(&customer)?;
        let created = NewEvents::one(EventType::CustomerCreated, &customer.id, &customer, context)?;
        let statements = [vec![add], created.statements(seller)].concat();
        Ok(Changes::write(audited, statements, reply))
    }
}

impl UseCase for ReplaceCustomer {
    type Snapshot = Customer;

    type Answer = Customer;

    const SCOPE: Scope = Scope::Sales;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Customer::load(seller, &self.customer)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Customer, Refusal> {
        Customer::read(&loaded.found("customer")?)
    }

    fn decide(
        &self,
        before: Customer,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        require_match(self.if_match.as_deref(), &before.version.to_string())?;
        self.form.check()?;
        let AddCustomer { name, email, country, language } = self.form.clone();
        let customer = Customer {
            name,
            email,
            country,
            language,
            version: before.version.saturating_add(1),
            ..before.clone()
        };
        let replace = Statement::new(sql::customers::REPLACE_CUSTOMER)
            .bind(seller)
            .bind(&customer.id)
            .bind(before.version)
            .bind(&customer.name)
            .bind_optional(customer.email.as_ref())
            .bind_optional(customer.country.as_ref())
            .bind_optional(customer.language.as_ref());
        let audited = Audited::new("customer.replaced", &customer.id);
        let audited = audited.before(&before)?.after(&customer)?;
        let updated = NewEvents::one(EventType::CustomerUpdated, &customer.id, &customer, context)?;
        let statements = [vec![replace], updated.statements(seller)].concat();
        Ok(Changes::write(audited, statements, customer.reply(200)?))
    }
}

impl UseCase for ShowCustomer {
    type Snapshot = Customer;

    type Answer = Customer;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![Customer::load(seller, &self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Customer, Refusal> {
        Customer::read(&loaded.found("customer")?)
    }

    fn decide(&self, customer: Customer, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(customer.reply(200)?))
    }
}

impl UseCase for ListCustomers {
    type Snapshot = Rows;

    type Answer = List<Customer>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let either = (sql::customers::CUSTOMERS, sql::customers::CUSTOMERS_WITH);
        vec![self.page.narrowed(seller, either, self.search.as_ref())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        Ok(Changes::none(self.page.reply(&rows, key, Customer::read)?))
    }
}

impl Customer {
    pub(crate) fn load(seller: &SellerId, id: &CustomerId) -> Statement {
        Statement::new(sql::customers::CUSTOMER).bind(seller).bind(id)
    }

    pub(crate) fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self {
            id: row.read("id")?,
            name: row.read("name")?,
            email: row.read_optional("email")?,
            country: row.read_optional("country")?,
            language: row.read_optional("language")?,
            created_at: row.read_optional("created_at")?,
            version: row.read("customer_version")?,
        })
    }

    fn reply(&self, status: u16) -> Result<Reply, Refusal> {
        Ok(Reply::json(status, self)?.with_etag(&self.version.to_string()))
    }

    /// The refusal of a customer that is named in a request and is not there.
    pub(crate) fn unknown(id: &CustomerId) -> Refusal {
        let detail = format!("There is no customer “{id}”; accepted is one of this seller.");
        Refusal::field("unknown_reference", "/customer", detail)
    }

    /// The customer as documents show it.
    pub(crate) fn on_document(&self) -> Self {
        Self { created_at: None, ..self.clone() }
    }
}
