//! Finished lines: with their shares of discounts and taxes.

use seikyu_money::{Amount, MoneyError};

use super::Drafted;
use crate::billing::{Line, Terms, spread::Share};

/// The finished lines, with their shares of discounts and taxes.
pub(crate) fn finish(
    drafted: Vec<Drafted<'_>>,
    shares: &[Share],
    terms: &Terms,
) -> Result<Vec<Line>, MoneyError> {
    let amount = |minor| Amount::from_minor(minor, terms.currency);
    let mut lines = Vec::with_capacity(drafted.len());
    for (line, share) in drafted.into_iter().zip(shares) {
        let (net, gross) = share.net_and_gross(line.amount.minor(), terms.behavior)?;
        // Parts counted in different units have no quantity or unit in common.
        let (quantity, unit) = match line.derivation.parts.as_slice() {
            [only] => (Some(only.quantity), line.item.unit.clone()),
            [] => (None, line.item.unit.clone()),
            _ => (None, None),
        };
        lines.push(Line {
            key: line.item.line_key().clone(),
            name: line.item.name.clone(),
            unit,
            period: line.period,
            quantity,
            amount: line.amount,
            discount: amount(share.discount),
            net: amount(net),
            tax: amount(share.tax),
            gross: amount(gross),
            paid_by_wallets: None,
            taxes: line.taxes,
            derivation: line.derivation,
        });
    }
    Ok(lines)
}
