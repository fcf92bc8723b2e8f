//! Choosing a rule, and saying why.

use std::fmt;

use serde::Serialize;

use super::{CustomerTax, Exemption, TaxCondition, TaxRules};
use crate::{catalog::Code, identifier::Country, wire::FaultCode};

/// The rates that were chosen, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct TaxChoice {
    /// Code of the rule.
    pub rule: Code,
    /// Codes of the rates.
    pub taxes: Vec<Code>,
    /// What the rule asks for, and holds; nothing for a rule that always holds.
    pub because: Vec<TaxReason>,
    /// The rules before it, each with the first condition that does not hold.
    pub passed_over: Vec<UnmetRule>,
    /// Why no tax is charged, if so: the rule's reason; the customer's own under a rule for exempt
    /// customers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exemption: Option<Exemption>,
}

/// A condition that holds, with what was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum TaxReason {
    /// The seller sells from this country.
    Seller {
        /// The country.
        #[cfg_attr(feature = "typescript", tsify(type = "string"))]
        country: Country,
    },
    /// The customer is in this country, which is one of those asked for, or none of those ruled out.
    Customer {
        /// The country.
        #[cfg_attr(feature = "typescript", tsify(type = "string"))]
        country: Country,
    },
    /// The customer is a business, or is not.
    Business {
        /// Which of both.
        is: bool,
    },
    /// The product has this tax class.
    Class {
        /// The class.
        class: Code,
    },
    /// The customer is exempt, or is not.
    Exempt {
        /// Which of both.
        is: bool,
    },
}

/// A rule that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct UnmetRule {
    /// Code of the rule.
    pub rule: Code,
    /// Its first condition that does not hold.
    pub unmet: Unmet,
}

/// The condition of a rule that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum Unmet {
    /// The seller's country.
    Seller,
    /// The customer's country.
    Customer,
    /// Whether the customer is a business.
    Business,
    /// The product's tax class.
    Class,
    /// Whether the customer is exempt.
    Exempt,
}

/// No rule holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRule {
    looked_at: String,
}

impl NoRule {
    /// The code of the fault.
    pub const CODE: FaultCode = "no_tax_rule";
}

impl fmt::Display for NoRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.looked_at)
    }
}

impl std::error::Error for NoRule {}

impl TaxRules {
    /// Chooses the rates of a product for a customer: those of the first rule that holds.
    ///
    /// ```
    /// use seikyu_engine::tax::{CustomerTax, JapanRates, japan};
    ///
    /// let code = |text: &str| text.parse().unwrap();
    /// let rules = japan(JapanRates {
    ///     standard: code("standard"),
    ///     reduced: code("reduced"),
    ///     reduced_classes: vec![code("food")],
    ///     export: code("export"),
    ///     out_of_scope: None,
    /// });
    /// let customer =
    ///     CustomerTax { country: "JP".parse()?, vat_number: None, exemption: None };
    /// let choice = rules.choose(&customer, Some(&code("food")))?;
    /// assert_eq!((choice.rule.as_str(), choice.taxes), ("domestic-reduced", vec![code("reduced")]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`NoRule`], which says what was looked at.
    pub fn choose(
        &self,
        customer: &CustomerTax,
        class: Option<&Code>,
    ) -> Result<TaxChoice, NoRule> {
        let question = Question { seller: self.seller, customer, class };
        let mut passed_over = Vec::new();
        for rule in &self.rules {
            match question.meets(&rule.when) {
                Ok(because) => {
                    let own = rule.when.exempt.and(customer.exemption.as_ref());
                    let exemption = own.or(rule.exemption.as_ref()).cloned();
                    let taxes = rule.taxes.clone();
                    let rule = rule.code.clone();
                    return Ok(TaxChoice { rule, taxes, because, passed_over, exemption });
                }
                Err(unmet) => passed_over.push(UnmetRule { rule: rule.code.clone(), unmet }),
            }
        }
        Err(NoRule { looked_at: question.said(self.rules.len()) })
    }
}

struct Question<'a> {
    seller: Country,
    customer: &'a CustomerTax,
    class: Option<&'a Code>,
}

impl Question<'_> {
    /// What holds of a condition, or the first part that does not.
    fn meets(&self, when: &TaxCondition) -> Result<Vec<TaxReason>, Unmet> {
        let mut because = Vec::new();
        let mut ask = |holds: bool, reason: TaxReason, unmet: Unmet| {
            if holds {
                because.push(reason);
                Ok(())
            } else {
                Err(unmet)
            }
        };
        if let Some(countries) = &when.seller {
            let country = self.seller;
            ask(countries.contains(&country), TaxReason::Seller { country }, Unmet::Seller)?;
        }
        let country = self.customer.country;
        let reason = || TaxReason::Customer { country };
        if let Some(countries) = &when.customer {
            ask(countries.contains(&country), reason(), Unmet::Customer)?;
        }
        if let Some(countries) = &when.customer_not {
            ask(!countries.contains(&country), reason(), Unmet::Customer)?;
        }
        if let Some(is) = when.business {
            let holds = self.customer.vat_number.is_some() == is;
            ask(holds, TaxReason::Business { is }, Unmet::Business)?;
        }
        if let Some(classes) = &when.classes {
            let class = self.class.filter(|class| classes.contains(class)).ok_or(Unmet::Class)?;
            ask(true, TaxReason::Class { class: class.clone() }, Unmet::Class)?;
        }
        if let Some(is) = when.exempt {
            let holds = self.customer.exemption.is_some() == is;
            ask(holds, TaxReason::Exempt { is }, Unmet::Exempt)?;
        }
        Ok(because)
    }

    fn said(&self, rules: usize) -> String {
        let business =
            if self.customer.vat_number.is_some() { "a business" } else { "without VAT number" };
        let exempt = if self.customer.exemption.is_some() { "exempt" } else { "not exempt" };
        let class = match self.class {
            Some(class) => format!("of tax class “{class}”"),
            None => "without tax class".to_owned(),
        };
        format!(
            "None of the {rules} tax rules holds for a seller in {}, a customer in {} ({business}, \
             {exempt}) and a product {class}; accepted is what a rule names.",
            self.seller, self.customer.country
        )
    }
}
