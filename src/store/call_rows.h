#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "jobs/experiment_call.h"

/// Rows of `jobs`, inside a transaction.
namespace proofsheet::store {

/// A call that joins the queue.
struct NewCall {
    std::optional<std::string> run_id;
    std::optional<std::string> asset_id;
    std::optional<std::string> source_image_id;
    std::optional<std::string> replaces;
    jobs::CallConfig config;
    std::int64_t position = 0;
};

/// Adds calls; the statement is prepared once.
class CallInsert {
public:
    explicit CallInsert(SQLite::Database& connection);
    /// Returns its id.
    std::string add(const NewCall& call, const std::string& now);

private:
    SQLite::Statement insert_;
};

/// Behind all that is queued.
std::int64_t last_position(SQLite::Database& connection);

/// A call as the table has it.
struct CallRecord {
    jobs::CallStatus status = jobs::CallStatus::Queued;
    std::int64_t position = 0;
    NewCall call;
    int batch_number = 0;  ///< 0 without a run
    std::string run_name;
};
/// Errors: NotFound; InvalidInput when what is stored cannot be read.
Result<CallRecord> call_record(SQLite::Database& connection, const std::string& id);

/// Moves the call to the state that follows. Errors: NotFound when there is no such call, or the event cannot
/// happen in its state (any more).
Status change_status(SQLite::Database& connection, const std::string& id, jobs::CallEvent event,
                     const std::string& now);

}  // namespace proofsheet::store
