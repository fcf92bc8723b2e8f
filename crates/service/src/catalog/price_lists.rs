//! Price lists: imported whole, each change a new version.

use seikyu_engine::{
    catalog::PriceList,
    wire::{canonical, digest, read},
};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    access::Scope,
    audit::Audited,
    host::Context,
    id::{PriceListVersionId, SellerId},
    list::{List, Page},
    refusal::Refusal,
    sql,
    store::{Row, Rows, Statement},
    use_case::{Changes, Loaded, Reply, UseCase},
};

/// Imports a price list; if it differs from the present version, as a new one.
#[derive(Clone, Debug)]
pub struct ImportPriceList(pub PriceList);

/// Shows a version of a price list, or the present one.
#[derive(Clone, Debug)]
pub struct ShowPriceList {
    /// Code of the price list.
    pub code: String,
    /// The version; the present one where absent.
    pub version: Option<u32>,
}

/// Lists the price lists by code.
#[derive(Clone, Debug)]
pub struct ListPriceLists(pub Page);

/// A version of a price list as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPriceList {
    /// The version.
    pub version: u64,
    /// The canonical document.
    pub document: String,
    /// Its SHA-256.
    pub digest: String,
}

/// A price list that was imported.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ImportedPriceList<'a> {
    code: &'a str,
    version: u64,
}

/// A price list in its present version.
#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub struct ListedPriceList {
    code: String,
    version: u64,
    currency: String,
    #[cfg_attr(feature = "openapi", schemars(with = "seikyu_engine::catalog::Text"))]
    name: Box<RawValue>,
    created_at: String,
}

/// The statement that loads the present version of a price list.
pub(crate) fn price_list_row(seller: &SellerId, code: &str) -> Statement {
    Statement::new(sql::catalog::PRICE_LIST).bind(seller).bind(code)
}

impl StoredPriceList {
    pub(crate) fn read(row: &Row) -> Result<Self, Refusal> {
        Ok(Self {
            version: row.read("version")?,
            document: row.read("document")?,
            digest: row.read("digest")?,
        })
    }

    /// The price list itself; it was checked when it was imported.
    pub(crate) fn list(&self) -> Result<PriceList, Refusal> {
        read(&self.document).map_err(Refusal::internal)
    }
}

impl UseCase for ImportPriceList {
    type Snapshot = Option<StoredPriceList>;

    type Answer = ImportedPriceList<'static>;

    const SCOPE: Scope = Scope::Catalog;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![price_list_row(seller, self.0.code.as_str())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Self::Snapshot, Refusal> {
        loaded.row()?.as_ref().map(StoredPriceList::read).transpose()
    }

    fn decide(
        &self,
        present: Self::Snapshot,
        seller: &SellerId,
        context: &Context,
    ) -> Result<Changes, Refusal> {
        let list = &self.0;
        let code = list.code.as_str();
        let document = canonical(list);
        let digest = digest(&document);
        let path = format!("/v1/price-lists/{code}");
        if let Some(same) = present.as_ref().filter(|present| present.digest == digest) {
            let reply = Reply::json(200, &ImportedPriceList { code, version: same.version })?;
            return Ok(Changes::none(reply.with_location(path)));
        }
        let before =
            present.as_ref().map(|present| ImportedPriceList { code, version: present.version });
        let version = present.as_ref().map_or(0, |present| present.version).saturating_add(1);
        let named = |sql| Statement::new(sql).bind(seller).bind(code).bind(version);
        let add = named(sql::catalog::ADD_PRICE_LIST_VERSION)
            .bind(context.id::<PriceListVersionId>(0))
            .bind(document)
            .bind(digest)
            .bind(context.now);
        let point =
            named(sql::catalog::POINT_PRICE_LIST).bind(list.currency).bind(canonical(&list.name));
        let guard = Statement::new(sql::GUARD_CHANGED_ONE);
        let after = ImportedPriceList { code, version };
        let reply = Reply::json(201, &after)?.with_location(path);
        let mut audited = Audited::new("price_list.imported", code).after(&after)?;
        if let Some(before) = before {
            audited = audited.before(&before)?;
        }
        Ok(Changes::write(audited, vec![add, point, guard], reply))
    }
}

impl UseCase for ShowPriceList {
    type Snapshot = StoredPriceList;

    type Answer = PriceList;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        vec![match self.version {
            None => price_list_row(seller, &self.code),
            Some(version) => Statement::new(sql::catalog::PRICE_LIST_VERSION)
                .bind(seller)
                .bind(&self.code)
                .bind(version),
        }]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<StoredPriceList, Refusal> {
        StoredPriceList::read(&loaded.found("price list")?)
    }

    fn decide(&self, list: StoredPriceList, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        Ok(Changes::none(Reply::text(200, list.document).with_etag(&list.digest)))
    }
}

impl UseCase for ListPriceLists {
    type Snapshot = Rows;

    type Answer = List<ListedPriceList>;

    const SCOPE: Scope = Scope::Read;

    fn load(&self, seller: &SellerId) -> Vec<Statement> {
        let list = Statement::new(sql::catalog::PRICE_LISTS).bind(seller);
        vec![list.bind(self.0.after()).bind(self.0.rows())]
    }

    fn snapshot(&self, loaded: &mut Loaded) -> Result<Rows, Refusal> {
        Ok(loaded.rows()?)
    }

    fn decide(&self, rows: Rows, _: &SellerId, _: &Context) -> Result<Changes, Refusal> {
        let key = |row: &Row| Ok(row.text("code")?.to_owned());
        let entry = |row: &Row| {
            Ok(ListedPriceList {
                code: row.read("code")?,
                version: row.read("version")?,
                currency: row.read("currency")?,
                name: RawValue::from_string(row.read("name")?).map_err(Refusal::internal)?,
                created_at: row.read("created_at")?,
            })
        };
        Ok(Changes::none(self.0.reply(&rows, key, entry)?))
    }
}
