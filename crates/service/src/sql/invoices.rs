//! Invoices and their numbers.

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

    /// Takes the numbers from `?3` to before `?4` of the series `?2`, for documents that follow the
    /// one with hash `?5` and of which the last has hash `?6`.
    TAKE_NUMBERS = "
        UPDATE number_series
        SET next = CAST(?4 AS INTEGER), last_hash = ?6
        WHERE seller_id = ?1 AND code = ?2 AND next = CAST(?3 AS INTEGER) AND last_hash IS ?5";

    /// Aborts the batch unless the numbers were there to be taken.
    GUARD_NUMBER = "INSERT INTO guard (reason, failed) SELECT 'number', changes() <> 1";

    /// Adds an invoice from one JSON object.
    ADD_INVOICE = "
        INSERT INTO invoices
          (seller_id, id, subscription_id, customer_id, series, sequence, number, currency,
           lines_minor, net_minor, tax_minor, gross_minor, due_minor, credit_minor, through,
           issued_at, due_on, digest, hash, previous_hash)
        SELECT ?1, ?2 ->> '$.id', ?2 ->> '$.subscription', ?2 ->> '$.customer', ?2 ->> '$.series',
          ?2 ->> '$.sequence', ?2 ->> '$.number', ?2 ->> '$.currency', ?2 ->> '$.lines_minor',
          ?2 ->> '$.net_minor', ?2 ->> '$.tax_minor', ?2 ->> '$.gross_minor',
          ?2 ->> '$.due_minor', ?2 ->> '$.credit_minor', ?2 ->> '$.through',
          ?2 ->> '$.issued_at', ?2 ->> '$.due_on', ?2 ->> '$.digest', ?2 ->> '$.hash',
          ?2 ->> '$.previous_hash'";

    /// Adds part `?3` of an invoice's document.
    ADD_INVOICE_PART = "
        INSERT INTO invoice_parts (seller_id, invoice_id, part, text)
        VALUES (?1, ?2, CAST(?3 AS INTEGER), ?4)";

    /// Adds the billed lines of the invoice `?3` from a JSON list, part of the list at a time.
    ADD_BILLED = "
        INSERT INTO billed_lines
          (seller_id, subscription_id, invoice_id, position, line, period_start, period_end,
           amount_minor, discount_minor, currency)
        SELECT ?1, ?2, ?3, l.value ->> '$.position', l.value ->> '$.line', l.value ->> '$.start',
          l.value ->> '$.end', l.value ->> '$.amount_minor', l.value ->> '$.discount_minor', ?4
        FROM json_each(?5) AS l";

    /// Aborts the batch unless the billed lines of the invoice `?3` add up to its lines' total.
    GUARD_BILLED = "
        INSERT INTO guard (reason, failed)
        SELECT 'unbalanced', i.lines_minor <> coalesce((
          SELECT sum(b.amount_minor)
          FROM billed_lines AS b
          WHERE b.seller_id = ?1 AND b.subscription_id = ?2 AND b.invoice_id = ?3), 0)
        FROM invoices AS i
        WHERE i.seller_id = ?1 AND i.id = ?3";

    /// The document of the invoice `?2`, part by part.
    INVOICE = "
        SELECT i.hash, p.text
        FROM invoices AS i
        JOIN invoice_parts AS p ON p.seller_id = i.seller_id AND p.invoice_id = i.id
        WHERE i.seller_id = ?1 AND i.id = ?2
        ORDER BY p.part";

    /// The document of the invoice that came of the quote `?2`, part by part.
    QUOTE_INVOICE = "
        SELECT i.hash, p.text
        FROM quotes AS q
        JOIN invoices AS i ON i.seller_id = q.seller_id AND i.id = q.invoice_id
        JOIN invoice_parts AS p ON p.seller_id = i.seller_id AND p.invoice_id = i.id
        WHERE q.seller_id = ?1 AND q.id = ?2
        ORDER BY p.part";

    /// The invoices before `?2`, the latest first.
    INVOICES = "
        SELECT i.id, i.number, i.customer_id, c.name AS customer_name, i.subscription_id,
          i.issued_at, i.due_on, i.currency, CAST(i.net_minor AS TEXT) AS net_minor,
          CAST(i.tax_minor AS TEXT) AS tax_minor, CAST(i.gross_minor AS TEXT) AS gross_minor,
          CAST(i.due_minor AS TEXT) AS due_minor, i.hash
        FROM invoices AS i
        JOIN customers AS c ON c.seller_id = i.seller_id AND c.id = i.customer_id
        WHERE i.seller_id = ?1 AND i.id < ?2
        ORDER BY i.id DESC
        LIMIT CAST(?3 AS INTEGER)";
}
