//! The books.

statements! {
    /// Adds the days over which documents are served from a JSON list.
    ADD_SCHEDULES = "
        INSERT INTO revenue_schedules
          (seller_id, document_id, position, invoice_id, currency, net_minor, booked_on, starts_on,
           ends_on, days)
        SELECT ?1, s.value ->> '$.document', s.value ->> '$.position', s.value ->> '$.invoice',
          s.value ->> '$.currency',
          s.value ->> '$.net_minor', s.value ->> '$.booked_on', s.value ->> '$.starts_on',
          s.value ->> '$.ends_on', s.value ->> '$.days'
        FROM json_each(?2) AS s";

    /// Adds postings from a JSON list.
    ADD_POSTINGS = "
        INSERT INTO postings
          (seller_id, entry_id, position, account, tax_rate, amount_minor, currency, booked_on,
           customer_id, invoice_id, payment_id)
        SELECT ?1, p.value ->> '$.entry', p.value ->> '$.position', p.value ->> '$.account',
          p.value ->> '$.tax_rate', p.value ->> '$.amount_minor', p.value ->> '$.currency',
          p.value ->> '$.booked_on', p.value ->> '$.customer', p.value ->> '$.invoice',
          p.value ->> '$.payment'
        FROM json_each(?2) AS p";

    /// Adds journal entries from a JSON list, after their postings, which they seal.
    ADD_ENTRIES = "
        INSERT INTO journal_entries
          (seller_id, id, kind, booked_on, currency, customer_id, invoice_id, payment_id, created_at)
        SELECT ?1, e.value ->> '$.id', e.value ->> '$.kind', e.value ->> '$.booked_on',
          e.value ->> '$.currency', e.value ->> '$.customer', e.value ->> '$.invoice',
          e.value ->> '$.payment', e.value ->> '$.created_at'
        FROM json_each(?2) AS e
        ORDER BY e.key";

    /// Aborts the batch unless each document of the JSON list `?2` of ids is posted.
    GUARD_POSTED = "
        INSERT INTO guard (reason, failed)
        SELECT 'unposted', NOT EXISTS (
          SELECT 1 FROM journal_entries AS e
          WHERE e.seller_id = ?1 AND e.id = 'jnl_' || substr(wanted.value, 5))
        FROM json_each(?2) AS wanted";

    /// What was posted to each account until the day `?2`, with it.
    BALANCES = "
        SELECT currency, account, tax_rate, CAST(sum(amount_minor) AS TEXT) AS amount_minor
        FROM postings
        WHERE seller_id = ?1 AND booked_on <= ?2
        GROUP BY account, currency, tax_rate
        ORDER BY currency, account, tax_rate";

    /// What is revenue by the end of each of the days of the JSON list `?2`: of n days served, after k
    /// of them k n-ths, where what does not divide goes by one unit to the first days.
    REVENUE = "
        SELECT at, currency,
          CAST(sum(net_minor / days * served + max(min(net_minor % days, served), -served)) AS TEXT)
            AS amount_minor
        FROM (
          SELECT d.value AS at, r.currency, r.net_minor, r.days,
            min(max((unixepoch(d.value) - unixepoch(r.starts_on)) / 86400 + 1, 0), r.days) AS served
          FROM json_each(?2) AS d
          CROSS JOIN revenue_schedules AS r ON r.seller_id = ?1 AND r.booked_on <= d.value)
        GROUP BY at, currency
        ORDER BY at, currency";

    /// The entries after the place `?2` (a day, a space and an id), in the order of their days.
    ENTRIES = "
        SELECT id, kind, booked_on, currency, customer_id, invoice_id, payment_id, created_at
        FROM journal_entries
        WHERE seller_id = ?1 AND booked_on >= substr(?2, 1, 10)
          AND (booked_on > substr(?2, 1, 10) OR id > substr(?2, 12))
        ORDER BY booked_on, id
        LIMIT CAST(?3 AS INTEGER)";

    /// The postings of the same entries.
    ENTRY_POSTINGS = "
        SELECT p.entry_id, p.account, p.tax_rate, CAST(p.amount_minor AS TEXT) AS amount_minor,
          p.invoice_id, p.payment_id
        FROM (
          SELECT id FROM journal_entries
          WHERE seller_id = ?1 AND booked_on >= substr(?2, 1, 10)
            AND (booked_on > substr(?2, 1, 10) OR id > substr(?2, 12))
          ORDER BY booked_on, id LIMIT CAST(?3 AS INTEGER)) AS e
        CROSS JOIN postings AS p ON p.seller_id = ?1 AND p.entry_id = e.id
        ORDER BY p.entry_id, p.position";

    /// What is open by the end of the day `?2`, by currency and days since it was due.
    AGES_TOTAL = "
        SELECT currency,
          CAST(sum(iif(late <= 0, open, 0)) AS TEXT) AS not_due,
          CAST(sum(iif(late BETWEEN 1 AND 30, open, 0)) AS TEXT) AS to_30,
          CAST(sum(iif(late BETWEEN 31 AND 60, open, 0)) AS TEXT) AS to_60,
          CAST(sum(iif(late BETWEEN 61 AND 90, open, 0)) AS TEXT) AS to_90,
          CAST(sum(iif(late > 90, open, 0)) AS TEXT) AS over_90,
          CAST(sum(open) AS TEXT) AS total
        FROM (
          SELECT i.customer_id, i.currency, o.open,
            (unixepoch(?2) - unixepoch(i.due_on)) / 86400 AS late
          FROM (
            SELECT invoice_id, sum(amount_minor) AS open
            FROM postings
            WHERE seller_id = ?1 AND account = 'receivable' AND invoice_id IS NOT NULL
              AND booked_on <= ?2
            GROUP BY invoice_id
            HAVING sum(amount_minor) <> 0) AS o
          CROSS JOIN invoices AS i ON i.seller_id = ?1 AND i.id = o.invoice_id)
        GROUP BY currency
        ORDER BY currency";

    /// The same by customer, after the place `?3` (a customer, a space and a currency).
    AGES = "
        SELECT a.customer_id, c.name, a.currency, a.not_due, a.to_30, a.to_60, a.to_90, a.over_90,
          a.total
        FROM (
          SELECT customer_id, currency,
            CAST(sum(iif(late <= 0, open, 0)) AS TEXT) AS not_due,
            CAST(sum(iif(late BETWEEN 1 AND 30, open, 0)) AS TEXT) AS to_30,
            CAST(sum(iif(late BETWEEN 31 AND 60, open, 0)) AS TEXT) AS to_60,
            CAST(sum(iif(late BETWEEN 61 AND 90, open, 0)) AS TEXT) AS to_90,
            CAST(sum(iif(late > 90, open, 0)) AS TEXT) AS over_90,
            CAST(sum(open) AS TEXT) AS total
          FROM (
            SELECT i.customer_id, i.currency, o.open,
              (unixepoch(?2) - unixepoch(i.due_on)) / 86400 AS late
            FROM (
              SELECT invoice_id, sum(amount_minor) AS open
              FROM postings
              WHERE seller_id = ?1 AND account = 'receivable' AND invoice_id IS NOT NULL
                AND booked_on <= ?2
              GROUP BY invoice_id
              HAVING sum(amount_minor) <> 0) AS o
            CROSS JOIN invoices AS i ON i.seller_id = ?1 AND i.id = o.invoice_id)
          GROUP BY customer_id, currency) AS a
        CROSS JOIN customers AS c ON c.seller_id = ?1 AND c.id = a.customer_id
        WHERE a.customer_id || ' ' || a.currency > ?3
        ORDER BY a.customer_id, a.currency
        LIMIT CAST(?4 AS INTEGER)";

    /// The postings of the days from `?2` to `?3`, in the order of the journal.
    EXPORT = "
        SELECT p.entry_id, e.kind, e.booked_on, p.currency, p.account, p.tax_rate,
          CAST(p.amount_minor AS TEXT) AS amount_minor, p.customer_id, p.invoice_id, p.payment_id,
          i.number
        FROM journal_entries AS e
        CROSS JOIN postings AS p ON p.seller_id = e.seller_id AND p.entry_id = e.id
        LEFT JOIN invoices AS i ON i.seller_id = p.seller_id AND i.id = p.invoice_id
        WHERE e.seller_id = ?1 AND e.booked_on BETWEEN ?2 AND ?3
        ORDER BY e.booked_on, e.id, p.position
        LIMIT CAST(?4 AS INTEGER)";
}
