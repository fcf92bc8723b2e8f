CREATE TABLE customers (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'cus_*'),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  email TEXT,
  country TEXT CHECK (length(country) = 2),
  language TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, id)
) STRICT, WITHOUT ROWID;

-- Which version of a price list new quotes are made from.
CREATE TABLE price_lists (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 64),
  version INTEGER NOT NULL CHECK (version >= 1),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  name TEXT NOT NULL CHECK (json_valid(name)),
  PRIMARY KEY (seller_id, code),
  FOREIGN KEY (seller_id, code, version)
    REFERENCES price_list_versions (seller_id, code, version) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE price_list_versions (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  code TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'plv_*'),
  document TEXT NOT NULL CHECK (json_valid(document)),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, code, version)
) STRICT;

CREATE TRIGGER price_list_versions_insert BEFORE INSERT ON price_list_versions
WHEN EXISTS (
  SELECT 1 FROM price_list_versions AS kept
  WHERE kept.seller_id = new.seller_id AND kept.code = new.code AND kept.version = new.version
)
BEGIN
  SELECT RAISE(ABORT, 'stale');
END;

CREATE TRIGGER price_list_versions_update BEFORE UPDATE ON price_list_versions
BEGIN
  SELECT RAISE(ABORT, 'immutable:price_list_versions');
END;

CREATE TRIGGER price_list_versions_delete BEFORE DELETE ON price_list_versions
BEGIN
  SELECT RAISE(ABORT, 'immutable:price_list_versions');
END;
