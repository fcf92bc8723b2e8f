//! The usual rules of a seller in Japan.

use super::{Exemption, TaxCondition, TaxRule, TaxRules};
use crate::{
    catalog::{Code, Text},
    identifier::Country,
};

/// The rates of a seller in Japan, by the codes they have in the price list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JapanRates {
    /// 10 %, category S.
    pub standard: Code,
    /// 8 %, category AA.
    pub reduced: Code,
    /// The tax classes of what is taxed at the reduced rate: food and drink other than alcohol and
    /// meals out, newspapers by subscription (消費税法 別表第一).
    pub reduced_classes: Vec<Code>,
    /// 0 %, category G: exports (輸出免税, 消費税法第7条).
    pub export: Code,
    /// Services supplied electronically, by their tax classes: to customers abroad they are outside the
    /// scope of the tax, for they are supplied where the customer is (消費税法第4条第3項第3号);
    /// category O.
    pub out_of_scope: Option<(Code, Vec<Code>)>,
}

/// Rules for a seller in Japan: domestic sales at the standard or reduced rate, sales abroad free of
/// tax as exports, services supplied electronically to customers abroad outside the scope.
///
/// The consumption tax knows no difference between businesses and consumers for a domestic seller, so
/// no rule asks for a VAT number.
#[must_use]
pub fn japan(rates: JapanRates) -> TaxRules {
    let japan = Country::JAPAN;
    let abroad = || TaxCondition { customer_not: Some(vec![japan]), ..TaxCondition::default() };
    let domestic = || TaxCondition { customer: Some(vec![japan]), ..TaxCondition::default() };
    let mut rules = Vec::new();
    if let Some((rate, classes)) = rates.out_of_scope {
        rules.push(TaxRule {
            code: Code::fixed("abroad-electronic"),
            when: TaxCondition { classes: Some(classes), ..abroad() },
            taxes: vec![rate],
            exemption: exemption("消費税不課税（国外取引）", "Supplied outside Japan"),
        });
    }
    rules.push(TaxRule {
        code: Code::fixed("export"),
        when: abroad(),
        taxes: vec![rates.export],
        exemption: exemption("輸出免税", "Export exempt from consumption tax"),
    });
    rules.push(TaxRule {
        code: Code::fixed("domestic-reduced"),
        when: TaxCondition { classes: Some(rates.reduced_classes), ..domestic() },
        taxes: vec![rates.reduced],
        exemption: None,
    });
    rules.push(TaxRule {
        code: Code::fixed("domestic"),
        when: domestic(),
        taxes: vec![rates.standard],
        exemption: None,
    });
    TaxRules { seller: japan, rules }
}

fn exemption(japanese: &str, english: &str) -> Option<Exemption> {
    let reason = Text::of(&[("ja", japanese), ("en", english)]).ok()?;
    Some(Exemption { reason, code: None })
}
