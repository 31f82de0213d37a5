#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <vector>

#include "jobs/experiment_journal.h"
#include "store/call_rows.h"

/// Rows of `images` and `configs` of pictures that a service made, inside a transaction.
namespace proofsheet::store {

/// One row of each a picture of the answer, with its address and its share of the cost, before any of them is
/// downloaded. Errors: NotFound (the original of an upscale is gone).
Result<std::vector<jobs::PictureToFetch>> add_made_pictures(SQLite::Database& connection,
                                                            const std::string& job_id,
                                                            const CallRecord& record,
                                                            const jobs::ServiceAnswer& answer,
                                                            const std::string& now);

/// Pictures that have an address and no file: of one call, or all that `which` says.
std::vector<jobs::PictureToFetch> pictures_of_call(SQLite::Database& connection, const std::string& job_id);
std::vector<jobs::PictureToFetch> missing_pictures(SQLite::Database& connection, jobs::Missing which);

}  // namespace proofsheet::store
