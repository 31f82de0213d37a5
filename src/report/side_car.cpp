#include "report/side_car.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/gather.h"
#include "report/xmp_reader.h"

namespace proofsheet::report {
namespace {

constexpr std::string_view kSpaces = " \t\r\n";
constexpr int kRejected = -1;
constexpr int kReject = 1;  ///< place among the choices of `flag`

struct Edit {
    ByteRange place;
    std::string text;
};

std::string_view part_of(std::string_view text, ByteRange range) {
    return text.substr(range.begin, range.end - range.begin);
}

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

/// Where the value of an attribute is in a start tag of well-formed XML, without its quotes.
std::optional<ByteRange> value_in(std::string_view tag, std::string_view attribute) {
    std::size_t at = tag.find_first_of(" \t\r\n/>");
    while (at < tag.size()) {
        at = tag.find_first_not_of(kSpaces, at);
        const std::size_t name_end = tag.find_first_of(" \t\r\n=/>", at);
        const std::size_t open = tag.find_first_of("\"'", name_end);
        if (open == std::string_view::npos) return std::nullopt;
        const std::size_t close = tag.find(tag[open], open + 1);
        if (close == std::string_view::npos) return std::nullopt;
        if (tag.substr(at, name_end - at) == attribute) return ByteRange{open + 1, close};
        at = close + 1;
    }
    return std::nullopt;
}

/// The rating as new content of an element.
Edit edit_of(std::string_view text, const RatingElement& element, int rating) {
    const std::string_view tag = part_of(text, element.start_tag);
    if (!tag.ends_with("/>")) return {element.content, fmt::format("{}", rating)};
    const std::string_view name = tag.substr(1, tag.find_first_of(" \t\r\n/", 1) - 1);
    const std::size_t slash = element.start_tag.end - 2;
    return {{slash, element.start_tag.end}, fmt::format(">{}</{}>", rating, name)};
}

/// A prefix that means nothing yet.
std::string free_prefix(const std::vector<std::string>& in_use) {
    std::string prefix = "xmp";
    for (int i = 1; std::find(in_use.begin(), in_use.end(), prefix) != in_use.end(); ++i)
        prefix = fmt::format("xmp{}", i);
    return prefix;
}

/// The rating as a new attribute, set off like those that follow it.
Edit addition_to(std::string_view text, const DescriptionTag& description, int rating) {
    const std::size_t at = description.start_tag.begin + 1 + description.name.size();
    const std::size_t next = std::min(text.find_first_not_of(kSpaces, at), text.size());
    const std::string space = next > at && text[next] != '/' && text[next] != '>'
                                  ? std::string(text.substr(at, next - at))
                                  : std::string(" ");
    if (!description.xmp_prefix.empty())
        return {{at, at}, fmt::format("{}{}:Rating=\"{}\"", space, description.xmp_prefix, rating)};
    const std::string prefix = free_prefix(description.in_use);
    return {{at, at},
            fmt::format("{0}xmlns:{1}=\"{2}\"{0}{1}:Rating=\"{3}\"", space, prefix, kXmpNamespace, rating)};
}

std::string applied(std::string_view text, std::vector<Edit> edits) {
    std::sort(edits.begin(), edits.end(),
              [](const Edit& a, const Edit& b) { return a.place.begin < b.place.begin; });
    std::string result;
    std::size_t done = 0;
    for (const Edit& edit : edits) {
        result += text.substr(done, edit.place.begin - done);
        result += edit.text;
        done = edit.place.end;
    }
    return result.append(text.substr(done));
}

/// The changes that lead to this rating; none for ratings that are it already.
std::vector<Edit> edits_for(std::string_view text, const XmpPlaces& places, int rating) {
    std::vector<Edit> edits;
    const std::string wanted = fmt::format("{}", rating);
    for (const RatingAttribute& attribute : places.attributes) {
        const auto value = value_in(part_of(text, attribute.start_tag), attribute.name);
        if (!value) continue;
        const std::size_t tag = attribute.start_tag.begin;
        const ByteRange place{tag + value->begin, tag + value->end};
        if (trimmed(part_of(text, place)) != wanted) edits.push_back({place, wanted});
    }
    for (const RatingElement& element : places.elements)
        if (trimmed(part_of(text, element.content)) != wanted)
            edits.push_back(edit_of(text, element, rating));
    return edits;
}

const review::Criterion* criterion_named(const std::vector<review::Criterion>& criteria,
                                         std::string_view key) {
    for (const review::Criterion& each : criteria)
        if (each.key == key) return &each;
    return nullptr;
}

std::optional<int> number_of(const PictureRow& row, const review::Criterion* criterion) {
    const GivenValue* value = criterion == nullptr ? nullptr : value_of(row, criterion->id);
    const int* number = value == nullptr ? nullptr : std::get_if<int>(&value->value);
    return number == nullptr ? std::nullopt : std::optional(*number);
}

}  // namespace

std::optional<int> stars_of(const PictureRow& row, const std::vector<review::Criterion>& criteria) {
    if (number_of(row, criterion_named(criteria, "flag")) == kReject) return kRejected;
    const std::optional<int> score = number_of(row, criterion_named(criteria, "overall_quality"));
    if (!score) return std::nullopt;
    return (std::clamp(*score, 1, 10) + 1) / 2;
}

std::string new_side_car(int rating) {
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\" x:xmptk=\"Proofsheet\">\n"
        " <rdf:RDF xmlns:rdf=\"{}\">\n"
        "  <rdf:Description rdf:about=\"\" xmlns:xmp=\"{}\" xmp:Rating=\"{}\"/>\n"
        " </rdf:RDF>\n"
        "</x:xmpmeta>\n",
        kRdfNamespace, kXmpNamespace, rating);
}

Result<std::string> with_rating(std::string_view side_car, int rating) {
    const Result<XmpPlaces> places = read_xmp(side_car);
    if (!places) return places.error();
    if (!places->description) return Error{ErrorKind::Unsupported, "it holds no description of a picture"};
    if (places->attributes.empty() && places->elements.empty())
        return applied(side_car, {addition_to(side_car, *places->description, rating)});
    return applied(side_car, edits_for(side_car, *places, rating));
}

}  // namespace proofsheet::report
