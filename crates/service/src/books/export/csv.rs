//! The journal as CSV (RFC 4180): a line for each posting.

use super::{Posted, Recognised};
use crate::{books::Account, refusal::Refusal};

const HEADER: &str =
    "booked_on,entry,kind,account,tax_rate,amount,currency,customer,number,invoice,payment";

/// The file. Revenue follows the entries, on the last day of each month.
pub(super) fn write(postings: &[Posted<'_>], recognised: &[Recognised]) -> Result<String, Refusal> {
    let mut text = String::from(HEADER);
    text.push_str("\r\n");
    for posted in postings {
        line(
            &mut text,
            &[
                posted.booked_on,
                posted.entry,
                posted.kind,
                posted.account,
                posted.tax_rate.unwrap_or_default(),
                &posted.amount.to_string(),
                posted.amount.currency().code(),
                posted.customer,
                posted.number.unwrap_or_default(),
                posted.invoice.unwrap_or_default(),
                posted.payment.unwrap_or_default(),
            ],
        );
    }
    for Recognised { month, amount } in recognised {
        let earned = amount.negated().map_err(Refusal::internal)?;
        for (account, amount) in [(Account::DeferredRevenue, *amount), (Account::Revenue, earned)] {
            let (day, currency) = (month.to.to_string(), amount.currency().code());
            let (account, amount) = (account.name(), amount.to_string());
            line(
                &mut text,
                &[&day, "", "recognition", account, "", &amount, currency, "", "", "", ""],
            );
        }
    }
    Ok(text)
}

fn line(text: &mut String, fields: &[&str]) {
    for (index, field) in fields.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        if field.contains([',', '"', '\r', '\n']) {
            text.push('"');
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(field);
        }
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_with_a_comma_or_quote_is_quoted() {
        let mut text = String::new();
        line(&mut text, &["A,1", "", "say \"x\"", "plain"]);
        assert_eq!(text, "\"A,1\",,\"say \"\"x\"\"\",plain\r\n");
    }
}
