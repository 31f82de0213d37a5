#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "report/table.h"

/// XMP side-cars: what darktable, digiKam, Lightroom and others read beside a picture. A rating is -1 for
/// rejected, or 1 to 5 stars.
namespace proofsheet::report {

/// The stars of a picture: -1 when it is rejected, half of `overall_quality`, rounded up; nothing when it has
/// neither.
std::optional<int> stars_of(const PictureRow& row, const std::vector<review::Criterion>& criteria);

/// A side-car that holds the rating alone.
std::string new_side_car(int rating);

/// The side-car with its rating set, as attribute or element as it was found, or added as an attribute to the
/// first description. All other bytes stay as they are. Errors: InvalidInput (no well-formed XML),
/// Unsupported (UTF-16, a document type declaration, no rdf:Description, a rating that is more than a
/// number). The sentences say why it is left alone and have no file.
Result<std::string> with_rating(std::string_view side_car, int rating);

}  // namespace proofsheet::report
