#pragma once

namespace proofsheet::store {

/// What experiments need: a call that stands in for another one, pictures that are paid and not there yet,
/// prices, and what the service offers.
inline constexpr const char* kSchemaV3 = R"sql(
-- A text-to-image call made because this image-to-image call failed.
ALTER TABLE jobs ADD COLUMN replaces TEXT REFERENCES jobs(id);
CREATE INDEX jobs_by_replaced ON jobs (replaces) WHERE replaces IS NOT NULL;

-- `dimensions_json` names the file, and is unique in a run. `download_error`: why the last download was given up.
ALTER TABLE images ADD COLUMN dimensions_json TEXT;
ALTER TABLE images ADD COLUMN download_error TEXT;
CREATE INDEX images_by_dimensions ON images (run_id, dimensions_json) WHERE dimensions_json IS NOT NULL;
CREATE INDEX images_by_file ON images (file_path);
CREATE INDEX images_to_fetch ON images (id) WHERE file_path IS NULL AND download_url IS NOT NULL;

CREATE INDEX credit_ledger_by_session ON credit_ledger (session);
CREATE INDEX credit_ledger_by_time ON credit_ledger (happened_at);

-- What confirmed calls cost.
CREATE TABLE credit_prices (
  kind TEXT NOT NULL CHECK (kind IN ('inference', 'upscale')),
  model_id TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  steps INTEGER NOT NULL,
  images INTEGER NOT NULL,
  last_micro INTEGER NOT NULL CHECK (last_micro >= 0),
  highest_micro INTEGER NOT NULL CHECK (highest_micro >= last_micro),
  confirmed_at TEXT NOT NULL,
  PRIMARY KEY (kind, model_id, width, height, steps, images)
) STRICT, WITHOUT ROWID;

-- Models and LoRAs of a service, as it last said them.
CREATE TABLE service_offers (
  service TEXT PRIMARY KEY NOT NULL,
  offer_json TEXT NOT NULL,
  fetched_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: whether the queue of calls stands still, for every process that works it.
CREATE TABLE call_queue (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  is_paused INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO call_queue (id) VALUES (1);
)sql";

}  // namespace proofsheet::store
