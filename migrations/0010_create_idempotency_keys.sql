-- Requests that were sent with an Idempotency-Key: what came of them, so that sending
-- one again does nothing again. Of the body only the hash is kept, and of a body that is
-- stored in parts how many of its lines are done.

CREATE TABLE idempotency_keys (
  owner TEXT NOT NULL,
  route TEXT NOT NULL,
  id TEXT NOT NULL,
  body_sha256 TEXT NOT NULL,
  lines INTEGER NOT NULL DEFAULT 0,
  -- Null until the whole body is stored.
  status INTEGER,
  answer BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (owner, route, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
