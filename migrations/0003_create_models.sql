-- What was learned, and the outcomes it was learned from.

CREATE TABLE churn_labels (
  key INTEGER PRIMARY KEY,
  customer_key INTEGER NOT NULL REFERENCES customers (key) ON DELETE CASCADE,
  has_churned INTEGER NOT NULL CHECK (has_churned IN (0, 1)),
  observed_at INTEGER
) STRICT;

CREATE INDEX churn_labels_by_customer ON churn_labels (customer_key, observed_at);

CREATE TABLE model_versions (
  key INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  parameters TEXT NOT NULL,
  metrics TEXT NOT NULL,
  data_fingerprint TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  blob BLOB NOT NULL,
  UNIQUE (kind, version)
) STRICT;

CREATE UNIQUE INDEX model_versions_active ON model_versions (kind) WHERE active = 1;
