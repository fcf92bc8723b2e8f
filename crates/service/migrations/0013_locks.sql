-- What a batch was decided from, it states in what it writes: the version it moves on to, the number it
-- takes, the hash it follows. Triggers abort it where another batch was faster, so that no statement has
-- to be spent on asking.

DROP TRIGGER bill_runs_update;

CREATE TRIGGER bill_runs_update BEFORE UPDATE ON bill_runs
BEGIN
  SELECT RAISE(ABORT, 'stale') WHERE new.version <> old.version + 1;
  SELECT RAISE(ABORT, 'immutable:bill_runs')
  WHERE old.status = 'done' OR new.id <> old.id OR new.seller_id <> old.seller_id
    OR new.through <> old.through OR new.dry_run <> old.dry_run;
END;

CREATE TRIGGER subscriptions_version BEFORE UPDATE OF version ON subscriptions
WHEN new.version <> old.version + 1
BEGIN
  SELECT RAISE(ABORT, 'stale');
END;

-- A number is taken by the document that has it: the next one of its series, chained to the one before.
DROP TRIGGER invoices_insert;

CREATE TRIGGER invoices_insert BEFORE INSERT ON invoices
BEGIN
  SELECT RAISE(ABORT, 'number') WHERE NOT EXISTS (
    SELECT 1 FROM number_series AS s
    WHERE s.seller_id = new.seller_id AND s.code = new.series
      AND s.next = new.sequence AND s.last_hash IS new.previous_hash
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

CREATE TRIGGER invoices_number AFTER INSERT ON invoices
BEGIN
  UPDATE number_series SET next = new.sequence + 1, last_hash = new.hash
  WHERE seller_id = new.seller_id AND code = new.series;
END;
