#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/file_bytes.h"
#include "core/size.h"
#include "image/metadata.h"
#include "review/model.h"
#include "store/image_table.h"

namespace proofsheet::report {

/// A value that a picture has, and how it was given.
struct GivenValue {
    review::CriterionId criterion;
    review::ReviewValue value;
    std::optional<std::chrono::system_clock::time_point> when;
    bool blind = false;
    std::optional<std::chrono::milliseconds> since_shown;
};

/// What a picture file itself says.
struct PictureFacts {
    std::optional<SizePx> size;
    image::GenerationParameters parameters;
};

/// One picture with all that is known of it.
struct PictureRow {
    std::string run;   ///< training run, experiment run or opened folder
    std::string path;  ///< absolute, native bytes
    FileStamp stamp;
    int batch = 0;                                                ///< ComfyUI's counter, 0 when there is none
    std::vector<std::pair<std::string, std::string>> dimensions;  ///< name, value
    PictureFacts facts;
    review::PictureId content;  ///< none when the database has not seen the picture
    std::optional<store::ImageRecord> record;
    std::vector<GivenValue> values;  ///< by criterion
};

/// Pictures and what is asked of them.
struct ScoreTable {
    std::vector<review::Criterion> criteria;  ///< in the order in which they are shown
    std::vector<PictureRow> rows;
};

}  // namespace proofsheet::report
