//! A contract held in WebAssembly memory while its customer looks at plans.

use seikyu_calendar::Zones;
use seikyu_engine::{
    billing::BillRequest,
    catalog::PriceList,
    preview::{Along, Assumed, ChangeRequest, Plans, preview_change},
    quote::{PlanChoice, plan_change},
    wire::{ChangeRequestVersion, Faults, read},
};
use seikyu_money::Quantity;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::convert::{object, thrown, zones};

/// A contract and its price list, held in WebAssembly memory while plans are compared. Call `free()`
/// when done with it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct PlanSession {
    list: PriceList,
    current: BillRequest,
    zones: Zones,
}

#[wasm_bindgen]
impl PlanSession {
    /// Opens a contract: the price list, and the bill request of the contract as it stands, as JSON.
    ///
    /// # Errors
    /// Throws a problem document.
    #[wasm_bindgen(constructor)]
    pub fn new(
        price_list_json: &str,
        request_json: &str,
        zones_json: &str,
    ) -> Result<PlanSession, JsValue> {
        let open = || {
            let list = PriceList::read(price_list_json)?;
            let current = BillRequest::read(request_json)?;
            Ok(Self { list, current, zones: zones(zones_json)? })
        };
        open().map_err(|faults: Faults| thrown(&faults))
    }

    /// Every plan of the price list under the same quantities and usage: `Assumed` as JSON.
    ///
    /// # Errors
    /// Throws a problem document.
    #[wasm_bindgen(unchecked_return_type = "PlanAlternative[]")]
    pub fn alternatives(&self, assumed_json: &str) -> Result<JsValue, JsValue> {
        object(
            read::<Assumed>(assumed_json).and_then(|assumed| self.plans().alternatives(&assumed)),
        )
    }

    /// What every plan costs per month as one number grows: `Assumed`, `Along` and `Quantity[]` as JSON.
    ///
    /// # Errors
    /// Throws a problem document.
    #[wasm_bindgen(unchecked_return_type = "PlanCurve[]")]
    pub fn curves(
        &self,
        assumed_json: &str,
        along_json: &str,
        numbers_json: &str,
    ) -> Result<JsValue, JsValue> {
        let curves = || {
            let assumed: Assumed = read(assumed_json)?;
            let along: Along = read(along_json)?;
            let numbers: Vec<Quantity> = read(numbers_json)?;
            self.plans().curves(&assumed, &along, &numbers)
        };
        object(curves())
    }

    /// Previews a choice: `PlanChoice` as JSON.
    ///
    /// # Errors
    /// Throws a problem document.
    #[wasm_bindgen(unchecked_return_type = "ChangePreview")]
    pub fn preview(&self, choice_json: &str) -> Result<JsValue, JsValue> {
        let preview = || {
            let choice: PlanChoice = read(choice_json)?;
            let (contract, at) = (&self.current.contract, self.current.through);
            let change = plan_change(&self.list, contract, &choice, at, &self.zones)?;
            let current = self.current.clone();
            let version = ChangeRequestVersion::V1;
            let request = ChangeRequest { version, current, change, assumed: None };
            preview_change(&request, &self.zones)
        };
        object(preview())
    }
}

impl PlanSession {
    fn plans(&self) -> Plans<'_> {
        Plans { list: &self.list, current: &self.current, zones: &self.zones }
    }
}
