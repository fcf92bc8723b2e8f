//! Subscriptions, their events, and what was billed on them.

/// A page of subscriptions, under a further condition.
macro_rules! subscriptions {
    ($filter:literal) => {
        concat!(
            "
        SELECT s.id, s.customer_id, c.name AS customer_name, s.quote_id, s.currency,
          s.price_list, s.plan, s.started_at, s.terms, s.created_at
        FROM subscriptions AS s
        JOIN customers AS c ON c.seller_id = s.seller_id AND c.id = s.customer_id
        WHERE s.seller_id = ?1 AND s.id < ?2 ",
            $filter,
            "
        ORDER BY s.id DESC
        LIMIT CAST(?3 AS INTEGER)"
        )
    };
}

/// The events that decide plan and standing of a page of subscriptions, under a further condition.
macro_rules! courses {
    ($filter:literal) => {
        concat!(
            "
        SELECT e.subscription_id,
          CASE WHEN e.event ->> '$.items' IS NULL THEN e.event
            ELSE json_set(e.event, '$.items', json('[]')) END AS event
        FROM (
          SELECT id FROM subscriptions WHERE seller_id = ?1 AND id < ?2 ",
            $filter,
            "
          ORDER BY id DESC LIMIT CAST(?3 AS INTEGER)) AS p
        CROSS JOIN subscription_events AS e ON e.seller_id = ?1 AND e.subscription_id = p.id
        WHERE e.event ->> '$.type' IN
          ('created', 'plan_changed', 'paused', 'resumed', 'trial_started', 'trial_extended',
           'cancelled', 'reactivated', 'unscheduled')
        ORDER BY e.subscription_id, e.sequence"
        )
    };
}

statements! {
    /// The subscription `?2`.
    SUBSCRIPTION = "
        SELECT s.id, s.customer_id, c.name AS customer_name, s.quote_id,
          CAST(s.version AS TEXT) AS version, s.started_at, s.terms, s.created_at,
          s.billed_through
        FROM subscriptions AS s
        JOIN customers AS c ON c.seller_id = s.seller_id AND c.id = s.customer_id
        WHERE s.seller_id = ?1 AND s.id = ?2";

    /// The customer of the subscription `?2`.
    SUBSCRIPTION_CUSTOMER = "
        SELECT c.id, c.name, c.email, c.country, c.language, c.created_at,
          CAST(c.version AS TEXT) AS customer_version
        FROM subscriptions AS s
        JOIN customers AS c ON c.seller_id = s.seller_id AND c.id = s.customer_id
        WHERE s.seller_id = ?1 AND s.id = ?2";

    /// The present versions of the price lists that plans of the subscription `?2` are from.
    SUBSCRIPTION_PRICE_LISTS = "
        SELECT l.code, CAST(v.version AS TEXT) AS version, v.document, v.digest
        FROM (
          SELECT DISTINCT event ->> '$.plan.price_list' AS code
          FROM subscription_events
          WHERE seller_id = ?1 AND subscription_id = ?2) AS named
        CROSS JOIN price_lists AS l ON l.seller_id = ?1 AND l.code = named.code
        CROSS JOIN price_list_versions AS v
          ON v.seller_id = l.seller_id AND v.code = l.code AND v.version = l.version";

    /// The events of the subscription `?2`, in the order in which they were told.
    EVENTS = "
        SELECT event
        FROM subscription_events
        WHERE seller_id = ?1 AND subscription_id = ?2
        ORDER BY sequence";

    /// What was billed on the subscription `?2` and not taken back, by line, period and taxes, in the
    /// order of billing.
    BILLED = "
        SELECT line, period_start, period_end, taxes,
          CAST(sum(amount_minor) AS TEXT) AS amount_minor,
          CAST(sum(discount_minor) AS TEXT) AS discount_minor
        FROM billed_lines
        WHERE seller_id = ?1 AND subscription_id = ?2
        GROUP BY line, period_start, period_end, taxes
        HAVING sum(times) > 0
        ORDER BY period_start, line, period_end, taxes";

    /// What coupons took off the invoices of the subscription `?2`.
    DISCOUNTED = "
        SELECT coupon, CAST(sum(amount_minor) AS TEXT) AS amount_minor
        FROM taken_discounts
        WHERE seller_id = ?1 AND subscription_id = ?2
        GROUP BY coupon
        ORDER BY coupon";

    /// The subscriptions before `?2`, the latest first.
    SUBSCRIPTIONS = subscriptions!("");

    /// The same of the customer `?4`.
    SUBSCRIPTIONS_OF_CUSTOMER = subscriptions!("AND s.customer_id = ?4");

    /// The events that decide plan and standing of the subscriptions before `?2`, without their items.
    COURSES = courses!("");

    /// The same of the customer `?4`.
    COURSES_OF_CUSTOMER = courses!("AND customer_id = ?4");

    /// Adds a subscription; its plan and status are those of its beginning, and the events say more.
    ADD_SUBSCRIPTION = "
        INSERT INTO subscriptions
          (seller_id, id, customer_id, quote_id, version, status, currency, price_list, plan,
           started_at, terms, created_at, next_due_at, billed_through)
        VALUES (?1, ?2, ?3, ?4, 1, 'active', ?5, ?6, ?7, ?8, ?9, ?10, ?8, ?11)";

    /// Adds event `?3` of a subscription.
    ADD_EVENT = "
        INSERT INTO subscription_events (seller_id, subscription_id, sequence, event, created_at)
        VALUES (?1, ?2, CAST(?3 AS INTEGER), ?4, ?5)";

    /// Moves the subscription `?2` on from version `?3`, billed through `?4`, so that what was decided
    /// on it stands; it is due again at `?5`, or at once where usage has come to the `?6` events that
    /// were billed.
    ADVANCE = "
        UPDATE subscriptions
        SET version = version + 1, billed_through = max(coalesce(billed_through, ''), ?4),
          next_due_at = CASE
            WHEN CAST(?6 AS INTEGER) = (
              SELECT count(*) FROM usage_events AS u
              WHERE u.seller_id = ?1 AND u.subscription_id = ?2) THEN ?5
            ELSE min(coalesce(next_due_at, ?4), ?4) END
        WHERE seller_id = ?1 AND id = ?2 AND version = CAST(?3 AS INTEGER)";
}
