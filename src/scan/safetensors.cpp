#include "scan/safetensors.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string_view>
#include <unordered_set>

#include "core/file_bytes.h"
#include "core/text.h"

namespace proofsheet::scan {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kMostNotes = 20;
constexpr std::size_t kMostTrackedNames = 1'000'000;
/// What metadata may take in memory; real headers stay below 10 MB.
constexpr std::size_t kMetadataBudget = 64'000'000;
constexpr std::size_t kEntryOverhead = sizeof(std::pair<std::string, std::string>);
constexpr std::string_view kMetadataKey = "__metadata__";

Error broken(std::string_view what) {
    return {
        ErrorKind::InvalidInput,
        fmt::format("{}; copy or download the file again, or remove it if it is no .safetensors file", what)};
}

/// A name from the file, short enough for a sentence.
std::string shown(std::string_view name) {
    constexpr std::size_t kLongest = 80;
    return name.size() <= kLongest ? to_display(name) : to_display(name.substr(0, kLongest)) + "…";
}

/// Writes a value back as JSON while it is parsed. Stops at `kMetadataBudget`.
class JsonText {
public:
    void open(char bracket) { element(std::string_view(&bracket, 1)); }
    void close(char bracket) { append(std::string_view(&bracket, 1)); }
    void key(const std::string& name) {
        element(quoted(name));
        append(":");
    }
    void element(std::string_view json) {
        const bool is_first =
            text_.empty() || std::string_view("{[:").find(text_.back()) != std::string_view::npos;
        if (!is_first) append(",");
        append(json);
    }
    static std::string quoted(const std::string& text) { return Json(text).dump(); }
    bool is_cut() const { return is_cut_; }
    std::string take() {
        is_cut_ = false;
        return std::exchange(text_, {});
    }

private:
    void append(std::string_view json) {
        is_cut_ = is_cut_ || text_.size() + json.size() > kMetadataBudget;
        if (!is_cut_) text_ += json;
    }

    std::string text_;
    bool is_cut_ = false;
};

/// Names seen so far, by their hashes. Past `kMostTrackedNames` every name counts as new.
class SeenNames {
public:
    bool is_new(std::string_view name) {
        const std::size_t hash = std::hash<std::string_view>{}(name);
        if (hashes_.size() < kMostTrackedNames) return hashes_.insert(hash).second;
        return !hashes_.contains(hash);
    }

private:
    std::unordered_set<std::size_t> hashes_;
};

/// Receives the events of the JSON parser: counts the keys at the top, collects `__metadata__`, skips the
/// rest. Depth 1 is inside the header's object, depth 2 inside `__metadata__` or the description of a tensor.
class HeaderEvents {
public:
    enum class Fault { None, NotJson, NotAnObject, TooDeep };

    bool null() { return value("null"); }
    bool boolean(bool is_true) { return value(is_true ? "true" : "false"); }
    bool number_integer(Json::number_integer_t number) { return value(fmt::format("{}", number)); }
    bool number_unsigned(Json::number_unsigned_t number) { return value(fmt::format("{}", number)); }
    bool number_float(Json::number_float_t, const std::string& spelling) { return value(spelling); }
    bool binary(Json::binary_t&) { return false; }

    bool string(std::string& text) {
        if (in_metadata() && depth_ == 2) return keep(std::move(text));
        return value(in_metadata() ? JsonText::quoted(text) : std::string_view());
    }

    bool start_object(std::size_t) { return open('{'); }
    bool start_array(std::size_t) { return open('['); }
    bool end_object() { return close('}'); }
    bool end_array() { return close(']'); }

    bool key(std::string& name) {
        if (depth_ == 1) read_top_key(name);
        if (in_metadata() && depth_ == 2)
            entry_ = std::move(name);
        else if (in_metadata())
            nested_.key(name);
        return true;
    }

    template <typename Exception>
    bool parse_error(std::size_t position, const std::string&, const Exception&) {
        position_ = position;
        return fail(Fault::NotJson);
    }

    Fault fault() const { return fault_; }
    std::size_t position() const { return position_; }
    SafetensorsHeader take_header() {
        if (left_out_ > 0)
            note(fmt::format("{} entries of the metadata are left out: more than {} MB", left_out_,
                             kMetadataBudget / 1'000'000));
        if (more_notes_ > 0) header_.notes.push_back(fmt::format("… and {} more remarks", more_notes_));
        return std::move(header_);
    }

private:
    enum class Part { Tensor, Metadata, Ignored };

    bool in_metadata() const { return part_ == Part::Metadata && depth_ >= 2; }

    bool fail(Fault fault) {
        fault_ = fault;
        return false;
    }

    void note(std::string sentence) {
        if (header_.notes.size() < kMostNotes)
            header_.notes.push_back(std::move(sentence));
        else
            ++more_notes_;
    }

    void read_top_key(const std::string& name) {
        const bool is_new = top_names_.is_new(name);
        if (!is_new) note(fmt::format("\"{}\" appears more than once; the first counts", shown(name)));
        if (name == kMetadataKey) {
            part_ = is_new ? Part::Metadata : Part::Ignored;
        } else {
            part_ = Part::Tensor;
            header_.tensors += is_new ? 1 : 0;
        }
    }

    /// Everything but objects, arrays and the texts of `__metadata__`.
    bool value(std::string_view json) {
        if (depth_ == 0) return fail(Fault::NotAnObject);
        if (depth_ == 1 && part_ == Part::Metadata) note_no_metadata();
        if (!in_metadata()) return true;
        nested_.element(json);
        return depth_ > 2 || keep_nested();
    }

    void note_no_metadata() {
        note("\"__metadata__\" is not an object and is ignored");
        part_ = Part::Ignored;
    }

    bool open(char bracket) {
        if (depth_ == 0 && bracket != '{') return fail(Fault::NotAnObject);
        if (depth_ == kDeepest) return fail(Fault::TooDeep);
        if (depth_ == 1 && part_ == Part::Metadata && bracket != '{') note_no_metadata();
        if (in_metadata()) nested_.open(bracket);
        ++depth_;
        return true;
    }

    bool close(char bracket) {
        --depth_;
        if (!in_metadata()) return true;
        nested_.close(bracket);
        return depth_ > 2 || keep_nested();
    }

    bool keep_nested() {
        const bool is_cut = nested_.is_cut();
        std::string json = nested_.take();
        if (is_cut) {
            ++left_out_;
            return true;
        }
        note(fmt::format("\"{}\" in the metadata is not text; it is kept as JSON", shown(entry_)));
        return keep(std::move(json));
    }

    bool keep(std::string text) {
        if (!metadata_names_.is_new(entry_)) {
            note(fmt::format("\"{}\" appears more than once in the metadata; the first counts",
                             shown(entry_)));
            return true;
        }
        const std::size_t size = entry_.size() + text.size() + kEntryOverhead;
        if (size > budget_left_) {
            ++left_out_;
            return true;
        }
        budget_left_ -= size;
        header_.metadata.emplace_back(std::move(entry_), std::move(text));
        return true;
    }

    SafetensorsHeader header_;
    std::size_t depth_ = 0;
    Part part_ = Part::Tensor;
    std::string entry_;  ///< key of the metadata entry whose value comes next
    JsonText nested_;
    SeenNames top_names_;
    SeenNames metadata_names_;
    std::size_t budget_left_ = kMetadataBudget;
    std::size_t left_out_ = 0;
    std::size_t more_notes_ = 0;
    Fault fault_ = Fault::None;
    std::size_t position_ = 0;
};

Error not_json(std::size_t position) {
    return broken(fmt::format("The header is not valid JSON near its byte {}", position));
}

Error error_of(const HeaderEvents& events) {
    switch (events.fault()) {
        case HeaderEvents::Fault::NotAnObject:
            return broken("The header is JSON, but not an object");
        case HeaderEvents::Fault::TooDeep:
            return broken(fmt::format("The header is nested more than {} levels deep", kDeepest));
        default:
            return not_json(events.position());
    }
}

Result<SafetensorsHeader> parse_json(std::string_view json) {
    if (json.empty()) return broken("The header is empty");
    if (!is_utf8(json)) return broken("The header is not UTF-8 text");
    // The parser would take a NUL for the end and ignore what follows.
    if (const std::size_t nul = json.find('\0'); nul != std::string_view::npos) return not_json(nul + 1);
    HeaderEvents events;
    if (!Json::sax_parse(json.begin(), json.end(), &events)) return error_of(events);
    return events.take_header();
}

/// Bytes of JSON that follow the length, checked against the size of the file.
Result<std::uint64_t> json_bytes(std::span<const std::byte> head, std::uint64_t file_bytes) {
    if (head.size() < kSafetensorsLengthBytes || file_bytes < kSafetensorsLengthBytes)
        return broken("The file is shorter than the 8 bytes that every .safetensors file starts with");
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < kSafetensorsLengthBytes; ++i)
        length |= std::to_integer<std::uint64_t>(head[i]) << (8 * i);
    if (length > kLargestSafetensorsHeader)
        return broken(fmt::format("The header claims {} bytes, more than the {} that are allowed", length,
                                  kLargestSafetensorsHeader));
    if (length > file_bytes - kSafetensorsLengthBytes)
        return broken(
            fmt::format("The header claims {} bytes and ends past the end of the file, which has {}", length,
                        file_bytes));
    return length;
}

Error at_file(Error error, const std::filesystem::path& file) {
    error.message += ": " + display_path(file);
    return error;
}

}  // namespace

Result<SafetensorsHeader> parse_safetensors_header(std::span<const std::byte> head,
                                                   std::uint64_t file_bytes) {
    const auto length = json_bytes(head, file_bytes);
    if (!length) return length.error();
    const auto json = head.subspan(kSafetensorsLengthBytes);
    if (*length > json.size()) return broken("The file ends before its header does");
    return parse_json({reinterpret_cast<const char*>(json.data()), static_cast<std::size_t>(*length)});
}

Result<SafetensorsHeader> read_safetensors_header(const std::filesystem::path& file) {
    const auto stamp = stamp_of(file);
    if (!stamp) return stamp.error();
    const auto start = read_file_head(file, kSafetensorsLengthBytes);
    if (!start) return start.error();
    const auto length = json_bytes(*start, stamp->bytes);
    if (!length) return at_file(length.error(), file);
    const auto head = read_file_head(file, static_cast<std::size_t>(kSafetensorsLengthBytes + *length));
    if (!head) return head.error();
    auto header = parse_safetensors_header(*head, stamp->bytes);
    if (!header) return at_file(header.error(), file);
    return header;
}

}  // namespace proofsheet::scan
