-- What the shop itself wants shown, and where. A rule that was removed stays, so
-- that one can tell later why something was shown.

CREATE TABLE rules (
  key INTEGER PRIMARY KEY,
  action TEXT NOT NULL CHECK (action IN ('boost', 'pin', 'bury', 'exclude')),
  factor REAL CHECK (factor > 0),
  position INTEGER CHECK (position > 0),
  -- The products: all that is given must hold.
  product_id TEXT,
  category TEXT,
  attribute_name TEXT,
  attribute_value TEXT,
  lowest_price REAL,
  highest_price REAL,
  -- The customers: all that is given must hold.
  country TEXT,
  customer_attribute_name TEXT,
  customer_attribute_value TEXT,
  -- The first moment at which it counts, and the first at which no more.
  valid_from INTEGER,
  valid_until INTEGER,
  note TEXT,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  removed_at INTEGER,
  CHECK ((action = 'boost') = (factor IS NOT NULL)),
  CHECK ((action = 'pin') = (position IS NOT NULL)),
  CHECK ((attribute_name IS NULL) = (attribute_value IS NULL)),
  CHECK ((customer_attribute_name IS NULL) = (customer_attribute_value IS NULL))
) STRICT;
