-- Whether a seller is billed without being asked, and the run that did it last.
CREATE TABLE billing_settings (
  seller_id TEXT NOT NULL PRIMARY KEY REFERENCES sellers (id),
  automatic TEXT NOT NULL CHECK (automatic IN ('yes', 'no')),
  run_id TEXT,
  began_at TEXT,
  updated_at TEXT NOT NULL,
  CHECK ((run_id IS NULL) = (began_at IS NULL)),
  FOREIGN KEY (seller_id, run_id) REFERENCES bill_runs (seller_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX billing_settings_automatic ON billing_settings (automatic, seller_id);
