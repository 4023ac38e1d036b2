-- What answers need and lead to, where conversations stand and how they end.

-- JSON arrays of texts: what is offered after the answer, and what has to be
-- known before it.
ALTER TABLE faq_entries ADD COLUMN prompts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE faq_entries ADD COLUMN requires TEXT NOT NULL DEFAULT '[]';

-- Of a chat channel only the SHA-256 of the sender's name is kept.
ALTER TABLE conversations ADD COLUMN sender_sha256 TEXT;
-- What the conversation is about, as JSON; it holds no text of the customer.
ALTER TABLE conversations ADD COLUMN state TEXT;
ALTER TABLE conversations ADD COLUMN last_message_at INTEGER;
ALTER TABLE conversations ADD COLUMN handed_over_at INTEGER;
-- When the customer, or a person of the shop, said that it is settled.
ALTER TABLE conversations ADD COLUMN resolved_at INTEGER;

CREATE INDEX conversations_by_sender ON conversations (sender_sha256, key)
  WHERE sender_sha256 IS NOT NULL;
CREATE INDEX conversations_by_start ON conversations (started_at);

-- What kind of reply it is, such as answer, choose, rephrase or ask.
ALTER TABLE messages ADD COLUMN step TEXT;
-- The stored question whose answer was given.
ALTER TABLE messages ADD COLUMN question TEXT;
-- What the message names, as JSON; personal values are left out.
ALTER TABLE messages ADD COLUMN entities TEXT NOT NULL DEFAULT '[]';
ALTER TABLE messages ADD COLUMN feedback_at INTEGER;

UPDATE conversations SET last_message_at = coalesce(
  (SELECT max(created_at) FROM messages WHERE conversation_key = conversations.key), started_at);
