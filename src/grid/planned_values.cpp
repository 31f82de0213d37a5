#include "grid/planned_values.h"

#include <algorithm>
#include <numeric>
#include <string_view>
#include <unordered_set>

#include "grid/value_order.h"

namespace proofsheet::grid {
namespace {

const PlannedValues* plan_for(std::span<const PlannedValues> planned, const std::string& dimension) {
    const auto found = std::ranges::find(planned, dimension, &PlannedValues::dimension);
    return found == planned.end() ? nullptr : &*found;
}

/// The distinct texts of a dimension: those that it has, then the planned ones.
std::vector<std::string_view> all_texts(const Dimension& dimension, const PlannedValues& plan) {
    std::vector<std::string_view> texts(dimension.values.begin(), dimension.values.end());
    std::unordered_set<std::string_view> known(texts.begin(), texts.end());
    for (const std::string& value : plan.values)
        if (known.insert(value).second) texts.push_back(value);
    return texts;
}

/// Puts the planned values into the dimension; returns where its old ones are now.
std::vector<ValueIndex> extend(Dimension& dimension, const PlannedValues& plan,
                               std::span<const std::string> checkpoint_order) {
    const std::vector<std::string_view> texts = all_texts(dimension, plan);
    std::vector<std::uint32_t> first(texts.size());
    std::iota(first.begin(), first.end(), 0u);
    OrderedValues ordered = dimension.name == kCheckpointDimension ? order_as_listed(texts, checkpoint_order)
                                                                   : order_values(texts, first);
    ordered.place.resize(dimension.values.size());
    if (dimension.name != kCheckpointDimension) dimension.type = ordered.type;
    dimension.values = std::move(ordered.values);
    return std::move(ordered.place);
}

/// Dimensions that no picture has yet stand behind the others.
void add_dimensions(Catalog& catalog, std::span<const PlannedValues> planned) {
    const std::size_t before = catalog.dimensions.size();
    for (const PlannedValues& plan : planned)
        if (catalog.find_dimension(plan.dimension) == catalog.dimensions.size())
            catalog.dimensions.push_back({plan.dimension, DimensionType::Text, {}});
    const std::size_t now = catalog.dimensions.size();
    if (now == before) return;
    std::vector<ValueIndex> values(catalog.samples.size() * now, kNoValue);
    for (std::size_t sample = 0; sample < catalog.samples.size(); ++sample)
        for (std::size_t i = 0; i < before; ++i)
            values[sample * now + i] = catalog.values[sample * before + i];
    catalog.values = std::move(values);
}

}  // namespace

std::shared_ptr<const Catalog> with_planned_values(const Catalog& catalog,
                                                   std::span<const PlannedValues> planned,
                                                   std::span<const std::string> checkpoint_order) {
    auto extended = std::make_shared<Catalog>(catalog);
    add_dimensions(*extended, planned);
    const std::size_t count = extended->dimensions.size();
    for (std::size_t i = 0; i < count; ++i) {
        const PlannedValues* plan = plan_for(planned, extended->dimensions[i].name);
        if (plan == nullptr) continue;
        const std::vector<ValueIndex> moved = extend(extended->dimensions[i], *plan, checkpoint_order);
        for (std::size_t sample = 0; sample < extended->samples.size(); ++sample) {
            ValueIndex& value = extended->values[sample * count + i];
            if (value != kNoValue) value = moved[static_cast<std::size_t>(value)];
        }
    }
    return extended;
}

}  // namespace proofsheet::grid
