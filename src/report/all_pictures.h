#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/result.h"
#include "grid/catalog.h"
#include "report/gather.h"
#include "report/table.h"
#include "store/database.h"

namespace proofsheet::report {

using TakeRow = std::function<void(PictureRow)>;
using Catalogs = std::vector<std::shared_ptr<const grid::Catalog>>;

/// Every picture once: those of the catalogs in their order, then those that only the database knows (of
/// other runs, of experiments, of files that are gone), the oldest first. A file that several catalogs have
/// comes with the first; a content that was scanned is not told again. `facts_of` is asked where the database
/// does not say how a picture was made; it may be empty. Errors: Io.
Status visit_pictures(const Catalogs& catalogs, store::Database& database, const FactsOf& facts_of,
                      const TakeRow& take);

}  // namespace proofsheet::report
