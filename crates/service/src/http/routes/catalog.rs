//! Price lists, products and plans.

use seikyu_engine::catalog::PriceList;

use crate::{
    catalog::{
        ImportPriceList, ImportedPriceList, Kind, ListEntries, ListPriceLists, ListedPlan,
        ListedProduct, ShowPriceList,
    },
    http::{
        route::{
            Method::{Get, Post},
            Parameter, ParameterKind, Route,
        },
        routes::PAGE,
    },
    list::List,
    store::Store,
};

/// Which version of a price list.
const VERSION: Parameter = Parameter {
    name: "version",
    kind: ParameterKind::Version,
    required: false,
    text: "Which version; the present one where nothing is said.",
};

/// A price list with one plan.
const EXAMPLE: &str = r#"{
    "version": "seikyu.price-list.v1", "code": "acme", "currency": "EUR",
    "name": {"en": "Acme"},
    "products": [{"code": "seat", "name": {"en": "Seat"}}],
    "plans": [{"code": "team", "name": {"en": "Team"}, "prices": [{
        "code": "seats", "product": "seat",
        "charge": {"model": "per_unit", "unit_price": "9.00"}, "interval": {"unit": "month"}
    }]}]
}"#;

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/price-lists", "list_price_lists", |request| {
            Ok(ListPriceLists(request.page()?))
        })
        .says("The price lists, each in its present version.")
        .query(PAGE),
        Route::by_key(Post, "/v1/price-lists", "import_price_list", |request| {
            Ok(ImportPriceList(PriceList::read(request.document()?)?))
        })
        .says("Imports a price list; if it differs from the present version, as a new one.")
        .form::<PriceList>(EXAMPLE)
        .status(201)
        .or::<ImportedPriceList<'static>>(200, "It is the present version already."),
        Route::by_key(Get, "/v1/price-lists/{code}", "show_price_list", |request| {
            let code = request.parameter("code")?.to_owned();
            Ok(ShowPriceList { code, version: request.query().version("version")? })
        })
        .says("A price list, canonical.")
        .query(&[VERSION])
        .tagged(),
        Route::by_key(Get, "/v1/products", "list_products", |request| {
            Ok(ListEntries(Kind::Products, request.page()?))
        })
        .says("The products of the present price lists.")
        .query(PAGE)
        .answers::<List<ListedProduct>>(),
        Route::by_key(Get, "/v1/plans", "list_plans", |request| {
            Ok(ListEntries(Kind::Plans, request.page()?))
        })
        .says("The plans of the present price lists.")
        .query(PAGE)
        .answers::<List<ListedPlan>>(),
    ]
}
