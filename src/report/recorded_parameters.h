#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/table.h"

namespace proofsheet::report {

/// How a picture was made, for `images.parameters_json`: {"dims":{name: text}, "prompt", "negative_prompt",
/// "sampler", "scheduler", "model", "seed", "steps", "cfg", "width", "height"}. What is not known is absent;
/// seeds are exact 64-bit integers; bytes that are not UTF-8 become U+FFFD.
std::string recorded_parameters(const std::vector<std::pair<std::string, std::string>>& dimensions,
                                const PictureFacts& facts);

/// Puts what `recorded_parameters` wrote into a row that lacks it. A text that is none of ours, or longer
/// than a mebibyte, adds nothing.
void add_recorded(PictureRow& row, std::string_view text);

}  // namespace proofsheet::report
