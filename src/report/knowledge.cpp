#include "report/knowledge.h"

#include <algorithm>

namespace proofsheet::report {
namespace {

/// The record of this file, else the first one of its content.
std::optional<store::ImageRecord> record_of(const std::vector<store::ImageRecord>& records,
                                            review::PictureId picture, const std::string& path) {
    const store::ImageRecord* first = nullptr;
    auto record = std::lower_bound(
        records.begin(), records.end(), picture,
        [](const store::ImageRecord& each, review::PictureId id) { return each.picture < id; });
    for (; record != records.end() && record->picture == picture; ++record) {
        if (record->file_path == path) return *record;
        if (first == nullptr) first = &*record;
    }
    return first == nullptr ? std::nullopt : std::optional(*first);
}

}  // namespace

void Knowledge::add_to(PictureRow& row, review::PictureId picture) const {
    auto value =
        std::lower_bound(values.begin(), values.end(), picture,
                         [](const ValueOfPicture& each, review::PictureId id) { return each.picture < id; });
    for (; value != values.end() && value->picture == picture; ++value) row.values.push_back(value->given);
    row.content = picture;
    row.record = record_of(records, picture, row.path);
}

PictureRow scanned_row(const grid::Catalog& catalog, grid::SampleId id) {
    const grid::Sample& sample = catalog.sample(id);
    PictureRow row;
    row.run = catalog.run;
    row.path = catalog.root + "/" + sample.path;
    row.stamp = sample.stamp;
    row.batch = sample.batch;
    for (std::size_t i = 0; i < catalog.dimensions.size(); ++i) {
        const grid::ValueIndex value = catalog.value(id, i);
        if (value == grid::kNoValue) continue;
        const grid::Dimension& dimension = catalog.dimensions[i];
        row.dimensions.emplace_back(dimension.name, dimension.values[static_cast<std::size_t>(value)]);
    }
    return row;
}

}  // namespace proofsheet::report
