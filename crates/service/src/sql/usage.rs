//! Usage events. What a list names is found by `CROSS JOIN`, list first: the planner would read all rows of
//! the seller instead.

statements! {
    /// The subscriptions of the JSON list `?2` of ids, with their meters and when they ended.
    METERED_SUBSCRIPTIONS = "
        SELECT s.id, s.started_at, json_extract(s.terms, '$.meters') AS meters
        FROM json_each(?2) AS wanted
        CROSS JOIN subscriptions AS s ON s.seller_id = ?1 AND s.id = wanted.value";

    /// The usage events of the JSON list `?2` of ids that are there already.
    KNOWN_EVENTS = "
        SELECT e.id, e.subscription_id, e.record
        FROM json_each(?2) AS wanted
        CROSS JOIN usage_events AS e ON e.seller_id = ?1 AND e.id = wanted.value";

    /// Adds the usage events of the JSON list `?3`, received at `?2`.
    ADD_EVENTS = "
        INSERT INTO usage_events (seller_id, id, subscription_id, meter, at, record, received_at)
        SELECT ?1, e.value ->> '$.id', e.value ->> '$.subscription', e.value ->> '$.record.meter',
          e.value ->> '$.record.at', e.value -> '$.record', ?2
        FROM json_each(?3) AS e";

    /// The usage of the subscription `?2`, in order of time.
    USAGE = "
        SELECT record
        FROM usage_events
        WHERE seller_id = ?1 AND subscription_id = ?2
        ORDER BY at, id";

    /// The usage events of the subscription `?2` after `?3`, a time and an id, in order of time.
    EVENTS_OF_SUBSCRIPTION = "
        SELECT id, at, at || ' ' || id AS place, record, received_at
        FROM usage_events
        WHERE seller_id = ?1 AND subscription_id = ?2
          AND at >= substr(?3, 1, 20) AND at || ' ' || id > ?3
        ORDER BY at, id
        LIMIT CAST(?4 AS INTEGER)";
}
