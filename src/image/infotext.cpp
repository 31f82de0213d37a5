#include "image/infotext.h"

#include <algorithm>
#include <cctype>

#include "image/metadata_fields.h"

namespace proofsheet::image {
namespace {

constexpr std::string_view kNegative = "Negative prompt:";
constexpr std::size_t kFewestPairs = 3;

using Fields = std::vector<std::pair<std::string, std::string>>;

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// Letters of every language count, as they do where this format comes from.
bool is_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || c == '_' || std::isalnum(byte) != 0;
}

bool is_key(char c) {
    return is_word(c) || c == ' ' || c == '-' || c == '/';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

/// Length of a quoted value with its quotes when a comma or the end follows it, else 0.
std::size_t quoted_length(std::string_view text) {
    if (text.size() < 3 || text.front() != '"') return 0;
    std::size_t at = 1;
    while (at < text.size() && text[at] != '"') at += text[at] == '\\' ? 2 : 1;
    if (at >= text.size() || at == 1) return 0;
    return at + 1 == text.size() || text[at + 1] == ',' ? at + 1 : 0;
}

std::string unquoted(std::string_view value) {
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string(value);
    const Result<Json> json = parse_json(value);
    if (!json || !json->is_string()) return std::string(value);
    return json->get<std::string>();
}

/// Finds the pairs "Key: value," of one line from left to right; what is between them is passed over.
class PairScanner {
public:
    explicit PairScanner(std::string_view line) : line_(line) {}

    Fields scan() {
        while (at_ < line_.size()) {
            if (!is_word(line_[at_]))
                ++at_;
            else
                take_pair();
        }
        return std::move(fields_);
    }

private:
    void take_pair() {
        std::size_t end = at_;
        while (end < line_.size() && is_key(line_[end])) ++end;
        const std::string_view key = line_.substr(at_, end - at_);
        at_ = end;
        if (end == line_.size() || line_[end] != ':' || key.size() < 2) return;
        ++at_;
        while (at_ < line_.size() && is_space(line_[at_])) ++at_;
        const std::string_view rest = line_.substr(at_);
        const std::size_t quoted = quoted_length(rest);
        const std::size_t length = quoted != 0 ? quoted : std::min(rest.find(','), rest.size());
        fields_.emplace_back(key, unquoted(rest.substr(0, length)));
        at_ = std::min(at_ + length + 1, line_.size());
    }

    std::string_view line_;
    std::size_t at_ = 0;
    Fields fields_;
};

struct LastLine {
    std::size_t begin = 0;  ///< where the prompts end
    Fields fields;
};

std::size_t line_begin(std::string_view text, std::size_t end) {
    const std::size_t feed = end == 0 ? std::string_view::npos : text.rfind('\n', end - 1);
    return feed == std::string_view::npos ? 0 : feed + 1;
}

/// The last line when it holds pairs; else the last line of pairs that begins with "Steps:".
LastLine find_last_line(std::string_view text) {
    std::size_t end = text.size();
    for (bool first = true;; first = false) {
        const std::size_t begin = line_begin(text, end);
        const std::string_view line = trimmed(text.substr(begin, end - begin));
        if (first || line.starts_with("Steps:")) {
            Fields fields = PairScanner(line).scan();
            if (fields.size() >= kFewestPairs) return {begin, std::move(fields)};
        }
        if (begin == 0) return {text.size(), {}};
        end = begin - 1;
    }
}

void append_line(std::string& text, std::string_view line) {
    if (!text.empty()) text += '\n';
    text += line;
}

void split_prompts(std::string_view text, Infotext& result) {
    bool negative = false;
    while (!text.empty()) {
        const std::size_t feed = std::min(text.find('\n'), text.size());
        std::string_view line = trimmed(text.substr(0, feed));
        text.remove_prefix(std::min(feed + 1, text.size()));
        if (line.starts_with(kNegative)) {
            negative = true;
            line = trimmed(line.substr(kNegative.size()));
        }
        append_line(negative ? result.negative_prompt : result.prompt, line);
    }
}

const std::string* field(const Infotext& infotext, std::string_view name) {
    const auto found = std::ranges::find(infotext.fields, name, &std::pair<std::string, std::string>::first);
    return found == infotext.fields.end() ? nullptr : &found->second;
}

std::optional<std::string> text_field(const Infotext& infotext, std::string_view name) {
    const std::string* value = field(infotext, name);
    if (value == nullptr || trimmed(*value).empty()) return std::nullopt;
    return shown_text(trimmed(*value));
}

std::optional<double> number_field(const Infotext& infotext, std::string_view name) {
    const std::string* value = field(infotext, name);
    return value == nullptr ? std::nullopt : number_from_text(*value);
}

/// "512x768"
void read_size(std::string_view size, GenerationParameters& parameters) {
    const std::size_t cross = size.find('x');
    if (cross == std::string_view::npos) return;
    const auto width = side_from_number(number_from_text(size.substr(0, cross)));
    const auto height = side_from_number(number_from_text(size.substr(cross + 1)));
    if (!width || !height) return;
    parameters.width = width;
    parameters.height = height;
}

}  // namespace

Infotext split_infotext(std::string_view text) {
    text = trimmed(text);
    LastLine last = find_last_line(text);
    Infotext result;
    split_prompts(trimmed(text.substr(0, last.begin)), result);
    result.fields = std::move(last.fields);
    return result;
}

GenerationParameters parameters_of(const Infotext& infotext) {
    GenerationParameters result;
    result.prompt = shown_text(infotext.prompt);
    result.negative_prompt = shown_text(infotext.negative_prompt);
    if (infotext.negative_prompt.empty()) result.negative_prompt.reset();
    result.sampler = text_field(infotext, "Sampler");
    result.scheduler = text_field(infotext, "Schedule type");
    if (!result.scheduler) result.scheduler = text_field(infotext, "Scheduler");
    result.model = text_field(infotext, "Model");
    if (const std::string* seed = field(infotext, "Seed")) result.seed = seed_from_text(*seed);
    result.steps = number_field(infotext, "Steps");
    result.cfg = number_field(infotext, "CFG scale");
    if (const std::string* size = field(infotext, "Size")) read_size(*size, result);
    return result;
}

}  // namespace proofsheet::image
