//! Whether sellers are billed without being asked.

statements! {
    /// The settings of the seller.
    SETTINGS = "
        SELECT automatic, CAST(grace_hours AS TEXT) AS grace_hours, run_id, began_at, updated_at
        FROM billing_settings
        WHERE seller_id = ?1";

    /// Replaces what is set.
    REPLACE_SETTINGS = "
        INSERT INTO billing_settings (seller_id, automatic, grace_hours, updated_at)
        VALUES (?1, ?2, CAST(?3 AS INTEGER), ?4)
        ON CONFLICT (seller_id) DO UPDATE
        SET automatic = excluded.automatic, grace_hours = excluded.grace_hours,
          updated_at = excluded.updated_at";

    /// Notes that the run `?2` began at `?3`, unless one began since `?4`.
    NOTE_RUN = "
        UPDATE billing_settings
        SET run_id = ?2, began_at = ?3
        WHERE seller_id = ?1 AND automatic = 'yes' AND (began_at IS NULL OR began_at <= ?4)";

    /// At most `?3` sellers with something due at `?1` (by their own clock, and after its grace), of which
    /// no automatic run is under way or began since `?2`.
    SELLERS_WITH_WORK = "
        SELECT b.seller_id
        FROM billing_settings AS b
        JOIN sellers AS v ON v.id = b.seller_id
        LEFT JOIN bill_runs AS r
          ON r.seller_id = b.seller_id AND r.id = b.run_id AND r.status = 'running'
        WHERE b.automatic = 'yes' AND r.id IS NULL
          AND (b.began_at IS NULL OR b.began_at <= ?2)
          AND EXISTS (
            SELECT 1 FROM subscriptions AS s
            WHERE s.seller_id = b.seller_id AND s.next_due_at <= strftime(
              '%Y-%m-%dT%H:%M:%SZ', unixepoch(?1) + v.clock_ahead - 3600 * b.grace_hours,
              'unixepoch'))
        LIMIT CAST(?3 AS INTEGER)";

    /// The subscriptions by when they have to be looked at, after the place `?2` (an instant, a space and
    /// an id).
    DRAFTS = "
        SELECT s.id, s.customer_id, c.name AS customer_name, s.next_due_at,
          s.next_due_at || ' ' || s.id AS place
        FROM subscriptions AS s
        CROSS JOIN customers AS c ON c.seller_id = s.seller_id AND c.id = s.customer_id
        WHERE s.seller_id = ?1 AND s.next_due_at >= substr(?2, 1, 20)
          AND s.next_due_at || ' ' || s.id > ?2
        ORDER BY s.next_due_at, s.id
        LIMIT CAST(?3 AS INTEGER)";
}
