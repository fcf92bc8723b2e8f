//! Drawing on wallets and the customer's balance: what is left to pay after tax is taken from wallets in
//! their order, line by line in the order of the document, and then from the customer's balance.
//!
//! A wallet draws up to a line's gross amount and never more than is left of the document: a line below
//! zero reduces what there is to pay, it fills no wallet. Nothing is rounded here but what was paid for
//! the part that is drawn (cost basis).
//!
//! Example: lines of 100 and 50, credits of 125: 100 of the first and 25 of the second are paid, 25 are
//! left (vector wallets-004). A commitment's true-up is the last line, so that it is paid last (vector
//! wallets-006).

use std::cmp::Ordering;

use seikyu_money::{Amount, Exact, MoneyError};
use serde::Serialize;

use crate::{
    billing::{BillRequest, Wallet, WalletKind},
    catalog::{Code, Text},
    order::order,
};

/// What a wallet paid of a bill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct WalletDraw {
    /// Code of the wallet.
    pub wallet: Code,
    /// Name of the wallet.
    pub name: Text,
    /// Whether its credits were paid for.
    pub kind: WalletKind,
    /// What it held before.
    pub before: Amount,
    /// What it paid; the sum of its parts of the lines.
    pub drawn: Amount,
    /// What it holds afterwards.
    pub after: Amount,
    /// What was paid for the part that is drawn: cost × drawn ÷ before, rounded once.
    pub cost: Amount,
    /// Whether it had expired.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub expired: bool,
    /// Whether it is low afterwards.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub low: bool,
    /// What is to be bought to fill it again, when that is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top_up: Option<Amount>,
}

/// What is drawn for a document.
#[derive(Debug, Default)]
pub(crate) struct Drawn {
    /// One entry a wallet, in the order in which they were drawn.
    pub(crate) wallets: Vec<WalletDraw>,
    /// What wallets paid of each line, in minor units.
    pub(crate) lines: Vec<i64>,
    /// What wallets paid, in minor units.
    pub(crate) paid: i64,
}

/// A line that wallets can pay: its product and its gross amount in minor units.
pub(crate) type Payable<'c> = (Option<&'c Code>, i64);

/// Draws on the wallets of a request for lines of which `due` minor units are to be paid.
pub(crate) fn draw(
    request: &BillRequest,
    lines: &[Payable<'_>],
    due: i64,
) -> Result<Drawn, MoneyError> {
    let mut drawn = Drawn { lines: vec![0; lines.len()], ..Drawn::default() };
    let wallets = &request.wallets;
    let order = order(wallets.len(), &|one, other| match (wallets.get(one), wallets.get(other)) {
        (Some(one), Some(other)) => one.order(other),
        _ => Ordering::Equal,
    });
    let mut left = due.max(0);
    for wallet in order.into_iter().filter_map(|at| wallets.get(at)) {
        let currency = request.contract.currency;
        let before = wallet.holds(currency, request.contract.rounding.lines)?;
        let mut rest = if wallet.is_open(request.through) { before.minor() } else { 0 };
        for (paid, (product, gross)) in drawn.lines.iter_mut().zip(lines) {
            if rest == 0 || left == 0 {
                break;
            }
            if !wallet.pays_for(*product) {
                continue;
            }
            let open = gross.checked_sub(*paid).ok_or(MoneyError::Overflow)?.max(0);
            let part = open.min(rest).min(left);
            *paid = paid.checked_add(part).ok_or(MoneyError::Overflow)?;
            rest = rest.saturating_sub(part);
            left = left.saturating_sub(part);
        }
        let open = wallet.is_open(request.through);
        let taken = if open { before.minor().saturating_sub(rest) } else { 0 };
        drawn.paid = drawn.paid.checked_add(taken).ok_or(MoneyError::Overflow)?;
        drawn.wallets.push(entry(request, wallet, before, Amount::from_minor(taken, currency))?);
    }
    Ok(drawn)
}

fn entry(
    request: &BillRequest,
    wallet: &Wallet,
    before: Amount,
    drawn: Amount,
) -> Result<WalletDraw, MoneyError> {
    let currency = request.contract.currency;
    let amount = |number| Amount::from_number(number, currency);
    let after = before.minus(drawn)?;
    let cost = match wallet.cost {
        Some(cost) if !drawn.is_zero() => {
            let share = Exact::from(cost)
                .fraction(drawn.minor().unsigned_abs(), before.minor().unsigned_abs())?;
            share.round(currency, request.contract.rounding.lines)?
        }
        _ => Amount::zero(currency),
    };
    let below = |limit: Option<Amount>| limit.is_some_and(|limit| after.minor() < limit.minor());
    let top_up = match &wallet.top_up {
        Some(rule) if below(Some(amount(rule.below)?)) => match (rule.amount, rule.to) {
            (Some(bought), _) => Some(amount(bought)?),
            (None, Some(to)) => Some(amount(to)?.minus(after)?),
            (None, None) => None,
        },
        _ => None,
    };
    Ok(WalletDraw {
        wallet: wallet.code.clone(),
        name: wallet.name.clone(),
        kind: wallet.kind,
        before,
        drawn,
        after,
        cost,
        expired: !wallet.is_open(request.through),
        low: below(wallet.low_below.map(amount).transpose()?),
        top_up: top_up.filter(|bought| bought.minor() > 0),
    })
}
