//! The chart of accounts.

/// An account of the books. Debits are above zero, credits below: what the seller has and spends is
/// above zero, what it owes and earns below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// Money received and not paid back.
    Cash,
    /// What customers owe on invoices.
    Receivable,
    /// What is owed to customers: money that is not allocated, and invoices below zero.
    CustomerCredit,
    /// What was billed and is still to be served.
    DeferredRevenue,
    /// What was billed and served. Nothing is posted here: it is computed at the day that is asked for.
    Revenue,
    /// Tax owed to the state, by rate.
    TaxPayable,
    /// What was written off.
    BadDebt,
}

impl Account {
    /// Every account, in the order of a trial balance.
    pub const ALL: [Self; 7] = [
        Self::Cash,
        Self::Receivable,
        Self::CustomerCredit,
        Self::DeferredRevenue,
        Self::TaxPayable,
        Self::Revenue,
        Self::BadDebt,
    ];

    /// Its name in the API and in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Receivable => "receivable",
            Self::CustomerCredit => "customer_credit",
            Self::DeferredRevenue => "deferred_revenue",
            Self::Revenue => "revenue",
            Self::TaxPayable => "tax_payable",
            Self::BadDebt => "bad_debt",
        }
    }

    /// The account of a name, as the database holds it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|account| account.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_account() {
        for account in Account::ALL {
            assert_eq!(Account::named(account.name()), Some(account));
        }
        assert_eq!(Account::named("petty_cash"), None);
    }
}
