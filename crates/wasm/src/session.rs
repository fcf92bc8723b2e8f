//! A quote held in WebAssembly memory: edits in, changed cells out.

use js_sys::BigInt64Array;
use seikyu_engine::{
    catalog::{PriceList, TaxBehavior},
    quote::{Column, Draft, Session},
    wire::{Faults, canonical, read},
};
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsValue, prelude::wasm_bindgen};

use crate::convert::{object, thrown, to_object, zones};

/// A quote held in WebAssembly memory while it is edited. Call `free()` when done with it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct QuoteSession {
    session: Session,
}

fn text_value<T: DeserializeOwned>(text: &str) -> Result<T, Faults> {
    read(&canonical(&text))
}

#[wasm_bindgen]
impl QuoteSession {
    /// Opens a draft.
    ///
    /// # Errors
    /// Throws a problem document.
    #[wasm_bindgen(constructor)]
    pub fn new(
        price_list_json: &str,
        draft_json: &str,
        zones_json: &str,
    ) -> Result<QuoteSession, JsValue> {
        let session = PriceList::read(price_list_json)
            .and_then(|list| Session::open(list, Draft::read(draft_json)?, zones(zones_json)?));
        session.map(|session| Self { session }).map_err(|faults| thrown(&faults))
    }

    /// How many rows there are.
    #[wasm_bindgen(js_name = rowCount)]
    #[must_use]
    pub fn row_count(&self) -> usize {
        self.session.row_count()
    }

    /// The rows from one position up to another; only these are formatted.
    ///
    /// # Errors
    /// None in practice.
    #[wasm_bindgen(unchecked_return_type = "Row[]")]
    pub fn rows(&self, from: usize, to: usize) -> Result<JsValue, JsValue> {
        to_object(&self.session.rows(from, to))
    }

    /// The totals.
    ///
    /// # Errors
    /// None in practice.
    #[wasm_bindgen(unchecked_return_type = "QuoteTotals")]
    pub fn totals(&self) -> Result<JsValue, JsValue> {
        to_object(&self.session.totals())
    }

    /// Sets a cell to what was typed, and gives the rows that changed with the totals. The column is
    /// `name`, `quantity` or `unit_price`.
    ///
    /// # Errors
    /// Throws a problem document for a cell that cannot be edited.
    #[wasm_bindgen(js_name = setCell, unchecked_return_type = "Change")]
    pub fn set_cell(&mut self, row: usize, column: &str, text: &str) -> Result<JsValue, JsValue> {
        let change =
            column.parse::<Column>().and_then(|column| self.session.set_cell(row, column, text));
        object(change)
    }

    /// [`QuoteSession::set_cell`] for callers that edit faster than they draw: gives the row's amount,
    /// what is due at the start and what a full period costs, as decimal strings with a tab between
    /// them; each is empty where there is none because of an error.
    ///
    /// # Errors
    /// Throws a problem document for a cell that cannot be edited.
    pub fn edit(&mut self, row: usize, column: &str, text: &str) -> Result<String, JsValue> {
        let edited =
            column.parse::<Column>().and_then(|column| self.session.edit(row, column, text));
        edited.map_err(|faults| thrown(&faults))
    }

    /// Adds a free line and gives its row.
    ///
    /// # Errors
    /// Throws a problem document beyond 100,000 rows.
    #[wasm_bindgen(js_name = addLine)]
    pub fn add_line(&mut self) -> Result<usize, JsValue> {
        self.session.add_line().map_err(|faults| thrown(&faults))
    }

    /// Removes a free line.
    ///
    /// # Errors
    /// Throws a problem document for a row of the plan.
    #[wasm_bindgen(js_name = removeLine)]
    pub fn remove_line(&mut self, row: usize) -> Result<(), JsValue> {
        self.session.remove_line(row).map_err(|faults| thrown(&faults))
    }

    /// Sets how often a free line is charged: the JSON of an interval, or nothing for once.
    ///
    /// # Errors
    /// Throws a problem document for a row of the plan.
    #[wasm_bindgen(js_name = setInterval)]
    pub fn set_interval(
        &mut self,
        row: usize,
        interval_json: Option<String>,
    ) -> Result<(), JsValue> {
        let interval = interval_json.as_deref().map(read).transpose();
        interval
            .and_then(|interval| self.session.set_interval(row, interval))
            .map_err(|faults| thrown(&faults))
    }

    /// Pastes tab-separated text from a cell on.
    ///
    /// # Errors
    /// Throws a problem document beyond 100,000 cells.
    #[wasm_bindgen(unchecked_return_type = "PasteReport")]
    pub fn paste(&mut self, row: usize, column: &str, text: &str) -> Result<JsValue, JsValue> {
        let report =
            column.parse::<Column>().and_then(|column| self.session.paste(row, column, text));
        object(report)
    }

    /// Chooses another plan.
    ///
    /// # Errors
    /// Throws a problem document for a plan that is not there.
    #[wasm_bindgen(js_name = setPlan)]
    pub fn set_plan(&mut self, code: &str) -> Result<(), JsValue> {
        let result = text_value(code).and_then(|code| self.session.set_plan(code));
        result.map_err(|faults| thrown(&faults))
    }

    /// Chooses the first day, as YYYY-MM-DD.
    ///
    /// # Errors
    /// Throws a problem document for what is no date.
    #[wasm_bindgen(js_name = setStart)]
    pub fn set_start(&mut self, date: &str) -> Result<(), JsValue> {
        let result = text_value(date).and_then(|date| self.session.set_start(date));
        result.map_err(|faults| thrown(&faults))
    }

    /// Chooses the coupons, in the order in which they are taken.
    ///
    /// # Errors
    /// Throws a problem document for a coupon that is not there.
    #[wasm_bindgen(js_name = setCoupons)]
    pub fn set_coupons(&mut self, codes: Vec<String>) -> Result<(), JsValue> {
        let result = read(&canonical(&codes)).and_then(|codes| self.session.set_coupons(codes));
        result.map_err(|faults| thrown(&faults))
    }

    /// Chooses `exclusive` or `inclusive`; nothing for what the price list says.
    ///
    /// # Errors
    /// Throws a problem document for anything else.
    #[wasm_bindgen(js_name = setTaxBehavior)]
    pub fn set_tax_behavior(&mut self, behavior: Option<String>) -> Result<(), JsValue> {
        let behavior = behavior.as_deref().map(text_value::<TaxBehavior>).transpose();
        behavior
            .and_then(|behavior| self.session.set_tax_behavior(behavior))
            .map_err(|faults| thrown(&faults))
    }

    /// Chooses the tax rates of every line; nothing for what the products say.
    ///
    /// # Errors
    /// Throws a problem document for a rate that is not there.
    #[wasm_bindgen(js_name = setTaxes)]
    pub fn set_taxes(&mut self, codes: Option<Vec<String>>) -> Result<(), JsValue> {
        let codes = codes.map(|codes| read(&canonical(&codes))).transpose();
        codes.and_then(|codes| self.session.set_taxes(codes)).map_err(|faults| thrown(&faults))
    }

    /// Minor units of every line, packed.
    #[must_use]
    pub fn amounts(&self) -> BigInt64Array {
        let amounts: Vec<i64> = self.session.amounts().collect();
        BigInt64Array::from(amounts.as_slice())
    }

    /// Prices every row afresh.
    ///
    /// # Errors
    /// Throws a problem document for an amount beyond what can be held.
    pub fn recalculate(&mut self) -> Result<(), JsValue> {
        self.session.recalculate().map_err(|faults| thrown(&faults))
    }

    /// Why a row's line costs what it costs.
    ///
    /// # Errors
    /// Throws a problem document for a row in error.
    #[wasm_bindgen(unchecked_return_type = "LineDerivation")]
    pub fn explain(&self, row: usize) -> Result<JsValue, JsValue> {
        object(self.session.explain(row))
    }

    /// The draft as canonical JSON.
    ///
    /// # Errors
    /// Throws a problem document naming the rows in error.
    pub fn draft(&self) -> Result<String, JsValue> {
        let draft = self.session.draft();
        draft.map(|draft| canonical(&draft)).map_err(|faults| thrown(&faults))
    }

    /// The priced quote as canonical JSON.
    ///
    /// # Errors
    /// Throws a problem document naming the rows in error.
    pub fn priced(&self) -> Result<String, JsValue> {
        let priced = self.session.priced();
        priced.map(|priced| canonical(&priced)).map_err(|faults| thrown(&faults))
    }
}
