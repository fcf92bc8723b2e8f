//! Customers.

statements! {
    /// Adds a customer.
    ADD_CUSTOMER = "
        INSERT INTO customers (seller_id, id, name, email, country, language, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    /// The customer `?2`.
    CUSTOMER = "
        SELECT id, name, email, country, language, created_at,
          CAST(version AS TEXT) AS customer_version
        FROM customers
        WHERE seller_id = ?1 AND id = ?2";

    /// Replaces what is said of the customer `?2` at version `?3`; one that has moved on aborts the batch.
    REPLACE_CUSTOMER = "
        UPDATE customers
        SET version = CAST(?3 AS INTEGER) + 1, name = ?4, email = ?5, country = ?6, language = ?7
        WHERE seller_id = ?1 AND id = ?2";

    /// The customers before `?2` whose name or e-mail address contains `?4`, the latest first.
    CUSTOMERS_WITH = "
        SELECT id, name, email, country, language, created_at,
          CAST(version AS TEXT) AS customer_version
        FROM customers
        WHERE seller_id = ?1 AND id < ?2
          AND (instr(lower(name), lower(?4)) > 0 OR instr(lower(coalesce(email, '')), lower(?4)) > 0)
        ORDER BY id DESC
        LIMIT CAST(?3 AS INTEGER)";

    /// The customers before `?2`, the latest first.
    CUSTOMERS = "
        SELECT id, name, email, country, language, created_at,
          CAST(version AS TEXT) AS customer_version
        FROM customers
        WHERE seller_id = ?1 AND id < ?2
        ORDER BY id DESC
        LIMIT CAST(?3 AS INTEGER)";
}
