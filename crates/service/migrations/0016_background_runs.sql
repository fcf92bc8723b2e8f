-- A run in the background is billed page after page without being asked. A message in a queue says so to
-- whoever bills it; where that is lost, it is found by this index.
ALTER TABLE bill_runs ADD COLUMN background TEXT NOT NULL DEFAULT 'no'
  CHECK (background IN ('yes', 'no'));

CREATE INDEX bill_runs_background ON bill_runs (updated_at, seller_id, id)
WHERE background = 'yes' AND status = 'running';
