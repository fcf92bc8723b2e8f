//! Payments, refunds and write-offs. What is open and what is left are sums of postings.

/// A page of payments, under a further condition.
macro_rules! payments {
    ($filter:literal) => {
        concat!(
            "
        SELECT id, customer_id, currency, CAST(amount_minor AS TEXT) AS amount_minor,
          CAST(allocated_minor AS TEXT) AS allocated_minor, CAST(rest_minor AS TEXT) AS rest_minor,
          received_on, reference, reversed_on, reason, created_at, last_on
        FROM payment_standings
        WHERE seller_id = ?1 AND id < ?2 ",
            $filter,
            "
        ORDER BY id DESC
        LIMIT CAST(?3 AS INTEGER)"
        )
    };
}

statements! {
    /// Adds a payment.
    ADD_PAYMENT = "
        INSERT INTO payments
          (seller_id, id, entry_id, customer_id, currency, amount_minor, received_on, reference,
           created_at)
        VALUES (?1, ?2, 'jnl_' || substr(?2, 5), ?3, ?4, CAST(?5 AS INTEGER), ?6, ?7, ?8)";

    /// Adds the reversal `?3` of the payment `?2`.
    ADD_REVERSAL = "
        INSERT INTO payment_reversals
          (seller_id, payment_id, id, entry_id, reversed_on, reason, created_at)
        VALUES (?1, ?2, ?3, 'jnl_' || substr(?3, 5), ?4, ?5, ?6)";

    /// The payment `?2` as it stands.
    PAYMENT = "
        SELECT id, customer_id, currency, CAST(amount_minor AS TEXT) AS amount_minor,
          CAST(allocated_minor AS TEXT) AS allocated_minor, CAST(rest_minor AS TEXT) AS rest_minor,
          received_on, reference, reversed_on, reason, created_at, last_on
        FROM payment_standings
        WHERE seller_id = ?1 AND id = ?2";

    /// The payments before `?2`, the latest first.
    PAYMENTS = payments!("");

    /// The same of the customer `?4`.
    PAYMENTS_OF_CUSTOMER = payments!("AND customer_id = ?4");

    /// What is left of the payment `?2`.
    PAYMENT_FUND = "
        SELECT customer_id, currency, CAST(rest_minor AS TEXT) AS rest_minor, received_on AS since
        FROM payment_standings
        WHERE seller_id = ?1 AND id = ?2";

    /// What is left of the invoice `?2`, if it is below zero; else nothing.
    CREDIT_FUND = "
        SELECT i.customer_id, i.currency, e.booked_on AS since,
          CAST((
            SELECT -coalesce(sum(p.amount_minor), 0) FROM postings AS p
            WHERE p.seller_id = i.seller_id AND p.account = 'customer_credit'
              AND p.invoice_id = i.id) AS TEXT) AS rest_minor
        FROM invoices AS i
        JOIN journal_entries AS e
          ON e.seller_id = i.seller_id AND e.id = 'jnl_' || substr(i.id, 5)
        WHERE i.seller_id = ?1 AND i.id = ?2";

    /// What is open of the invoices of the JSON list `?2` of ids, and since when.
    OPEN_INVOICES = "
        SELECT i.id, i.customer_id, i.currency,
          CAST((
            SELECT coalesce(sum(p.amount_minor), 0) FROM postings AS p
            WHERE p.seller_id = i.seller_id AND p.account = 'receivable'
              AND p.invoice_id = i.id) AS TEXT) AS open_minor,
          coalesce((
            SELECT max(p.booked_on) FROM postings AS p
            WHERE p.seller_id = i.seller_id AND p.account = 'receivable'
              AND p.invoice_id = i.id AND p.amount_minor > 0), e.booked_on) AS since
        FROM json_each(?2) AS wanted
        CROSS JOIN invoices AS i ON i.seller_id = ?1 AND i.id = wanted.value
        JOIN journal_entries AS e
          ON e.seller_id = i.seller_id AND e.id = 'jnl_' || substr(i.id, 5)";

    /// What of the payment `?2` is set against each invoice.
    ALLOCATED = "
        SELECT invoice_id, CAST(-sum(amount_minor) AS TEXT) AS amount_minor
        FROM postings
        WHERE seller_id = ?1 AND payment_id = ?2 AND account = 'receivable'
        GROUP BY invoice_id
        HAVING sum(amount_minor) <> 0
        ORDER BY invoice_id";

    /// What the payment `?2` settled after the place `?3` (an entry, a space and an invoice).
    PAYMENT_SETTLEMENTS = "
        SELECT p.entry_id, e.kind, e.booked_on, p.currency, p.invoice_id, p.payment_id,
          CAST(-p.amount_minor AS TEXT) AS settled_minor
        FROM postings AS p INDEXED BY postings_payment
        JOIN journal_entries AS e ON e.seller_id = p.seller_id AND e.id = p.entry_id
        WHERE p.seller_id = ?1 AND p.payment_id = ?2 AND p.account = 'receivable'
          AND p.entry_id || ' ' || p.invoice_id > ?3
        ORDER BY p.entry_id, p.invoice_id
        LIMIT CAST(?4 AS INTEGER)";

    /// What settled the invoice `?2` until the day `?5`, after the place `?3`.
    INVOICE_SETTLEMENTS = "
        SELECT p.entry_id, e.kind, e.booked_on, p.currency, p.invoice_id, p.payment_id,
          CAST(-p.amount_minor AS TEXT) AS settled_minor
        FROM postings AS p INDEXED BY postings_invoice
        JOIN journal_entries AS e ON e.seller_id = p.seller_id AND e.id = p.entry_id
        WHERE p.seller_id = ?1 AND p.account IN ('receivable', 'customer_credit')
          AND p.invoice_id = ?2 AND p.booked_on <= ?5 AND e.kind <> 'invoice'
          AND p.entry_id || ' ' || p.invoice_id > ?3
        ORDER BY p.entry_id, p.invoice_id
        LIMIT CAST(?4 AS INTEGER)";

    /// Adds a refund of the payment `?3` or the invoice `?4`.
    ADD_REFUND = "
        INSERT INTO refunds
          (seller_id, id, entry_id, payment_id, invoice_id, customer_id, currency, amount_minor,
           refunded_on, reference, created_at)
        VALUES
          (?1, ?2, 'jnl_' || substr(?2, 5), ?3, ?4, ?5, ?6, CAST(?7 AS INTEGER), ?8, ?9, ?10)";

    /// The refund `?2`.
    REFUND = "
        SELECT id, customer_id, payment_id, invoice_id, currency,
          CAST(amount_minor AS TEXT) AS amount_minor, refunded_on, reference, created_at
        FROM refunds
        WHERE seller_id = ?1 AND id = ?2";

    /// The refunds before `?2`, the latest first.
    REFUNDS = "
        SELECT id, customer_id, payment_id, invoice_id, currency,
          CAST(amount_minor AS TEXT) AS amount_minor, refunded_on, reference, created_at
        FROM refunds
        WHERE seller_id = ?1 AND id < ?2
        ORDER BY id DESC
        LIMIT CAST(?3 AS INTEGER)";

    /// Adds a write-off of the invoice `?3`.
    ADD_WRITE_OFF = "
        INSERT INTO write_offs
          (seller_id, id, entry_id, invoice_id, customer_id, currency, amount_minor, written_off_on,
           reason, created_at)
        VALUES (?1, ?2, 'jnl_' || substr(?2, 5), ?3, ?4, ?5, CAST(?6 AS INTEGER), ?7, ?8, ?9)";

    /// The write-off `?2`.
    WRITE_OFF = "
        SELECT id, invoice_id, customer_id, currency, CAST(amount_minor AS TEXT) AS amount_minor,
          written_off_on, reason, created_at
        FROM write_offs
        WHERE seller_id = ?1 AND id = ?2";

    /// The write-offs before `?2`, the latest first.
    WRITE_OFFS = "
        SELECT id, invoice_id, customer_id, currency, CAST(amount_minor AS TEXT) AS amount_minor,
          written_off_on, reason, created_at
        FROM write_offs
        WHERE seller_id = ?1 AND id < ?2
        ORDER BY id DESC
        LIMIT CAST(?3 AS INTEGER)";
}
