//! Number series.

statements! {
    /// The number series `?2`.
    SERIES = "
        SELECT code, pattern, CAST(next AS TEXT) AS next, last_hash
        FROM number_series
        WHERE seller_id = ?1 AND code = ?2";

    /// Adds a number series.
    ADD_SERIES = "
        INSERT INTO number_series (seller_id, code, pattern, next)
        VALUES (?1, ?2, ?3, 1)";

    /// The seller, with its number series `?2`.
    ISSUER = "
        SELECT s.id AS seller_id, s.mode, s.name AS seller_name, s.address,
          s.country AS seller_country, s.registration_number,
          CAST(s.payment_days AS TEXT) AS payment_days, n.code, n.pattern,
          CAST(n.next AS TEXT) AS next, n.last_hash
        FROM sellers AS s
        JOIN number_series AS n ON n.seller_id = s.id AND n.code = ?2
        WHERE s.id = ?1";

    /// Replaces how the series `?2` is written.
    REPLACE_PATTERN = "
        UPDATE number_series SET pattern = ?3 WHERE seller_id = ?1 AND code = ?2";
}
