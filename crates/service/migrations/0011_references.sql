-- Indices for references that are checked at the end of a batch. A row that is referred to so is looked
-- for from its own side when it is written, among all that refer to its kind: without an index, a payment
-- or an accepted quote would cost the more, the more there are. They are UNIQUE, which they are by
-- nature, for only then are they preferred to the primary key.

CREATE UNIQUE INDEX payments_entry ON payments (seller_id, entry_id);
CREATE UNIQUE INDEX payment_reversals_entry ON payment_reversals (seller_id, entry_id);
CREATE UNIQUE INDEX refunds_entry ON refunds (seller_id, entry_id);
CREATE UNIQUE INDEX write_offs_entry ON write_offs (seller_id, entry_id);
CREATE UNIQUE INDEX quotes_subscription ON quotes (seller_id, subscription_id);
CREATE UNIQUE INDEX quotes_invoice ON quotes (seller_id, invoice_id);
CREATE INDEX quote_versions_price_list
  ON quote_versions (seller_id, price_list, price_list_version);
