#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace proofsheet::report {

inline constexpr std::string_view kXmpNamespace = "http://ns.adobe.com/xap/1.0/";
inline constexpr std::string_view kRdfNamespace = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// Bytes of the text that was read.
struct ByteRange {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// xmp:Rating as an element: `<xmp:Rating>3</xmp:Rating>` or `<xmp:Rating/>`.
struct RatingElement {
    ByteRange start_tag;
    ByteRange content;  ///< empty for `<xmp:Rating/>`
};

/// xmp:Rating as an attribute of a description.
struct RatingAttribute {
    ByteRange start_tag;  ///< of the description
    std::string name;     ///< as it stands there: "xmp:Rating"
};

/// A description that a rating can be added to.
struct DescriptionTag {
    ByteRange start_tag;
    std::string name;                 ///< as it stands there: "rdf:Description"
    std::string xmp_prefix;           ///< what stands for the XMP namespace here, empty when nothing does
    std::vector<std::string> in_use;  ///< prefixes that stand for something here
};

/// Where the rating is in the first rdf:RDF of a side-car.
struct XmpPlaces {
    std::optional<DescriptionTag> description;  ///< the first
    std::vector<RatingAttribute> attributes;
    std::vector<RatingElement> elements;
};

/// Reads a side-car as XML. Errors: InvalidInput (not well-formed, nested too deeply), Unsupported (UTF-16, a
/// document type declaration, a rating that is more than a text). The sentences have no file.
Result<XmpPlaces> read_xmp(std::string_view text);

}  // namespace proofsheet::report
