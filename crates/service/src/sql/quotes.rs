//! Quotes.

/// A page of quotes, under a further condition.
macro_rules! quotes {
    ($filter:literal) => {
        concat!(
            "
        SELECT q.id, q.customer_id, c.name AS customer_name, CAST(q.version AS TEXT) AS version,
          q.status, q.created_at, q.updated_at, q.expires_at, q.viewed_at, q.subscription_id,
          q.invoice_id,
          v.price_list, v.draft ->> '$.plan' AS plan, v.digest
        FROM quotes AS q
        JOIN customers AS c ON c.seller_id = q.seller_id AND c.id = q.customer_id
        JOIN quote_versions AS v
          ON v.seller_id = q.seller_id AND v.quote_id = q.id AND v.version = q.version
        WHERE q.seller_id = ?1 AND q.id < ?2 ",
            $filter,
            "
        ORDER BY q.id DESC
        LIMIT CAST(?3 AS INTEGER)"
        )
    };
}

statements! {
    /// The quote `?2` at its present version, with the price list version it was made from.
    QUOTE = "
        SELECT q.id, q.customer_id, c.name AS customer_name, CAST(q.version AS TEXT) AS version,
          q.status, q.created_at, q.updated_at, q.sent_at, q.expires_at, q.viewed_at, q.accepted_at,
          q.subscription_id, q.invoice_id, v.draft, v.digest,
          v.price_list, CAST(v.price_list_version AS TEXT) AS price_list_version,
          p.document AS price_list_document
        FROM quotes AS q
        JOIN customers AS c ON c.seller_id = q.seller_id AND c.id = q.customer_id
        JOIN quote_versions AS v
          ON v.seller_id = q.seller_id AND v.quote_id = q.id AND v.version = q.version
        JOIN price_list_versions AS p
          ON p.seller_id = v.seller_id AND p.code = v.price_list
          AND p.version = v.price_list_version
        WHERE q.seller_id = ?1 AND q.id = ?2";

    /// The customer of the quote `?2`.
    QUOTE_CUSTOMER = "
        SELECT c.id, c.name, c.email, c.country, c.language, c.created_at,
          CAST(c.version AS TEXT) AS customer_version
        FROM quotes AS q
        JOIN customers AS c ON c.seller_id = q.seller_id AND c.id = q.customer_id
        WHERE q.seller_id = ?1 AND q.id = ?2";

    /// The quotes before `?2`, the latest first.
    QUOTES = quotes!("");

    /// The same of the customer `?4`.
    QUOTES_OF_CUSTOMER = quotes!("AND q.customer_id = ?4");

    /// Adds a quote, as a draft of version 1.
    ADD_QUOTE = "
        INSERT INTO quotes (seller_id, id, customer_id, version, status, created_at, updated_at)
        VALUES (?1, ?2, ?3, 1, 'draft', ?4, ?4)";

    /// Adds version `?3` of a quote.
    ADD_QUOTE_VERSION = "
        INSERT INTO quote_versions
          (seller_id, quote_id, version, price_list, price_list_version, draft, digest, created_at)
        VALUES (?1, ?2, CAST(?3 AS INTEGER), ?4, CAST(?5 AS INTEGER), ?6, ?7, ?8)";

    /// Makes version `?3` the present one and the quote a draft, if the version follows.
    REVISE_QUOTE = "
        UPDATE quotes
        SET version = CAST(?3 AS INTEGER), status = 'draft', updated_at = ?4, sent_at = NULL,
          expires_at = NULL, viewed_at = NULL
        WHERE seller_id = ?1 AND id = ?2 AND version = CAST(?3 AS INTEGER) - 1
          AND status IN ('draft', 'sent', 'declined')";

    /// Notes that version `?3` was looked at first at `?4`.
    VIEW_QUOTE = "
        UPDATE quotes
        SET viewed_at = ?4
        WHERE seller_id = ?1 AND id = ?2 AND version = CAST(?3 AS INTEGER)
          AND status = 'sent' AND viewed_at IS NULL";

    /// Marks version `?3` as declined.
    DECLINE_QUOTE = "
        UPDATE quotes
        SET status = 'declined', updated_at = ?4
        WHERE seller_id = ?1 AND id = ?2 AND version = CAST(?3 AS INTEGER)
          AND status IN ('draft', 'sent')";

    /// Marks version `?3` as sent, until `?5`.
    SEND_QUOTE = "
        UPDATE quotes
        SET status = 'sent', sent_at = ?4, expires_at = ?5, updated_at = ?4
        WHERE seller_id = ?1 AND id = ?2 AND version = CAST(?3 AS INTEGER)
          AND status IN ('draft', 'sent')";

    /// Marks version `?3` as accepted, with what came of it.
    ACCEPT_QUOTE = "
        UPDATE quotes
        SET status = 'accepted', accepted_at = ?4, updated_at = ?4, subscription_id = ?5,
          invoice_id = ?6
        WHERE seller_id = ?1 AND id = ?2 AND version = CAST(?3 AS INTEGER) AND status = 'sent'";
}
