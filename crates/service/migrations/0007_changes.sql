-- The tax rates a line was billed with, as a JSON list, so that its credit has them after a change;
-- NULL on lines of before, which have those of their item.
ALTER TABLE billed_lines ADD COLUMN taxes TEXT CHECK (json_valid(taxes));

-- A subscription is billed through the latest instant that an invoice names, its first one, too.
UPDATE subscriptions
SET billed_through = (
  SELECT max(i.through)
  FROM invoices AS i
  WHERE i.seller_id = subscriptions.seller_id AND i.subscription_id = subscriptions.id)
WHERE billed_through IS NULL;

-- What each coupon took off an invoice: one that holds for some periods takes no more in all.
CREATE TABLE taken_discounts (
  seller_id TEXT NOT NULL,
  subscription_id TEXT NOT NULL,
  invoice_id TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),
  coupon TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (seller_id, subscription_id, invoice_id, position),
  FOREIGN KEY (seller_id, subscription_id) REFERENCES subscriptions (seller_id, id),
  FOREIGN KEY (seller_id, invoice_id) REFERENCES invoices (seller_id, id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER taken_discounts_insert BEFORE INSERT ON taken_discounts
WHEN EXISTS (
    SELECT 1 FROM taken_discounts AS kept
    WHERE kept.seller_id = new.seller_id AND kept.subscription_id = new.subscription_id
      AND kept.invoice_id = new.invoice_id AND kept.position = new.position
  )
BEGIN
  SELECT RAISE(ABORT, 'immutable:taken_discounts');
END;

CREATE TRIGGER taken_discounts_update BEFORE UPDATE ON taken_discounts
BEGIN
  SELECT RAISE(ABORT, 'immutable:taken_discounts');
END;

CREATE TRIGGER taken_discounts_delete BEFORE DELETE ON taken_discounts
BEGIN
  SELECT RAISE(ABORT, 'immutable:taken_discounts');
END;
