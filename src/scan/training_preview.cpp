#include "scan/training_preview.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "scan/name_parts.h"

namespace proofsheet::scan {
namespace {

struct PicturePath {
    std::vector<std::string_view> folders;
    std::string_view stem;
};

constexpr std::array<std::string_view, 4> kPictureExtensions{"png", "jpg", "jpeg", "webp"};

std::optional<PicturePath> path_of_picture(std::string_view relative) {
    if (relative.ends_with('/')) return std::nullopt;
    std::vector<std::string_view> parts = split_name(relative, '/');
    const auto is_hidden = [](std::string_view part) {
        return part.starts_with('.') && part != "." && part != "..";
    };
    if (parts.empty() || std::any_of(parts.begin(), parts.end(), is_hidden)) return std::nullopt;
    NameTail file(parts.back());
    parts.pop_back();
    for (const std::string_view extension : kPictureExtensions)
        if (file.take_extension(extension)) return PicturePath{std::move(parts), file.rest()};
    return std::nullopt;
}

std::pair<std::string, std::string> numbered_prompt(std::int64_t index) {
    return {"prompt_name", fmt::format("prompt {}", index)};
}

/// `[<name>_]<e000010 | 000500>_<prompt>`; what sd-scripts writes before the time.
std::optional<TrainingPreview> read_kohya_head(NameTail tail) {
    const auto prompt = tail.take_number(2);
    if (!prompt || !tail.take("_")) return std::nullopt;
    const auto number = tail.take_number(6);
    if (!number) return std::nullopt;
    const bool is_epoch = tail.take("e");
    if (!tail.rest().empty() && !tail.take("_")) return std::nullopt;
    TrainingPreview preview;
    preview.trainer = "kohya";
    (is_epoch ? preview.epoch : preview.step) = number;
    preview.dimensions.push_back(numbered_prompt(*prompt));
    preview.run_name = tail.rest();
    return preview;
}

std::optional<TrainingPreview> read_kohya_preview(const PicturePath& path) {
    constexpr std::size_t kTimeDigits = 14;
    NameTail tail(path.stem);
    std::string_view seed;
    if (NameTail ahead = tail; const auto digits = ahead.take_digits()) {
        if (ahead.take("_") && NameTail(ahead).take_digits(kTimeDigits, kTimeDigits)) {
            seed = *digits;
            tail = ahead;
        }
    }
    if (!tail.take_digits(kTimeDigits, kTimeDigits) || !tail.take("_")) return std::nullopt;
    auto preview = read_kohya_head(tail);
    if (preview && !seed.empty()) preview->dimensions.emplace_back("seed", seed);
    return preview;
}

std::optional<TrainingPreview> read_ai_toolkit_preview(const PicturePath& path) {
    NameTail tail(path.stem);
    const auto prompt = tail.take_number();
    if (!prompt || !tail.take("_")) return std::nullopt;
    const auto step = tail.take_number(9);
    if (!step || !tail.take("__") || !tail.take_digits() || !tail.rest().empty()) return std::nullopt;
    TrainingPreview preview;
    preview.trainer = "ai-toolkit";
    preview.step = step;
    preview.dimensions.push_back(numbered_prompt(*prompt));
    const std::size_t depth = path.folders.size();
    if (depth >= 2 && path.folders[depth - 1] == "samples") preview.run_name = path.folders[depth - 2];
    return preview;
}

/// The prompt of a folder `<index> - <prompt>`; OneTrainer cuts it at 32 characters.
std::optional<std::pair<std::string, std::string>> prompt_of_folder(std::string_view folder) {
    const std::size_t digits = std::min(folder.find_first_not_of("0123456789"), folder.size());
    const auto index = parse_digits(folder.substr(0, digits));
    if (!index) return std::nullopt;
    folder.remove_prefix(digits);
    if (!folder.starts_with(" -")) return std::nullopt;
    folder.remove_prefix(2);
    const std::size_t first = folder.find_first_not_of(' ');
    if (first == std::string_view::npos) return numbered_prompt(*index);
    return std::pair<std::string, std::string>{"prompt_name", to_display(folder.substr(first))};
}

std::optional<TrainingPreview> read_onetrainer_preview(const PicturePath& path) {
    NameTail tail(path.stem);
    if (!tail.take_digits() || !tail.take("-")) return std::nullopt;
    const auto epoch = tail.take_number();
    if (!epoch || !tail.take("-")) return std::nullopt;
    const auto step = tail.take_number();
    if (!step || !tail.take("-training-sample-") || !tail.take_timestamp()) return std::nullopt;
    TrainingPreview preview;
    preview.trainer = "OneTrainer";
    preview.step = step;
    preview.epoch = epoch;
    preview.run_name = tail.rest();
    if (!path.folders.empty())
        if (auto prompt = prompt_of_folder(path.folders.back()))
            preview.dimensions.push_back(std::move(*prompt));
    return preview;
}

}  // namespace

std::optional<TrainingPreview> parse_training_preview(std::string_view relative_path) {
    const auto path = path_of_picture(relative_path);
    if (!path) return std::nullopt;
    constexpr std::array kRules{read_onetrainer_preview, read_ai_toolkit_preview, read_kohya_preview};
    for (const auto rule : kRules)
        if (auto preview = rule(*path)) return preview;
    return std::nullopt;
}

}  // namespace proofsheet::scan
