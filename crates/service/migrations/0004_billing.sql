-- `terms` is the contract without its events; the events follow it in order.
CREATE TABLE subscriptions (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'sub_*'),
  customer_id TEXT NOT NULL,
  quote_id TEXT,
  version INTEGER NOT NULL CHECK (version >= 1),
  status TEXT NOT NULL CHECK (status IN ('active', 'paused', 'cancelled')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  price_list TEXT NOT NULL,
  plan TEXT NOT NULL,
  started_at TEXT NOT NULL,
  terms TEXT NOT NULL CHECK (json_valid(terms)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, customer_id) REFERENCES customers (seller_id, id),
  FOREIGN KEY (seller_id, quote_id)
    REFERENCES quotes (seller_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT;

-- A quote becomes one subscription, whatever happens.
CREATE UNIQUE INDEX subscriptions_quote ON subscriptions (seller_id, quote_id)
WHERE quote_id IS NOT NULL;

CREATE TABLE subscription_events (
  seller_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence >= 0),
  event TEXT NOT NULL CHECK (json_valid(event)),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, subscription_id, sequence),
  FOREIGN KEY (seller_id, subscription_id) REFERENCES subscriptions (seller_id, id)
) STRICT;

-- Numbers are given only here, one after another, in the batch that stores the document. `last_hash`
-- is the hash of the document numbered last; the next one names it.
CREATE TABLE number_series (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  code TEXT NOT NULL,
  pattern TEXT NOT NULL,
  next INTEGER NOT NULL CHECK (next >= 1),
  last_hash TEXT CHECK (length(last_hash) = 64),
  PRIMARY KEY (seller_id, code),
  CHECK ((next = 1) = (last_hash IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TRIGGER number_series_forward BEFORE UPDATE ON number_series
WHEN new.next <= old.next OR new.seller_id <> old.seller_id OR new.code <> old.code
BEGIN
  SELECT RAISE(ABORT, 'immutable:number_series');
END;

CREATE TRIGGER number_series_insert BEFORE INSERT ON number_series
WHEN EXISTS (
  SELECT 1 FROM number_series AS kept
  WHERE kept.seller_id = new.seller_id AND kept.code = new.code
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:number_series');
END;

CREATE TRIGGER number_series_delete BEFORE DELETE ON number_series
BEGIN
  SELECT RAISE(ABORT, 'immutable:number_series');
END;

-- The head of an invoice; the document itself is in invoice_parts, byte for byte.
CREATE TABLE invoices (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'inv_*'),
  subscription_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  series TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 64),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  lines_minor INTEGER NOT NULL,
  net_minor INTEGER NOT NULL,
  tax_minor INTEGER NOT NULL,
  gross_minor INTEGER NOT NULL,
  due_minor INTEGER NOT NULL,
  credit_minor INTEGER NOT NULL,
  through TEXT NOT NULL,
  issued_at TEXT NOT NULL,
  due_on TEXT NOT NULL,
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  previous_hash TEXT CHECK (length(previous_hash) = 64),
  PRIMARY KEY (seller_id, id),
  UNIQUE (seller_id, series, sequence),
  UNIQUE (seller_id, number),
  FOREIGN KEY (seller_id, subscription_id) REFERENCES subscriptions (seller_id, id),
  FOREIGN KEY (seller_id, customer_id) REFERENCES customers (seller_id, id),
  FOREIGN KEY (seller_id, series) REFERENCES number_series (seller_id, code),
  CHECK (net_minor + tax_minor = gross_minor),
  CHECK (due_minor = max(gross_minor, 0)),
  CHECK (credit_minor = max(-gross_minor, 0)),
  CHECK ((sequence = 1) = (previous_hash IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX invoices_subscription ON invoices (seller_id, subscription_id);

CREATE TABLE invoice_parts (
  seller_id TEXT NOT NULL,
  invoice_id TEXT NOT NULL,
  part INTEGER NOT NULL CHECK (part >= 0),
  text TEXT NOT NULL,
  PRIMARY KEY (seller_id, invoice_id, part),
  FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices (seller_id, id)
) STRICT;

-- What has been billed: the engine takes it from what should be billed.
CREATE TABLE billed_lines (
  seller_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  invoice_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  line TEXT NOT NULL,
  period_start TEXT,
  period_end TEXT,
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  PRIMARY KEY (seller_id, subscription_id, invoice_id, position),
  FOREIGN KEY (seller_id, subscription_id) REFERENCES subscriptions (seller_id, id),
  FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices (seller_id, id),
  CHECK ((period_start IS NULL) = (period_end IS NULL)),
  CHECK (period_start < period_end)
) STRICT, WITHOUT ROWID;

-- What has been issued and agreed is never changed, replaced or deleted.
CREATE TRIGGER subscription_events_insert BEFORE INSERT ON subscription_events
WHEN EXISTS (
    SELECT 1 FROM subscription_events AS kept
    WHERE kept.seller_id = new.seller_id
      AND kept.subscription_id = new.subscription_id AND kept.sequence = new.sequence
  )
BEGIN
  SELECT RAISE(ABORT, 'stale');
END;

CREATE TRIGGER subscription_events_update BEFORE UPDATE ON subscription_events
BEGIN
  SELECT RAISE(ABORT, 'immutable:subscription_events');
END;

CREATE TRIGGER subscription_events_delete BEFORE DELETE ON subscription_events
BEGIN
  SELECT RAISE(ABORT, 'immutable:subscription_events');
END;

CREATE TRIGGER invoices_insert BEFORE INSERT ON invoices
BEGIN
  SELECT RAISE(ABORT, 'number') WHERE EXISTS (
    SELECT 1 FROM invoices AS kept
    WHERE kept.seller_id = new.seller_id AND kept.series = new.series
      AND kept.sequence = new.sequence
  );
  SELECT RAISE(ABORT, 'number') WHERE EXISTS (
    SELECT 1 FROM invoices AS kept
    WHERE kept.seller_id = new.seller_id AND kept.number = new.number
  );
  SELECT RAISE(ABORT, 'immutable:invoices') WHERE EXISTS (
    SELECT 1 FROM invoices AS kept
    WHERE kept.seller_id = new.seller_id AND kept.id = new.id
  );
END;

CREATE TRIGGER invoices_update BEFORE UPDATE ON invoices
BEGIN
  SELECT RAISE(ABORT, 'immutable:invoices');
END;

CREATE TRIGGER invoices_delete BEFORE DELETE ON invoices
BEGIN
  SELECT RAISE(ABORT, 'immutable:invoices');
END;

CREATE TRIGGER invoice_parts_insert BEFORE INSERT ON invoice_parts
WHEN EXISTS (
    SELECT 1 FROM invoice_parts AS kept
    WHERE kept.seller_id = new.seller_id AND kept.invoice_id = new.invoice_id
      AND kept.part = new.part
  )
BEGIN
  SELECT RAISE(ABORT, 'immutable:invoice_parts');
END;

CREATE TRIGGER invoice_parts_update BEFORE UPDATE ON invoice_parts
BEGIN
  SELECT RAISE(ABORT, 'immutable:invoice_parts');
END;

CREATE TRIGGER invoice_parts_delete BEFORE DELETE ON invoice_parts
BEGIN
  SELECT RAISE(ABORT, 'immutable:invoice_parts');
END;

CREATE TRIGGER billed_lines_insert BEFORE INSERT ON billed_lines
WHEN EXISTS (
    SELECT 1 FROM billed_lines AS kept
    WHERE kept.seller_id = new.seller_id
      AND kept.subscription_id = new.subscription_id AND kept.invoice_id = new.invoice_id AND kept.position = new.position
  )
BEGIN
  SELECT RAISE(ABORT, 'immutable:billed_lines');
END;

CREATE TRIGGER billed_lines_update BEFORE UPDATE ON billed_lines
BEGIN
  SELECT RAISE(ABORT, 'immutable:billed_lines');
END;

CREATE TRIGGER billed_lines_delete BEFORE DELETE ON billed_lines
BEGIN
  SELECT RAISE(ABORT, 'immutable:billed_lines');
END;
