//! Types of events: the object and what happened to it.

use std::str::FromStr;

use serde::{Serialize, Serializer};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventType {
    /// A customer was added; the data is the customer.
    CustomerCreated,
    /// Something else is said of a customer; the data is the customer.
    CustomerUpdated,
    /// A quote was saved; the data is its head.
    QuoteCreated,
    /// A quote has a new version; the data is its head.
    QuoteRevised,
    /// A quote can be accepted by a link; the data is its head.
    QuoteSent,
    /// The holder of its link looked at a quote for the first time; the data is its head.
    QuoteViewed,
    /// A quote became a subscription; the data is its head, which names it.
    QuoteAccepted,
    /// A quote was declined.
    QuoteDeclined,
    /// A subscription was made; the data is its head.
    SubscriptionCreated,
    /// A change of a subscription was committed; the data is its head as of then.
    SubscriptionChanged,
    /// An invoice has its number and is issued; the data is its head with its totals.
    InvoiceFinalized,
    /// An invoice counts no longer; the data names the credit note that takes it back.
    InvoiceVoided,
    /// A credit note has its number and is issued; the data is its head with its totals.
    CreditNoteIssued,
    /// A bill run has looked at everything; the data is the run.
    BillRunDone,
    /// An endpoint gets no more events; the data is the endpoint with the reason.
    WebhookEndpointDisabled,
}

impl EventType {
    /// Every type with its name.
    const ALL: &[(Self, &'static str)] = &[
        (Self::CustomerCreated, "customer.created"),
        (Self::CustomerUpdated, "customer.updated"),
        (Self::QuoteCreated, "quote.created"),
        (Self::QuoteRevised, "quote.revised"),
        (Self::QuoteSent, "quote.sent"),
        (Self::QuoteViewed, "quote.viewed"),
        (Self::QuoteAccepted, "quote.accepted"),
        (Self::QuoteDeclined, "quote.declined"),
        (Self::SubscriptionCreated, "subscription.created"),
        (Self::SubscriptionChanged, "subscription.changed"),
        (Self::InvoiceFinalized, "invoice.finalized"),
        (Self::InvoiceVoided, "invoice.voided"),
        (Self::CreditNoteIssued, "credit_note.issued"),
        (Self::BillRunDone, "bill_run.done"),
        (Self::WebhookEndpointDisabled, "webhook_endpoint.disabled"),
    ];

    /// The name: `invoice.finalized`.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(known, _)| *known == self).map_or("", |(_, name)| name)
    }

    /// Every name, for refusals.
    #[must_use]
    pub fn names() -> String {
        Self::ALL.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
    }
}

impl FromStr for EventType {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(_, known)| *known == name);
        found.map(|(known, _)| *known).ok_or_else(|| {
            let name: String = name.chars().take(60).collect();
            format!("“{name}” is no type of event; accepted are {}.", Self::names())
        })
    }
}

impl Serialize for EventType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_say_object_and_deed() {
        for (known, name) in EventType::ALL {
            assert_eq!(name.parse(), Ok(*known));
            assert_eq!(known.name(), *name);
            let (object, deed) = name.split_once('.').unwrap();
            assert!(!object.is_empty() && !deed.contains('.'), "{name}");
        }
        assert!("invoice".parse::<EventType>().is_err());
        assert!("".parse::<EventType>().is_err());
    }
}
