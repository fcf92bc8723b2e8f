//! Products and plans of the present price lists.

use serde_json::value::RawValue;

use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
};

/// What is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What is sold.
    Products,
    /// The prices sold together.
    Plans,
}

/// Lists the products or plans of every price list, by list and code, each with the list it is in.
#[derive(Clone, Debug)]
pub struct ListEntries(pub Kind, pub Page);

impl UseCase for ListEntries {
    type Snapshot = Rows;

    type Answer = List<Box<RawValue>>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let Self(kind, page) = self;
        let sql = match kind {
            Kind::Products => sql::catalog::PRODUCTS,
            Kind::Plans => sql::catalog::PLANS,
        };
        // Codes have no “/”, so it parts the two of a cursor.
        let (list, code) = page.after().split_once('/').unwrap_or_default();
        vec![Statement::new(sql).bind(seller).bind(list).bind(code).bind(page.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(format!("{}/{}", row.text("price_list")?, row.text("code")?));
        let entry =
            |row: &Row| RawValue::from_string(row.read("entry")?).map_err(Refusal::internal);
        Ok(Changes::none(self.1.reply(&rows, key, entry)?))
    }
}
