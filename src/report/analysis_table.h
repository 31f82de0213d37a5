#pragma once

#include <map>
#include <string>
#include <vector>

#include "report/table.h"
#include "review/analysis_table.h"

namespace proofsheet::report {

/// Puts rows into the columns of the Analysis screen. Cells say what the export says.
class AnalysisTableMaker {
public:
    /// A column for each of these criteria, in their order.
    explicit AnalysisTableMaker(std::vector<review::Criterion> criteria);

    void add(const PictureRow& row);
    review::AnalysisTable finish();

private:
    struct Fixed {
        review::ColumnMaker maker;
        std::string (*cell)(const PictureRow&);
    };
    void add_values(const PictureRow& row);
    void add_dimensions(const PictureRow& row);

    std::vector<review::Criterion> criteria_;
    std::vector<Fixed> before_, after_;        ///< the columns that every table has, around the criteria
    std::vector<review::ColumnMaker> values_;  ///< parallel to `criteria_`
    std::map<std::string, std::size_t> dimensions_;  ///< index into `others_` by name
    std::vector<review::ColumnMaker> others_;
    std::vector<review::TablePicture> pictures_;
};

}  // namespace proofsheet::report
