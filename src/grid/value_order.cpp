#include "grid/value_order.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "core/text.h"
#include "grid/decimal.h"

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

std::vector<ValueIndex> indices(std::size_t count) {
    std::vector<ValueIndex> all(count);
    std::iota(all.begin(), all.end(), ValueIndex{0});
    return all;
}

OrderedValues order_numbers(std::span<const std::string_view> texts, const std::vector<Decimal>& numbers) {
    std::vector<ValueIndex> order = indices(texts.size());
    const auto number = [&](ValueIndex i) -> const Decimal& { return numbers[static_cast<std::size_t>(i)]; };
    std::sort(order.begin(), order.end(), [&](ValueIndex a, ValueIndex b) {
        const auto compared = number(a) <=> number(b);
        return compared == 0 ? a < b : compared < 0;
    });
    OrderedValues ordered{DimensionType::Number, {}, std::vector<ValueIndex>(texts.size())};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const bool same = i > 0 && number(order[i]) == number(order[i - 1]);
        if (!same) ordered.values.emplace_back(texts[static_cast<std::size_t>(order[i])]);
        ordered.place[static_cast<std::size_t>(order[i])] =
            static_cast<ValueIndex>(ordered.values.size() - 1);
    }
    return ordered;
}

/// Puts texts in an order of their indices.
OrderedValues arranged(std::span<const std::string_view> texts, const std::vector<ValueIndex>& order,
                       DimensionType type) {
    OrderedValues ordered{type, {}, std::vector<ValueIndex>(texts.size())};
    ordered.values.reserve(texts.size());
    for (const ValueIndex index : order) {
        ordered.place[static_cast<std::size_t>(index)] = static_cast<ValueIndex>(ordered.values.size());
        ordered.values.emplace_back(texts[static_cast<std::size_t>(index)]);
    }
    return ordered;
}

OrderedValues order_texts(std::span<const std::string_view> texts) {
    std::vector<ValueIndex> order = indices(texts.size());
    const auto before = [&](ValueIndex a, ValueIndex b) {
        return natural_compare(texts[static_cast<std::size_t>(a)], texts[static_cast<std::size_t>(b)]) < 0;
    };
    if (!std::is_sorted(order.begin(), order.end(), before)) std::sort(order.begin(), order.end(), before);
    return arranged(texts, order, DimensionType::Text);
}

}  // namespace

OrderedValues order_values(std::span<const std::string_view> texts) {
    const std::vector<Decimal> numbers = all_decimals(texts);
    return numbers.empty() ? order_texts(texts) : order_numbers(texts, numbers);
}

OrderedValues order_as_listed(std::span<const std::string_view> texts, std::span<const std::string> listed) {
    std::unordered_map<std::string_view, std::size_t> ranks;
    for (std::size_t i = 0; i < listed.size(); ++i) ranks.try_emplace(listed[i], i);
    std::vector<std::size_t> rank;
    for (const std::string_view text : texts) {
        const auto found = ranks.find(text);
        rank.push_back(found == ranks.end() ? std::numeric_limits<std::size_t>::max() : found->second);
    }
    std::vector<ValueIndex> order = indices(texts.size());
    std::sort(order.begin(), order.end(), [&](ValueIndex a, ValueIndex b) {
        const auto i = static_cast<std::size_t>(a);
        const auto j = static_cast<std::size_t>(b);
        return rank[i] != rank[j] ? rank[i] < rank[j] : natural_compare(texts[i], texts[j]) < 0;
    });
    return arranged(texts, order, all_numbers(texts) ? DimensionType::Number : DimensionType::Text);
}

ValueIndex find_number(const Dimension& dimension, std::string_view text) {
    const std::optional<Decimal> wanted = parse_decimal(text);
    if (!wanted || dimension.type != DimensionType::Number) return kNoValue;
    const auto& values = dimension.values;
    const auto before = [](const std::string& value, const Decimal& number) {
        return parse_decimal(value).value_or(Decimal{}) < number;
    };
    const auto found = std::lower_bound(values.begin(), values.end(), *wanted, before);
    if (found == values.end() || parse_decimal(*found) != wanted) return kNoValue;
    return static_cast<ValueIndex>(found - values.begin());
}

}  // namespace proofsheet::grid
