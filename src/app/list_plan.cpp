#include <algorithm>

#include "app/config_layout_parts.h"

namespace proofsheet::app {
namespace {

constexpr std::size_t kMostComparisons = 4'000'000;

bool says(const YamlNode& item, const std::string& text) {
    return item.kind == YamlNode::Kind::Scalar && item.text == text;
}

using Matches = std::vector<std::pair<std::size_t, std::size_t>>;  ///< old item, wanted item; both ascend

/// The longest common subsequence of the old items from `first` to `old_end` and the wanted ones from `first`
/// to `wanted_end`. None when comparing would take too long.
Matches common_items(const YamlNode& list, const std::vector<std::string>& wanted, std::size_t first,
                     std::size_t old_end, std::size_t wanted_end) {
    const std::size_t rows = old_end - first;
    const std::size_t columns = wanted_end - first;
    if (rows == 0 || columns == 0 || rows > kMostComparisons / columns) return {};
    std::vector<std::uint32_t> length((rows + 1) * (columns + 1), 0);
    const auto at = [&](std::size_t row, std::size_t column) -> std::uint32_t& {
        return length[row * (columns + 1) + column];
    };
    for (std::size_t row = rows; row-- > 0;)
        for (std::size_t column = columns; column-- > 0;)
            at(row, column) = says(list.items[first + row], wanted[first + column])
                                  ? at(row + 1, column + 1) + 1
                                  : std::max(at(row + 1, column), at(row, column + 1));
    Matches matches;
    for (std::size_t row = 0, column = 0; row < rows && column < columns;) {
        if (says(list.items[first + row], wanted[first + column]))
            matches.emplace_back(first + row++, first + column++);
        else if (at(row + 1, column) >= at(row, column + 1))
            ++row;
        else
            ++column;
    }
    return matches;
}

/// Items that stay, with those at both ends found first.
Matches staying_items(const YamlNode& list, const std::vector<std::string>& wanted) {
    Matches matches;
    std::size_t first = 0;
    std::size_t old_end = list.items.size();
    std::size_t wanted_end = wanted.size();
    while (first < old_end && first < wanted_end && says(list.items[first], wanted[first])) {
        matches.emplace_back(first, first);
        ++first;
    }
    Matches tail;
    while (old_end > first && wanted_end > first && says(list.items[old_end - 1], wanted[wanted_end - 1]))
        tail.emplace_back(--old_end, --wanted_end);
    for (const auto& match : common_items(list, wanted, first, old_end, wanted_end)) matches.push_back(match);
    matches.insert(matches.end(), tail.rbegin(), tail.rend());
    return matches;
}

}  // namespace

ListPlan plan_list(const YamlNode& list, const std::vector<std::string>& wanted) {
    ListPlan plan;
    Matches matches = staying_items(list, wanted);
    matches.emplace_back(list.items.size(), wanted.size());
    std::size_t old = 0;
    std::size_t next = 0;
    for (const auto& [old_stays, wanted_stays] : matches) {
        while (old < old_stays && next < wanted_stays) plan.replaced.emplace_back(old++, wanted[next++]);
        while (old < old_stays) plan.removed.push_back(old++);
        if (next < wanted_stays)
            plan.inserted.emplace_back(
                old, std::vector<std::string>(wanted.begin() + static_cast<std::ptrdiff_t>(next),
                                              wanted.begin() + static_cast<std::ptrdiff_t>(wanted_stays)));
        old = old_stays + 1;
        next = wanted_stays + 1;
    }
    return plan;
}

}  // namespace proofsheet::app
