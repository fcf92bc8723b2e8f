-- What customers used, as their systems report it: one row an event, accepted once by its id. `record`
-- is the engine's usage record, canonical.
CREATE TABLE usage_events (
  seller_id TEXT NOT NULL,
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 128),
  subscription_id TEXT NOT NULL,
  meter TEXT NOT NULL,
  at TEXT NOT NULL,
  record TEXT NOT NULL CHECK (json_valid(record)),
  received_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, subscription_id) REFERENCES subscriptions (seller_id, id),
  CHECK (meter = record ->> '$.meter' AND at = record ->> '$.at')
) STRICT, WITHOUT ROWID;

CREATE INDEX usage_events_subscription ON usage_events (seller_id, subscription_id, at, id);

CREATE TRIGGER usage_events_insert BEFORE INSERT ON usage_events
WHEN EXISTS (
    SELECT 1 FROM usage_events AS kept WHERE kept.seller_id = new.seller_id AND kept.id = new.id
  )
BEGIN
  SELECT RAISE(ABORT, 'stale');
END;

CREATE TRIGGER usage_events_update BEFORE UPDATE ON usage_events
BEGIN
  SELECT RAISE(ABORT, 'immutable:usage_events');
END;

CREATE TRIGGER usage_events_delete BEFORE DELETE ON usage_events
BEGIN
  SELECT RAISE(ABORT, 'immutable:usage_events');
END;

-- What coupons took off a billed line; later bills of the same period count it.
ALTER TABLE billed_lines ADD COLUMN discount_minor INTEGER NOT NULL DEFAULT 0;
