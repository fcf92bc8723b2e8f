-- A seller can be edited, its test clock put forward, and pages of its origins may ask.
ALTER TABLE sellers ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);

-- How many seconds the clock of a seller in test mode is ahead.
ALTER TABLE sellers ADD COLUMN clock_ahead INTEGER NOT NULL DEFAULT 0
  CHECK (clock_ahead >= 0 AND (clock_ahead = 0 OR mode = 'test'));

CREATE TRIGGER sellers_version BEFORE UPDATE OF version ON sellers
WHEN new.version <> old.version + 1
BEGIN
  SELECT RAISE(ABORT, 'stale');
END;

CREATE TRIGGER sellers_clock BEFORE UPDATE OF clock_ahead ON sellers
WHEN new.clock_ahead < old.clock_ahead
BEGIN
  SELECT RAISE(ABORT, 'stale');
END;

CREATE TABLE seller_origins (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  origin TEXT NOT NULL CHECK (length(origin) BETWEEN 8 AND 300),
  PRIMARY KEY (seller_id, origin)
) STRICT, WITHOUT ROWID;

CREATE INDEX seller_origins_origin ON seller_origins (origin);

-- How a series is written may change; what it has given may not.
DROP TRIGGER number_series_forward;

CREATE TRIGGER number_series_forward BEFORE UPDATE ON number_series
WHEN new.seller_id <> old.seller_id OR new.code <> old.code OR new.next < old.next
  OR (new.next = old.next AND new.last_hash IS NOT old.last_hash)
BEGIN
  SELECT RAISE(ABORT, 'immutable:number_series');
END;

-- Hours for which what is due waits before it is billed without being asked.
ALTER TABLE billing_settings ADD COLUMN grace_hours INTEGER NOT NULL DEFAULT 0
  CHECK (grace_hours BETWEEN 0 AND 720);

ALTER TABLE customers ADD COLUMN version INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1);

CREATE TRIGGER customers_version BEFORE UPDATE ON customers
WHEN new.version <> old.version + 1 OR new.id <> old.id OR new.seller_id <> old.seller_id
BEGIN
  SELECT RAISE(ABORT, 'stale');
END;
