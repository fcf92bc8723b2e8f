//! What a forecast is made from.

use std::collections::BTreeMap;

use seikyu_money::{Number, Percent, Quantity};
use serde::{Deserialize, Serialize};

use crate::{
    billing::BillRequest,
    catalog::Code,
    wire::{Check, Faults, ForecastRequestVersion, Pointer, read},
};

/// What a forecast is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct ForecastRequest {
    /// The form of this document.
    pub version: ForecastRequestVersion,
    /// The contract as it stands, its usage, what was billed, and the instant to look ahead from.
    pub current: BillRequest,
    /// How many bills, from 1 to 60.
    pub bills: u32,
    /// What is assumed of usage; the customer's own history when absent.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub usage: UsageAssumption,
    /// How far the low and the high lie from what is expected, in per cent of the usage, at most 100. When
    /// absent, as far as the lowest and the highest of the last twelve periods lay from their mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", tsify(optional))]
    pub spread: Option<Percent>,
}

/// What is assumed of the usage of a meter in the periods to come. A period is that of the shortest
/// interval in which the meter is charged; of the one that is running, the usage so far is kept and the
/// rest is assumed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub enum UsageAssumption {
    /// The mean of the last twelve complete periods, or of as many as there are.
    #[default]
    History,
    /// What the same period had a year before; the mean where there is none.
    Seasonal,
    /// From the last complete period on, each one so many per cent more than the one before; below zero,
    /// less. From −100 to 1,000.
    Trend(Number),
    /// The same in each period, by meter; the mean for meters that are not named.
    Constant(BTreeMap<Code, Quantity>),
}

/// The most bills.
const BILLS_MAX: u32 = 60;

impl ForecastRequest {
    /// Reads a request and checks it.
    ///
    /// # Errors
    /// The first field that is not of the form, or every fault of a request of the form.
    #[inline]
    pub fn read(text: &str) -> Result<Self, Faults> {
        let request: Self = read(text)?;
        request.check()?;
        Ok(request)
    }

    /// Checks what the form alone cannot.
    ///
    /// # Errors
    /// Every fault of the contract; then every fault of the assumptions.
    pub fn check(&self) -> Result<(), Faults> {
        self.current.check()?;
        let mut check = Check::default();
        let root = Pointer::ROOT;
        if self.bills == 0 || self.bills > BILLS_MAX {
            let detail = format!("{} was given; accepted is 1 to {BILLS_MAX}.", self.bills);
            check.fault("out_of_range", &root.field("bills"), detail);
        }
        if let Some(spread) = self.spread.filter(|spread| *spread > Percent::HUNDRED) {
            let detail = format!("{spread} was given; accepted is at most 100.");
            check.fault("out_of_range", &root.field("spread"), detail);
        }
        let usage = root.field("usage");
        match &self.usage {
            UsageAssumption::Trend(percent) => {
                let given = seikyu_money::Exact::from(*percent);
                let least = seikyu_money::Exact::from(Percent::HUNDRED).negated()?;
                let most = seikyu_money::Exact::from(Percent::HUNDRED).fraction(10, 1)?;
                if given.compare(least)?.is_lt() || given.compare(most)?.is_gt() {
                    let detail = format!("{percent} was given; accepted is -100 to 1000.");
                    check.fault("out_of_range", &usage.field("trend"), detail);
                }
            }
            UsageAssumption::Constant(by_meter) => {
                let place = usage.field("constant");
                let known = |code: &Code| {
                    self.current.contract.meters.iter().any(|meter| meter.code == *code)
                };
                for code in by_meter.keys().filter(|code| !known(code)) {
                    let detail =
                        format!("There is no meter “{code}”; accepted is one of the contract.");
                    check.fault("unknown_reference", &place.field(code.as_str()), detail);
                }
            }
            UsageAssumption::History | UsageAssumption::Seasonal => {}
        }
        check.finish()
    }
}
