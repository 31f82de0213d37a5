#pragma once

namespace proofsheet::store {

/// Version 2: who makes the pictures of a sample job, and what an attempt at one needs to be found again.
inline constexpr const char* kSchemaV2 = R"sql(
ALTER TABLE sample_jobs ADD COLUMN provider TEXT NOT NULL DEFAULT 'comfyui';
ALTER TABLE sample_job_items ADD COLUMN attempt_id TEXT;
ALTER TABLE sample_job_items ADD COLUMN checkpoint_number REAL;
ALTER TABLE sample_job_items ADD COLUMN output_folder TEXT NOT NULL DEFAULT '';
ALTER TABLE sample_job_items ADD COLUMN base_model INTEGER NOT NULL DEFAULT 0 CHECK (base_model IN (0, 1));
)sql";

}  // namespace proofsheet::store
