//! Credit notes.

/// A page of credit notes, under a further condition.
macro_rules! credit_notes {
    ($filter:literal) => {
        concat!(
            "
        SELECT n.id, n.number, n.invoice_id, i.number AS invoice_number, n.customer_id,
          c.name AS customer_name, n.subscription_id, n.voids, n.issued_at, n.currency,
          CAST(n.net_minor AS TEXT) AS net_minor, CAST(n.tax_minor AS TEXT) AS tax_minor,
          CAST(n.gross_minor AS TEXT) AS gross_minor, n.hash
        FROM credit_notes AS n
        JOIN invoices AS i ON i.seller_id = n.seller_id AND i.id = n.invoice_id
        JOIN customers AS c ON c.seller_id = n.seller_id AND c.id = n.customer_id
        WHERE n.seller_id = ?1 AND n.id < ?2 ",
            $filter,
            "
        ORDER BY n.id DESC
        LIMIT CAST(?3 AS INTEGER)"
        )
    };
}

statements! {
    /// Adds a credit note of a JSON object; it takes the next number of its series.
    ADD_CREDIT_NOTE = "
        INSERT INTO credit_notes
          (seller_id, id, invoice_id, place, subscription_id, customer_id, voids, series, sequence,
           number, currency, net_minor, tax_minor, gross_minor, issued_at, issued_on, digest, hash,
           previous_hash)
        VALUES
          (?1, ?2 ->> '$.id', ?2 ->> '$.invoice', ?2 ->> '$.place', ?2 ->> '$.subscription',
           ?2 ->> '$.customer', ?2 ->> '$.voids', ?2 ->> '$.series', ?2 ->> '$.sequence',
           ?2 ->> '$.number', ?2 ->> '$.currency', ?2 ->> '$.net_minor', ?2 ->> '$.tax_minor',
           ?2 ->> '$.gross_minor', ?2 ->> '$.issued_at', ?2 ->> '$.issued_on', ?2 ->> '$.digest',
           ?2 ->> '$.hash', ?2 ->> '$.previous_hash')";

    /// Adds parts of the document from a JSON list.
    ADD_CREDIT_NOTE_PARTS = "
        INSERT INTO credit_note_parts (seller_id, credit_note_id, part, text)
        SELECT ?1, p.value ->> '$.document', p.value ->> '$.part', p.value ->> '$.text'
        FROM json_each(?2) AS p";

    /// Adds part `?3` of the document, where it is too long for a list.
    ADD_CREDIT_NOTE_PART = "
        INSERT INTO credit_note_parts (seller_id, credit_note_id, part, text)
        VALUES (?1, ?2, CAST(?3 AS INTEGER), ?4)";

    /// The customer of the invoice `?2`.
    INVOICE_CUSTOMER = "
        SELECT c.id, c.name, c.email, c.country, c.language, c.created_at,
          CAST(c.version AS TEXT) AS customer_version
        FROM invoices AS i
        JOIN customers AS c ON c.seller_id = i.seller_id AND c.id = i.customer_id
        WHERE i.seller_id = ?1 AND i.id = ?2";

    /// The documents of the credit notes of the invoice `?2`, in their order, part by part.
    CREDIT_NOTES_OF_INVOICE = "
        SELECT n.id, n.voids, n.hash, p.text
        FROM credit_notes AS n
        CROSS JOIN credit_note_parts AS p ON p.seller_id = n.seller_id AND p.credit_note_id = n.id
        WHERE n.seller_id = ?1 AND n.invoice_id = ?2
        ORDER BY n.place, p.part";

    /// Takes back what the invoice `?2` of the subscription `?3` billed: it counts as not billed.
    TAKE_BACK_BILLED = "
        INSERT INTO billed_lines
          (seller_id, subscription_id, invoice_id, position, line, period_start, period_end,
           amount_minor, discount_minor, taxes, currency, times)
        SELECT b.seller_id, b.subscription_id, b.invoice_id, b.position + l.lines, b.line,
          b.period_start, b.period_end, -b.amount_minor, -b.discount_minor, b.taxes, b.currency, -1
        FROM (
          SELECT count(*) AS lines FROM billed_lines
          WHERE seller_id = ?1 AND subscription_id = ?3 AND invoice_id = ?2) AS l
        CROSS JOIN billed_lines AS b
        WHERE b.seller_id = ?1 AND b.subscription_id = ?3 AND b.invoice_id = ?2";

    /// Gives back what coupons took off the invoice `?2` of the subscription `?3`.
    GIVE_BACK_DISCOUNTS = "
        INSERT INTO taken_discounts
          (seller_id, subscription_id, invoice_id, position, coupon, amount_minor)
        SELECT d.seller_id, d.subscription_id, d.invoice_id, d.position + l.taken, d.coupon,
          -d.amount_minor
        FROM (
          SELECT count(*) AS taken FROM taken_discounts
          WHERE seller_id = ?1 AND subscription_id = ?3 AND invoice_id = ?2) AS l
        CROSS JOIN taken_discounts AS d
        WHERE d.seller_id = ?1 AND d.subscription_id = ?3 AND d.invoice_id = ?2";

    /// Makes the subscription `?2` due again at `?3`, as what was billed there counts no longer.
    DUE_AGAIN = "
        UPDATE subscriptions
        SET version = version + 1, next_due_at = min(coalesce(next_due_at, ?3), ?3)
        WHERE seller_id = ?1 AND id = ?2";

    /// The document of the credit note `?2`, part by part.
    CREDIT_NOTE = "
        SELECT n.hash, p.text
        FROM credit_notes AS n
        CROSS JOIN credit_note_parts AS p ON p.seller_id = n.seller_id AND p.credit_note_id = n.id
        WHERE n.seller_id = ?1 AND n.id = ?2
        ORDER BY p.part";

    /// The place of the credit note `?2` in its series, with what its neighbours say.
    CREDIT_NOTE_CHAIN = "
        SELECT n.number, n.hash, CAST(n.sequence AS TEXT) AS sequence, s.last_hash,
          (SELECT b.hash FROM credit_notes AS b
            WHERE b.seller_id = n.seller_id AND b.series = n.series
              AND b.sequence = n.sequence - 1) AS before_hash,
          (SELECT a.previous_hash FROM credit_notes AS a
            WHERE a.seller_id = n.seller_id AND a.series = n.series
              AND a.sequence = n.sequence + 1) AS after_previous
        FROM credit_notes AS n
        JOIN number_series AS s ON s.seller_id = n.seller_id AND s.code = n.series
        WHERE n.seller_id = ?1 AND n.id = ?2";

    /// The credit notes before `?2`, the latest first.
    CREDIT_NOTES = credit_notes!("");

    /// The same of the invoice `?4`.
    CREDIT_NOTES_OF = credit_notes!("AND n.invoice_id = ?4");
}
