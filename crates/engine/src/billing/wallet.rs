//! Wallets: credits bought or granted beforehand, and how they can be drawn.

use std::cmp::Ordering;

use seikyu_calendar::Instant;
use seikyu_money::{Amount, Currency, Exact, MoneyError, Number, RoundingMode, UnitPrice};
use serde::{Deserialize, Serialize};

use crate::{
    catalog::{Code, Text},
    wire::{Check, Pointer},
};

/// Credits of a customer as they stand before the bill. Either a `balance` in money, or `credits` of
/// which each has a value; the value of credits is **rounded once** to the minor unit.
///
/// Example: 17.9699999999999988631316 credits of 1.00 each are 17.97 (vector wallets-001).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Wallet {
    /// Unique within the request.
    pub code: Code,
    /// Name on documents.
    pub name: Text,
    /// Whether the credits were paid for.
    pub kind: WalletKind,
    /// What it holds, in major units of the contract's currency, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<Number>,
    /// How many credits it holds, from 0; instead of a balance.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credits: Option<Number>,
    /// What one credit is worth, in major units; 1 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_value: Option<UnitPrice>,
    /// What was paid for what it holds (cost basis, for recognising revenue), in major units; nothing
    /// when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Number>,
    /// Wallets of a lower priority number are drawn first.
    #[serde(default, skip_serializing_if = "is_default")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub priority: u16,
    /// From this instant on nothing can be drawn; never when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Instant>,
    /// The products it pays for; all when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub products: Option<Vec<Code>>,
    /// Below this the wallet is said to be low, in major units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low_below: Option<Number>,
    /// When and how it is to be filled again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_up: Option<TopUp>,
}

/// Whether the credits of a wallet were paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum WalletKind {
    /// Granted by the seller.
    Promotional,
    /// Bought by the customer.
    Prepaid,
}

/// When a wallet is to be filled again, and with how much: an `amount`, or up to a balance (`to`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TopUp {
    /// It is due once the balance lies below this, in major units.
    pub below: Number,
    /// How much is bought each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Number>,
    /// The balance it is filled up to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Number>,
}

fn is_default(priority: &u16) -> bool {
    *priority == 0
}

impl Wallet {
    /// What the wallet holds, rounded once where it holds credits.
    ///
    /// # Errors
    /// [`MoneyError::TooPrecise`] for a balance finer than the currency, [`MoneyError::Overflow`].
    pub fn holds(&self, currency: Currency, mode: RoundingMode) -> Result<Amount, MoneyError> {
        match (self.balance, self.credits) {
            (Some(balance), _) => Amount::from_number(balance, currency),
            (None, Some(credits)) => {
                let credits = Exact::from(credits);
                let value = match self.credit_value {
                    Some(value) => credits.times(value.into())?,
                    None => credits,
                };
                value.round(currency, mode)
            }
            (None, None) => Ok(Amount::zero(currency)),
        }
    }

    /// Whether it can be drawn at an instant.
    #[must_use]
    pub fn is_open(&self, at: Instant) -> bool {
        self.expires_at.is_none_or(|expires_at| at < expires_at)
    }

    /// Whether it pays for a product; lines without one are paid by wallets for all products only.
    #[must_use]
    pub fn pays_for(&self, product: Option<&Code>) -> bool {
        match (&self.products, product) {
            (None, _) => true,
            (Some(products), Some(product)) => products.contains(product),
            (Some(_), None) => false,
        }
    }

    /// Which of two wallets is drawn first: by priority, then the one that expires earlier, then
    /// granted credits before bought ones. Wallets that are equal keep their order.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let ends = |wallet: &Self| (wallet.expires_at.is_none(), wallet.expires_at);
        let by_end = ends(self).cmp(&ends(other));
        self.priority.cmp(&other.priority).then(by_end).then(self.kind.cmp(&other.kind))
    }

    /// Records what is wrong with the wallet.
    pub fn check(&self, currency: Currency, pointer: &Pointer<'_>, check: &mut Check) {
        if self.balance.is_some() == self.credits.is_some() {
            let detail =
                "A wallet has either a balance or credits; exactly one of them is accepted.";
            check.fault("one_of", pointer, detail);
        }
        if self.credits.is_none() && self.credit_value.is_some() {
            let detail = "There are no credits to have a value; accepted is none beside a balance.";
            check.fault("out_of_range", &pointer.field("credit_value"), detail);
        }
        if self.credit_value.is_some_and(|value| value.number().is_negative()) {
            let detail = "A credit is worth less than nothing; accepted is 0 or more.";
            check.fault("out_of_range", &pointer.field("credit_value"), detail);
        }
        from_zero("credits", self.credits, pointer, check);
        let amounts =
            [("balance", self.balance), ("cost", self.cost), ("low_below", self.low_below)];
        for (name, amount) in amounts {
            check_amount(name, amount, currency, pointer, check);
        }
        if let Some(top_up) = &self.top_up {
            let place = pointer.field("top_up");
            let amounts =
                [("below", Some(top_up.below)), ("amount", top_up.amount), ("to", top_up.to)];
            for (name, amount) in amounts {
                check_amount(name, amount, currency, &place, check);
            }
            if top_up.amount.is_some() == top_up.to.is_some() {
                let detail = "A top-up has either an amount or a balance to fill up to; exactly one \
                              of them is accepted.";
                check.fault("one_of", &place, detail);
            }
        }
    }
}

/// Records an amount below zero or finer than the currency.
pub(crate) fn check_amount(
    name: &str,
    amount: Option<Number>,
    currency: Currency,
    pointer: &Pointer<'_>,
    check: &mut Check,
) {
    let Some(number) = amount else { return };
    from_zero(name, amount, pointer, check);
    check.money(&pointer.field(name), Amount::from_number(number, currency));
}

fn from_zero(name: &str, number: Option<Number>, pointer: &Pointer<'_>, check: &mut Check) {
    if let Some(number) = number.filter(|number| number.is_negative()) {
        let detail = format!("{number} is below zero; accepted is 0 or more.");
        check.fault("out_of_range", &pointer.field(name), detail);
    }
}
