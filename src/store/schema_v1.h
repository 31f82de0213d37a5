#pragma once

namespace proofsheet::store {

/// Version 1. Conventions: ids are UUIDs as text unless INTEGER; times are RFC 3339 in UTC; `_json` columns
/// are JSON; paths are the bytes of the file system; `_micro` is credits in millionths, exact where a column
/// of REAL is not; seeds are unsigned 64-bit numbers kept as two's complement.
inline constexpr const char* kSchemaV1 = R"sql(
CREATE TABLE settings (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What a training run looked like when it was left.
CREATE TABLE run_memory (
  run_key TEXT PRIMARY KEY NOT NULL,
  mapping TEXT NOT NULL,
  filters TEXT NOT NULL,
  slider_value TEXT,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE presets (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  mapping TEXT NOT NULL,
  filters TEXT NOT NULL DEFAULT '[]',
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

CREATE TABLE runs (
  id TEXT PRIMARY KEY NOT NULL,
  batch_number INTEGER NOT NULL UNIQUE CHECK (batch_number > 0),
  name TEXT NOT NULL,
  created_at TEXT NOT NULL,
  prompt TEXT NOT NULL,
  negative_prompt TEXT NOT NULL DEFAULT '',
  model_id TEXT NOT NULL,
  version TEXT,
  model_name TEXT,
  use_default_neg INTEGER NOT NULL DEFAULT 1 CHECK (use_default_neg IN (0, 1)),
  fallback_to_text2img INTEGER NOT NULL DEFAULT 0 CHECK (fallback_to_text2img IN (0, 1)),
  form_json TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE assets (
  id TEXT PRIMARY KEY NOT NULL,
  original_filename TEXT NOT NULL,
  mime_type TEXT NOT NULL,
  file_path TEXT NOT NULL,
  bytes INTEGER,
  pixel_hash TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- One row a call. A call whose outcome is unknown is `indeterminate` and is never sent again by itself.
CREATE TABLE jobs (
  id TEXT PRIMARY KEY NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'completed', 'failed', 'cancelled', 'indeterminate')),
  config_json TEXT NOT NULL,
  init_image_asset_id TEXT REFERENCES assets(id),
  kind TEXT NOT NULL DEFAULT 'inference' CHECK (kind IN ('inference', 'upscale')),
  run_id TEXT REFERENCES runs(id),
  position INTEGER NOT NULL DEFAULT 0,
  source_image_id TEXT REFERENCES images(id),
  inf_id TEXT,
  credit_estimate_micro INTEGER,
  credit_cost_micro INTEGER,
  credit_cost REAL GENERATED ALWAYS AS (credit_cost_micro / 1000000.0) VIRTUAL,
  raw_payload_json TEXT,
  raw_response_json TEXT,
  error_message TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT
) STRICT;
CREATE INDEX jobs_by_queue ON jobs (status, position);
CREATE INDEX jobs_by_run ON jobs (run_id);

-- The content of a picture: what scores belong to, wherever its files are.
CREATE TABLE pictures (
  id INTEGER PRIMARY KEY,
  pixel_hash TEXT NOT NULL UNIQUE CHECK (length(pixel_hash) = 32 AND pixel_hash NOT GLOB '*[^0-9a-f]*'),
  first_seen_at TEXT NOT NULL
) STRICT;

-- Which content a version of a file has, so that it need not be decoded to be known.
CREATE TABLE file_stamps (
  path TEXT PRIMARY KEY NOT NULL,
  bytes INTEGER NOT NULL,
  mtime_ns INTEGER NOT NULL,
  picture_id INTEGER NOT NULL REFERENCES pictures(id)
) STRICT, WITHOUT ROWID;
CREATE INDEX file_stamps_by_picture ON file_stamps (picture_id);

-- A picture that was made or looked at. Two rows may have one content; a row whose download failed has none yet.
CREATE TABLE images (
  id TEXT PRIMARY KEY NOT NULL,
  run_id TEXT REFERENCES runs(id),
  file_path TEXT,
  upscale_url TEXT,
  inf_id TEXT,
  created_at TEXT NOT NULL,
  picture_id INTEGER REFERENCES pictures(id),
  job_id TEXT REFERENCES jobs(id),
  batch_index INTEGER,
  download_url TEXT,
  upscale_of TEXT REFERENCES images(id),
  upscale_json TEXT,
  training_run TEXT,
  checkpoint TEXT,
  parameters_json TEXT
) STRICT;
CREATE INDEX images_by_run ON images (run_id);
CREATE INDEX images_by_picture ON images (picture_id);
CREATE INDEX images_by_job ON images (job_id);
CREATE INDEX images_by_original ON images (upscale_of);

CREATE TABLE configs (
  id TEXT PRIMARY KEY NOT NULL,
  image_id TEXT NOT NULL UNIQUE REFERENCES images(id),
  steps INTEGER,
  scale REAL,
  width INTEGER,
  height INTEGER,
  seed INTEGER,
  scheduler TEXT,
  image_strength REAL,
  controlnet TEXT,
  credit_cost REAL GENERATED ALWAYS AS (credit_cost_micro / 1000000.0) VIRTUAL,
  raw_payload_json TEXT,
  raw_response_json TEXT,
  credit_cost_micro INTEGER,
  seed_known INTEGER NOT NULL DEFAULT 1 CHECK (seed_known IN (0, 1)),
  mode TEXT NOT NULL DEFAULT 'text2img' CHECK (mode IN ('text2img', 'img2img', 'fallback')),
  use_default_neg INTEGER CHECK (use_default_neg IN (0, 1)),
  version TEXT,
  lora TEXT,
  lora_scale REAL
) STRICT;

-- Money: what was set aside for a call, what it cost, what was given back. Rows are only added.
CREATE TABLE credit_ledger (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job_id TEXT NOT NULL REFERENCES jobs(id),
  kind TEXT NOT NULL CHECK (kind IN ('reserved', 'confirmed', 'released', 'indeterminate')),
  amount_micro INTEGER NOT NULL CHECK (amount_micro >= 0),
  session TEXT NOT NULL,
  happened_at TEXT NOT NULL
) STRICT;
CREATE INDEX credit_ledger_by_job ON credit_ledger (job_id);
CREATE TRIGGER credit_ledger_is_not_changed BEFORE UPDATE ON credit_ledger
BEGIN SELECT RAISE(ABORT, 'credit_ledger: rows are only added'); END;
CREATE TRIGGER credit_ledger_is_not_cut BEFORE DELETE ON credit_ledger
BEGIN SELECT RAISE(ABORT, 'credit_ledger: rows are only added'); END;

CREATE TABLE sample_presets (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  prompts TEXT NOT NULL,
  negative_prompt TEXT NOT NULL DEFAULT '',
  steps TEXT NOT NULL,
  cfgs TEXT NOT NULL,
  samplers TEXT NOT NULL,
  schedulers TEXT NOT NULL,
  seeds TEXT NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  sampler_scheduler_pairs TEXT,
  lora_strengths TEXT,
  base_model_row INTEGER NOT NULL DEFAULT 0 CHECK (base_model_row IN (0, 1))
) STRICT;

-- A job keeps what its preset said when it was started (`preset_json`), so the preset may be changed or removed.
CREATE TABLE sample_jobs (
  id TEXT PRIMARY KEY NOT NULL,
  training_run_name TEXT NOT NULL,
  sample_preset_id TEXT REFERENCES sample_presets(id) ON DELETE SET NULL,
  workflow_name TEXT NOT NULL,
  vae TEXT,
  clip TEXT,
  shift REAL,
  status TEXT NOT NULL
    CHECK (status IN ('pending', 'running', 'paused', 'completed', 'completed_with_errors', 'failed')),
  total_items INTEGER NOT NULL DEFAULT 0,
  completed_items INTEGER NOT NULL DEFAULT 0,
  error_message TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  preset_json TEXT NOT NULL DEFAULT '{}',
  workflow_json TEXT,
  workflow_hash TEXT,
  sample_dir TEXT,
  study TEXT,
  stop_requested INTEGER NOT NULL DEFAULT 0 CHECK (stop_requested IN (0, 1, 2))
) STRICT;

CREATE TABLE sample_job_items (
  id TEXT PRIMARY KEY NOT NULL,
  job_id TEXT NOT NULL REFERENCES sample_jobs(id) ON DELETE CASCADE,
  checkpoint_filename TEXT NOT NULL,
  comfyui_model_path TEXT,
  prompt_name TEXT NOT NULL,
  prompt_text TEXT NOT NULL,
  steps INTEGER NOT NULL,
  cfg REAL NOT NULL,
  sampler_name TEXT NOT NULL,
  scheduler TEXT NOT NULL,
  seed INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'running', 'completed', 'failed', 'skipped')),
  comfyui_prompt_id TEXT,
  output_path TEXT,
  error_message TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  position INTEGER NOT NULL,
  lora_strength REAL,
  duration_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX sample_job_items_in_order ON sample_job_items (job_id, position);
CREATE INDEX sample_job_items_by_status ON sample_job_items (job_id, status);

-- What can be said of a picture. `score`: a number from minimum to maximum; `choice`: the place in `choices`, from 1;
-- `tag`: 1 or nothing; `note`: free text.
CREATE TABLE criteria (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  scale TEXT NOT NULL CHECK (scale IN ('score', 'choice', 'tag', 'note')),
  minimum INTEGER NOT NULL DEFAULT 1,
  maximum INTEGER NOT NULL DEFAULT 1 CHECK (maximum >= minimum),
  choices TEXT NOT NULL DEFAULT '[]',
  set_name TEXT NOT NULL,
  position INTEGER NOT NULL,
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
) STRICT;

-- The truth about scores, flags and notes; `scores` and `notes` follow from it. `reverses` is the edit that an undo or
-- redo is about.
CREATE TABLE review_events (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('edit', 'undo', 'redo')),
  reverses INTEGER REFERENCES review_events(id) CHECK ((reverses IS NULL) = (kind = 'edit')),
  picture_id INTEGER NOT NULL REFERENCES pictures(id),
  criterion_id INTEGER NOT NULL REFERENCES criteria(id),
  before ANY,
  after ANY,
  happened_at TEXT NOT NULL,
  screen TEXT NOT NULL,
  blind INTEGER NOT NULL CHECK (blind IN (0, 1)),
  ms_since_shown INTEGER
) STRICT;
CREATE INDEX review_events_by_picture ON review_events (picture_id, criterion_id);
CREATE INDEX review_events_by_reversed ON review_events (reverses, id) WHERE reverses IS NOT NULL;
CREATE INDEX review_events_edits ON review_events (id) WHERE kind = 'edit';
CREATE TRIGGER review_events_are_not_changed BEFORE UPDATE ON review_events
BEGIN SELECT RAISE(ABORT, 'review_events: rows are only added'); END;
CREATE TRIGGER review_events_are_not_cut BEFORE DELETE ON review_events
BEGIN SELECT RAISE(ABORT, 'review_events: rows are only added'); END;

CREATE TABLE scores (
  picture_id INTEGER NOT NULL REFERENCES pictures(id),
  criterion_id INTEGER NOT NULL REFERENCES criteria(id),
  value INTEGER NOT NULL,
  event_id INTEGER NOT NULL REFERENCES review_events(id),
  PRIMARY KEY (picture_id, criterion_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX scores_by_value ON scores (criterion_id, value);

CREATE TABLE notes (
  picture_id INTEGER NOT NULL REFERENCES pictures(id),
  criterion_id INTEGER NOT NULL REFERENCES criteria(id),
  value TEXT NOT NULL,
  event_id INTEGER NOT NULL REFERENCES review_events(id),
  PRIMARY KEY (picture_id, criterion_id)
) STRICT, WITHOUT ROWID;

INSERT INTO criteria (key, name, description, scale, minimum, maximum, choices, set_name, position, active) VALUES
  ('overall_quality', 'Overall quality', 'The picture as a whole', 'score', 1, 10, '[]', 'standard', 1, 1),
  ('anatomy_score', 'Anatomy', 'Hands, limbs, faces, proportions', 'score', 1, 10, '[]', 'standard', 2, 1),
  ('prompt_adherence', 'Prompt adherence', 'Shows what the prompt asks for', 'score', 1, 10, '[]', 'standard', 3, 1),
  ('background_score', 'Background', 'Surroundings, depth, coherence', 'score', 1, 10, '[]', 'standard', 4, 1),
  ('use_again', 'Use again', 'Whether these settings are worth using again', 'choice', 1, 3,
   '["no","test_more","yes"]', 'standard', 5, 1),
  ('score_overall', 'Overall', 'The picture as a whole', 'score', 1, 5, '[]', 'detailed', 11, 0),
  ('score_facial_detail_realism', 'Facial detail and realism', 'Eyes, skin, expression',
   'score', 1, 5, '[]', 'detailed', 12, 0),
  ('score_body_proportions', 'Body proportions', 'Symmetry and anatomy', 'score', 1, 5, '[]', 'detailed', 13, 0),
  ('score_complexity_artistry', 'Complexity and artistry', 'Richness of texture and detail',
   'score', 1, 5, '[]', 'detailed', 14, 0),
  ('score_composition_framing', 'Composition and framing', 'Balance, focus on the subject',
   'score', 1, 5, '[]', 'detailed', 15, 0),
  ('score_lighting_color', 'Lighting and colour', 'Natural light, a palette that fits',
   'score', 1, 5, '[]', 'detailed', 16, 0),
  ('score_resolution_clarity', 'Resolution and clarity', 'Sharpness without visible pixels',
   'score', 1, 5, '[]', 'detailed', 17, 0),
  ('score_style_consistency', 'Style consistency', 'One style throughout', 'score', 1, 5, '[]', 'detailed', 18, 0),
  ('score_prompt_adherence', 'Prompt adherence (1-5)', 'Shows what the prompt asks for',
   'score', 1, 5, '[]', 'detailed', 19, 0),
  ('score_artifacts', 'Freedom from artifacts', 'More is better: no noise, no distortion',
   'score', 1, 5, '[]', 'detailed', 20, 0),
  ('flaw_bad_hands', 'Bad hands', '', 'tag', 1, 1, '[]', 'flaws', 31, 0),
  ('flaw_distorted_face', 'Distorted face', '', 'tag', 1, 1, '[]', 'flaws', 32, 0),
  ('flaw_limb_fusion', 'Fused limbs', '', 'tag', 1, 1, '[]', 'flaws', 33, 0),
  ('flaw_artifacts', 'Artifacts', '', 'tag', 1, 1, '[]', 'flaws', 34, 0),
  ('flaw_blurry', 'Blurry', '', 'tag', 1, 1, '[]', 'flaws', 35, 0),
  ('flaw_bleeding', 'Colours bleed', '', 'tag', 1, 1, '[]', 'flaws', 36, 0),
  ('flaw_cropped', 'Cropped', '', 'tag', 1, 1, '[]', 'flaws', 37, 0),
  ('flaw_text_error', 'Wrong text', '', 'tag', 1, 1, '[]', 'flaws', 38, 0),
  ('flaw_watermark', 'Watermark', '', 'tag', 1, 1, '[]', 'flaws', 39, 0),
  ('flag', 'Flag', 'Pick or reject; files are never deleted', 'choice', 1, 2, '["reject","pick"]', 'marks', 51, 1),
  ('favourite', 'Favourite', '', 'tag', 1, 1, '[]', 'marks', 52, 1),
  ('note', 'Note', '', 'note', 1, 1, '[]', 'marks', 53, 1);

CREATE VIEW image_scores AS
SELECT i.id, i.run_id, i.file_path, i.upscale_url, i.inf_id, i.created_at,
  (SELECT s.value FROM scores s WHERE s.picture_id = i.picture_id
     AND s.criterion_id = (SELECT c.id FROM criteria c WHERE c.key = 'overall_quality')) AS overall_quality,
  (SELECT s.value FROM scores s WHERE s.picture_id = i.picture_id
     AND s.criterion_id = (SELECT c.id FROM criteria c WHERE c.key = 'anatomy_score')) AS anatomy_score,
  (SELECT CASE s.value WHEN 1 THEN 'no' WHEN 2 THEN 'test_more' WHEN 3 THEN 'yes' END
     FROM scores s WHERE s.picture_id = i.picture_id
     AND s.criterion_id = (SELECT c.id FROM criteria c WHERE c.key = 'use_again')) AS use_again,
  (SELECT s.value FROM scores s WHERE s.picture_id = i.picture_id
     AND s.criterion_id = (SELECT c.id FROM criteria c WHERE c.key = 'prompt_adherence')) AS prompt_adherence,
  (SELECT s.value FROM scores s WHERE s.picture_id = i.picture_id
     AND s.criterion_id = (SELECT c.id FROM criteria c WHERE c.key = 'background_score')) AS background_score,
  (SELECT CASE s.value WHEN 1 THEN 'reject' WHEN 2 THEN 'pick' END
     FROM scores s WHERE s.picture_id = i.picture_id
     AND s.criterion_id = (SELECT c.id FROM criteria c WHERE c.key = 'flag')) AS flag,
  EXISTS (SELECT 1 FROM scores s WHERE s.picture_id = i.picture_id
     AND s.criterion_id = (SELECT c.id FROM criteria c WHERE c.key = 'favourite')) AS favourite,
  (SELECT n.value FROM notes n WHERE n.picture_id = i.picture_id
     AND n.criterion_id = (SELECT c.id FROM criteria c WHERE c.key = 'note')) AS note,
  p.pixel_hash
FROM images i LEFT JOIN pictures p ON p.id = i.picture_id;
)sql";

}  // namespace proofsheet::store
