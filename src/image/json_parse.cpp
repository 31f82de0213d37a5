#include "image/json_parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace proofsheet::image {
namespace {

/// Copies one JSON text character by character while it watches the nesting.
class PlainJsonWriter {
public:
    explicit PlainJsonWriter(std::string_view text) : text_(text) { result_.text.reserve(text.size()); }

    Result<PlainJson> write() {
        while (at_ < text_.size()) {
            if (in_string_)
                copy_in_string();
            else
                copy_outside();
            if (depth_ > kDeepestJson) {
                return Error{ErrorKind::InvalidInput,
                             fmt::format("is nested deeper than {} levels", kDeepestJson)};
            }
        }
        ++result_.values;
        return std::move(result_);
    }

private:
    void copy(std::size_t count) {
        result_.text += text_.substr(at_, count);
        at_ = std::min(text_.size(), at_ + count);
    }

    void copy_in_string() {
        const char c = text_[at_];
        if (c == '\\') return copy_escape();
        if (c == '"') in_string_ = false;
        copy(1);
    }

    void copy_escape() {
        const auto code = escaped_unit(text_, at_);
        if (!code || *code < 0xD800 || *code > 0xDFFF) return copy(2);
        const auto next = escaped_unit(text_, at_ + 6);
        if (*code < 0xDC00 && next && *next >= 0xDC00 && *next <= 0xDFFF) return copy(12);
        result_.text += "\\uFFFD";
        at_ += 6;
    }

    void copy_outside() {
        for (const std::string_view word : {"NaN", "Infinity", "-Infinity"}) {
            if (!text_.substr(at_).starts_with(word)) continue;
            result_.text += "null";
            at_ += word.size();
            return;
        }
        const char c = text_[at_];
        in_string_ = c == '"';
        if (c == '{' || c == '[') ++depth_;
        if ((c == '}' || c == ']') && depth_ > 0) --depth_;
        if (c == '{' || c == '[' || c == ',') ++result_.values;
        copy(1);
    }

    std::string_view text_;
    PlainJson result_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    bool in_string_ = false;
};

}  // namespace

std::optional<std::uint32_t> escaped_unit(std::string_view text, std::size_t at) {
    if (at > text.size() || text.size() - at < 6 || text[at] != '\\' || text[at + 1] != 'u')
        return std::nullopt;
    std::uint32_t unit = 0;
    const char* const begin = text.data() + at + 2;
    const auto [end, error] = std::from_chars(begin, begin + 4, unit, 16);
    if (error != std::errc() || end != begin + 4) return std::nullopt;
    return unit;
}

Result<PlainJson> to_plain_json(std::string_view text) {
    return PlainJsonWriter(text).write();
}

Result<Json> parse_json(std::string_view text) {
    const Result<PlainJson> plain = to_plain_json(text);
    if (!plain) return plain.error();
    if (plain->values > kMostJsonValues) {
        return Error{ErrorKind::InvalidInput, fmt::format("holds more than {} JSON values", kMostJsonValues)};
    }
    Json json = Json::parse(plain->text, nullptr, false);
    if (json.is_discarded()) return Error{ErrorKind::InvalidInput, "is not valid JSON"};
    return json;
}

}  // namespace proofsheet::image
