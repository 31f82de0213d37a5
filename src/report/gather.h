#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/result.h"
#include "grid/catalog.h"
#include "report/table.h"
#include "store/database.h"

namespace proofsheet::report {

/// Reads what the file of a row says.
using FactsOf = std::function<PictureFacts(const PictureRow& row)>;

/// One row a picture of the catalog, in its order. Files are known by path and stamp; one whose content the
/// database has not seen has no values. Errors: Io.
Result<std::vector<PictureRow>> gather_rows(const grid::Catalog& catalog, store::Database& database,
                                            const FactsOf& facts_of);

/// The criteria that are shown.
std::vector<review::Criterion> active_only(const std::vector<review::Criterion>& criteria);

/// The value of a criterion that a picture has, nullptr when it has none.
const GivenValue* value_of(const PictureRow& row, review::CriterionId criterion);

}  // namespace proofsheet::report
