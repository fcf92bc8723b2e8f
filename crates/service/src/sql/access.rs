//! Keys, sellers and idempotency.

statements! {
    /// The key `?2`, with its seller.
    KEY = "
        SELECT k.hash, k.scopes, k.expires_at, k.revoked_at, s.mode, s.name
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

    /// The seller as documents show it.
    SELLER = "
        SELECT id, mode, name, address, country, registration_number,
          CAST(payment_days AS TEXT) AS payment_days
        FROM sellers
        WHERE id = ?1";

    /// Whether there is any seller.
    ANY_SELLER = "SELECT id FROM sellers LIMIT 1";

    /// Adds a seller.
    ADD_SELLER = "
        INSERT INTO sellers
          (id, mode, name, address, country, registration_number, payment_days, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, CAST(?7 AS INTEGER), ?8)";

    /// Adds a key.
    ADD_KEY = "
        INSERT INTO api_keys (seller_id, id, hash, scopes, created_at, expires_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
}
