//! Showing keys: everything but what they are.

use super::KeyView;
use crate::{
    access::Scope,
    host::Context,
    id::SellerId,
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Lists the keys, by id.
#[derive(Clone, Debug)]
pub struct ListKeys(pub Page);

/// Shows a key.
#[derive(Clone, Debug)]
pub struct ShowKey(pub String);

impl UseCase for ListKeys {
    type Snapshot = Rows;

    type Answer = List<KeyView>;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::access::KEYS).bind(seller);
        vec![list.bind(self.0.before()).bind(self.0.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("id")?.to_owned());
        Ok(Changes::none(self.0.reply(&rows, key, KeyView::read)?))
    }
}

impl UseCase for ShowKey {
    type Snapshot = KeyView;

    type Answer = KeyView;

    const SCOPE: Scope = Scope::Admin;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![KeyView::load(seller, &self.0)]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<KeyView, Refusal> {
        KeyView::read(&loaded.found("key")?)
    }

    fn decide(&self, key: KeyView, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(Reply::json(200, &key)?))
    }
}
