#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proofsheet::image {

/// One text of a picture, also after inflating.
constexpr std::size_t kLargestText = std::size_t{16} << 20;
/// All texts of one picture together; a refused one counts as far as it was read.
constexpr std::size_t kLargestTexts = std::size_t{64} << 20;
constexpr std::size_t kMostTexts = 1000;
constexpr std::size_t kMostNotes = 100;

/// Gathers the texts of one picture, keeps within the limits above and writes down what was left out.
class MetadataTexts {
public:
    /// Counts one more text. Says no, with a note, when there are too many or they have become too large.
    bool begin(std::string_view name);
    /// Asks for room for `bytes` of a text, and counts them. Says no, with a note, when they are too many.
    bool reserve(std::string_view name, std::size_t bytes);
    /// Keeps a text for which there was room; one that grew beyond the limit by decoding is left out.
    void add(std::string_view name, std::string text);
    /// A sentence for the user. After 100 of them only one more says that there are more.
    void note(std::string sentence);

    const std::vector<std::pair<std::string, std::string>>& all() const { return texts_; }
    /// The first text of this name, nullptr when there is none. Valid until the next `add`.
    const std::string* find(std::string_view name) const;

    std::vector<std::pair<std::string, std::string>> take_texts() { return std::move(texts_); }
    std::vector<std::string> take_notes() { return std::move(notes_); }

private:
    void note_too_large(std::string_view name);
    void note_no_room(std::string_view name);

    std::vector<std::pair<std::string, std::string>> texts_;
    std::vector<std::string> notes_;
    std::size_t begun_ = 0;
    std::size_t reserved_ = 0;  ///< bytes, with those of texts that were refused
};

}  // namespace proofsheet::image
