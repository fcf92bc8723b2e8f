-- Keys have a name and a role; what a key allows is told apart.
ALTER TABLE api_keys ADD COLUMN name TEXT NOT NULL DEFAULT '' CHECK (length(name) <= 100);

ALTER TABLE api_keys ADD COLUMN role TEXT
CHECK (role IN ('owner', 'finance', 'sales', 'support', 'read_only'));

-- The key that was made in its place, once it was rotated.
ALTER TABLE api_keys ADD COLUMN replaced_by TEXT;

UPDATE api_keys
SET role = 'owner',
  scopes = '["read","catalog","sales","subscriptions","usage","billing","admin"]'
WHERE EXISTS (SELECT 1 FROM json_each(scopes) WHERE value = 'write');

UPDATE api_keys SET role = 'read_only' WHERE scopes = '["read"]';

-- Who changed what and when, with what it was before and after; written in the batch of the change.
CREATE TABLE audit_log (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'aud_*'),
  at TEXT NOT NULL,
  actor_kind TEXT NOT NULL CHECK (actor_kind IN ('key', 'link', 'system')),
  actor TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action GLOB '*.*'),
  object TEXT NOT NULL,
  before TEXT CHECK (json_valid(before)),
  after TEXT CHECK (json_valid(after)),
  PRIMARY KEY (seller_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_log_object ON audit_log (seller_id, object, id);

CREATE TRIGGER audit_log_insert BEFORE INSERT ON audit_log
WHEN EXISTS (
  SELECT 1 FROM audit_log AS kept WHERE kept.seller_id = new.seller_id AND kept.id = new.id
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:audit_log');
END;

CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'immutable:audit_log');
END;

CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log
BEGIN
  SELECT RAISE(ABORT, 'immutable:audit_log');
END;
