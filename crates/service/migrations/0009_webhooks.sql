-- What happened to the objects of the API, in the order in which it was committed: `position` counts the
-- events of a seller from 1, `sequence` those of an object. Whoever reads by position misses none, for
-- both are given in the transaction that writes the event, which is that of its effect.
CREATE TABLE events (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  position INTEGER NOT NULL CHECK (position >= 1),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'evt_*'),
  type TEXT NOT NULL CHECK (length(type) <= 64 AND type GLOB '[a-z]*.[a-z]*'),
  object_id TEXT NOT NULL CHECK (length(object_id) BETWEEN 5 AND 64),
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  data TEXT NOT NULL CHECK (json_valid(data)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, position),
  UNIQUE (seller_id, id),
  UNIQUE (seller_id, object_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE INDEX events_type ON events (seller_id, type, position);

CREATE TRIGGER events_insert BEFORE INSERT ON events
WHEN EXISTS (
    SELECT 1 FROM events AS kept
    WHERE kept.seller_id = new.seller_id AND kept.position = new.position
  ) OR EXISTS (
    SELECT 1 FROM events AS kept WHERE kept.seller_id = new.seller_id AND kept.id = new.id
  ) OR EXISTS (
    SELECT 1 FROM events AS kept
    WHERE kept.seller_id = new.seller_id AND kept.object_id = new.object_id
      AND kept.sequence = new.sequence
  )
BEGIN
  SELECT RAISE(ABORT, 'immutable:events');
END;

CREATE TRIGGER events_update BEFORE UPDATE ON events
BEGIN
  SELECT RAISE(ABORT, 'immutable:events');
END;

CREATE TRIGGER events_delete BEFORE DELETE ON events
BEGIN
  SELECT RAISE(ABORT, 'immutable:events');
END;

-- Where events are sent. `types` is a JSON list, or NULL for every type. `secret` signs, and so does
-- `previous_secret` until `previous_ends_at`. `due_at` is when the endpoint is to be looked at again; who
-- serves it holds the lease until it ends. `failing_since` is the first failure since the last success.
CREATE TABLE webhook_endpoints (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'whe_*'),
  version INTEGER NOT NULL CHECK (version >= 1),
  url TEXT NOT NULL CHECK (length(url) BETWEEN 8 AND 2000),
  description TEXT CHECK (length(description) <= 200),
  types TEXT CHECK (json_valid(types)),
  status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled', 'deleted')),
  disabled_reason TEXT CHECK (disabled_reason IN ('asked', 'gone', 'failing')),
  secret TEXT NOT NULL CHECK (secret GLOB 'whsec_?*' OR status = 'deleted'),
  previous_secret TEXT CHECK (previous_secret GLOB 'whsec_?*'),
  previous_ends_at TEXT,
  failing_since TEXT,
  due_at TEXT,
  lease TEXT,
  leased_until TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, id),
  CHECK ((status = 'disabled') = (disabled_reason IS NOT NULL)),
  CHECK ((previous_secret IS NULL) = (previous_ends_at IS NULL)),
  CHECK ((lease IS NULL) = (leased_until IS NULL)),
  CHECK (status <> 'deleted' OR (secret = '' AND previous_secret IS NULL AND lease IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_endpoints_due ON webhook_endpoints (due_at)
WHERE status = 'enabled' AND due_at IS NOT NULL;

CREATE INDEX webhook_endpoints_lease ON webhook_endpoints (lease) WHERE lease IS NOT NULL;

CREATE TRIGGER webhook_endpoints_update BEFORE UPDATE ON webhook_endpoints
WHEN old.status = 'deleted' OR new.id <> old.id OR new.seller_id <> old.seller_id
BEGIN
  SELECT RAISE(ABORT, 'immutable:webhook_endpoints');
END;

CREATE TRIGGER webhook_endpoints_insert BEFORE INSERT ON webhook_endpoints
WHEN EXISTS (
  SELECT 1 FROM webhook_endpoints AS kept WHERE kept.seller_id = new.seller_id AND kept.id = new.id
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:webhook_endpoints');
END;

CREATE TRIGGER webhook_endpoints_delete BEFORE DELETE ON webhook_endpoints
BEGIN
  SELECT RAISE(ABORT, 'immutable:webhook_endpoints');
END;

-- An event on its way to an endpoint. Of the events of one object only the first that is not over is
-- pending, the later ones wait for it; those that are sent again by hand (`replays`) neither wait nor are
-- waited for. `tries` counts the attempts since the last replay, `attempts` all of them.
CREATE TABLE webhook_deliveries (
  seller_id TEXT NOT NULL,
  endpoint_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  object_id TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'pending', 'delivered', 'failed')),
  due_at TEXT,
  replays INTEGER NOT NULL CHECK (replays >= 0),
  tries INTEGER NOT NULL CHECK (tries >= 0),
  attempts INTEGER NOT NULL CHECK (attempts >= tries),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, endpoint_id, position),
  FOREIGN KEY (seller_id, endpoint_id) REFERENCES webhook_endpoints (seller_id, id),
  FOREIGN KEY (seller_id, position) REFERENCES events (seller_id, position),
  CHECK ((status = 'pending') = (due_at IS NOT NULL)),
  CHECK (status <> 'waiting' OR (replays = 0 AND attempts = 0))
) STRICT, WITHOUT ROWID;

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (seller_id, endpoint_id, due_at, position)
WHERE status = 'pending';

CREATE INDEX webhook_deliveries_object
ON webhook_deliveries (seller_id, endpoint_id, object_id, position)
WHERE status IN ('waiting', 'pending') AND replays = 0;

CREATE TRIGGER webhook_deliveries_insert BEFORE INSERT ON webhook_deliveries
WHEN EXISTS (
  SELECT 1 FROM webhook_deliveries AS kept
  WHERE kept.seller_id = new.seller_id AND kept.endpoint_id = new.endpoint_id
    AND kept.position = new.position
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:webhook_deliveries');
END;

CREATE TRIGGER webhook_deliveries_update BEFORE UPDATE ON webhook_deliveries
WHEN new.seller_id <> old.seller_id OR new.endpoint_id <> old.endpoint_id
  OR new.position <> old.position OR new.object_id <> old.object_id
  OR new.attempts < old.attempts OR new.replays < old.replays
BEGIN
  SELECT RAISE(ABORT, 'immutable:webhook_deliveries');
END;

CREATE TRIGGER webhook_deliveries_delete BEFORE DELETE ON webhook_deliveries
BEGIN
  SELECT RAISE(ABORT, 'immutable:webhook_deliveries');
END;

-- Every event has a delivery to every endpoint that wants its type, whoever writes the event.
CREATE TRIGGER events_fan_out AFTER INSERT ON events
BEGIN
  INSERT INTO webhook_deliveries
    (seller_id, endpoint_id, position, object_id, status, due_at, replays, tries, attempts,
     created_at, updated_at)
  SELECT new.seller_id, w.id, new.position, new.object_id,
    iif(w.behind, 'waiting', 'pending'), iif(w.behind, NULL, new.created_at), 0, 0, 0,
    new.created_at, new.created_at
  FROM (
    SELECT e.id, EXISTS (
      SELECT 1 FROM webhook_deliveries AS d
      WHERE d.seller_id = new.seller_id AND d.endpoint_id = e.id AND d.object_id = new.object_id
        AND d.status IN ('waiting', 'pending') AND d.replays = 0) AS behind
    FROM webhook_endpoints AS e
    WHERE e.seller_id = new.seller_id AND e.status = 'enabled'
      AND (e.types IS NULL OR EXISTS (SELECT 1 FROM json_each(e.types) WHERE value = new.type))) AS w;
  -- While an endpoint fails, what is new does not bring its next attempt forward.
  UPDATE webhook_endpoints
  SET due_at = new.created_at
  WHERE seller_id = new.seller_id AND status = 'enabled'
    AND (due_at IS NULL OR (due_at > new.created_at AND failing_since IS NULL))
    AND (types IS NULL OR EXISTS (SELECT 1 FROM json_each(types) WHERE value = new.type));
END;

-- When an event is over, delivered or given up, the next one of its object is no longer held up.
CREATE TRIGGER webhook_deliveries_next AFTER UPDATE OF status ON webhook_deliveries
WHEN old.status = 'pending' AND new.status IN ('delivered', 'failed') AND old.replays = 0
BEGIN
  UPDATE webhook_deliveries
  SET status = 'pending', due_at = new.updated_at
  WHERE seller_id = new.seller_id AND endpoint_id = new.endpoint_id AND position = (
    SELECT d.position FROM webhook_deliveries AS d
    WHERE d.seller_id = new.seller_id AND d.endpoint_id = new.endpoint_id
      AND d.object_id = new.object_id AND d.status IN ('waiting', 'pending') AND d.replays = 0
    ORDER BY d.position LIMIT 1) AND status = 'waiting';
END;

-- What came of each attempt: the answer's status and its beginning, or why there was none.
CREATE TABLE webhook_attempts (
  seller_id TEXT NOT NULL,
  endpoint_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  attempt INTEGER NOT NULL CHECK (attempt >= 1),
  at TEXT NOT NULL,
  duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
  status INTEGER CHECK (status BETWEEN 100 AND 999),
  answer TEXT,
  error TEXT,
  PRIMARY KEY (seller_id, endpoint_id, position, attempt),
  FOREIGN KEY (seller_id, endpoint_id, position)
    REFERENCES webhook_deliveries (seller_id, endpoint_id, position),
  CHECK ((status IS NULL) = (error IS NOT NULL)),
  CHECK ((status IS NULL) = (answer IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER webhook_attempts_insert BEFORE INSERT ON webhook_attempts
WHEN EXISTS (
  SELECT 1 FROM webhook_attempts AS kept
  WHERE kept.seller_id = new.seller_id AND kept.endpoint_id = new.endpoint_id
    AND kept.position = new.position AND kept.attempt = new.attempt
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:webhook_attempts');
END;

CREATE TRIGGER webhook_attempts_update BEFORE UPDATE ON webhook_attempts
BEGIN
  SELECT RAISE(ABORT, 'immutable:webhook_attempts');
END;

CREATE TRIGGER webhook_attempts_delete BEFORE DELETE ON webhook_attempts
BEGIN
  SELECT RAISE(ABORT, 'immutable:webhook_attempts');
END;
