//! `seikyu verify`.

use std::path::{Path, PathBuf};

use clap::Args;
use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::{BillRequest, bill},
    wire::{canonical, digest},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{read, write};
use crate::failure::Failure;

/// Computes invoices anew from their stored input, compares them to the byte, and checks that each
/// names the one before it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seikyu verify invoice.json
  seikyu verify first.json second.json third.json     # a series, in the order of its numbers")]
pub(super) struct Verify {
    /// Invoice documents, as `GET /v1/invoices/{id}` gives them.
    #[arg(value_name = "FILE", required = true)]
    invoices: Vec<PathBuf>,
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

#[derive(Serialize)]
struct Verified {
    number: String,
    digest: Option<String>,
    hash: String,
}

impl Verify {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut verified: Vec<Verified> = Vec::new();
        for path in &self.invoices {
            let before = verified.last().map(|document| document.hash.as_str());
            verified.push(verify(path, before)?);
        }
        write(&canonical(&verified))
    }
}

fn verify(path: &Path, before: Option<&str>) -> Result<Verified, Failure> {
    let text = read(path)?;
    let document: Document<'_> = serde_json::from_str(&text).map_err(|error| {
        Failure::new(
            "not-an-invoice",
            "The file is not an invoice document",
            format!("“{}”: {error}.", path.display()),
        )
    })?;
    let Document { number, previous, input, bill: stored } = document;
    let bill = bill(&BillRequest::read(input.get())?, &Zones::iana())?;
    let computed = canonical(&bill);
    if computed != stored.get() {
        let same = computed.bytes().zip(stored.get().bytes()).take_while(|(a, b)| a == b).count();
        return Err(Failure::differs(format!(
            "The bill of {number} is not what its input comes to; they differ from byte {same}."
        )));
    }
    if let Some(before) = before
        && previous.as_deref() != Some(before)
    {
        let named = previous.as_deref().unwrap_or("none");
        return Err(Failure::differs(format!(
            "{number} names {named} as the document before it; the one given has the hash {before}."
        )));
    }
    Ok(Verified { number, digest: bill.digest, hash: digest(&text) })
}
