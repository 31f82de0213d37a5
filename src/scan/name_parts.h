#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace proofsheet::scan {

/// The pieces between separators, empty ones left out.
std::vector<std::string_view> split_name(std::string_view text, char separator);

/// A number of ASCII digits alone; nullopt when there is anything else or it does not fit.
std::optional<std::int64_t> parse_digits(std::string_view text);

/// Takes off the end of a name what it ends in, piece by piece. A piece that does not match takes nothing.
class NameTail {
public:
    static constexpr std::size_t kAnyCount = std::string_view::npos;

    explicit NameTail(std::string_view name) : rest_(name) {}

    std::string_view rest() const { return rest_; }
    bool take(std::string_view literal);
    /// All digits at the end, when they are at least `least` and at most `most`.
    std::optional<std::string_view> take_digits(std::size_t least = 1, std::size_t most = kAnyCount);
    /// The same as a number; nullopt also when it does not fit.
    std::optional<std::int64_t> take_number(std::size_t least = 1, std::size_t most = kAnyCount);
    /// `YYYY-MM-DD_HH-MM-SS`, as OneTrainer writes it.
    bool take_timestamp();
    /// The extension `.<wanted>` in any case; `wanted` is lower case.
    bool take_extension(std::string_view wanted);

private:
    std::string_view rest_;
};

}  // namespace proofsheet::scan
