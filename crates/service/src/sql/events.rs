//! Events. Positions and sequences are read as text, so what they are ordered by is named with its table:
//! ordered as text, 100 would come before 99.

statements! {
    /// Adds the events of a JSON list, each after those that are there: of the seller, and of its
    /// object.
    APPEND_EVENTS = "
        INSERT INTO events (seller_id, position, id, type, object_id, sequence, data, created_at)
        SELECT ?1,
          e.key + 1 + coalesce((
            SELECT max(p.position) FROM events AS p WHERE p.seller_id = ?1), 0),
          e.value ->> '$.id', e.value ->> '$.type', e.value ->> '$.object',
          row_number() OVER (PARTITION BY e.value ->> '$.object' ORDER BY e.key) + coalesce((
            SELECT max(s.sequence) FROM events AS s
            WHERE s.seller_id = ?1 AND s.object_id = e.value ->> '$.object'), 0),
          e.value -> '$.data', e.value ->> '$.created_at'
        FROM json_each(?2) AS e
        ORDER BY e.key";

    /// The event `?2`.
    EVENT = "
        SELECT CAST(e.position AS TEXT) AS position, e.id, e.type, e.object_id,
          CAST(e.sequence AS TEXT) AS sequence, e.data, e.created_at
        FROM events AS e
        WHERE e.seller_id = ?1 AND e.id = ?2";

    /// The events before the position `?2`, the latest first.
    EVENTS = "
        SELECT CAST(e.position AS TEXT) AS position, e.id, e.type, e.object_id,
          CAST(e.sequence AS TEXT) AS sequence, e.data, e.created_at
        FROM events AS e
        WHERE e.seller_id = ?1 AND e.position < CAST(?2 AS INTEGER)
        ORDER BY e.position DESC
        LIMIT CAST(?3 AS INTEGER)";

    /// The events of the type `?4` before the position `?2`, the latest first.
    EVENTS_OF_TYPE = "
        SELECT CAST(e.position AS TEXT) AS position, e.id, e.type, e.object_id,
          CAST(e.sequence AS TEXT) AS sequence, e.data, e.created_at
        FROM events AS e
        WHERE e.seller_id = ?1 AND e.type = ?4 AND e.position < CAST(?2 AS INTEGER)
        ORDER BY e.position DESC
        LIMIT CAST(?3 AS INTEGER)";

    /// The events of the object `?4` before the position `?2`, the latest first; where `?5` is not
    /// NULL, those of that type.
    EVENTS_OF_OBJECT = "
        SELECT CAST(e.position AS TEXT) AS position, e.id, e.type, e.object_id,
          CAST(e.sequence AS TEXT) AS sequence, e.data, e.created_at
        FROM events AS e
        WHERE e.seller_id = ?1 AND e.object_id = ?4 AND e.position < CAST(?2 AS INTEGER)
          AND (?5 IS NULL OR e.type = ?5)
        ORDER BY e.sequence DESC
        LIMIT CAST(?3 AS INTEGER)";

    /// The events after the event `?2` and after the position `?3`, the earliest first; where `?5` is not
    /// NULL, those of that type, and where `?6` is not, those of that object.
    EVENTS_AFTER = "
        SELECT CAST(e.position AS TEXT) AS position, e.id, e.type, e.object_id,
          CAST(e.sequence AS TEXT) AS sequence, e.data, e.created_at
        FROM events AS e
        WHERE e.seller_id = ?1
          AND e.position > (SELECT a.position FROM events AS a WHERE a.seller_id = ?1 AND a.id = ?2)
          AND e.position > CAST(?3 AS INTEGER)
          AND (?5 IS NULL OR e.type = ?5) AND (?6 IS NULL OR e.object_id = ?6)
        ORDER BY e.position
        LIMIT CAST(?4 AS INTEGER)";
}
