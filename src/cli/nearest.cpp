#include "cli/nearest.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/text.h"

namespace proofsheet::cli {
namespace {

/// Longer names are compared by their first characters, to bound the work.
constexpr std::size_t kCompared = 128;

std::size_t edit_distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j - 1] + 1, diagonal + 1});
        }
    }
    return row.back();
}

std::size_t distance(const std::string& wanted, const std::string& name) {
    if (name.find(wanted) != std::string::npos) return 0;
    return edit_distance(wanted, name);
}

}  // namespace

std::vector<std::string> nearest_names(std::string_view wanted, const std::vector<std::string>& names,
                                       std::size_t count) {
    const std::string low = ascii_lower(wanted.substr(0, kCompared));
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const std::string& name : names)
        ranked.emplace_back(distance(low, ascii_lower(std::string_view(name).substr(0, kCompared))), name);
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::string> nearest;
    for (const auto& entry : ranked)
        if (nearest.size() < count) nearest.push_back(entry.second);
    return nearest;
}

}  // namespace proofsheet::cli
