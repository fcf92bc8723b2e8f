-- Guards: a row aborts the whole batch with its reason unless it says 0; no row ever stays. NULL is
-- no 0: what is not known is not passed.
CREATE TABLE guard (
  reason TEXT NOT NULL,
  failed INTEGER NOT NULL
) STRICT;

CREATE TRIGGER guard_aborts BEFORE INSERT ON guard
BEGIN
  SELECT RAISE(ABORT, new.reason) WHERE new.failed IS NOT 0;
  SELECT RAISE(IGNORE);
END;

-- A seller is a tenant. Test mode is a seller of its own: whatever keeps sellers apart keeps test
-- and live apart.
CREATE TABLE sellers (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 30 AND id GLOB 'sel_*'),
  mode TEXT NOT NULL CHECK (mode IN ('test', 'live')),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  address TEXT,
  country TEXT CHECK (length(country) = 2),
  registration_number TEXT,
  payment_days INTEGER NOT NULL CHECK (payment_days BETWEEN 0 AND 365),
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Of a key only its id and the SHA-256 of the whole key are kept.
CREATE TABLE api_keys (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL,
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  created_at TEXT NOT NULL,
  expires_at TEXT,
  revoked_at TEXT,
  last_used_at TEXT,
  PRIMARY KEY (seller_id, id)
) STRICT, WITHOUT ROWID;

-- Answers of requests with an Idempotency-Key, written in the batch of their effect.
CREATE TABLE idempotency_keys (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  request_digest TEXT NOT NULL CHECK (length(request_digest) = 64),
  status INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
  headers TEXT NOT NULL CHECK (json_valid(headers)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, key)
) STRICT, WITHOUT ROWID;

-- A row of a database ends at 2 MB, so long texts are kept in parts.
CREATE TABLE idempotency_parts (
  seller_id TEXT NOT NULL,
  key TEXT NOT NULL,
  part INTEGER NOT NULL CHECK (part >= 0),
  text TEXT NOT NULL,
  PRIMARY KEY (seller_id, key, part),
  FOREIGN KEY (seller_id, key) REFERENCES idempotency_keys (seller_id, key) ON DELETE CASCADE
) STRICT;
