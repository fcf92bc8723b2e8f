-- When the holder of the link first looked at the present version of a quote.
ALTER TABLE quotes ADD COLUMN viewed_at TEXT;
