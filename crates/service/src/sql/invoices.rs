//! Invoices.

/// How an invoice stands by the end of a day: the sums of what is open, written off and credited, and
/// whether it is void.
macro_rules! standing {
    ($day:literal) => {
        concat!(
            "CAST((
            SELECT coalesce(sum(p.amount_minor), 0) FROM postings AS p
            WHERE p.seller_id = i.seller_id AND p.account IN ('receivable', 'customer_credit')
              AND p.invoice_id = i.id AND p.booked_on <= ",
            $day,
            ") AS TEXT) AS open_minor,
          CAST((
            SELECT coalesce(sum(p.amount_minor), 0) FROM postings AS p
            WHERE p.seller_id = i.seller_id AND p.account = 'bad_debt'
              AND p.invoice_id = i.id AND p.booked_on <= ",
            $day,
            ") AS TEXT) AS written_off_minor,
          CAST((
            SELECT coalesce(sum(n.gross_minor), 0) FROM credit_notes AS n
            WHERE n.seller_id = i.seller_id AND n.invoice_id = i.id
              AND n.issued_on <= ",
            $day,
            ") AS TEXT) AS credited_minor,
          iif(EXISTS (
            SELECT 1 FROM credit_notes AS n
            WHERE n.seller_id = i.seller_id AND n.invoice_id = i.id AND n.voids = 'yes'
              AND n.issued_on <= ",
            $day,
            "), 'yes', 'no') AS void",
        )
    };
}

/// A page of invoices, under a further condition.
macro_rules! invoices {
    ($filter:literal) => {
        concat!(
            "
        SELECT i.id, i.number, i.customer_id, c.name AS customer_name, i.subscription_id,
          i.issued_at, i.due_on, i.currency, CAST(i.net_minor AS TEXT) AS net_minor,
          CAST(i.tax_minor AS TEXT) AS tax_minor, CAST(i.gross_minor AS TEXT) AS gross_minor,
          CAST(i.due_minor AS TEXT) AS due_minor, i.hash,
          ",
            standing!("?4"),
            "
        FROM invoices AS i
        JOIN customers AS c ON c.seller_id = i.seller_id AND c.id = i.customer_id
        JOIN journal_entries AS e
          ON e.seller_id = i.seller_id AND e.id = 'jnl_' || substr(i.id, 5)
        WHERE i.seller_id = ?1 AND i.id < ?2 AND e.booked_on <= ?4 ",
            $filter,
            "
        ORDER BY i.id DESC
        LIMIT CAST(?3 AS INTEGER)"
        )
    };
}

statements! {
    /// Adds the invoices of a JSON list; each takes the next number of its series.
    ADD_INVOICES = "
        INSERT INTO invoices
          (seller_id, id, subscription_id, customer_id, series, sequence, number, currency,
           lines_minor, net_minor, tax_minor, gross_minor, due_minor, credit_minor, through,
           issued_at, due_on, digest, hash, previous_hash)
        SELECT ?1, i.value ->> '$.id', i.value ->> '$.subscription', i.value ->> '$.customer',
          i.value ->> '$.series', i.value ->> '$.sequence', i.value ->> '$.number',
          i.value ->> '$.currency', i.value ->> '$.lines_minor', i.value ->> '$.net_minor',
          i.value ->> '$.tax_minor', i.value ->> '$.gross_minor', i.value ->> '$.due_minor',
          i.value ->> '$.credit_minor', i.value ->> '$.through', i.value ->> '$.issued_at',
          i.value ->> '$.due_on', i.value ->> '$.digest', i.value ->> '$.hash',
          i.value ->> '$.previous_hash'
        FROM json_each(?2) AS i
        ORDER BY i.key";

    /// Adds parts of documents from a JSON list.
    ADD_INVOICE_PARTS = "
        INSERT INTO invoice_parts (seller_id, invoice_id, part, text)
        SELECT ?1, p.value ->> '$.document', p.value ->> '$.part', p.value ->> '$.text'
        FROM json_each(?2) AS p";

    /// Adds part `?3` of an invoice's document, where it is too long for a list.
    ADD_INVOICE_PART = "
        INSERT INTO invoice_parts (seller_id, invoice_id, part, text)
        VALUES (?1, ?2, CAST(?3 AS INTEGER), ?4)";

    /// Adds billed lines from a JSON list.
    ADD_BILLED = "
        INSERT INTO billed_lines
          (seller_id, subscription_id, invoice_id, position, line, period_start, period_end,
           amount_minor, discount_minor, taxes, currency)
        SELECT ?1, l.value ->> '$.subscription', l.value ->> '$.invoice', l.value ->> '$.position',
          l.value ->> '$.line', l.value ->> '$.start', l.value ->> '$.end',
          l.value ->> '$.amount_minor', l.value ->> '$.discount_minor', l.value -> '$.taxes',
          l.value ->> '$.currency'
        FROM json_each(?2) AS l";

    /// Adds what coupons took off invoices from a JSON list.
    ADD_TAKEN_DISCOUNTS = "
        INSERT INTO taken_discounts
          (seller_id, subscription_id, invoice_id, position, coupon, amount_minor)
        SELECT ?1, d.value ->> '$.subscription', d.value ->> '$.invoice', d.value ->> '$.position',
          d.value ->> '$.coupon', d.value ->> '$.amount_minor'
        FROM json_each(?2) AS d";

    /// The document of the invoice `?2`, part by part.
    INVOICE = "
        SELECT i.hash, p.text
        FROM invoices AS i
        JOIN invoice_parts AS p ON p.seller_id = i.seller_id AND p.invoice_id = i.id
        WHERE i.seller_id = ?1 AND i.id = ?2
        ORDER BY p.part";

    /// The place of the invoice `?2` in its series, with what its neighbours say.
    CHAIN = "
        SELECT i.number, i.hash, CAST(i.sequence AS TEXT) AS sequence, s.last_hash,
          (SELECT b.hash FROM invoices AS b
            WHERE b.seller_id = i.seller_id AND b.series = i.series
              AND b.sequence = i.sequence - 1) AS before_hash,
          (SELECT a.previous_hash FROM invoices AS a
            WHERE a.seller_id = i.seller_id AND a.series = i.series
              AND a.sequence = i.sequence + 1) AS after_previous
        FROM invoices AS i
        JOIN number_series AS s ON s.seller_id = i.seller_id AND s.code = i.series
        WHERE i.seller_id = ?1 AND i.id = ?2";

    /// The document of the invoice that came of the quote `?2`, part by part.
    QUOTE_INVOICE = "
        SELECT i.hash, p.text
        FROM quotes AS q
        JOIN invoices AS i ON i.seller_id = q.seller_id AND i.id = q.invoice_id
        JOIN invoice_parts AS p ON p.seller_id = i.seller_id AND p.invoice_id = i.id
        WHERE q.seller_id = ?1 AND q.id = ?2
        ORDER BY p.part";

    /// An invoice of a subscription, part by part.
    SUBSCRIPTION_INVOICE = "
        SELECT i.hash, p.text
        FROM invoices AS i
        JOIN invoice_parts AS p ON p.seller_id = i.seller_id AND p.invoice_id = i.id
        WHERE i.seller_id = ?1 AND i.subscription_id = ?2 AND i.id = ?3
        ORDER BY p.part";

    /// The invoices of a subscription before `?3`, the latest first, as they stand by the end of the day
    /// `?5`.
    SUBSCRIPTION_INVOICES = concat!(
        "
        SELECT i.id, i.number, i.issued_at, i.due_on, i.currency,
          CAST(i.gross_minor AS TEXT) AS gross_minor, CAST(i.due_minor AS TEXT) AS due_minor,
          ",
        standing!("?5"),
        "
        FROM invoices AS i
        WHERE i.seller_id = ?1 AND i.subscription_id = ?2 AND i.id < ?3
        ORDER BY i.id DESC
        LIMIT CAST(?4 AS INTEGER)"
    );

    /// The invoices before `?2`, the latest first, as they stand by the end of the day `?4`.
    INVOICES = invoices!("");

    /// The same of the customer `?5`.
    INVOICES_OF_CUSTOMER = invoices!("AND i.customer_id = ?5");

    /// The invoice `?2` as it stands by the end of the day `?3`; none before its own day.
    STANDING = concat!(
        "
        SELECT i.number, i.customer_id, i.currency, i.due_on,
          CAST(i.gross_minor AS TEXT) AS gross_minor,
          ",
        standing!("?3"),
        "
        FROM invoices AS i
        JOIN journal_entries AS e
          ON e.seller_id = i.seller_id AND e.id = 'jnl_' || substr(i.id, 5)
        WHERE i.seller_id = ?1 AND i.id = ?2 AND e.booked_on <= ?3"
    );
}
