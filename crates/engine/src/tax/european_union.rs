//! The usual rules of a seller in the European Union (Directive 2006/112/EC, “VAT Directive”).

use std::collections::BTreeMap;

use super::{Exemption, TaxCondition, TaxRule, TaxRules};
use crate::{
    catalog::{Code, Text},
    identifier::Country,
    wire::Faults,
};

/// The rates of a seller in the Union, by the codes they have in the price list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnionRates {
    /// What is sold, by tax class, each class once.
    pub classes: Vec<ClassRates>,
    /// Services to businesses of other members: category AE, the customer owes the tax (articles 44 and
    /// 196).
    pub reverse_charge: Code,
    /// Goods to businesses of other members: category K (article 138).
    pub intra_community: Code,
    /// Customers who are exempt themselves, such as embassies: category E (article 151). Without it an
    /// exemption has no rule.
    pub exempt: Option<Code>,
}

/// The rates of one tax class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassRates {
    /// The class, as products name it.
    pub class: Code,
    /// What it is.
    pub supply: Supply,
    /// The rate in the seller's own country.
    pub domestic: Code,
    /// The rate for consumers of other members, by member (articles 33 and 58, declared through the One
    /// Stop Shop). For a member that is not listed there is no rule; a seller below the threshold of
    /// article 59c lists the domestic rate.
    pub members: BTreeMap<Country, Code>,
    /// The rate outside the Union: category G for goods (article 146), O for services that are supplied
    /// where the customer is (articles 44 and 59).
    pub outside: Code,
}

/// What is supplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supply {
    /// Goods that are transported to the customer.
    Goods,
    /// Services under the general rule of article 44 and, for consumers, those of article 58:
    /// telecommunication, broadcasting and what is supplied electronically.
    Services,
}

/// Rules for a seller in a member of the Union, in this order: exempt customers; domestic sales by
/// class; businesses of other members without tax; consumers of other members at their own rate; sales
/// outside the Union.
///
/// A business is who gives a VAT number of its country. Seikyu checks the number's form; that it is
/// valid must be confirmed with VIES, on which articles 138 and 196 rely.
///
/// # Errors
/// `not_a_member` for a seller outside the Union.
pub fn european_union(seller: Country, rates: UnionRates) -> Result<TaxRules, Faults> {
    if !seller.is_union_member() {
        let detail = format!("{seller} is no member of the European Union; accepted is a member.");
        return Err(Faults::whole("not_a_member", detail));
    }
    let members: Vec<Country> = Country::union_members().collect();
    let others: Vec<Country> = members.iter().copied().filter(|other| *other != seller).collect();
    let condition = |class: &Code| {
        let classes = Some(vec![class.clone()]);
        TaxCondition { classes, ..TaxCondition::default() }
    };
    let mut rules = Vec::new();
    if let Some(rate) = rates.exempt {
        rules.push(TaxRule {
            code: Code::fixed("exempt"),
            when: TaxCondition { exempt: Some(true), ..TaxCondition::default() },
            taxes: vec![rate],
            exemption: None,
        });
    }
    for (number, class) in (1_u32..).zip(&rates.classes) {
        let mut add = |name: &str, when: TaxCondition, rate: &Code, exemption| {
            let code = Code::fixed(&format!("{name}-{number}"));
            rules.push(TaxRule { code, when, taxes: vec![rate.clone()], exemption });
        };
        let class_is = || condition(&class.class);
        let domestic = TaxCondition { customer: Some(vec![seller]), ..class_is() };
        add("domestic", domestic, &class.domestic, None);
        let business =
            TaxCondition { customer: Some(others.clone()), business: Some(true), ..class_is() };
        match class.supply {
            Supply::Goods => {
                let reason = exemption("Intra-Community supply", "VATEX-EU-IC");
                add("intra-community", business, &rates.intra_community, reason);
            }
            Supply::Services => {
                let reason = exemption("Reverse charge", "VATEX-EU-AE");
                add("reverse-charge", business, &rates.reverse_charge, reason);
            }
        }
        for (member, rate) in class.members.iter().filter(|(member, _)| **member != seller) {
            let consumer =
                TaxCondition { customer: Some(vec![*member]), business: Some(false), ..class_is() };
            add(&format!("consumer-{}", member.as_str().to_lowercase()), consumer, rate, None);
        }
        let outside = TaxCondition { customer_not: Some(members.clone()), ..class_is() };
        let reason = match class.supply {
            Supply::Goods => exemption("Export outside the EU", "VATEX-EU-G"),
            Supply::Services => exemption("Not subject to VAT", "VATEX-EU-O"),
        };
        add("outside", outside, &class.outside, reason);
    }
    Ok(TaxRules { seller, rules })
}

fn exemption(reason: &str, code: &str) -> Option<Exemption> {
    let reason = Text::new("en", reason).ok()?;
    Some(Exemption { reason, code: Some(code.to_owned()) })
}
