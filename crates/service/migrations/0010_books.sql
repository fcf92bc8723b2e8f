-- The books, in double entry. A journal entry is one event; its postings are its lines, debit above
-- zero and credit below. An entry is of one currency.
--
-- Postings come first and the entry last: the entry is the seal. Postings without an entry cannot be
-- committed (the deferred key), an entry is not accepted unless its postings come to zero (the trigger
-- below), and no posting is added to one that is sealed. So no unbalanced entry can be there.
CREATE TABLE journal_entries (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'jnl_*'),
  kind TEXT NOT NULL
    CHECK (kind IN ('invoice', 'payment', 'allocation', 'reversal', 'refund', 'write_off')),
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
  CHECK (kind NOT IN ('invoice', 'write_off') OR invoice_id IS NOT NULL),
  CHECK (kind NOT IN ('payment', 'reversal') OR payment_id IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX journal_entries_day ON journal_entries (seller_id, booked_on, id);

-- What of an entry its postings repeat is repeated for the sums, which read an index and nothing else.
-- `tax_rate` is the code of the rate that tax is owed by.
CREATE TABLE postings (
  seller_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  account TEXT NOT NULL CHECK (account IN
    ('cash', 'receivable', 'customer_credit', 'deferred_revenue', 'tax_payable', 'bad_debt')),
  tax_rate TEXT,
  amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
  currency TEXT NOT NULL,
  booked_on TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  invoice_id TEXT,
  payment_id TEXT,
  PRIMARY KEY (seller_id, entry_id, position),
  FOREIGN KEY (seller_id, entry_id)
    REFERENCES journal_entries (seller_id, id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices (seller_id, id),
  FOREIGN KEY (seller_id, payment_id) REFERENCES payments (seller_id, id),
  CHECK ((account = 'tax_payable') = (tax_rate IS NOT NULL)),
  CHECK (account <> 'receivable' OR invoice_id IS NOT NULL),
  CHECK (account <> 'customer_credit' OR (invoice_id IS NULL) <> (payment_id IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX postings_account ON postings (
  seller_id, account, currency, tax_rate, booked_on, amount_minor);
CREATE INDEX postings_invoice ON postings (
  seller_id, account, invoice_id, booked_on, amount_minor) WHERE invoice_id IS NOT NULL;
CREATE INDEX postings_payment ON postings (
  seller_id, payment_id, account, invoice_id, amount_minor) WHERE payment_id IS NOT NULL;

-- The days over which the net of a line is served, from `starts_on` to before `ends_on`. What is revenue
-- on a day is computed from it: after k of n days, k n-ths, where what does not divide goes by one unit
-- to the first days; before the invoice's own day, nothing.
CREATE TABLE revenue_schedules (
  seller_id TEXT NOT NULL,
  invoice_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  net_minor INTEGER NOT NULL CHECK (net_minor <> 0),
  booked_on TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
  starts_on TEXT NOT NULL CHECK (starts_on IS date(starts_on)),
  ends_on TEXT NOT NULL CHECK (ends_on IS date(ends_on)),
  days INTEGER NOT NULL CHECK (days >= 1),
  PRIMARY KEY (seller_id, invoice_id, position),
  FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices (seller_id, id),
  CHECK (days = (unixepoch(ends_on) - unixepoch(starts_on)) / 86400)
) STRICT, WITHOUT ROWID;

CREATE INDEX revenue_schedules_day ON revenue_schedules (
  seller_id, booked_on, currency, starts_on, ends_on, days, net_minor);

-- Money received. What is not allocated is the customer's rest.
CREATE TABLE payments (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'pay_*'),
  entry_id TEXT NOT NULL CHECK (entry_id = 'jnl_' || substr(id, 5)),
  customer_id TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  received_on TEXT NOT NULL CHECK (received_on IS date(received_on)),
  reference TEXT CHECK (length(reference) BETWEEN 1 AND 200),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, customer_id) REFERENCES customers (seller_id, id),
  FOREIGN KEY (seller_id, entry_id)
    REFERENCES journal_entries (seller_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- A payment that did not come in after all; at most once.
CREATE TABLE payment_reversals (
  seller_id TEXT NOT NULL,
  payment_id TEXT NOT NULL,
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'rvs_*'),
  entry_id TEXT NOT NULL CHECK (entry_id = 'jnl_' || substr(id, 5)),
  reversed_on TEXT NOT NULL CHECK (reversed_on IS date(reversed_on)),
  reason TEXT CHECK (length(reason) BETWEEN 1 AND 200),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, payment_id),
  FOREIGN KEY (seller_id, payment_id) REFERENCES payments (seller_id, id),
  FOREIGN KEY (seller_id, entry_id)
    REFERENCES journal_entries (seller_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- Money paid back, of the rest of a payment or of an invoice below zero.
CREATE TABLE refunds (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'rfd_*'),
  entry_id TEXT NOT NULL CHECK (entry_id = 'jnl_' || substr(id, 5)),
  customer_id TEXT NOT NULL,
  payment_id TEXT,
  invoice_id TEXT,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  refunded_on TEXT NOT NULL CHECK (refunded_on IS date(refunded_on)),
  reference TEXT CHECK (length(reference) BETWEEN 1 AND 200),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, customer_id) REFERENCES customers (seller_id, id),
  FOREIGN KEY (seller_id, payment_id) REFERENCES payments (seller_id, id),
  FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices (seller_id, id),
  FOREIGN KEY (seller_id, entry_id)
    REFERENCES journal_entries (seller_id, id) DEFERRABLE INITIALLY DEFERRED,
  CHECK ((payment_id IS NULL) <> (invoice_id IS NULL))
) STRICT, WITHOUT ROWID;

-- What is open of an invoice and will not be paid.
CREATE TABLE write_offs (
  seller_id TEXT NOT NULL REFERENCES sellers (id),
  id TEXT NOT NULL CHECK (length(id) = 30 AND id GLOB 'wof_*'),
  entry_id TEXT NOT NULL CHECK (entry_id = 'jnl_' || substr(id, 5)),
  invoice_id TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
  written_off_on TEXT NOT NULL CHECK (written_off_on IS date(written_off_on)),
  reason TEXT CHECK (length(reason) BETWEEN 1 AND 200),
  created_at TEXT NOT NULL,
  PRIMARY KEY (seller_id, id),
  FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices (seller_id, id),
  FOREIGN KEY (seller_id, customer_id) REFERENCES customers (seller_id, id),
  FOREIGN KEY (seller_id, entry_id)
    REFERENCES journal_entries (seller_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- A payment with what became of it.
CREATE VIEW payment_standings AS
SELECT p.seller_id, p.id, p.customer_id, p.currency, p.amount_minor, p.received_on, p.reference,
  p.created_at, r.reversed_on, r.reason, (
    SELECT -coalesce(sum(o.amount_minor), 0) FROM postings AS o
    WHERE o.seller_id = p.seller_id AND o.payment_id = p.id AND o.account = 'receivable'
  ) AS allocated_minor, (
    SELECT -coalesce(sum(o.amount_minor), 0) FROM postings AS o
    WHERE o.seller_id = p.seller_id AND o.payment_id = p.id AND o.account = 'customer_credit'
  ) AS rest_minor, (
    SELECT max(o.booked_on) FROM postings AS o INDEXED BY postings_payment
    WHERE o.seller_id = p.seller_id AND o.payment_id = p.id
  ) AS last_on
FROM payments AS p
LEFT JOIN payment_reversals AS r ON r.seller_id = p.seller_id AND r.payment_id = p.id;

-- The seal. 'unbalanced' is a fault of the program; 'stale' means that another batch was faster: what
-- is open was settled, or what was left of a payment or credit was used.
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
      OR (count(*) < 2 AND new.kind <> 'invoice')
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
        WHERE r.seller_id = new.seller_id AND r.invoice_id = new.invoice_id
          AND +r.booked_on = new.booked_on), 0) <> i.net_minor
    FROM invoices AS i
    LEFT JOIN postings AS p ON p.seller_id = i.seller_id AND p.entry_id = new.id
    WHERE i.seller_id = new.seller_id AND i.id = new.invoice_id
  );
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

CREATE TRIGGER postings_insert BEFORE INSERT ON postings
BEGIN
  SELECT RAISE(ABORT, 'immutable:postings') WHERE EXISTS (
    SELECT 1 FROM journal_entries AS kept
    WHERE kept.seller_id = new.seller_id AND kept.id = new.entry_id
  );
  SELECT RAISE(ABORT, 'immutable:postings') WHERE EXISTS (
    SELECT 1 FROM postings AS kept
    WHERE kept.seller_id = new.seller_id AND kept.entry_id = new.entry_id
      AND kept.position = new.position
  );
END;

CREATE TRIGGER revenue_schedules_insert BEFORE INSERT ON revenue_schedules
BEGIN
  SELECT RAISE(ABORT, 'immutable:revenue_schedules') WHERE EXISTS (
    SELECT 1 FROM journal_entries AS kept
    WHERE kept.seller_id = new.seller_id AND kept.id = 'jnl_' || substr(new.invoice_id, 5)
  );
  SELECT RAISE(ABORT, 'immutable:revenue_schedules') WHERE EXISTS (
    SELECT 1 FROM revenue_schedules AS kept
    WHERE kept.seller_id = new.seller_id AND kept.invoice_id = new.invoice_id
      AND kept.position = new.position
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

CREATE TRIGGER postings_update BEFORE UPDATE ON postings
BEGIN
  SELECT RAISE(ABORT, 'immutable:postings');
END;

CREATE TRIGGER postings_delete BEFORE DELETE ON postings
BEGIN
  SELECT RAISE(ABORT, 'immutable:postings');
END;

CREATE TRIGGER revenue_schedules_update BEFORE UPDATE ON revenue_schedules
BEGIN
  SELECT RAISE(ABORT, 'immutable:revenue_schedules');
END;

CREATE TRIGGER revenue_schedules_delete BEFORE DELETE ON revenue_schedules
BEGIN
  SELECT RAISE(ABORT, 'immutable:revenue_schedules');
END;

CREATE TRIGGER payments_update BEFORE UPDATE ON payments
BEGIN
  SELECT RAISE(ABORT, 'immutable:payments');
END;

CREATE TRIGGER payments_delete BEFORE DELETE ON payments
BEGIN
  SELECT RAISE(ABORT, 'immutable:payments');
END;

CREATE TRIGGER payment_reversals_update BEFORE UPDATE ON payment_reversals
BEGIN
  SELECT RAISE(ABORT, 'immutable:payment_reversals');
END;

CREATE TRIGGER payment_reversals_delete BEFORE DELETE ON payment_reversals
BEGIN
  SELECT RAISE(ABORT, 'immutable:payment_reversals');
END;

CREATE TRIGGER refunds_update BEFORE UPDATE ON refunds
BEGIN
  SELECT RAISE(ABORT, 'immutable:refunds');
END;

CREATE TRIGGER refunds_delete BEFORE DELETE ON refunds
BEGIN
  SELECT RAISE(ABORT, 'immutable:refunds');
END;

CREATE TRIGGER write_offs_update BEFORE UPDATE ON write_offs
BEGIN
  SELECT RAISE(ABORT, 'immutable:write_offs');
END;

CREATE TRIGGER write_offs_delete BEFORE DELETE ON write_offs
BEGIN
  SELECT RAISE(ABORT, 'immutable:write_offs');
END;

CREATE TRIGGER payments_insert BEFORE INSERT ON payments
WHEN EXISTS (
  SELECT 1 FROM payments AS kept
  WHERE kept.seller_id = new.seller_id AND kept.id = new.id
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:payments');
END;

CREATE TRIGGER payment_reversals_insert BEFORE INSERT ON payment_reversals
WHEN EXISTS (
  SELECT 1 FROM payment_reversals AS kept
  WHERE kept.seller_id = new.seller_id AND kept.payment_id = new.payment_id
)
BEGIN
  SELECT RAISE(ABORT, 'stale');
END;

CREATE TRIGGER refunds_insert BEFORE INSERT ON refunds
WHEN EXISTS (
  SELECT 1 FROM refunds AS kept
  WHERE kept.seller_id = new.seller_id AND kept.id = new.id
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:refunds');
END;

CREATE TRIGGER write_offs_insert BEFORE INSERT ON write_offs
WHEN EXISTS (
  SELECT 1 FROM write_offs AS kept
  WHERE kept.seller_id = new.seller_id AND kept.id = new.id
)
BEGIN
  SELECT RAISE(ABORT, 'immutable:write_offs');
END;

-- The invoices that are there already are posted now. Their documents say the net of each line and the
-- tax of each rate, as decimals of exactly the currency's places, so that without the point they are
-- minor units. `issued_on` is what `due_on` was counted from. A document too long to be put together in
-- one text is posted by its totals, its net over the time of all its lines and its tax as of no rate.
CREATE TABLE documents_to_post (
  seller_id TEXT NOT NULL,
  invoice_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  issued_on TEXT NOT NULL,
  document TEXT,
  PRIMARY KEY (seller_id, invoice_id)
) STRICT;

INSERT INTO documents_to_post (seller_id, invoice_id, entry_id, issued_on, document)
SELECT i.seller_id, i.id, 'jnl_' || substr(i.id, 5),
  date(i.due_on, '-' || s.payment_days || ' days'),
  (SELECT CASE WHEN sum(length(CAST(p.text AS BLOB))) < 1900000 THEN group_concat(p.text, '') END
    FROM (
      SELECT text FROM invoice_parts
      WHERE seller_id = i.seller_id AND invoice_id = i.id ORDER BY part) AS p)
FROM invoices AS i
JOIN sellers AS s ON s.id = i.seller_id;

-- A period begins and ends on a midnight somewhere; the nearest midnight of UTC has its date wherever
-- clocks are less than twelve hours off.
INSERT INTO revenue_schedules
  (seller_id, invoice_id, position, currency, net_minor, booked_on, starts_on, ends_on, days)
SELECT seller_id, id, position, currency, net_minor, issued_on, starts_on,
  max(ends_on, date(starts_on, '+1 day')),
  (unixepoch(max(ends_on, date(starts_on, '+1 day'))) - unixepoch(starts_on)) / 86400
FROM (
  SELECT i.seller_id, i.id, l.key AS position, i.currency, d.issued_on,
    CAST(replace(l.value ->> '$.net', '.', '') AS INTEGER) AS net_minor,
    coalesce(date(unixepoch(l.value ->> '$.period.start') + 43200, 'unixepoch'), d.issued_on)
      AS starts_on,
    coalesce(date(unixepoch(l.value ->> '$.period.end') + 43200, 'unixepoch'),
      date(d.issued_on, '+1 day')) AS ends_on
  FROM documents_to_post AS d
  JOIN invoices AS i ON i.seller_id = d.seller_id AND i.id = d.invoice_id
  JOIN json_each(d.document, '$.bill.lines') AS l
  WHERE d.document IS NOT NULL)
WHERE net_minor <> 0;

-- What of a net is on no line: charges and allowances of the document, or all of a long one.
INSERT INTO revenue_schedules
  (seller_id, invoice_id, position, currency, net_minor, booked_on, starts_on, ends_on, days)
SELECT seller_id, id, 1000000, currency, net_minor, issued_on, starts_on,
  max(ends_on, date(starts_on, '+1 day')),
  (unixepoch(max(ends_on, date(starts_on, '+1 day'))) - unixepoch(starts_on)) / 86400
FROM (
  SELECT i.seller_id, i.id, i.currency, d.issued_on,
    i.net_minor - coalesce((
      SELECT sum(r.net_minor) FROM revenue_schedules AS r
      WHERE r.seller_id = i.seller_id AND r.invoice_id = i.id), 0) AS net_minor,
    CASE WHEN d.document IS NULL THEN coalesce((
      SELECT date(unixepoch(min(b.period_start)) + 43200, 'unixepoch') FROM billed_lines AS b
      WHERE b.seller_id = i.seller_id AND b.subscription_id = i.subscription_id
        AND b.invoice_id = i.id), d.issued_on) ELSE d.issued_on END AS starts_on,
    CASE WHEN d.document IS NULL THEN coalesce((
      SELECT date(unixepoch(max(b.period_end)) + 43200, 'unixepoch') FROM billed_lines AS b
      WHERE b.seller_id = i.seller_id AND b.subscription_id = i.subscription_id
        AND b.invoice_id = i.id), d.issued_on) ELSE d.issued_on END AS ends_on
  FROM documents_to_post AS d
  JOIN invoices AS i ON i.seller_id = d.seller_id AND i.id = d.invoice_id)
WHERE net_minor <> 0;

INSERT INTO postings
  (seller_id, entry_id, position, account, tax_rate, amount_minor, currency, booked_on, customer_id,
   invoice_id)
SELECT i.seller_id, d.entry_id, 0,
  CASE WHEN i.gross_minor > 0 THEN 'receivable' ELSE 'customer_credit' END, NULL, i.gross_minor,
  i.currency, d.issued_on, i.customer_id, i.id
FROM documents_to_post AS d
JOIN invoices AS i ON i.seller_id = d.seller_id AND i.id = d.invoice_id
WHERE i.gross_minor <> 0;

INSERT INTO postings
  (seller_id, entry_id, position, account, tax_rate, amount_minor, currency, booked_on, customer_id,
   invoice_id)
SELECT i.seller_id, d.entry_id, 1, 'deferred_revenue', NULL, -i.net_minor, i.currency, d.issued_on,
  i.customer_id, i.id
FROM documents_to_post AS d
JOIN invoices AS i ON i.seller_id = d.seller_id AND i.id = d.invoice_id
WHERE i.net_minor <> 0;

INSERT INTO postings
  (seller_id, entry_id, position, account, tax_rate, amount_minor, currency, booked_on, customer_id,
   invoice_id)
SELECT i.seller_id, d.entry_id, 2 + t.key, 'tax_payable', t.value ->> '$.rate',
  -CAST(replace(t.value ->> '$.amount', '.', '') AS INTEGER), i.currency, d.issued_on,
  i.customer_id, i.id
FROM documents_to_post AS d
JOIN invoices AS i ON i.seller_id = d.seller_id AND i.id = d.invoice_id
JOIN json_each(d.document, '$.bill.taxes') AS t
WHERE CAST(replace(t.value ->> '$.amount', '.', '') AS INTEGER) <> 0;

INSERT INTO postings
  (seller_id, entry_id, position, account, tax_rate, amount_minor, currency, booked_on, customer_id,
   invoice_id)
SELECT i.seller_id, d.entry_id, 2, 'tax_payable', 'unknown', -i.tax_minor, i.currency, d.issued_on,
  i.customer_id, i.id
FROM documents_to_post AS d
JOIN invoices AS i ON i.seller_id = d.seller_id AND i.id = d.invoice_id
WHERE d.document IS NULL AND i.tax_minor <> 0;

INSERT INTO journal_entries
  (seller_id, id, kind, booked_on, currency, customer_id, invoice_id, created_at)
SELECT i.seller_id, d.entry_id, 'invoice', d.issued_on, i.currency, i.customer_id, i.id, i.issued_at
FROM documents_to_post AS d
JOIN invoices AS i ON i.seller_id = d.seller_id AND i.id = d.invoice_id;

DROP TABLE documents_to_post;
