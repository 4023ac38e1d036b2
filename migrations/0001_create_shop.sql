-- Who buys what. Times are seconds since 1970-01-01T00:00:00 UTC.

CREATE TABLE customers (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT,
  email TEXT,
  country TEXT,
  first_seen INTEGER,
  attributes TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE products (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  title TEXT,
  description TEXT,
  category TEXT,
  price REAL,
  currency TEXT,
  available INTEGER CHECK (available IN (0, 1)),
  attributes TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE interactions (
  key INTEGER PRIMARY KEY,
  customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE CASCADE,
  product_key INTEGER NOT NULL REFERENCES products (key) ON DELETE CASCADE,
  kind INTEGER NOT NULL CHECK (kind > 0),
  quantity REAL NOT NULL CHECK (quantity > 0),
  value REAL,
  occurred_at INTEGER NOT NULL,
  event_id TEXT
) STRICT;

-- Read backwards this is one customer's history, newest first.
CREATE INDEX interactions_by_customer ON interactions (customer_key, occurred_at);
CREATE INDEX interactions_by_product ON interactions (product_key);
CREATE UNIQUE INDEX interactions_by_event ON interactions (event_id) WHERE event_id IS NOT NULL;

CREATE TABLE imports (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  source TEXT NOT NULL,
  options TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'abandoned')),
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  lines INTEGER NOT NULL DEFAULT 0,
  content_hash TEXT,
  first_interaction_key INTEGER,
  rows_added INTEGER NOT NULL DEFAULT 0,
  rows_refused INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX imports_by_kind ON imports (kind, options);
