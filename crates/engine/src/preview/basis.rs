//! The basis of a preview: digests of everything it was computed from, and of what it came to.

use serde::{Deserialize, Serialize};

use super::{ChangePreview, ChangeRequest};
use crate::{
    billing::ENGINE_VERSION,
    wire::{Check, Faults, Pointer, canonical, digest},
};

/// What a preview was computed from, as digests; sent back to commit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Basis {
    /// Version of the engine.
    pub engine: String,
    /// Digest of the contract before the change.
    pub contract: String,
    /// Digest of the usage.
    pub usage: String,
    /// Digest of what was billed.
    pub billed: String,
    /// Digest of the customer's credits and payments, and of how the payable amount is rounded.
    pub payment: String,
    /// Digest of the instant, the change, and the assumed usage.
    pub change: String,
    /// Digest of what the preview came to.
    pub result: String,
}

impl Basis {
    #[inline]
    pub(super) fn of(request: &ChangeRequest, preview: &ChangePreview) -> Self {
        let result = digest(&canonical(&(&preview.due_now, &preview.next, &preview.recurring)));
        Self { result, ..Self::of_request(request) }
    }

    /// What a preview of a request is computed from, without what it comes to.
    pub(super) fn of_request(request: &ChangeRequest) -> Self {
        let current = &request.current;
        let payment =
            (&current.wallets, &current.balance, &current.prepaid, &current.payable_rounding);
        let change = (&current.through, &request.change, &request.assumed);
        Self {
            engine: ENGINE_VERSION.to_owned(),
            contract: digest(&canonical(&current.contract)),
            usage: digest(&canonical(&current.usage)),
            billed: digest(&canonical(&current.billed)),
            payment: digest(&canonical(&payment)),
            change: digest(&canonical(&change)),
            result: String::new(),
        }
    }

    /// Refuses when what holds now is not what the preview was computed from.
    pub(super) fn require_current(&self, now: &Self) -> Result<(), Faults> {
        let mut check = Check::default();
        let root = Pointer::ROOT;
        let parts = [
            ("engine", "The engine", &self.engine, &now.engine),
            ("contract", "The contract", &self.contract, &now.contract),
            ("usage", "The usage", &self.usage, &now.usage),
            ("billed", "What was billed", &self.billed, &now.billed),
            ("payment", "The customer’s credits or payments", &self.payment, &now.payment),
            ("change", "The change itself", &self.change, &now.change),
        ];
        for (field, what, previewed, found) in parts {
            if previewed != found {
                let detail =
                    format!("{what} has changed since the preview; accepted is a new preview.");
                check.fault("stale", &root.field(field), detail);
            }
        }
        check.finish()
    }

    /// Refuses when the preview came to something else.
    pub(super) fn require_result(&self, now: &Self) -> Result<(), Faults> {
        if self.result == now.result {
            return Ok(());
        }
        let root = Pointer::ROOT;
        let detail = "The result is not that of the preview; accepted is the basis of a preview.";
        Err(Faults::one("stale", &root.field("result"), detail))
    }
}
