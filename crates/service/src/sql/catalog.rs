//! Price lists, and the products and plans in them.

statements! {
    /// The version of the price list `?2` that new quotes are made from.
    PRICE_LIST = "
        SELECT CAST(v.version AS TEXT) AS version, v.document, v.digest
        FROM price_lists AS l
        JOIN price_list_versions AS v
          ON v.seller_id = l.seller_id AND v.code = l.code AND v.version = l.version
        WHERE l.seller_id = ?1 AND l.code = ?2";

    /// Version `?3` of the price list `?2`.
    PRICE_LIST_VERSION = "
        SELECT CAST(version AS TEXT) AS version, document, digest
        FROM price_list_versions
        WHERE seller_id = ?1 AND code = ?2 AND version = CAST(?3 AS INTEGER)";

    /// The price lists after code `?2`.
    PRICE_LISTS = "
        SELECT l.code, CAST(l.version AS TEXT) AS version, l.currency, l.name, v.created_at
        FROM price_lists AS l
        JOIN price_list_versions AS v
          ON v.seller_id = l.seller_id AND v.code = l.code AND v.version = l.version
        WHERE l.seller_id = ?1 AND l.code > ?2
        ORDER BY l.code
        LIMIT CAST(?3 AS INTEGER)";

    /// Adds a version of a price list.
    ADD_PRICE_LIST_VERSION = "
        INSERT INTO price_list_versions
          (seller_id, code, version, id, document, digest, created_at)
        VALUES (?1, ?2, CAST(?3 AS INTEGER), ?4, ?5, ?6, ?7)";

    /// Makes version `?3` the one that new quotes are made from, if it follows the present one.
    POINT_PRICE_LIST = "
        INSERT INTO price_lists (seller_id, code, version, currency, name)
        VALUES (?1, ?2, CAST(?3 AS INTEGER), ?4, ?5)
        ON CONFLICT (seller_id, code) DO UPDATE
        SET version = excluded.version, currency = excluded.currency, name = excluded.name
        WHERE price_lists.version = excluded.version - 1";

    /// The products after `?3` of the price list `?2`.
    PRODUCTS = "
        SELECT l.code AS price_list, p.value ->> '$.code' AS code,
          json_insert(p.value, '$.price_list', l.code, '$.price_list_version', l.version) AS entry
        FROM price_lists AS l
        JOIN price_list_versions AS v
          ON v.seller_id = l.seller_id AND v.code = l.code AND v.version = l.version
        JOIN json_each(v.document, '$.products') AS p
        WHERE l.seller_id = ?1 AND (l.code, p.value ->> '$.code') > (?2, ?3)
        ORDER BY 1, 2
        LIMIT CAST(?4 AS INTEGER)";

    /// The plans after `?3` of the price list `?2`.
    PLANS = "
        SELECT l.code AS price_list, p.value ->> '$.code' AS code,
          json_insert(p.value, '$.currency', l.currency, '$.price_list', l.code,
            '$.price_list_version', l.version) AS entry
        FROM price_lists AS l
        JOIN price_list_versions AS v
          ON v.seller_id = l.seller_id AND v.code = l.code AND v.version = l.version
        JOIN json_each(v.document, '$.plans') AS p
        WHERE l.seller_id = ?1 AND (l.code, p.value ->> '$.code') > (?2, ?3)
        ORDER BY 1, 2
        LIMIT CAST(?4 AS INTEGER)";
}
