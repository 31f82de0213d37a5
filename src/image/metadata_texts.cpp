#include "image/metadata_texts.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace proofsheet::image {

bool MetadataTexts::begin(std::string_view name) {
    if (begun_ == kMostTexts) return false;
    ++begun_;
    if (begun_ == kMostTexts)
        note(fmt::format("Only the first {} texts were read.", kMostTexts - 1));
    else if (reserved_ >= kLargestTexts)
        note_no_room(name);
    return begun_ < kMostTexts && reserved_ < kLargestTexts;
}

bool MetadataTexts::reserve(std::string_view name, std::size_t bytes) {
    const std::size_t room = kLargestTexts - reserved_;
    reserved_ += std::min({bytes, kLargestText, room});
    if (bytes > kLargestText)
        note_too_large(name);
    else if (bytes > room)
        note_no_room(name);
    return bytes <= kLargestText && bytes <= room;
}

void MetadataTexts::add(std::string_view name, std::string text) {
    if (text.size() > kLargestText) return note_too_large(name);
    texts_.emplace_back(name, std::move(text));
}

void MetadataTexts::note_too_large(std::string_view name) {
    note(fmt::format("The text '{}' was left out: it is larger than {} MiB.", to_display(name),
                     kLargestText >> 20));
}

void MetadataTexts::note_no_room(std::string_view name) {
    note(fmt::format("The text '{}' was left out: the texts of one picture may have {} MiB together.",
                     to_display(name), kLargestTexts >> 20));
}

void MetadataTexts::note(std::string sentence) {
    if (notes_.size() > kMostNotes) return;
    if (notes_.size() == kMostNotes) sentence = "There are more faults than are listed here.";
    notes_.push_back(std::move(sentence));
}

const std::string* MetadataTexts::find(std::string_view name) const {
    const auto found =
        std::ranges::find(texts_, name, [](const auto& text) -> std::string_view { return text.first; });
    return found == texts_.end() ? nullptr : &found->second;
}

}  // namespace proofsheet::image
