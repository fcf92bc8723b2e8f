//! Listing endpoints.

use serde_json::value::to_raw_value;

use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, UseCase},
    webhooks::StoredEndpoint,
    webhooks::endpoint::EndpointView,
};

/// Lists the endpoints, the latest first, without their secrets.
#[derive(Clone, Debug)]
pub struct ListEndpoints(pub Page);

impl UseCase for ListEndpoints {
    type Snapshot = Rows;

    type Answer = List<EndpointView<'static>>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::webhooks::ENDPOINTS).bind(seller);
        vec![list.bind(self.0.before()).bind(self.0.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, context: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        let entry = |row: &Row| {
            let endpoint = StoredEndpoint::read(row)?;
            to_raw_value(&endpoint.view(context.clock)?).map_err(Refusal::internal)
        };
        Ok(Changes::none(self.0.reply(&rows, key, entry)?))
    }
}
