#include "report/xmp_reader.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

namespace proofsheet::report {
namespace {

/// Stands between namespace, name and prefix; XML cannot hold it.
constexpr char kSeparator = '\x1f';
constexpr int kDeepest = 256;

/// A name with its namespace and the prefix that it was written with.
struct QualifiedName {
    std::string_view space, local, prefix;

    explicit QualifiedName(std::string_view triplet) : local(triplet) {
        const std::size_t first = triplet.find(kSeparator);
        if (first == std::string_view::npos) return;
        space = triplet.substr(0, first);
        local = triplet.substr(first + 1);
        const std::size_t second = local.find(kSeparator);
        if (second == std::string_view::npos) return;
        prefix = local.substr(second + 1);
        local = local.substr(0, second);
    }
    bool is(std::string_view wanted_space, std::string_view wanted_local) const {
        return space == wanted_space && local == wanted_local;
    }
    std::string as_written() const {
        return prefix.empty() ? std::string(local) : fmt::format("{}:{}", prefix, local);
    }
};

/// Follows the parser and keeps what is about ratings.
class Reader {
public:
    explicit Reader(XML_Parser parser) : parser_(parser) {
        XML_SetUserData(parser, this);
        XML_SetReturnNSTriplet(parser, 1);
        XML_SetElementHandler(parser, on_start, on_end);
        XML_SetNamespaceDeclHandler(parser, on_prefix, on_prefix_end);
        XML_SetStartDoctypeDeclHandler(parser, on_doctype);
        XML_SetCommentHandler(parser, on_comment);
        XML_SetProcessingInstructionHandler(parser, on_instruction);
    }
    const std::optional<Error>& refused() const { return refused_; }
    XmpPlaces take_places() { return std::move(places_); }

private:
    static Reader& self(void* data) { return *static_cast<Reader*>(data); }
    static void XMLCALL on_start(void* data, const XML_Char* name, const XML_Char** attributes) {
        self(data).start(QualifiedName(name), attributes);
    }
    static void XMLCALL on_end(void* data, const XML_Char*) { self(data).end(); }
    static void XMLCALL on_prefix(void* data, const XML_Char* prefix, const XML_Char* space) {
        self(data).prefixes_.emplace_back(prefix == nullptr ? "" : prefix, space == nullptr ? "" : space);
    }
    static void XMLCALL on_prefix_end(void* data, const XML_Char*) { self(data).forget_prefix(); }
    static void XMLCALL on_doctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        self(data).refuse(ErrorKind::Unsupported, "it has a document type declaration");
    }
    static void XMLCALL on_comment(void* data, const XML_Char*) { self(data).inside_rating(); }
    static void XMLCALL on_instruction(void* data, const XML_Char*, const XML_Char*) {
        self(data).inside_rating();
    }

    void start(const QualifiedName& name, const XML_Char** attributes) {
        if (++depth_ > kDeepest) return refuse(ErrorKind::InvalidInput, "its elements are nested too deeply");
        inside_rating();
        if (rdf_depth_ == 0 && name.is(kRdfNamespace, "RDF")) {
            rdf_depth_ = depth_;
            in_rdf_ = true;
        } else if (in_rdf_ && depth_ == rdf_depth_ + 1) {
            start_description(name, attributes);
        } else if (in_description_ && depth_ == rdf_depth_ + 2 && name.is(kXmpNamespace, "Rating")) {
            start_rating(attributes);
        }
    }

    void start_description(const QualifiedName& name, const XML_Char** attributes) {
        in_description_ = name.is(kRdfNamespace, "Description");
        if (!in_description_) return;
        if (!places_.description)
            places_.description = {tag(), name.as_written(), xmp_prefix(), prefixes_in_use()};
        for (; *attributes != nullptr; attributes += 2)
            if (const QualifiedName attribute(*attributes); attribute.is(kXmpNamespace, "Rating"))
                places_.attributes.push_back({tag(), attribute.as_written()});
    }

    void start_rating(const XML_Char** attributes) {
        if (*attributes != nullptr) return refuse_rating();
        rating_depth_ = depth_;
        places_.elements.push_back({tag(), {tag().end, tag().end}});
    }

    void end() {
        if (depth_ == rating_depth_) {
            rating_depth_ = 0;
            // The end of `<xmp:Rating/>` is told at its own tag.
            RatingElement& rating = places_.elements.back();
            rating.content.end = std::max(rating.content.begin, tag().begin);
        }
        if (in_rdf_ && depth_ == rdf_depth_ + 1) in_description_ = false;
        if (depth_ == rdf_depth_) in_rdf_ = false;
        --depth_;
    }

    void forget_prefix() {
        if (!prefixes_.empty()) prefixes_.pop_back();
    }
    void inside_rating() {
        if (rating_depth_ != 0) refuse_rating();
    }
    void refuse_rating() { refuse(ErrorKind::Unsupported, "its rating is more than a number"); }

    void refuse(ErrorKind kind, const char* why) {
        if (!refused_) refused_ = Error{kind, why};
        XML_StopParser(parser_, XML_FALSE);
    }

    ByteRange tag() const {
        const auto begin = static_cast<std::size_t>(XML_GetCurrentByteIndex(parser_));
        return {begin, begin + static_cast<std::size_t>(XML_GetCurrentByteCount(parser_))};
    }

    /// What stands for the XMP namespace and was not given another meaning since.
    std::string xmp_prefix() const {
        for (auto each = prefixes_.rbegin(); each != prefixes_.rend(); ++each) {
            const bool hidden = std::any_of(prefixes_.rbegin(), each,
                                            [&](const auto& later) { return later.first == each->first; });
            if (each->second == kXmpNamespace && !each->first.empty() && !hidden) return each->first;
        }
        return {};
    }
    std::vector<std::string> prefixes_in_use() const {
        std::vector<std::string> names;
        for (const auto& [prefix, space] : prefixes_) names.push_back(prefix);
        return names;
    }

    XML_Parser parser_;
    XmpPlaces places_;
    std::optional<Error> refused_;
    std::vector<std::pair<std::string, std::string>> prefixes_;  ///< in scope, the innermost last
    int depth_ = 0;
    int rdf_depth_ = 0;     ///< of the first rdf:RDF, 0 before it
    int rating_depth_ = 0;  ///< of the rating that is open
    bool in_rdf_ = false;
    bool in_description_ = false;
};

bool is_utf16(std::string_view text) {
    using namespace std::string_view_literals;
    for (const std::string_view start : {"\xFF\xFE"sv, "\xFE\xFF"sv, "<\0"sv, "\0<"sv})
        if (text.starts_with(start)) return true;
    return false;
}

struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

}  // namespace

Result<XmpPlaces> read_xmp(std::string_view text) {
    if (is_utf16(text)) return Error{ErrorKind::Unsupported, "it is written in UTF-16"};
    if (text.size() > std::size_t{std::numeric_limits<int>::max()})
        return Error{ErrorKind::InvalidInput, "it is too large"};
    const std::unique_ptr<XML_ParserStruct, FreeParser> parser(XML_ParserCreateNS(nullptr, kSeparator));
    if (!parser) return Error{ErrorKind::Io, "there is not enough memory"};
    Reader reader(parser.get());
    const XML_Status status = XML_Parse(parser.get(), text.data(), static_cast<int>(text.size()), 1);
    if (reader.refused()) return *reader.refused();
    if (status == XML_STATUS_OK) return reader.take_places();
    return Error{ErrorKind::InvalidInput, fmt::format("it is not well-formed XML ({} in line {})",
                                                      XML_ErrorString(XML_GetErrorCode(parser.get())),
                                                      XML_GetCurrentLineNumber(parser.get()))};
}

}  // namespace proofsheet::report
