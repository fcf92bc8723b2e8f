-- When a subscription has to be looked at again, so that a run finds what is due by index; NULL when
-- nothing more can come of it. It is never later than the next charge.
ALTER TABLE subscriptions ADD COLUMN next_due_at TEXT;

-- Through when it was billed last.
ALTER TABLE subscriptions ADD COLUMN billed_through TEXT;

UPDATE subscriptions SET next_due_at = started_at;

CREATE INDEX subscriptions_due ON subscriptions (seller_id, next_due_at, id);

-- Usage for a time that was billed already: what it changes is due at once.
CREATE TRIGGER usage_events_late AFTER INSERT ON usage_events
BEGIN
  UPDATE subscriptions
  SET next_due_at = new.at
  WHERE seller_id = new.seller_id AND id = new.subscription_id AND billed_through > new.at
    AND (next_due_at IS NULL OR next_due_at > new.at);
END;

-- A run over everything that is due: page by page, each page one transaction. `after_due` and
-- `after_id` are the place of the last subscription it looked at; `totals` is what it billed, by
-- currency.
CREATE TABLE bill_runs (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'run_*'),
  status TEXT NOT NULL CHECK (status IN ('running', 'done')),
  dry_run TEXT NOT NULL CHECK (dry_run IN ('yes', 'no')),
  through TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  after_due TEXT NOT NULL,
  after_id TEXT NOT NULL,
  pages INTEGER NOT NULL CHECK (pages >= 0),
  looked_at INTEGER NOT NULL CHECK (looked_at >= 0),
  billed INTEGER NOT NULL CHECK (billed >= 0),
  not_due INTEGER NOT NULL CHECK (not_due >= 0),
  failed INTEGER NOT NULL CHECK (failed >= 0),
  totals TEXT NOT NULL CHECK (json_valid(totals)),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, id),
  CHECK (looked_at = billed + not_due + failed)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER bill_runs_update BEFORE UPDATE ON bill_runs
WHEN old.status = 'done' OR new.id <> old.id OR new.seller_id <> old.seller_id
  OR new.through <> old.through OR new.dry_run <> old.dry_run
BEGIN
  SELECT RAISE(ABORT, 'immutable:bill_runs');
END;

CREATE TRIGGER bill_runs_insert BEFORE INSERT ON bill_runs
WHEN EXISTS (
  SELECT 1 FROM bill_runs AS kept WHERE kept.seller_id = new.seller_id AND kept.id = new.id
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:bill_runs');
END;

CREATE TRIGGER bill_runs_delete BEFORE DELETE ON bill_runs
BEGIN
  SELECT RAISE(ABORT, 'immutable:bill_runs');
END;

-- The subscriptions a run could not bill, with the reasons; the next run tries them again.
CREATE TABLE bill_run_exceptions (
  seller_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  errors TEXT NOT NULL CHECK (json_valid(errors)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, run_id, subscription_id),
  FOREIGN KEY (seller_id, run_id) REFERENCES bill_runs (seller_id, id),
  FOREIGN KEY (seller_id, subscription_id) REFERENCES subscriptions (seller_id, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER bill_run_exceptions_insert BEFORE INSERT ON bill_run_exceptions
WHEN EXISTS (
  SELECT 1 FROM bill_run_exceptions AS kept
  WHERE kept.seller_id = new.seller_id AND kept.run_id = new.run_id
    AND kept.subscription_id = new.subscription_id
)
BEGIN
  SELECT RAISE(ABORT, 'stale');
END;

CREATE TRIGGER bill_run_exceptions_update BEFORE UPDATE ON bill_run_exceptions
BEGIN
  SELECT RAISE(ABORT, 'immutable:bill_run_exceptions');
END;

CREATE TRIGGER bill_run_exceptions_delete BEFORE DELETE ON bill_run_exceptions
BEGIN
  SELECT RAISE(ABORT, 'immutable:bill_run_exceptions');
END;

-- What a running run has still to look at, in the order of next_due_at and id.
CREATE VIEW bill_run_due AS
SELECT r.seller_id, r.id AS run_id, s.id AS subscription_id, s.next_due_at
FROM bill_runs AS r
JOIN subscriptions AS s
  ON s.seller_id = r.seller_id AND s.next_due_at >= r.after_due AND s.next_due_at <= r.through
WHERE r.status = 'running' AND (s.next_due_at > r.after_due OR s.id > r.after_id);
