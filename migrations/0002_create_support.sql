-- What the support bot knows and what it was asked. Message texts are masked
-- before they are stored.

CREATE TABLE faq_entries (
  key INTEGER PRIMARY KEY,
  intent TEXT NOT NULL,
  answer TEXT NOT NULL,
  category TEXT,
  -- Empty where the source does not say; one entry an intent and language.
  language TEXT NOT NULL DEFAULT '',
  UNIQUE (intent, language)
) STRICT;

CREATE TABLE faq_examples (
  key INTEGER PRIMARY KEY,
  entry_key INTEGER NOT NULL REFERENCES faq_entries (key) ON DELETE CASCADE,
  text TEXT NOT NULL,
  is_question INTEGER NOT NULL CHECK (is_question IN (0, 1)),
  UNIQUE (entry_key, text)
) STRICT;

CREATE TABLE conversations (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer_key INTEGER REFERENCES customers (key) ON DELETE CASCADE,
  started_at INTEGER NOT NULL
) STRICT;

CREATE INDEX conversations_by_customer ON conversations (customer_key, started_at);

CREATE TABLE messages (
  key INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  conversation_key INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
  author TEXT NOT NULL CHECK (author IN ('customer', 'bot', 'agent')),
  text TEXT NOT NULL,
  intent TEXT,
  confidence REAL,
  outcome TEXT,
  feedback INTEGER CHECK (feedback IN (-1, 1)),
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX messages_by_conversation ON messages (conversation_key);
