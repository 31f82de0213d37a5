#include "store/criteria_table.h"

#include <fmt/format.h>

#include "core/text.h"
#include "store/review_rows.h"
#include "store/sql.h"

namespace proofsheet::store {
namespace {

Status write_active(Database& database, std::string_view set, int active) {
    return write_to(database, "Cannot change the criteria", [&](SQLite::Database& connection) -> Status {
        SQLite::Statement update(connection, "UPDATE criteria SET active = ? WHERE set_name = ?");
        update.bind(1, active);
        update.bind(2, std::string(set));
        if (update.exec() > 0) return {};
        return Error{ErrorKind::NotFound,
                     fmt::format("There is no set of criteria named \"{}\"", to_display(set))};
    });
}

}  // namespace

Result<std::vector<Criterion>> CriteriaTable::list() const {
    using Criteria = std::vector<Criterion>;
    return read_from(
        database_, "Cannot read the criteria", [](SQLite::Database& connection) -> Result<Criteria> {
            Criteria criteria;
            SQLite::Statement query(connection, std::string(kCriterionQuery) + " ORDER BY position, id");
            while (query.executeStep()) criteria.push_back(criterion_at(query));
            return criteria;
        });
}

Status CriteriaTable::switch_on(std::string_view set) {
    return write_active(database_, set, 1);
}

Status CriteriaTable::switch_off(std::string_view set) {
    if (set == "marks") return Error{ErrorKind::InvalidInput, "Flags, favourites and notes are always shown"};
    return write_active(database_, set, 0);
}

}  // namespace proofsheet::store
