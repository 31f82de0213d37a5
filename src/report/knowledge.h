#pragma once

#include <vector>

#include "grid/catalog.h"
#include "report/table.h"

namespace proofsheet::report {

/// A value and whose it is.
struct ValueOfPicture {
    review::PictureId picture;
    GivenValue given;
};

/// What the database says of many pictures, looked up at once.
struct Knowledge {
    std::vector<ValueOfPicture> values;       ///< by picture, then criterion
    std::vector<store::ImageRecord> records;  ///< by picture, the oldest first

    /// Gives a row the values of its picture, and the record of its file, else the first of its content.
    void add_to(PictureRow& row, review::PictureId picture) const;
};

/// What a scan says of a picture.
PictureRow scanned_row(const grid::Catalog& catalog, grid::SampleId id);

}  // namespace proofsheet::report
