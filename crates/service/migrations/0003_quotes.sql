CREATE TABLE quotes (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'quo_*'),
  customer_id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  status TEXT NOT NULL CHECK (status IN ('draft', 'sent', 'accepted', 'declined')),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  sent_at TEXT,
  expires_at TEXT,
  accepted_at TEXT,
  subscription_id TEXT,
  invoice_id TEXT,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, customer_id) REFERENCES customers (seller_id, id),
  FOREIGN KEY (seller_id, id, version)
    REFERENCES quote_versions (seller_id, quote_id, version) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (seller_id, subscription_id)
    REFERENCES subscriptions (seller_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (seller_id, invoice_id)
    REFERENCES invoices (seller_id, id) DEFERRABLE INITIALLY DEFERRED,
  CHECK (status NOT IN ('sent', 'accepted') OR (sent_at IS NOT NULL AND expires_at IS NOT NULL)),
  CHECK ((status = 'accepted') = (accepted_at IS NOT NULL)),
  CHECK ((status = 'accepted') = (subscription_id IS NOT NULL)),
  CHECK (invoice_id IS NULL OR status = 'accepted')
) STRICT, WITHOUT ROWID;

-- Every revision of a quote is kept, with the version of the price list it was made from.
CREATE TABLE quote_versions (
  seller_id TEXT NOT NULL,
  quote_id TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  price_list TEXT NOT NULL,
  price_list_version INTEGER NOT NULL,
  draft TEXT NOT NULL CHECK (json_valid(draft)),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, quote_id, version),
  FOREIGN KEY (seller_id, quote_id)
    REFERENCES quotes (seller_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (seller_id, price_list, price_list_version)
    REFERENCES price_list_versions (seller_id, code, version)
) STRICT;

CREATE TRIGGER quotes_accepted BEFORE UPDATE ON quotes
WHEN old.status = 'accepted' OR new.id <> old.id OR new.seller_id <> old.seller_id
BEGIN
  SELECT RAISE(ABORT, 'immutable:quotes');
END;

CREATE TRIGGER quotes_insert BEFORE INSERT ON quotes
WHEN EXISTS (
  SELECT 1 FROM quotes AS kept WHERE kept.seller_id = new.seller_id AND kept.id = new.id
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:quotes');
END;

CREATE TRIGGER quotes_delete BEFORE DELETE ON quotes
BEGIN
  SELECT RAISE(ABORT, 'immutable:quotes');
END;

CREATE TRIGGER quote_versions_insert BEFORE INSERT ON quote_versions
WHEN EXISTS (
  SELECT 1 FROM quote_versions AS kept
  WHERE kept.seller_id = new.seller_id AND kept.quote_id = new.quote_id
    AND kept.version = new.version
)
BEGIN
  SELECT RAISE(ABORT, 'stale');
END;

CREATE TRIGGER quote_versions_update BEFORE UPDATE ON quote_versions
BEGIN
  SELECT RAISE(ABORT, 'immutable:quote_versions');
END;

CREATE TRIGGER quote_versions_delete BEFORE DELETE ON quote_versions
BEGIN
  SELECT RAISE(ABORT, 'immutable:quote_versions');
END;
