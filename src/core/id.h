#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace proofsheet {

/// A number that cannot be mistaken for one of another kind. The default is "none".
template <typename Tag>
struct Id {
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;
    std::uint32_t value = kNone;
    explicit operator bool() const { return value != kNone; }
    auto operator<=>(const Id&) const = default;
};

/// Counts the versions of a value, so that what was derived from it knows when it is stale.
struct Generation {
    std::uint64_t value = 0;
    auto operator<=>(const Generation&) const = default;
};

}  // namespace proofsheet

template <typename Tag>
struct std::hash<proofsheet::Id<Tag>> {
    std::size_t operator()(const proofsheet::Id<Tag>& id) const noexcept { return id.value; }
};
