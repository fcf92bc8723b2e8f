//! A seller's own data: as documents show it, how they are numbered, and which pages may ask.

use seikyu_engine::wire::{Check, Pointer, canonical};
use serde::{Deserialize, Serialize};

use crate::{
    access::Scope,
    audit::Audited,
    host::Context,
    id::SellerId,
    numbering::{DocumentType, NumberPattern},
    refusal::{Refusal, require_match},
    sellers::Seller,
    sql,
    store::{Row, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

const NAME_MAX: usize = 200;
const ADDRESS_MAX: usize = 500;
const PAYMENT_DAYS_MAX: u16 = 365;
const ORIGINS_MAX: usize = 20;
const ORIGIN_MAX: usize = 300;

/// Shows the seller.
#[derive(Clone, Copy, Debug)]
pub struct ShowSeller;

/// Replaces what is said of the seller; documents issued before stay as they are.
#[derive(Clone, Debug)]
pub struct ReplaceSeller {
    /// Entity tags of which one must be that of the present state; no condition where absent.
    pub if_match: Option<Vec<String>>,
    /// What is said of it.
    pub form: SellerForm,
}

/// The body of [`ReplaceSeller`].
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SellerForm {
    /// Name on documents: 1 to 200 characters.
    pub name: String,
    /// Postal address on documents: at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// ISO 3166-1 alpha-2 code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Tax registration, such as a VAT id or a Japanese T-number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration_number: Option<String>,
    /// Days from issue to due date: 0 to 365.
    pub payment_days: u16,
    /// How invoices are numbered: `INV-{YYYY}-{seq:6}`.
    pub invoice_numbers: String,
    /// How credit notes are numbered: `CN-{YYYY}-{seq:6}`.
    pub credit_note_numbers: String,
    /// The origins whose pages may ask with a key or link of the seller (CORS): `https://app.example.com`.
    #[serde(default)]
    pub origins: Vec<String>,
}

/// A seller, with what it has set.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(rename = "SellerSettings"))]
pub struct SellerView {
    id: String,
    mode: String,
    #[serde(flatten)]
    form: SellerForm,
    #[serde(skip)]
    version: u64,
}

impl SellerView {
    fn load(seller: &SellerId) -> Statement {
        Statement::new(sql::sellers::SETTINGS).bind(seller)
    }

    fn read(row: &Row) -> Result<Self, Refusal> {
        let Seller { id, name, address, country, registration_number, mode, payment_days } =
            Seller::read(row)?;
        Ok(Self {
            id,
            mode,
            form: SellerForm {
                name,
                address,
                country,
                registration_number,
                payment_days: u16::try_from(payment_days).map_err(Refusal::internal)?,
                invoice_numbers: row.read("invoice_numbers")?,
                credit_note_numbers: row.read("credit_note_numbers")?,
                origins: serde_json::from_str(row.text("origins")?).map_err(Refusal::internal)?,
            },
            version: row.read("version")?,
        })
    }

    fn tag(&self) -> String {
        self.version.to_string()
    }

    fn reply(&self) -> Result<Reply, Refusal> {
        Ok(Reply::json(200, self)?.with_etag(&self.tag()))
    }
}

impl SellerForm {
    /// Checks what the form alone cannot.
    fn check(&self) -> Result<(), Refusal> {
        let mut check = Check::default();
        let mut require = |pointer: &Pointer<'_>, fine: bool, found: &str, accepted: &str| {
            if !fine {
                let found: String = found.chars().take(60).collect();
                let detail = format!("“{found}” was given; accepted is {accepted}.");
                check.fault("out_of_range", pointer, detail);
            }
        };
        let root = Pointer::ROOT;
        let accepted = "1 to 200 characters without space around them or control characters";
        require(&root.field("name"), plain(&self.name, NAME_MAX), &self.name, accepted);
        if let Some(address) = &self.address {
            let lines = address.lines().all(|line| !line.contains(char::is_control));
            let fine = lines && (1..=ADDRESS_MAX).contains(&address.chars().count());
            require(&root.field("address"), fine, address, "1 to 500 characters");
        }
        if let Some(country) = &self.country {
            let fine = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
            let accepted = "a country code of two letters such as JP";
            require(&root.field("country"), fine, country, accepted);
        }
        if let Some(number) = &self.registration_number {
            let accepted = "1 to 50 characters without space around them";
            require(&root.field("registration_number"), plain(number, 50), number, accepted);
        }
        let days = self.payment_days;
        let place = root.field("payment_days");
        require(&place, days <= PAYMENT_DAYS_MAX, &days.to_string(), "0 to 365 days");
        for (name, pattern) in self.patterns() {
            let fine = pattern.parse::<NumberPattern>().is_ok();
            let accepted = "a pattern such as INV-{YYYY}-{seq:6}, with one {seq:1} to {seq:12}";
            require(&root.field(name), fine, pattern, accepted);
        }
        let place = root.field("origins");
        let count = self.origins.len();
        require(&place, count <= ORIGINS_MAX, &count.to_string(), "at most 20 origins");
        for (index, origin) in self.origins.iter().enumerate() {
            let accepted = "an origin such as https://app.example.com";
            require(&place.index(index), is_origin(origin), origin, accepted);
            let before = self.origins.iter().take(index);
            let once = before.filter(|other| *other == origin).count() == 0;
            require(&place.index(index), once, origin, "each origin once");
        }
        Ok(check.finish()?)
    }

    /// How each type of document is numbered, by the name of the field.
    const fn patterns(&self) -> [(&'static str, &String); 2] {
        [
            ("invoice_numbers", &self.invoice_numbers),
            ("credit_note_numbers", &self.credit_note_numbers),
        ]
    }
}

fn plain(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.chars().count())
        && text.trim() == text
        && !text.contains(char::is_control)
}

/// Whether a text is an origin as browsers send it: scheme, host in lower case, and a port.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://localhost"));
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:".contains(&byte);
    text.len() <= ORIGIN_MAX
        && host.is_some_and(|host| host.bytes().all(allowed))
        && text.bytes().last().is_some_and(|byte| byte.is_ascii_alphanumeric())
        && text != "https://"
}

impl UseCase for ShowSeller {
    type Snapshot = SellerView;

    type Answer = SellerView;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![SellerView::load(seller)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<SellerView, Refusal> {
        SellerView::read(&loaded.found("seller")?)
    }

    fn decide(&self, view: SellerView, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(view.reply()?))
    }
}

impl UseCase for ReplaceSeller {
    type Snapshot = SellerView;

    type Answer = SellerView;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![SellerView::load(seller)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<SellerView, Refusal> {
        SellerView::read(&loaded.found("seller")?)
    }

    fn decide(
        &self,
        before: SellerView,
        seller: &SellerId,
        _: &Context,
    ) -> Result<Changes, Refusal> {
        require_match(self.if_match.as_deref(), &before.tag())?;
        self.form.check()?;
        let form = &self.form;
        let replace = Statement::new(sql::sellers::REPLACE_SELLER)
            .bind(seller)
            .bind(before.version)
            .bind(&form.name)
            .bind_optional(form.address.as_ref())
            .bind_optional(form.country.as_ref())
            .bind_optional(form.registration_number.as_ref())
            .bind(form.payment_days);
        let of = |sql| Statement::new(sql).bind(seller);
        let pattern = |of_type: DocumentType, pattern: &String| {
            of(sql::numbering::REPLACE_PATTERN).bind(of_type.code()).bind(pattern)
        };
        let statements = vec![
            replace,
            pattern(DocumentType::Invoice, &form.invoice_numbers),
            pattern(DocumentType::CreditNote, &form.credit_note_numbers),
            of(sql::sellers::FORGET_ORIGINS),
            of(sql::sellers::ADD_ORIGINS).bind(canonical(&form.origins)),
        ];
        let audited = Audited::new("seller.replaced", seller).before(&before.form)?;
        let audited = audited.after(form)?;
        let version = before.version.saturating_add(1);
        let view = SellerView { form: form.clone(), version, ..before };
        Ok(Changes::write(audited, statements, view.reply()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_one_as_browsers_send_it() {
        for origin in ["https://app.example.com", "https://localhost:8443", "http://localhost:5173"]
        {
            assert!(is_origin(origin), "{origin}");
        }
        for other in [
            "https://",
            "https://app.example.com/",
            "https://App.example.com",
            "http://example.com",
            "app.example.com",
            "*",
            "null",
            "https://app.example.com/path",
        ] {
            assert!(!is_origin(other), "{other}");
        }
    }
}
