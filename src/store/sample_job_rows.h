#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <vector>

#include "core/result.h"
#include "jobs/job_journal.h"

/// Rows of sample jobs and their items, read and written within a transaction of the caller.
namespace proofsheet::store {

/// All jobs that `condition` ("WHERE ..." or empty) lets through, in `order` ("ORDER BY ..."), with counts.
std::vector<jobs::SampleJob> read_jobs(SQLite::Database& connection, const std::string& condition,
                                       const std::string& order, const std::string& value);

/// Errors: NotFound.
Result<jobs::SampleJob> read_job(SQLite::Database& connection, const std::string& id);

/// Items where `column` is `value`, in the order of their positions.
std::vector<jobs::JobItem> read_items(SQLite::Database& connection, const std::string& column,
                                      const std::string& value);

void insert_job(SQLite::Database& connection, const jobs::SampleJob& job);
void insert_items(SQLite::Database& connection, const std::string& job_id,
                  const std::vector<jobs::PlannedItem>& items, const std::string& now);

/// Brings `total_items`, `completed_items` and `updated_at` of the job up to date.
void refresh_job(SQLite::Database& connection, const std::string& job_id);

}  // namespace proofsheet::store
