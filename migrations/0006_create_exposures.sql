-- What was recommended and shown, what was clicked, and which two versions of
-- a model are compared on real customers.

CREATE TABLE experiments (
  key INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  version_a INTEGER NOT NULL,
  version_b INTEGER NOT NULL CHECK (version_b <> version_a),
  -- The share of customers who get version b.
  share REAL NOT NULL CHECK (share > 0 AND share < 1),
  started_at INTEGER NOT NULL,
  stopped_at INTEGER
) STRICT;

CREATE UNIQUE INDEX experiments_running ON experiments (kind) WHERE stopped_at IS NULL;

-- One product shown once. A version outlives its model here, so it refers to
-- no row.
CREATE TABLE exposures (
  key INTEGER PRIMARY KEY,
  event_id TEXT,
  list_id TEXT,
  customer_key INTEGER REFERENCES customers (key) ON DELETE CASCADE,
  session TEXT,
  product_key INTEGER NOT NULL REFERENCES products (key) ON DELETE CASCADE,
  position INTEGER CHECK (position > 0),
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  experiment_key INTEGER REFERENCES experiments (key),
  arm TEXT CHECK (arm IN ('a', 'b')),
  shown_at INTEGER NOT NULL,
  CHECK ((arm IS NULL) = (experiment_key IS NULL)),
  CHECK (arm IS NULL OR customer_key IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX exposures_by_event ON exposures (event_id, product_key)
  WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX exposures_by_list ON exposures (list_id, product_key)
  WHERE list_id IS NOT NULL;
-- Read backwards this finds the latest exposure before a click or a purchase.
CREATE INDEX exposures_by_customer ON exposures (customer_key, product_key, shown_at);
CREATE INDEX exposures_by_session ON exposures (session, product_key, shown_at)
  WHERE session IS NOT NULL;
CREATE INDEX exposures_by_product ON exposures (product_key);
-- All that counting by model needs, in its order.
CREATE INDEX exposures_by_model ON exposures
  (kind, version, experiment_key, arm, position, customer_key);

-- The first click on an exposure; later ones add nothing.
CREATE TABLE clicks (
  exposure_key INTEGER PRIMARY KEY REFERENCES exposures (key) ON DELETE CASCADE,
  clicked_at INTEGER NOT NULL,
  event_id TEXT UNIQUE
) STRICT;
