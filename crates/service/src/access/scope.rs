//! Scopes: what a key allows, and the roles that bundle them.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a key allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Reading and previewing.
    Read,
    /// Importing price lists.
    Catalog,
    /// Customers and quotes.
    Sales,
    /// Subscriptions, their changes, and links to them.
    Subscriptions,
    /// Sending usage.
    Usage,
    /// Issuing invoices, running bill runs, and recording payments.
    Billing,
    /// Keys, webhook endpoints and the audit log; whoever has it can give every other scope.
    Admin,
}

/// What the holder of a key does, which says the scopes the key has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Owner,
    /// Reading and billing.
    Finance,
    /// Reading, customers, quotes and subscriptions.
    Sales,
    /// Reading, and changing subscriptions.
    Support,
    /// Reading.
    ReadOnly,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 7] = [
        Self::Read,
        Self::Catalog,
        Self::Sales,
        Self::Subscriptions,
        Self::Usage,
        Self::Billing,
        Self::Admin,
    ];

    /// The name in the database and in refusals.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Catalog => "catalog",
            Self::Sales => "sales",
            Self::Subscriptions => "subscriptions",
            Self::Usage => "usage",
            Self::Billing => "billing",
            Self::Admin => "admin",
        }
    }
}

impl Role {
    const ALL: [Self; 5] = [Self::Owner, Self::Finance, Self::Sales, Self::Support, Self::ReadOnly];

    /// The name in the database.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Finance => "finance",
            Self::Sales => "sales",
            Self::Support => "support",
            Self::ReadOnly => "read_only",
        }
    }

    /// The scopes of the role.
    #[must_use]
    pub const fn scopes(self) -> &'static [Scope] {
        match self {
            Self::Owner => &Scope::ALL,
            Self::Finance => &[Scope::Read, Scope::Billing],
            Self::Sales => &[Scope::Read, Scope::Sales, Scope::Subscriptions],
            Self::Support => &[Scope::Read, Scope::Subscriptions],
            Self::ReadOnly => &[Scope::Read],
        }
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.name() == name).ok_or(())
    }
}
