#include <algorithm>
#include <cstdint>
#include <unordered_map>

#include "grid/query.h"

namespace proofsheet::grid {
namespace {

constexpr std::string_view kIndexDimension = "index";

/// Samples in groups that share the values of the dimensions refined by so far.
class Grouping {
public:
    explicit Grouping(const Catalog& catalog) : catalog_(catalog), group_(catalog.samples.size(), 0) {}

    /// True when the dimension has one value within each group.
    bool determines(std::size_t dimension) const {
        constexpr ValueIndex kUnseen = kNoValue - 1;
        std::vector<ValueIndex> first(count_, kUnseen);
        for (std::uint32_t i = 0; i < group_.size(); ++i) {
            const ValueIndex value = catalog_.value({i}, dimension);
            ValueIndex& seen = first[group_[i]];
            if (seen == kUnseen) seen = value;
            if (seen != value) return false;
        }
        return true;
    }

    void refine(std::size_t dimension) {
        if (count_ == group_.size()) return;
        std::unordered_map<std::uint64_t, std::uint32_t> ids;
        for (std::uint32_t i = 0; i < group_.size(); ++i) {
            const auto value = static_cast<std::uint32_t>(catalog_.value({i}, dimension));
            const std::uint64_t key = (std::uint64_t{group_[i]} << 32) | value;
            group_[i] = ids.try_emplace(key, static_cast<std::uint32_t>(ids.size())).first->second;
        }
        count_ = ids.size();
    }

private:
    const Catalog& catalog_;
    std::vector<std::uint32_t> group_;
    std::size_t count_ = 1;
};

class Suggestion {
public:
    explicit Suggestion(const Catalog& catalog)
        : catalog_(catalog), taken_(catalog.dimensions.size(), false), roles_(catalog) {}

    Mapping make() {
        const std::vector<std::size_t> varied = varied_dimensions();
        const std::size_t checkpoint = catalog_.find_dimension(kCheckpointDimension);
        if (checkpoint < size()) take(mapping_.slider, checkpoint);
        fill_from(mapping_.slider, varied);
        fill_from(mapping_.x, varied);
        fill_from(mapping_.y, varied);
        prefer_number_on_x();
        use_unique();
        for (auto* slot : {&mapping_.slider, &mapping_.x, &mapping_.y}) fill_from(*slot, single_valued());
        return mapping_;
    }

private:
    using Slot = std::optional<std::string>;

    std::size_t size() const { return catalog_.dimensions.size(); }
    std::size_t count(std::size_t i) const { return catalog_.dimensions[i].values.size(); }
    bool is_index(std::size_t i) const { return catalog_.dimensions[i].name == kIndexDimension; }
    bool is_unique(std::size_t i) const { return count(i) > 1 && count(i) == catalog_.samples.size(); }
    bool is_varied(std::size_t i) const { return count(i) > 1 && !is_unique(i); }
    bool is_checkpoint(std::size_t i) const { return catalog_.dimensions[i].name == kCheckpointDimension; }

    /// True when the dimensions other than `index` tell apart what it tells apart.
    bool is_redundant_index(std::size_t i) const {
        if (!is_index(i)) return false;
        Grouping others(catalog_);
        for (std::size_t j = 0; j < size(); ++j)
            if (j != i && is_varied(j)) others.refine(j);
        return others.determines(i);
    }

    /// Dimensions worth an axis, the one with most values first.
    std::vector<std::size_t> varied_dimensions() const {
        std::vector<std::size_t> varied;
        for (std::size_t i = 0; i < size(); ++i)
            if (!is_checkpoint(i) && is_varied(i) && !is_redundant_index(i)) varied.push_back(i);
        std::stable_sort(varied.begin(), varied.end(), [&](auto a, auto b) { return count(a) > count(b); });
        return varied;
    }

    std::vector<std::size_t> single_valued() const {
        std::vector<std::size_t> single;
        for (std::size_t i = 0; i < size(); ++i)
            if (count(i) == 1) single.push_back(i);
        return single;
    }

    void take(Slot& slot, std::size_t i) {
        slot = catalog_.dimensions[i].name;
        taken_[i] = true;
        roles_.refine(i);
    }

    void fill_from(Slot& slot, const std::vector<std::size_t>& candidates) {
        if (slot) return;
        for (const std::size_t i : candidates) {
            const bool follows = count(i) > 1 && roles_.determines(i);
            if (taken_[i] || follows) continue;
            return take(slot, i);
        }
    }

    void prefer_number_on_x() {
        if (!mapping_.x || !mapping_.y) return;
        const Dimension& x = catalog_.dimensions[catalog_.find_dimension(*mapping_.x)];
        const Dimension& y = catalog_.dimensions[catalog_.find_dimension(*mapping_.y)];
        const bool text_before_number = x.type == DimensionType::Text && y.type == DimensionType::Number;
        if (x.values.size() == y.values.size() && text_before_number) std::swap(mapping_.x, mapping_.y);
    }

    /// Where nothing else varies: one dimension that is different for every picture, `index` when there is no
    /// other.
    void use_unique() {
        std::vector<std::size_t> unique;
        for (std::size_t i = 0; i < size(); ++i)
            if (is_unique(i) && !taken_[i]) unique.push_back(i);
        std::stable_partition(unique.begin(), unique.end(), [&](std::size_t i) { return !is_index(i); });
        const std::size_t checkpoint = catalog_.find_dimension(kCheckpointDimension);
        if (checkpoint == size())
            fill_from(mapping_.slider, unique);
        else if (count(checkpoint) == 1)
            fill_from(mapping_.x, unique);
    }

    const Catalog& catalog_;
    Mapping mapping_;
    std::vector<bool> taken_;
    Grouping roles_;
};

}  // namespace

Mapping suggest_mapping(const Catalog& catalog) {
    return Suggestion(catalog).make();
}

}  // namespace proofsheet::grid
