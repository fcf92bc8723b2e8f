//! Whether sellers are billed without being asked.

statements! {
    /// The settings of the seller.
    SETTINGS = "
        SELECT automatic, run_id, began_at, updated_at
        FROM billing_settings
        WHERE seller_id = ?1";

    /// Replaces what is set.
    REPLACE_SETTINGS = "
        INSERT INTO billing_settings (seller_id, automatic, updated_at)
        VALUES (?1, ?2, ?3)
        ON CONFLICT (seller_id) DO UPDATE
        SET automatic = excluded.automatic, updated_at = excluded.updated_at";

    /// Notes that the run `?2` began at `?3`, unless one began since `?4`.
    NOTE_RUN = "
        UPDATE billing_settings
        SET run_id = ?2, began_at = ?3
        WHERE seller_id = ?1 AND automatic = 'yes' AND (began_at IS NULL OR began_at <= ?4)";

    /// At most `?3` sellers with an automatic run that is under way, or with something due at `?1` and no
    /// run that began since `?2`.
    SELLERS_WITH_WORK = "
        SELECT b.seller_id, r.id AS run_id
        FROM billing_settings AS b
        LEFT JOIN bill_runs AS r
          ON r.seller_id = b.seller_id AND r.id = b.run_id AND r.status = 'running'
        WHERE b.automatic = 'yes' AND (
          r.id IS NOT NULL
          OR ((b.began_at IS NULL OR b.began_at <= ?2) AND EXISTS (
            SELECT 1 FROM subscriptions AS s
            WHERE s.seller_id = b.seller_id AND s.next_due_at <= ?1)))
        LIMIT CAST(?3 AS INTEGER)";
}
