#include "grid/value_order.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "grid/decimal.h"
#include "grid/text_order.h"

namespace proofsheet::grid {
namespace {

/// The texts as numbers; empty unless all of them are.
std::vector<Decimal> all_decimals(std::span<const std::string_view> texts) {
    std::vector<Decimal> numbers;
    numbers.reserve(texts.size());
    for (const std::string_view text : texts) {
        std::optional<Decimal> number = parse_decimal(text);
        if (!number) return {};
        numbers.push_back(*std::move(number));
    }
    return numbers;
}

bool all_numbers(std::span<const std::string_view> texts) {
    return std::all_of(texts.begin(), texts.end(),
                       [](std::string_view text) { return parse_decimal(text).has_value(); });
}

OrderedValues order_numbers(std::span<const std::string_view> texts, std::span<const std::uint32_t> first,
                            const std::vector<Decimal>& numbers) {
    std::vector<std::uint32_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const auto compared = numbers[a] <=> numbers[b];
        return compared == 0 ? first[a] < first[b] : compared < 0;
    });
    OrderedValues ordered{DimensionType::Number, {}, std::vector<ValueIndex>(texts.size())};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const bool same = i > 0 && numbers[order[i]] == numbers[order[i - 1]];
        if (!same) ordered.values.emplace_back(texts[order[i]]);
        ordered.place[order[i]] = static_cast<ValueIndex>(ordered.values.size() - 1);
    }
    return ordered;
}

/// Puts texts in an order of their indices.
OrderedValues arranged(std::span<const std::string_view> texts, std::span<const std::uint32_t> order,
                       DimensionType type) {
    OrderedValues ordered{type, {}, std::vector<ValueIndex>(texts.size())};
    ordered.values.reserve(texts.size());
    for (const std::uint32_t index : order) {
        ordered.place[index] = static_cast<ValueIndex>(ordered.values.size());
        ordered.values.emplace_back(texts[index]);
    }
    return ordered;
}

}  // namespace

OrderedValues order_values(std::span<const std::string_view> texts, std::span<const std::uint32_t> first) {
    const std::vector<Decimal> numbers = all_decimals(texts);
    if (numbers.empty()) return arranged(texts, order_naturally(texts), DimensionType::Text);
    return order_numbers(texts, first, numbers);
}

OrderedValues order_as_listed(std::span<const std::string_view> texts, std::span<const std::string> listed) {
    std::unordered_map<std::string_view, std::size_t> ranks;
    for (std::size_t i = 0; i < listed.size(); ++i) ranks.try_emplace(listed[i], i);
    std::vector<std::size_t> rank;
    for (const std::string_view text : texts) {
        const auto found = ranks.find(text);
        rank.push_back(found == ranks.end() ? std::numeric_limits<std::size_t>::max() : found->second);
    }
    std::vector<std::uint32_t> order = order_naturally(texts);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return rank[a] < rank[b]; });
    return arranged(texts, order, all_numbers(texts) ? DimensionType::Number : DimensionType::Text);
}

ValueIndex find_number(const Dimension& dimension, std::string_view text) {
    const std::optional<Decimal> wanted = parse_decimal(text);
    if (!wanted || dimension.type != DimensionType::Number) return kNoValue;
    const auto& values = dimension.values;
    const auto before = [](const std::string& value, const Decimal& number) {
        return parse_decimal(value).value_or(Decimal{}) < number;
    };
    const auto equal = [&](const std::string& value) { return parse_decimal(value) == wanted; };
    const bool ascends = dimension.name != kCheckpointDimension;
    const auto found = ascends ? std::lower_bound(values.begin(), values.end(), *wanted, before)
                               : std::find_if(values.begin(), values.end(), equal);
    if (found == values.end() || !equal(*found)) return kNoValue;
    return static_cast<ValueIndex>(found - values.begin());
}

}  // namespace proofsheet::grid
