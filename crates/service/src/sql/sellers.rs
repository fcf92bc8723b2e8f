//! Sellers.

statements! {
    /// The seller as documents show it.
    SELLER = "
        SELECT id AS seller_id, mode, name AS seller_name, address, country AS seller_country,
          registration_number, CAST(payment_days AS TEXT) AS payment_days
        FROM sellers
        WHERE id = ?1";

    /// Whether there is any seller.
    ANY_SELLER = "SELECT id FROM sellers LIMIT 1";

    /// Adds a seller.
    ADD_SELLER = "
        INSERT INTO sellers
          (id, mode, name, address, country, registration_number, payment_days, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, CAST(?7 AS INTEGER), ?8)";

    /// How far the clock of the seller is ahead.
    CLOCK = "SELECT CAST(clock_ahead AS TEXT) AS clock_ahead FROM sellers WHERE id = ?1";

    /// Puts the clock of the seller forward to `?2` seconds ahead.
    ADVANCE_CLOCK = "
        UPDATE sellers SET clock_ahead = CAST(?2 AS INTEGER) WHERE id = ?1 AND mode = 'test'";

    /// The seller, with what it has set.
    SETTINGS = "
        SELECT s.id AS seller_id, s.mode, s.name AS seller_name, s.address,
          s.country AS seller_country, s.registration_number,
          CAST(s.payment_days AS TEXT) AS payment_days, CAST(s.version AS TEXT) AS version,
          i.pattern AS invoice_numbers, c.pattern AS credit_note_numbers,
          (SELECT json_group_array(o.origin) FROM seller_origins AS o
            WHERE o.seller_id = s.id) AS origins
        FROM sellers AS s
        JOIN number_series AS i ON i.seller_id = s.id AND i.code = 'invoice'
        JOIN number_series AS c ON c.seller_id = s.id AND c.code = 'credit_note'
        WHERE s.id = ?1";

    /// Replaces what is said of the seller at version `?2`; one that has moved on aborts the batch.
    REPLACE_SELLER = "
        UPDATE sellers
        SET version = CAST(?2 AS INTEGER) + 1, name = ?3, address = ?4, country = ?5,
          registration_number = ?6, payment_days = CAST(?7 AS INTEGER)
        WHERE id = ?1";

    /// Forgets the origins of the seller.
    FORGET_ORIGINS = "DELETE FROM seller_origins WHERE seller_id = ?1";

    /// Adds origins of the seller from a JSON list.
    ADD_ORIGINS = "
        INSERT INTO seller_origins (seller_id, origin)
        SELECT ?1, o.value FROM json_each(?2) AS o";

    /// The origin `?2`, if the seller lists it.
    LISTS_ORIGIN = "SELECT origin FROM seller_origins WHERE seller_id = ?1 AND origin = ?2";

    /// The origin `?1`, if any seller lists it.
    ORIGIN_LISTED = "SELECT origin FROM seller_origins WHERE origin = ?1 LIMIT 1";
}
