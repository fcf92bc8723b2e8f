//! Customers.

statements! {
    /// Adds a customer.
    ADD_CUSTOMER = "
        INSERT INTO customers (seller_id, id, name, email, country, language, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    /// The customer `?2`.
    CUSTOMER = "
        SELECT id, name, email, country, language, created_at
        FROM customers
        WHERE seller_id = ?1 AND id = ?2";

    /// The customers before `?2`, the latest first.
    CUSTOMERS = "
        SELECT id, name, email, country, language, created_at
        FROM customers
        WHERE seller_id = ?1 AND id < ?2
        ORDER BY id DESC
        LIMIT CAST(?3 AS INTEGER)";
}
