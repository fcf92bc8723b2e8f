//! Verifying an invoice: computed anew from its stored input, and compared with its neighbours in the
//! chain.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, bill},
    wire::{canonical, digest},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    access::Scope,
    host::Context,
    id::{InvoiceId, SellerId},
    invoices::StoredDocument,
    refusal::Refusal,
    sql,
    store::{Row, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Verifies an invoice.
#[derive(Clone, Debug)]
pub struct VerifyInvoice(pub InvoiceId);

/// What the verification is made from.
#[derive(Debug)]
pub struct Snapshot {
    chain: Row,
    document: StoredDocument,
}

/// The parts of a document that are verified.
#[derive(Deserialize)]
struct Document<'a> {
    number: String,
    previous: Option<String>,
    #[serde(borrow)]
    input: &'a RawValue,
    #[serde(borrow)]
    bill: &'a RawValue,
}

/// Whether an invoice is what it says.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct InvoiceVerification<'a> {
    number: &'a str,
    hash: &'a str,
    /// Whether every check holds.
    verified: bool,
    checks: [VerificationCheck; 4],
}

/// One thing that was checked.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct VerificationCheck {
    check: &'static str,
    holds: bool,
    detail: String,
}

impl UseCase for VerifyInvoice {
    type Snapshot = Snapshot;

    type Answer = InvoiceVerification<'static>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let of = |sql| Statement::new(sql).bind(seller).bind(&self.0);
        vec![of(sql::invoices::CHAIN), of(sql::invoices::INVOICE)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Snapshot, Refusal> {
        Ok(Snapshot {
            chain: loaded.found("invoice")?,
            document: StoredDocument::read(&loaded.rows()?)?,
        })
    }

    fn decide(&self, snapshot: Snapshot, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let Snapshot { chain, document: stored } = snapshot;
        let document: Document<'_> =
            serde_json::from_str(stored.text()).map_err(Refusal::internal)?;
        let hash = digest(stored.text());
        let checks = [
            VerificationCheck {
                check: "hash",
                holds: chain.text("hash")? == hash && chain.text("number")? == document.number,
                detail: "The SHA-256 of the document is the one that was kept with its number."
                    .to_owned(),
            },
            recomputed(&document),
            previous(&chain, &document)?,
            next(&chain, &hash)?,
        ];
        let verified = checks.iter().all(|check| check.holds);
        let number = &document.number;
        let reply =
            Reply::json(200, &InvoiceVerification { number, hash: &hash, verified, checks })?;
        Ok(Changes::none(reply))
    }
}

/// Whether the input comes to the bill, to the byte.
fn recomputed(document: &Document<'_>) -> VerificationCheck {
    let computed = BillRequest::read(document.input.get())
        .and_then(|request| bill(&request, &Zones::iana()))
        .map(|bill| canonical(&bill));
    let (holds, detail) = match computed {
        Err(faults) => {
            let detail = faults.list().first().map_or("", |fault| &fault.detail);
            (false, format!("The stored input is refused now: {detail}"))
        }
        Ok(computed) => {
            let stored = document.bill.get();
            let same = computed.bytes().zip(stored.bytes()).take_while(|(a, b)| a == b).count();
            if computed == stored {
                (true, format!("The input comes to the {} bytes of the bill.", stored.len()))
            } else {
                (false, format!("The input comes to another bill, from byte {same} on."))
            }
        }
    };
    VerificationCheck { check: "bill", holds, detail }
}

/// Whether the document names the one before it in its series.
fn previous(chain: &Row, document: &Document<'_>) -> Result<VerificationCheck, Refusal> {
    let before = chain.optional("before_hash")?;
    let first = chain.text("sequence")? == "1";
    let holds = document.previous.as_deref() == before && before.is_none() == first;
    let detail = match before {
        Some(before) => format!("The document before it has the hash {before}."),
        None => "It is the first of its series.".to_owned(),
    };
    Ok(VerificationCheck { check: "previous", holds, detail })
}

/// Whether the document after it, or the series, names it.
fn next(chain: &Row, hash: &str) -> Result<VerificationCheck, Refusal> {
    let named = match chain.optional("after_previous")? {
        Some(named) => Some(named),
        None => chain.optional("last_hash")?,
    };
    let detail = format!("What follows it names the hash {}.", named.unwrap_or("of none"));
    Ok(VerificationCheck { check: "next", holds: named == Some(hash), detail })
}
