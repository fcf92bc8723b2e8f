//! Keys, and who did what with them.

use crate::{
    access::{CreateKey, CreateKeyForm, ListKeys, RevokeKey, RotateKey, RotateKeyForm, ShowKey},
    audit::ListAuditLog,
    http::{
        route::{
            Method::{Get, Post},
            Parameter, ParameterKind, Route,
        },
        routes::{CURSOR, LIMIT, PAGE},
    },
    store::Store,
};

const OBJECT: Parameter = Parameter {
    name: "object",
    kind: ParameterKind::Text,
    required: false,
    text: "Only what was done to this object.",
};

pub(super) fn routes<S: Store>() -> Vec<Route<S>> {
    vec![
        Route::by_key(Get, "/v1/keys", "list_keys", |request| Ok(ListKeys(request.page()?)))
            .says("The keys as they stand, with when they were used last.")
            .query(PAGE),
        Route::by_key(Post, "/v1/keys", "create_key", |request| {
            Ok(CreateKey { mode: request.claim()?.mode, form: request.form()? })
        })
        .says("Makes a key, which is shown this once.")
        .form::<CreateKeyForm>(r#"{"name":"Books","role":"finance"}"#)
        .status(201),
        Route::by_key(Get, "/v1/keys/{id}", "show_key", |request| {
            Ok(ShowKey(request.parameter("id")?.to_owned()))
        })
        .says("A key, without its secret."),
        Route::by_key(Post, "/v1/keys/{id}/rotate", "rotate_key", |request| {
            let key = request.parameter("id")?.to_owned();
            Ok(RotateKey { mode: request.claim()?.mode, key, form: request.form()? })
        })
        .says("Makes a key in the place of another, which is good for some hours more.")
        .form::<RotateKeyForm>(r#"{"overlap_hours":24}"#)
        .status(201)
        .conflicts(&["key-ended", "key-rotated", "last-admin-key"]),
        Route::by_key(Post, "/v1/keys/{id}/revoke", "revoke_key", |request| {
            Ok(RevokeKey(request.parameter("id")?.to_owned()))
        })
        .says("Ends a key at once.")
        .conflicts(&["last-admin-key"]),
        Route::by_key(Get, "/v1/audit-log", "list_audit_log", |request| {
            let object = request.query().text("object").map(str::to_owned);
            Ok(ListAuditLog { object, page: request.page()? })
        })
        .says("Every change: who, what, before and after; the latest first.")
        .query(&[LIMIT, CURSOR, OBJECT]),
    ]
}
