//! Endpoints, deliveries and attempts. Those of the dispatcher serve every seller: they name a lease, and
//! what they give names its seller.

statements! {
    /// The endpoint `?2`.
    ENDPOINT = "
        SELECT id, CAST(version AS TEXT) AS version, url, description, types, status,
          disabled_reason, secret, previous_secret, previous_ends_at, failing_since, created_at,
          updated_at
        FROM webhook_endpoints
        WHERE seller_id = ?1 AND id = ?2 AND status <> 'deleted'";

    /// The endpoints before `?2`, the latest first.
    ENDPOINTS = "
        SELECT id, CAST(version AS TEXT) AS version, url, description, types, status,
          disabled_reason, secret, previous_secret, previous_ends_at, failing_since, created_at,
          updated_at
        FROM webhook_endpoints
        WHERE seller_id = ?1 AND id < ?2 AND status <> 'deleted'
        ORDER BY id DESC
        LIMIT CAST(?3 AS INTEGER)";

    /// Adds an endpoint.
    ADD_ENDPOINT = "
        INSERT INTO webhook_endpoints
          (seller_id, id, version, url, description, types, status, disabled_reason, secret,
           created_at, updated_at)
        VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9)";

    /// Aborts the batch when the seller has more than `?2` endpoints.
    GUARD_ENDPOINTS = "
        INSERT INTO guard (reason, failed)
        SELECT 'stale', count(*) > CAST(?2 AS INTEGER)
        FROM webhook_endpoints
        WHERE seller_id = ?1 AND status <> 'deleted'";

    /// Replaces what is said of the endpoint `?2` at version `?3`. What is pending is due as it was.
    REPLACE_ENDPOINT = "
        UPDATE webhook_endpoints
        SET version = version + 1, url = ?4, description = ?5, types = ?6, status = ?7,
          disabled_reason = ?8, failing_since = ?9, updated_at = ?10,
          due_at = (
            SELECT min(d.due_at) FROM webhook_deliveries AS d
            WHERE d.seller_id = ?1 AND d.endpoint_id = ?2 AND d.status = 'pending')
        WHERE seller_id = ?1 AND id = ?2 AND version = CAST(?3 AS INTEGER)
          AND status <> 'deleted'";

    /// Gives the endpoint `?2` at version `?3` a new secret; the old one signs, too, until `?5`.
    ROTATE_SECRET = "
        UPDATE webhook_endpoints
        SET version = version + 1, previous_secret = secret, previous_ends_at = ?5, secret = ?4,
          updated_at = ?6
        WHERE seller_id = ?1 AND id = ?2 AND version = CAST(?3 AS INTEGER)
          AND status <> 'deleted'";

    /// Ends the deliveries of an endpoint that wait; they come before those that are pending.
    END_WAITING = "
        UPDATE webhook_deliveries
        SET status = 'failed', updated_at = ?3
        WHERE seller_id = ?1 AND endpoint_id = ?2 AND status = 'waiting' AND replays = 0";

    /// Ends the deliveries of an endpoint that are pending.
    END_PENDING = "
        UPDATE webhook_deliveries
        SET status = 'failed', due_at = NULL, updated_at = ?3
        WHERE seller_id = ?1 AND endpoint_id = ?2 AND status = 'pending'";

    /// Deletes the endpoint `?2`: its secrets are gone, what was sent to it is kept.
    DELETE_ENDPOINT = "
        UPDATE webhook_endpoints
        SET version = version + 1, status = 'deleted', disabled_reason = NULL, secret = '',
          previous_secret = NULL, previous_ends_at = NULL, due_at = NULL, lease = NULL,
          leased_until = NULL, updated_at = ?3
        WHERE seller_id = ?1 AND id = ?2 AND status <> 'deleted'";

    /// The deliveries to the endpoint `?2` before the position `?3`, the latest event first.
    DELIVERIES = "
        SELECT CAST(d.position AS TEXT) AS position, e.id AS event_id, e.type, e.object_id,
          CAST(e.sequence AS TEXT) AS sequence, d.status, d.due_at,
          CAST(d.replays AS TEXT) AS replays, d.created_at, d.updated_at
        FROM webhook_deliveries AS d
        JOIN events AS e ON e.seller_id = d.seller_id AND e.position = d.position
        WHERE d.seller_id = ?1 AND d.endpoint_id = ?2 AND d.position < CAST(?3 AS INTEGER)
        ORDER BY d.position DESC
        LIMIT CAST(?4 AS INTEGER)";

    /// The attempts of those deliveries.
    ATTEMPTS = "
        SELECT CAST(a.position AS TEXT) AS position, CAST(a.attempt AS TEXT) AS attempt, a.at,
          CAST(a.duration_ms AS TEXT) AS duration_ms, CAST(a.status AS TEXT) AS status, a.answer,
          a.error
        FROM (
          SELECT position FROM webhook_deliveries
          WHERE seller_id = ?1 AND endpoint_id = ?2 AND position < CAST(?3 AS INTEGER)
          ORDER BY position DESC LIMIT CAST(?4 AS INTEGER)) AS p
        CROSS JOIN webhook_attempts AS a
          ON a.seller_id = ?1 AND a.endpoint_id = ?2 AND a.position = p.position
        ORDER BY a.position, a.attempt";

    /// The endpoints to which the event `?2` can be sent again: those that are enabled and want its
    /// type, or the one of `?3`; with how its delivery stands, if there is one.
    REPLAYABLE = "
        SELECT w.id, w.status AS endpoint_status, CAST(e.position AS TEXT) AS position, d.status
        FROM events AS e
        JOIN webhook_endpoints AS w ON w.seller_id = e.seller_id
        LEFT JOIN webhook_deliveries AS d
          ON d.seller_id = e.seller_id AND d.endpoint_id = w.id AND d.position = e.position
        WHERE e.seller_id = ?1 AND e.id = ?2 AND w.status <> 'deleted'
          AND CASE WHEN ?3 IS NOT NULL THEN w.id = ?3
            ELSE w.status = 'enabled' AND (w.types IS NULL OR EXISTS (
              SELECT 1 FROM json_each(w.types) WHERE value = e.type)) END
        ORDER BY w.id";

    /// Sends the event `?2` again to the endpoints of the JSON list `?3`: a delivery that is over begins
    /// anew beside the order of its object; one that is pending is due at once; one that waits for its
    /// turn goes on waiting.
    REPLAY = "
        INSERT INTO webhook_deliveries
          (seller_id, endpoint_id, position, object_id, status, due_at, replays, tries, attempts,
           created_at, updated_at)
        SELECT ?1, w.value, e.position, e.object_id, 'pending', ?4, 1, 0, 0, ?4, ?4
        FROM events AS e, json_each(?3) AS w
        WHERE e.seller_id = ?1 AND e.id = ?2 AND NOT EXISTS (
          SELECT 1 FROM webhook_deliveries AS d
          WHERE d.seller_id = ?1 AND d.endpoint_id = w.value AND d.position = e.position)";

    /// The same of deliveries that there are.
    REPLAY_AGAIN = "
        UPDATE webhook_deliveries
        SET due_at = ?4, tries = 0, updated_at = ?4,
          replays = replays + iif(status = 'pending', 0, 1), status = 'pending'
        WHERE seller_id = ?1 AND endpoint_id IN (SELECT value FROM json_each(?3))
          AND position = (SELECT e.position FROM events AS e WHERE e.seller_id = ?1 AND e.id = ?2)
          AND status <> 'waiting'";

    /// Makes the endpoints of the JSON list `?2` due.
    WAKE = "
        UPDATE webhook_endpoints
        SET due_at = min(coalesce(due_at, ?3), ?3)
        WHERE seller_id = ?1 AND id IN (SELECT value FROM json_each(?2))
          AND status <> 'deleted'";

    /// Leases at most `?4` endpoints that are due at `?2`, until `?3`, under the name `?1`.
    CLAIM = "
        UPDATE webhook_endpoints
        SET lease = ?1, leased_until = ?3
        WHERE (seller_id, id) IN (
          SELECT w.seller_id, w.id FROM webhook_endpoints AS w
          WHERE w.status = 'enabled' AND w.due_at <= ?2
            AND (w.leased_until IS NULL OR w.leased_until <= ?2)
          ORDER BY w.due_at
          LIMIT CAST(?4 AS INTEGER))";

    /// The endpoints of the lease `?1`; secrets that sign at `?2`.
    CLAIMED = "
        SELECT w.seller_id, s.mode, w.id, CAST(w.version AS TEXT) AS version, w.url, w.description,
          w.types, w.status, w.disabled_reason, w.secret,
          iif(w.previous_ends_at > ?2, w.previous_secret, NULL) AS previous_secret,
          iif(w.previous_ends_at > ?2, w.previous_ends_at, NULL) AS previous_ends_at,
          w.failing_since, w.created_at, w.updated_at
        FROM webhook_endpoints AS w
        JOIN sellers AS s ON s.id = w.seller_id
        WHERE w.lease = ?1";

    /// What is due at `?2` to the endpoints of the lease `?1`, at most `?3` each, the longest due first.
    CLAIMED_DELIVERIES = "
        SELECT w.id AS endpoint_id, CAST(d.position AS TEXT) AS position,
          CAST(d.tries AS TEXT) AS tries, CAST(d.attempts AS TEXT) AS attempts, e.id, e.type,
          e.object_id, CAST(e.sequence AS TEXT) AS sequence, e.data, e.created_at
        FROM webhook_endpoints AS w
        CROSS JOIN webhook_deliveries AS d
          ON d.seller_id = w.seller_id AND d.endpoint_id = w.id AND d.position IN (
            SELECT x.position FROM webhook_deliveries AS x
            WHERE x.seller_id = w.seller_id AND x.endpoint_id = w.id AND x.status = 'pending'
              AND x.due_at <= ?2
            ORDER BY x.due_at, x.position
            LIMIT CAST(?3 AS INTEGER))
        CROSS JOIN events AS e ON e.seller_id = d.seller_id AND e.position = d.position
        WHERE w.lease = ?1
        ORDER BY d.due_at, d.position";

    /// Adds the attempts of a JSON list to the deliveries to the endpoint `?2`.
    ADD_ATTEMPTS = "
        INSERT INTO webhook_attempts
          (seller_id, endpoint_id, position, attempt, at, duration_ms, status, answer, error)
        SELECT ?1, ?2, a.value ->> '$.position', a.value ->> '$.attempt', a.value ->> '$.at',
          a.value ->> '$.duration_ms', a.value ->> '$.status', a.value ->> '$.answer',
          a.value ->> '$.error'
        FROM json_each(?3) AS a";

    /// Moves the deliveries of a JSON list to the endpoint `?2` on by one attempt.
    RECORD = "
        UPDATE webhook_deliveries
        SET status = j.status, due_at = j.due_at, tries = webhook_deliveries.tries + 1,
          attempts = j.attempt, updated_at = ?4
        FROM (
          SELECT ?1 AS seller_id, ?2 AS endpoint_id, value ->> '$.position' AS position,
            value ->> '$.attempt' AS attempt, value ->> '$.delivery' AS status,
            value ->> '$.due_at' AS due_at
          FROM json_each(?3) LIMIT -1) AS j
        WHERE webhook_deliveries.seller_id = j.seller_id
          AND webhook_deliveries.endpoint_id = j.endpoint_id
          AND webhook_deliveries.position = j.position
          AND webhook_deliveries.attempts = j.attempt - 1";

    /// Ends the lease `?3` of the endpoint `?2`, which is due again when a delivery is, and not before
    /// `?4`; it fails since `?5`, and is disabled for the reason `?6`.
    RELEASE = "
        UPDATE webhook_endpoints
        SET lease = NULL, leased_until = NULL, failing_since = ?5,
          version = version + iif(?6 IS NOT NULL, 1, 0),
          disabled_reason = iif(status = 'enabled', ?6, disabled_reason),
          status = iif(status = 'enabled' AND ?6 IS NOT NULL, 'disabled', status),
          due_at = max(?4, (
            SELECT min(d.due_at) FROM webhook_deliveries AS d
            WHERE d.seller_id = ?1 AND d.endpoint_id = ?2 AND d.status = 'pending')),
          updated_at = iif(?6 IS NOT NULL, ?7, updated_at)
        WHERE seller_id = ?1 AND id = ?2 AND lease = ?3";
}
