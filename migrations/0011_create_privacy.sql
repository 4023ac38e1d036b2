-- How long records are kept, and which erasures have left the disk.

CREATE TABLE retention (
  kind TEXT PRIMARY KEY CHECK (kind IN ('messages', 'exposures', 'interactions', 'audit')),
  days INTEGER NOT NULL CHECK (days > 0),
  set_at INTEGER NOT NULL,
  -- An API key's id, or cli.
  set_by TEXT NOT NULL
) STRICT;

-- One erased customer, who is not named: the reference is random.
CREATE TABLE erasures (
  reference TEXT PRIMARY KEY,
  erased_at INTEGER NOT NULL,
  -- When the freed parts of the file had been overwritten; NULL until then.
  purged_at INTEGER
) STRICT;
