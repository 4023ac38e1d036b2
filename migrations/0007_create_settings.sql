-- What the shop set to its own; a name that is missing has its default.

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value REAL NOT NULL,
  set_at INTEGER NOT NULL,
  -- An API key's id, or cli.
  set_by TEXT NOT NULL
) STRICT;
