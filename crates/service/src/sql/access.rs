//! Keys and idempotency.

statements! {
    /// The key `?2`, with its seller.
    KEY = "
        SELECT k.hash, k.scopes, k.expires_at, k.revoked_at, k.last_used_at, s.mode, s.name,
          CAST(s.clock_ahead AS TEXT) AS clock_ahead
        FROM api_keys AS k
        JOIN sellers AS s ON s.id = k.seller_id
        WHERE k.seller_id = ?1 AND k.id = ?2";

    /// The answer kept for the idempotency key `?2` since `?3`, part by part.
    REPLY = "
        SELECT k.request_digest, CAST(k.status AS TEXT) AS status, k.headers, p.text
        FROM idempotency_keys AS k
        JOIN idempotency_parts AS p ON p.seller_id = k.seller_id AND p.key = k.key
        WHERE k.seller_id = ?1 AND k.key = ?2 AND k.created_at > ?3
        ORDER BY p.part";

    /// Forgets the answer of the idempotency key `?2` if it is not younger than `?3`.
    FORGET_REPLY = "
        DELETE FROM idempotency_keys
        WHERE seller_id = ?1 AND key = ?2 AND created_at <= ?3";

    /// Keeps an answer for the idempotency key `?2`; a second one fails.
    KEEP_REPLY = "
        INSERT INTO idempotency_keys
          (seller_id, key, request_digest, status, headers, created_at)
        VALUES (?1, ?2, ?3, CAST(?4 AS INTEGER), ?5, ?6)";

    /// Keeps part `?3` of the answer's body.
    KEEP_REPLY_PART = "
        INSERT INTO idempotency_parts (seller_id, key, part, text)
        VALUES (?1, ?2, CAST(?3 AS INTEGER), ?4)";

    /// Adds a key.
    ADD_KEY = "
        INSERT INTO api_keys (seller_id, id, hash, name, role, scopes, created_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";

    /// The keys before `?2`, the latest first.
    KEYS = "
        SELECT id, name, role, scopes, created_at, expires_at, revoked_at, last_used_at, replaced_by
        FROM api_keys
        WHERE seller_id = ?1 AND id < ?2
        ORDER BY id DESC
        LIMIT CAST(?3 AS INTEGER)";

    /// The key `?2`, as it is shown.
    SHOWN_KEY = "
        SELECT id, name, role, scopes, created_at, expires_at, revoked_at, last_used_at, replaced_by
        FROM api_keys
        WHERE seller_id = ?1 AND id = ?2";

    /// Says when the key `?2` was used last.
    TOUCH_KEY = "UPDATE api_keys SET last_used_at = ?3 WHERE seller_id = ?1 AND id = ?2";

    /// Ends the key `?2`, which `?3` replaces, at `?4`.
    REPLACE_KEY = "
        UPDATE api_keys SET replaced_by = ?3, expires_at = ?4
        WHERE seller_id = ?1 AND id = ?2 AND revoked_at IS NULL AND replaced_by IS NULL";

    /// Revokes the key `?2`.
    REVOKE_KEY = "
        UPDATE api_keys SET revoked_at = ?3
        WHERE seller_id = ?1 AND id = ?2 AND revoked_at IS NULL";

    /// Aborts the batch unless a key with the scope `admin` is in force at `?2`.
    GUARD_ADMIN = "
        INSERT INTO guard (reason, failed)
        SELECT 'admin', NOT EXISTS (
          SELECT 1 FROM api_keys AS k JOIN json_each(k.scopes) AS s
          WHERE k.seller_id = ?1 AND k.revoked_at IS NULL
            AND (k.expires_at IS NULL OR k.expires_at > ?2) AND s.value = 'admin')";
}
