#include "image/json_text.h"

#include <algorithm>
#include <optional>

#include "image/json_parse.h"
#include "image/text_encoding.h"

namespace proofsheet::image {
namespace {

constexpr std::size_t kLargestOutput = std::size_t{64} << 20;
constexpr std::size_t kIndent = 2;
constexpr std::string_view kSpace = " \t\n\r";

/// Indents text that is known to be JSON, NaN and the like apart.
class JsonIndenter {
public:
    explicit JsonIndenter(std::string_view text) : text_(text) {}

    /// Nothing when it would grow too large.
    std::optional<std::string> write() {
        for (skip_space(); at_ < text_.size(); skip_space()) {
            if (out_.size() > kLargestOutput) return std::nullopt;
            write_token();
        }
        return std::move(out_);
    }

private:
    void skip_space() { at_ = std::min(text_.find_first_not_of(kSpace, at_), text_.size()); }

    void write_token() {
        const char c = text_[at_];
        if (c == '"') return write_string();
        ++at_;
        if (c == '{' || c == '[') return open(c);
        if (c == '}' || c == ']') return close(c);
        out_ += c;
        if (c == ',') new_line();
        if (c == ':') out_ += ' ';
    }

    void open(char c) {
        out_ += c;
        skip_space();
        if (at_ < text_.size() && (text_[at_] == '}' || text_[at_] == ']')) {
            out_ += text_[at_++];
            return;
        }
        ++depth_;
        new_line();
    }

    void close(char c) {
        if (depth_ > 0) --depth_;
        new_line();
        out_ += c;
    }

    void new_line() {
        out_ += '\n';
        out_.append(depth_ * kIndent, ' ');
    }

    void write_string() {
        out_ += text_[at_++];
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '\\') {
                write_escape();
                continue;
            }
            out_ += c;
            ++at_;
            if (c == '"') return;
        }
    }

    void write_escape() {
        const auto unit = escaped_unit(text_, at_);
        const auto next = escaped_unit(text_, at_ + 6);
        const bool pair = unit && next && *unit >> 10 == 0xD800 >> 10 && *next >> 10 == 0xDC00 >> 10;
        if (pair) {
            append_utf8(out_, 0x10000 + ((*unit - 0xD800) << 10) + (*next - 0xDC00));
            at_ += 12;
        } else if (unit && *unit >= 0xA0 && (*unit < 0xD800 || *unit > 0xDFFF)) {
            append_utf8(out_, *unit);
            at_ += 6;
        } else {
            out_ += text_.substr(at_, 2);
            at_ += 2;
        }
    }

    std::string_view text_;
    std::string out_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
};

}  // namespace

std::string format_json(std::string_view text) {
    const Result<PlainJson> plain = to_plain_json(text);
    if (!plain || !Json::accept(plain->text)) return std::string(text);
    return JsonIndenter(text).write().value_or(std::string(text));
}

}  // namespace proofsheet::image
