//! The audit log.

statements! {
    /// Adds an entry.
    ADD_ENTRY = "
        INSERT INTO audit_log
          (seller_id, id, at, actor_kind, actor, action, object, before, after)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

    /// The entries before `?2`, the latest first.
    ENTRIES = "
        SELECT id, at, actor_kind, actor, action, object, before, after
        FROM audit_log
        WHERE seller_id = ?1 AND id < ?2
        ORDER BY id DESC
        LIMIT CAST(?3 AS INTEGER)";

    /// The entries about the object `?2` before `?3`, the latest first.
    OBJECT_ENTRIES = "
        SELECT id, at, actor_kind, actor, action, object, before, after
        FROM audit_log
        WHERE seller_id = ?1 AND object = ?2 AND id < ?3
        ORDER BY id DESC
        LIMIT CAST(?4 AS INTEGER)";
}
