#pragma once

#include <string>
#include <vector>

namespace proofsheet::grid {

/// A name and what stands under it.
struct DetailField {
    std::string name;
    std::string value;
    bool operator==(const DetailField&) const = default;
};

struct DetailSection {
    std::string title;
    std::vector<DetailField> fields;
    bool operator==(const DetailSection&) const = default;
};

/// What a picture or a checkpoint says about itself, ready to be read by people. All texts are valid UTF-8.
struct Details {
    std::vector<DetailSection> sections;
    std::vector<DetailField> raw;    ///< the texts of the file as they are, JSON indented
    std::vector<std::string> notes;  ///< what was odd or left out, a sentence each
    std::string error;               ///< why nothing could be read, empty otherwise
    bool operator==(const Details&) const = default;
};

}  // namespace proofsheet::grid
