-- Credit notes: what is taken back of invoices, numbered and chained in a series of their own. One that
-- voids takes back all of an invoice of which nothing was settled, and what was billed is due again.

INSERT INTO number_series (seller_id, code, pattern, next)
SELECT s.id, 'credit_note', 'CN-{YYYY}-{seq:6}', 1
FROM sellers AS s
WHERE NOT EXISTS (
  SELECT 1 FROM number_series AS n WHERE n.seller_id = s.id AND n.code = 'credit_note');

-- `place` is its place among the credit notes of its invoice: each is computed from those before it, so
-- two cannot be made from the same state.
CREATE TABLE credit_notes (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'crn_*'),
  invoice_id TEXT NOT NULL,
  place INTEGER NOT NULL CHECK (place >= 0),
  subscription_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  voids TEXT NOT NULL CHECK (voids IN ('yes', 'no')),
  series TEXT NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  number TEXT NOT NULL CHECK (length(number) BETWEEN 1 AND 64),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  net_minor INTEGER NOT NULL,
  tax_minor INTEGER NOT NULL,
  gross_minor INTEGER NOT NULL CHECK (gross_minor >= 0),
  issued_at TEXT NOT NULL,
  issued_on TEXT NOT NULL CHECK (issued_on IS date(issued_on)),
  digest TEXT NOT NULL CHECK (length(digest) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  previous_hash TEXT CHECK (length(previous_hash) = 64),
  PRIMARY KEY (seller_id, id),
  UNIQUE (seller_id, series, sequence),
  UNIQUE (seller_id, number),
  UNIQUE (seller_id, invoice_id, place),
  FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices (seller_id, id),
  FOREIGN KEY (seller_id, subscription_id) REFERENCES subscriptions (seller_id, id),
  FOREIGN KEY (seller_id, customer_id) REFERENCES customers (seller_id, id),
  FOREIGN KEY (seller_id, series) REFERENCES number_series (seller_id, code),
  CHECK (net_minor + tax_minor = gross_minor),
  CHECK (voids = 'no' OR place = 0),
  CHECK ((sequence = 1) = (previous_hash IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX credit_notes_invoice ON credit_notes (
  seller_id, invoice_id, issued_on, gross_minor, voids);

CREATE TABLE credit_note_parts (
  seller_id TEXT NOT NULL,
  credit_note_id TEXT NOT NULL,
  part INTEGER NOT NULL CHECK (part >= 0),
  text TEXT NOT NULL,
  PRIMARY KEY (seller_id, credit_note_id, part),
  FOREIGN KEY (seller_id, credit_note_id) REFERENCES credit_notes (seller_id, id)
) STRICT;

-- 'stale' means that another credit note was faster.
CREATE TRIGGER credit_notes_insert BEFORE INSERT ON credit_notes
BEGIN
  SELECT RAISE(ABORT, 'number') WHERE NOT EXISTS (
    SELECT 1 FROM number_series AS s
    WHERE s.seller_id = new.seller_id AND s.code = new.series
      AND s.next = new.sequence AND s.last_hash IS new.previous_hash
  );
  SELECT RAISE(ABORT, 'number') WHERE EXISTS (
    SELECT 1 FROM credit_notes AS kept
    WHERE kept.seller_id = new.seller_id AND kept.number = new.number
  );
  SELECT RAISE(ABORT, 'immutable:credit_notes') WHERE EXISTS (
    SELECT 1 FROM credit_notes AS kept
    WHERE kept.seller_id = new.seller_id AND kept.id = new.id
  );
  SELECT RAISE(ABORT, 'stale') WHERE new.place <> (
    SELECT count(*) FROM credit_notes AS kept
    WHERE kept.seller_id = new.seller_id AND kept.invoice_id = new.invoice_id
  );
END;

CREATE TRIGGER credit_notes_number AFTER INSERT ON credit_notes
BEGIN
  UPDATE number_series SET next = new.sequence + 1, last_hash = new.hash
  WHERE seller_id = new.seller_id AND code = new.series;
END;

CREATE TRIGGER credit_notes_update BEFORE UPDATE ON credit_notes
BEGIN
  SELECT RAISE(ABORT, 'immutable:credit_notes');
END;

CREATE TRIGGER credit_notes_delete BEFORE DELETE ON credit_notes
BEGIN
  SELECT RAISE(ABORT, 'immutable:credit_notes');
END;

CREATE TRIGGER credit_note_parts_insert BEFORE INSERT ON credit_note_parts
WHEN EXISTS (
  SELECT 1 FROM credit_note_parts AS kept
  WHERE kept.seller_id = new.seller_id AND kept.credit_note_id = new.credit_note_id
    AND kept.part = new.part
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:credit_note_parts');
END;

CREATE TRIGGER credit_note_parts_update BEFORE UPDATE ON credit_note_parts
BEGIN
  SELECT RAISE(ABORT, 'immutable:credit_note_parts');
END;

CREATE TRIGGER credit_note_parts_delete BEFORE DELETE ON credit_note_parts
BEGIN
  SELECT RAISE(ABORT, 'immutable:credit_note_parts');
END;

-- What a void invoice had billed is billed again with the opposite sign, and then counts as not billed:
-- the sum of `times` says how often a line of a period is billed.
ALTER TABLE billed_lines ADD COLUMN times INTEGER NOT NULL DEFAULT 1 CHECK (times IN (1, -1));

-- A schedule is of a document: an invoice, or a credit note, which takes back what its invoice says.
CREATE TABLE schedules_of_before AS SELECT * FROM revenue_schedules;

DROP TABLE revenue_schedules;

CREATE TABLE revenue_schedules (
  seller_id TEXT NOT NULL,
  document_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  invoice_id TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  net_minor INTEGER NOT NULL CHECK (net_minor <> 0),
  booked_on TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
  starts_on TEXT NOT NULL CHECK (starts_on IS date(starts_on)),
  ends_on TEXT NOT NULL CHECK (ends_on IS date(ends_on)),
  days INTEGER NOT NULL CHECK (days >= 1),
  PRIMARY KEY (seller_id, document_id, position),
  FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices (seller_id, id),
  CHECK (document_id = invoice_id OR document_id GLOB 'crn_*'),
  CHECK (days = (unixepoch(ends_on) - unixepoch(starts_on)) / 86400)
) STRICT, WITHOUT ROWID;

INSERT INTO revenue_schedules
  (seller_id, document_id, position, invoice_id, currency, net_minor, booked_on, starts_on, ends_on,
   days)
SELECT seller_id, invoice_id, position, invoice_id, currency, net_minor, booked_on, starts_on, ends_on,
  days
FROM schedules_of_before;

DROP TABLE schedules_of_before;

CREATE INDEX revenue_schedules_day ON revenue_schedules (
  seller_id, booked_on, currency, starts_on, ends_on, days, net_minor);

CREATE TRIGGER revenue_schedules_insert BEFORE INSERT ON revenue_schedules
BEGIN
  SELECT RAISE(ABORT, 'immutable:revenue_schedules') WHERE EXISTS (
    SELECT 1 FROM journal_entries AS kept
    WHERE kept.seller_id = new.seller_id AND kept.id = 'jnl_' || substr(new.document_id, 5)
  );
  SELECT RAISE(ABORT, 'immutable:revenue_schedules') WHERE EXISTS (
    SELECT 1 FROM revenue_schedules AS kept
    WHERE kept.seller_id = new.seller_id AND kept.document_id = new.document_id
      AND kept.position = new.position
  );
END;

CREATE TRIGGER revenue_schedules_update BEFORE UPDATE ON revenue_schedules
BEGIN
  SELECT RAISE(ABORT, 'immutable:revenue_schedules');
END;

CREATE TRIGGER revenue_schedules_delete BEFORE DELETE ON revenue_schedules
BEGIN
  SELECT RAISE(ABORT, 'immutable:revenue_schedules');
END;

-- Entries have one kind more. The table is made anew under its name; what refers to it is checked at the
-- end of the batch, when every entry is there again.
CREATE TABLE entries_of_before AS SELECT * FROM journal_entries;

DROP TABLE journal_entries;

CREATE TABLE journal_entries (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'jnl_*'),
  kind TEXT NOT NULL CHECK (kind IN (
    'invoice', 'credit_note', 'payment', 'allocation', 'reversal', 'refund', 'write_off')),
  booked_on TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  customer_id TEXT NOT NULL,
  invoice_id TEXT,
  payment_id TEXT,
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, customer_id) REFERENCES customers (seller_id, id),
  FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices (seller_id, id),
  FOREIGN KEY (seller_id, payment_id) REFERENCES payments (seller_id, id),
  CHECK (kind NOT IN ('invoice', 'credit_note', 'write_off') OR invoice_id IS NOT NULL),
  CHECK (kind NOT IN ('payment', 'reversal') OR payment_id IS NOT NULL)
) STRICT, WITHOUT ROWID;

INSERT INTO journal_entries
  (seller_id, id, kind, booked_on, currency, customer_id, invoice_id, payment_id, created_at)
SELECT seller_id, id, kind, booked_on, currency, customer_id, invoice_id, payment_id, created_at
FROM entries_of_before;

DROP TABLE entries_of_before;

CREATE INDEX journal_entries_day ON journal_entries (seller_id, booked_on, id);

-- The seal, as before; of an invoice also its billed lines, of a credit note its own sums.
CREATE TRIGGER journal_entries_insert BEFORE INSERT ON journal_entries
BEGIN
  -- A plus keeps a column from choosing the index: what is looked up are the rows of one entry or invoice,
  -- not those of a day or of all payments.
  SELECT RAISE(ABORT, 'immutable:journal_entries') WHERE EXISTS (
    SELECT 1 FROM journal_entries AS kept
    WHERE kept.seller_id = new.seller_id AND kept.id = new.id
  );
  SELECT RAISE(ABORT, 'unbalanced') WHERE (
    SELECT coalesce(sum(p.amount_minor), 0) <> 0
      OR coalesce(sum(p.currency <> new.currency OR p.booked_on <> new.booked_on
        OR p.customer_id <> new.customer_id), 0) <> 0
      OR (count(*) < 2 AND new.kind NOT IN ('invoice', 'credit_note'))
    FROM postings AS p
    WHERE p.seller_id = new.seller_id AND p.entry_id = new.id
  );
  SELECT RAISE(ABORT, 'unbalanced') WHERE new.kind = 'invoice' AND (
    SELECT coalesce(sum(p.amount_minor) FILTER (
        WHERE p.account IN ('receivable', 'customer_credit')), 0) <> i.gross_minor
      OR coalesce(sum(p.amount_minor) FILTER (
        WHERE p.account = 'deferred_revenue'), 0) <> -i.net_minor
      OR coalesce((
        SELECT sum(r.net_minor) FROM revenue_schedules AS r
        WHERE r.seller_id = new.seller_id AND r.document_id = new.invoice_id
          AND +r.booked_on = new.booked_on), 0) <> i.net_minor
      OR coalesce((
        SELECT sum(b.amount_minor) FROM billed_lines AS b
        WHERE b.seller_id = i.seller_id AND b.subscription_id = i.subscription_id
          AND b.invoice_id = i.id), 0) <> i.lines_minor
    FROM invoices AS i
    LEFT JOIN postings AS p ON p.seller_id = i.seller_id AND p.entry_id = new.id
    WHERE i.seller_id = new.seller_id AND i.id = new.invoice_id
  );
  SELECT RAISE(ABORT, 'unbalanced') WHERE new.kind = 'credit_note' AND coalesce((
    SELECT coalesce(sum(p.amount_minor) FILTER (
        WHERE p.account IN ('receivable', 'customer_credit')), 0) <> -c.gross_minor
      OR coalesce(sum(p.amount_minor) FILTER (
        WHERE p.account = 'deferred_revenue'), 0) <> c.net_minor
      OR coalesce((
        SELECT sum(r.net_minor) FROM revenue_schedules AS r
        WHERE r.seller_id = c.seller_id AND r.document_id = c.id
          AND +r.booked_on = new.booked_on), 0) <> -c.net_minor
      OR c.invoice_id <> new.invoice_id
      OR c.issued_on <> new.booked_on
    FROM credit_notes AS c
    LEFT JOIN postings AS p ON p.seller_id = c.seller_id AND p.entry_id = new.id
    WHERE c.seller_id = new.seller_id AND c.id = 'crn_' || substr(new.id, 5)
  ), 1);
  SELECT RAISE(ABORT, 'stale') WHERE EXISTS (
    SELECT 1 FROM postings AS p
    WHERE p.seller_id = new.seller_id AND p.entry_id = new.id AND p.account = 'receivable'
      AND (
        SELECT sum(o.amount_minor) FROM postings AS o
        WHERE o.seller_id = p.seller_id AND o.account = 'receivable'
          AND o.invoice_id = p.invoice_id) < 0
  );
  SELECT RAISE(ABORT, 'stale') WHERE EXISTS (
    SELECT 1 FROM postings AS p
    WHERE p.seller_id = new.seller_id AND p.entry_id = new.id AND p.account = 'customer_credit'
      AND +p.invoice_id IS NOT NULL AND (
        SELECT sum(o.amount_minor) FROM postings AS o
        WHERE o.seller_id = p.seller_id AND o.account = 'customer_credit'
          AND o.invoice_id = p.invoice_id) > 0
  );
  SELECT RAISE(ABORT, 'stale') WHERE EXISTS (
    SELECT 1 FROM postings AS p
    WHERE p.seller_id = new.seller_id AND p.entry_id = new.id AND p.account = 'customer_credit'
      AND +p.payment_id IS NOT NULL AND (
        SELECT sum(o.amount_minor) FROM postings AS o
        WHERE o.seller_id = p.seller_id AND o.payment_id = p.payment_id
          AND o.account = 'customer_credit') > 0
  );
END;

CREATE TRIGGER journal_entries_update BEFORE UPDATE ON journal_entries
BEGIN
  SELECT RAISE(ABORT, 'immutable:journal_entries');
END;

CREATE TRIGGER journal_entries_delete BEFORE DELETE ON journal_entries
BEGIN
  SELECT RAISE(ABORT, 'immutable:journal_entries');
END;
