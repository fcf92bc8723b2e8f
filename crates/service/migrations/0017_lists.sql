-- Lists of what concerns one customer.
CREATE INDEX invoices_customer ON invoices (seller_id, customer_id, id);
CREATE INDEX quotes_customer ON quotes (seller_id, customer_id, id);
CREATE INDEX subscriptions_customer ON subscriptions (seller_id, customer_id, id);
CREATE INDEX payments_customer ON payments (seller_id, customer_id, id);
