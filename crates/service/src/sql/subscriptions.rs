//! Subscriptions, their events, and what was billed on them.

statements! {
    /// The subscription `?2`.
    SUBSCRIPTION = "
        SELECT s.id, s.customer_id, c.name AS customer_name, s.quote_id,
          CAST(s.version AS TEXT) AS version, s.status, s.currency, s.price_list, s.plan,
          s.started_at, s.terms, s.billed_through, s.created_at
        FROM subscriptions AS s
        JOIN customers AS c ON c.seller_id = s.seller_id AND c.id = s.customer_id
        WHERE s.seller_id = ?1 AND s.id = ?2";

    /// The customer of the subscription `?2`.
    SUBSCRIPTION_CUSTOMER = "
        SELECT c.id, c.name, c.email, c.country, c.language, c.created_at
        FROM subscriptions AS s
        JOIN customers AS c ON c.seller_id = s.seller_id AND c.id = s.customer_id
        WHERE s.seller_id = ?1 AND s.id = ?2";

    /// The present version of the price list that the subscription `?2` was made from.
    SUBSCRIPTION_PRICE_LIST = "
        SELECT CAST(v.version AS TEXT) AS version, v.document, v.digest
        FROM subscriptions AS s
        JOIN price_lists AS l ON l.seller_id = s.seller_id AND l.code = s.price_list
        JOIN price_list_versions AS v
          ON v.seller_id = l.seller_id AND v.code = l.code AND v.version = l.version
        WHERE s.seller_id = ?1 AND s.id = ?2";

    /// The events of the subscription `?2`, in the order in which they were told.
    EVENTS = "
        SELECT event
        FROM subscription_events
        WHERE seller_id = ?1 AND subscription_id = ?2
        ORDER BY sequence";

    /// What was billed on the subscription `?2`, by line and period, in the order of billing.
    BILLED = "
        SELECT line, period_start, period_end, CAST(sum(amount_minor) AS TEXT) AS amount_minor,
          CAST(sum(discount_minor) AS TEXT) AS discount_minor
        FROM billed_lines
        WHERE seller_id = ?1 AND subscription_id = ?2
        GROUP BY line, period_start, period_end
        ORDER BY period_start, line, period_end";

    /// The subscriptions before `?2`, the latest first.
    SUBSCRIPTIONS = "
        SELECT s.id, s.customer_id, c.name AS customer_name, s.quote_id, s.status, s.currency,
          s.price_list, s.plan, s.started_at, s.created_at
        FROM subscriptions AS s
        JOIN customers AS c ON c.seller_id = s.seller_id AND c.id = s.customer_id
        WHERE s.seller_id = ?1 AND s.id < ?2
        ORDER BY s.id DESC
        LIMIT CAST(?3 AS INTEGER)";

    /// Adds a subscription.
    ADD_SUBSCRIPTION = "
        INSERT INTO subscriptions
          (seller_id, id, customer_id, quote_id, version, status, currency, price_list, plan,
           started_at, terms, created_at, next_due_at)
        VALUES (?1, ?2, ?3, ?4, 1, 'active', ?5, ?6, ?7, ?8, ?9, ?10, ?8)";

    /// Adds event `?3` of a subscription.
    ADD_EVENT = "
        INSERT INTO subscription_events (seller_id, subscription_id, sequence, event, created_at)
        VALUES (?1, ?2, CAST(?3 AS INTEGER), ?4, ?5)";

    /// Moves the subscription `?2` on from version `?3`, billed through `?4`, so that what was decided
    /// on it stands; it is due again at `?5`.
    ADVANCE = "
        UPDATE subscriptions
        SET version = version + 1, billed_through = max(coalesce(billed_through, ''), ?4),
          next_due_at = ?5
        WHERE seller_id = ?1 AND id = ?2 AND version = CAST(?3 AS INTEGER)";
}
