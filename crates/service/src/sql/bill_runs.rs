//! Bill runs. A page is the first `?3` subscriptions that a run has still to look at; every statement
//! about a page names it the same way, and all of them run in one transaction.

statements! {
    /// Adds the run `?2`, through `?3`.
    ADD_RUN = "
        INSERT INTO bill_runs
          (seller_id, id, status, dry_run, through, version, after_due, after_id, pages, looked_at,
           billed, not_due, failed, totals, created_at, updated_at, background)
        VALUES (?1, ?2, 'running', ?4, ?3, 1, '', '', 0, 0, 0, 0, 0, '{}', ?5, ?5, ?6)";

    /// The run `?2`.
    RUN = "
        SELECT id, status, dry_run, background, through, CAST(version AS TEXT) AS version, after_due, after_id,
          CAST(pages AS TEXT) AS pages, CAST(looked_at AS TEXT) AS looked_at,
          CAST(billed AS TEXT) AS billed, CAST(not_due AS TEXT) AS not_due,
          CAST(failed AS TEXT) AS failed, totals, created_at, updated_at
        FROM bill_runs
        WHERE seller_id = ?1 AND id = ?2";

    /// The run `?2`, with its seller and the number series `?3`.
    RUN_ISSUER = "
        SELECT r.id, r.status, r.dry_run, r.background, r.through, CAST(r.version AS TEXT) AS version, r.after_due,
          r.after_id, CAST(r.pages AS TEXT) AS pages, CAST(r.looked_at AS TEXT) AS looked_at,
          CAST(r.billed AS TEXT) AS billed, CAST(r.not_due AS TEXT) AS not_due,
          CAST(r.failed AS TEXT) AS failed, r.totals, r.created_at, r.updated_at,
          s.id AS seller_id, s.mode, s.name AS seller_name, s.address, s.country AS seller_country,
          s.registration_number, CAST(s.payment_days AS TEXT) AS payment_days,
          n.code, n.pattern, CAST(n.next AS TEXT) AS next, n.last_hash
        FROM bill_runs AS r
        JOIN sellers AS s ON s.id = r.seller_id
        JOIN number_series AS n ON n.seller_id = r.seller_id AND n.code = ?3
        WHERE r.seller_id = ?1 AND r.id = ?2";

    /// The runs before `?2`, the latest first.
    RUNS = "
        SELECT id, status, dry_run, background, through, CAST(version AS TEXT) AS version, after_due, after_id,
          CAST(pages AS TEXT) AS pages, CAST(looked_at AS TEXT) AS looked_at,
          CAST(billed AS TEXT) AS billed, CAST(not_due AS TEXT) AS not_due,
          CAST(failed AS TEXT) AS failed, totals, created_at, updated_at
        FROM bill_runs
        WHERE seller_id = ?1 AND id < ?2
        ORDER BY id DESC
        LIMIT CAST(?3 AS INTEGER)";

    /// At most `?2` runs in the background, of every seller, that have stood still since `?1`.
    FORGOTTEN_RUNS = "
        SELECT seller_id, id
        FROM bill_runs
        WHERE background = 'yes' AND status = 'running' AND updated_at <= ?1
        ORDER BY updated_at
        LIMIT CAST(?2 AS INTEGER)";

    /// The subscriptions that the run `?2` could not bill, after `?3`.
    EXCEPTIONS = "
        SELECT subscription_id, errors
        FROM bill_run_exceptions
        WHERE seller_id = ?1 AND run_id = ?2 AND subscription_id > ?3
        ORDER BY subscription_id
        LIMIT CAST(?4 AS INTEGER)";

    /// The subscriptions of the page, with their customers.
    PAGE = "
        SELECT s.id AS subscription_id, CAST(s.version AS TEXT) AS version, s.terms, s.next_due_at,
          s.billed_through, c.id, c.name, c.email, c.country, c.language, c.created_at,
          CAST(c.version AS TEXT) AS customer_version
        FROM (
          SELECT subscription_id FROM bill_run_due WHERE seller_id = ?1 AND run_id = ?2
          ORDER BY next_due_at, subscription_id LIMIT CAST(?3 AS INTEGER)) AS p
        CROSS JOIN subscriptions AS s ON s.seller_id = ?1 AND s.id = p.subscription_id
        CROSS JOIN customers AS c ON c.seller_id = s.seller_id AND c.id = s.customer_id
        ORDER BY s.next_due_at, s.id";

    /// What was told of the page's subscriptions: their events in the order in which they were written,
    /// and their usage in order of time.
    PAGE_TOLD = "
        SELECT subscription_id, event, record
        FROM (
          SELECT e.subscription_id, e.event, NULL AS record
          FROM (
            SELECT subscription_id FROM bill_run_due WHERE seller_id = ?1 AND run_id = ?2
            ORDER BY next_due_at, subscription_id LIMIT CAST(?3 AS INTEGER)) AS p
          CROSS JOIN subscription_events AS e
            ON e.seller_id = ?1 AND e.subscription_id = p.subscription_id
          ORDER BY e.subscription_id, e.sequence LIMIT -1)
        UNION ALL
        SELECT subscription_id, event, record
        FROM (
          SELECT u.subscription_id, NULL AS event, u.record
          FROM (
            SELECT subscription_id FROM bill_run_due WHERE seller_id = ?1 AND run_id = ?2
            ORDER BY next_due_at, subscription_id LIMIT CAST(?3 AS INTEGER)) AS p
          CROSS JOIN usage_events AS u INDEXED BY usage_events_subscription
            ON u.seller_id = ?1 AND u.subscription_id = p.subscription_id
          ORDER BY u.subscription_id, u.at, u.id LIMIT -1)";

    /// What was billed on the page's subscriptions, each in the order of billing, and what coupons took
    /// off their invoices.
    PAGE_BILLED = "
        SELECT subscription_id, coupon, line, period_start, period_end, taxes, amount_minor,
          discount_minor
        FROM (
          SELECT b.subscription_id, NULL AS coupon, b.line, b.period_start, b.period_end, b.taxes,
            CAST(sum(b.amount_minor) AS TEXT) AS amount_minor,
            CAST(sum(b.discount_minor) AS TEXT) AS discount_minor
          FROM (
            SELECT subscription_id FROM bill_run_due WHERE seller_id = ?1 AND run_id = ?2
            ORDER BY next_due_at, subscription_id LIMIT CAST(?3 AS INTEGER)) AS p
          CROSS JOIN billed_lines AS b
            ON b.seller_id = ?1 AND b.subscription_id = p.subscription_id
          GROUP BY b.subscription_id, b.line, b.period_start, b.period_end, b.taxes
          HAVING sum(b.times) > 0
          ORDER BY b.subscription_id, b.period_start, b.line, b.period_end, b.taxes LIMIT -1)
        UNION ALL
        SELECT subscription_id, coupon, NULL AS line, NULL AS period_start, NULL AS period_end,
          NULL AS taxes, amount_minor, '0' AS discount_minor
        FROM (
          SELECT d.subscription_id, d.coupon, CAST(sum(d.amount_minor) AS TEXT) AS amount_minor
          FROM (
            SELECT subscription_id FROM bill_run_due WHERE seller_id = ?1 AND run_id = ?2
            ORDER BY next_due_at, subscription_id LIMIT CAST(?3 AS INTEGER)) AS p
          CROSS JOIN taken_discounts AS d
            ON d.seller_id = ?1 AND d.subscription_id = p.subscription_id
          GROUP BY d.subscription_id, d.coupon
          ORDER BY d.subscription_id, d.coupon LIMIT -1)";

    /// Moves the run on by a page, from a JSON object that says from which version: a run that has moved
    /// on aborts the batch.
    ADVANCE_RUN = "
        UPDATE bill_runs
        SET version = ?3 ->> '$.version' + 1, pages = pages + 1,
          status = ?3 ->> '$.status', after_due = ?3 ->> '$.after_due',
          after_id = ?3 ->> '$.after_id', looked_at = ?3 ->> '$.looked_at',
          billed = ?3 ->> '$.billed', not_due = ?3 ->> '$.not_due', failed = ?3 ->> '$.failed',
          totals = ?3 -> '$.totals', updated_at = ?4
        WHERE seller_id = ?1 AND id = ?2";

    /// Moves the subscriptions of the JSON list `?2` on from the versions it says, billed through `?3`;
    /// one that has moved on aborts the batch, one whose usage has grown since it was loaded stays due. The seller is told by the list, so that each of its entries finds
    /// its row by the whole key, however many rows there are.
    ADVANCE_PAGE = "
        UPDATE subscriptions
        SET version = j.version + 1,
          billed_through = max(coalesce(subscriptions.billed_through, ''), ?3),
          next_due_at = CASE
            WHEN j.usage_events = (
              SELECT count(*) FROM usage_events AS u
              WHERE u.seller_id = j.seller_id AND u.subscription_id = j.id) THEN j.next_due_at
            ELSE min(coalesce(subscriptions.next_due_at, ?3), ?3) END
        FROM (
          SELECT ?1 AS seller_id, value ->> '$.id' AS id, value ->> '$.version' AS version,
            value ->> '$.next_due_at' AS next_due_at, value ->> '$.usage_events' AS usage_events
          FROM json_each(?2) LIMIT -1) AS j
        WHERE subscriptions.seller_id = j.seller_id AND subscriptions.id = j.id";

    /// Adds the exceptions of a JSON list to the run `?2`.
    ADD_EXCEPTIONS = "
        INSERT INTO bill_run_exceptions (seller_id, run_id, subscription_id, errors, created_at)
        SELECT ?1, ?2, e.value ->> '$.subscription', e.value -> '$.errors', ?4
        FROM json_each(?3) AS e";
}
