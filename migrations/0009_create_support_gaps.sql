-- Unanswered questions that the shop has dealt with: they are not listed again.

CREATE TABLE support_gaps (
  message_key INTEGER PRIMARY KEY REFERENCES messages (key) ON DELETE CASCADE,
  resolution TEXT NOT NULL CHECK (resolution IN ('added', 'dismissed')),
  -- Where its examples went; NULL for a dismissed one.
  intent TEXT,
  resolved_at INTEGER NOT NULL,
  -- An API key's id, or cli.
  resolved_by TEXT NOT NULL
) STRICT;
