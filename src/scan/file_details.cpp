#include "scan/file_details.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/file_bytes.h"
#include "core/text.h"
#include "image/json_text.h"
#include "image/metadata.h"
#include "scan/file_names.h"
#include "scan/picture_parameters.h"

namespace proofsheet::scan {
namespace {

void add(grid::DetailSection& section, std::string_view name, std::string_view value) {
    if (!value.empty()) section.fields.push_back({std::string(name), to_display(value)});
}

void add(grid::DetailSection& section, std::string_view name, const std::optional<std::string>& value) {
    if (value) add(section, name, std::string_view(*value));
}

void add(grid::DetailSection& section, std::string_view name, const std::optional<double>& value) {
    if (value) add(section, name, std::string_view(fmt::format("{}", *value)));
}

std::string software_title(image::Software software) {
    switch (software) {
        case image::Software::ComfyUi:
            return "ComfyUI";
        case image::Software::A1111:
            return "A1111 or Forge";
        case image::Software::InvokeAi:
            return "InvokeAI";
        case image::Software::SwarmUi:
            return "SwarmUI";
        case image::Software::NovelAi:
            return "NovelAI";
        case image::Software::Fooocus:
            return "Fooocus";
        case image::Software::Proofsheet:
            return "Proofsheet";
        case image::Software::Unknown:
            break;
    }
    return {};
}

grid::DetailSection generation_section(const image::PictureMetadata& metadata) {
    const image::GenerationParameters& parameters = metadata.parameters;
    grid::DetailSection section{"How it was made", {}};
    add(section, "Prompt", parameters.prompt);
    add(section, "Negative prompt", parameters.negative_prompt);
    if (parameters.seed) add(section, "Seed", std::string_view(fmt::format("{}", *parameters.seed)));
    add(section, "Steps", parameters.steps);
    add(section, "CFG scale", parameters.cfg);
    add(section, "Sampler", parameters.sampler);
    add(section, "Scheduler", parameters.scheduler);
    add(section, "Model", parameters.model);
    if (parameters.width && parameters.height)
        add(section, "Size", std::string_view(fmt::format("{} × {}", *parameters.width, *parameters.height)));
    add(section, "Software", std::string_view(software_title(metadata.software)));
    return section;
}

std::string size_text(std::uint64_t bytes) {
    if (bytes < 1'000'000) return fmt::format("{} kB", (bytes + 999) / 1000);
    if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
    return fmt::format("{:.2f} GB", static_cast<double>(bytes) / 1e9);
}

grid::DetailSection file_section(const std::filesystem::path& file) {
    grid::DetailSection section{"File", {}};
    add(section, "Name", std::string_view(display_path(file.filename())));
    add(section, "Folder", std::string_view(display_path(file.parent_path())));
    if (const auto stamp = stamp_of(file))
        add(section, "Size of the file", std::string_view(size_text(stamp->bytes)));
    return section;
}

/// The text of the side-car; why it cannot be read becomes a note.
std::string side_car_of(const std::filesystem::path& picture, grid::Details& details) {
    const auto text = read_side_car(picture, kLargestSideCar);
    if (text) return *text;
    details.notes.push_back(text.error().message);
    return {};
}

bool is_json(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    return first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
}

std::string unfolded(std::string_view text) {
    return to_display(is_json(text) ? image::format_json(text) : std::string(text));
}

/// What a key of a header is about: the first line of this table whose beginning it has.
struct Topic {
    std::string_view prefix;
    std::string_view title;
};
constexpr std::string_view kTraining = "Training", kRates = "Learning rate and optimizer",
                           kNetwork = "Network", kModel = "Base model", kData = "Data set",
                           kCard = "Model card", kInfo = "Training info",
                           kOtherTraining = "Other training settings", kOther = "Other";
constexpr std::array kTopics{
    Topic{"ss_steps", kTraining},
    Topic{"ss_epoch", kTraining},
    Topic{"ss_num_epochs", kTraining},
    Topic{"ss_max_train", kTraining},
    Topic{"ss_training", kTraining},
    Topic{"ss_session", kTraining},
    Topic{"ss_output_name", kTraining},
    Topic{"ss_seed", kTraining},
    Topic{"ss_batch", kTraining},
    Topic{"ss_total_batch", kTraining},
    Topic{"ss_gradient", kTraining},
    Topic{"ss_mixed_precision", kTraining},
    Topic{"ss_full_", kTraining},
    Topic{"ss_learning_rate", kRates},
    Topic{"ss_unet_lr", kRates},
    Topic{"ss_text_encoder_lr", kRates},
    Topic{"ss_lr_", kRates},
    Topic{"ss_optimizer", kRates},
    Topic{"ss_max_grad_norm", kRates},
    Topic{"ss_network", kNetwork},
    Topic{"ss_scale_weight", kNetwork},
    Topic{"ss_sd_", kModel},
    Topic{"ss_new_sd", kModel},
    Topic{"ss_base_model", kModel},
    Topic{"ss_vae", kModel},
    Topic{"ss_new_vae", kModel},
    Topic{"ss_v2", kModel},
    Topic{"ss_clip_skip", kModel},
    Topic{"ss_dataset", kData},
    Topic{"ss_reg_dataset", kData},
    Topic{"ss_tag", kData},
    Topic{"ss_bucket", kData},
    Topic{"ss_enable_bucket", kData},
    Topic{"ss_min_bucket", kData},
    Topic{"ss_max_bucket", kData},
    Topic{"ss_resolution", kData},
    Topic{"ss_num_train_images", kData},
    Topic{"ss_num_reg_images", kData},
    Topic{"ss_num_batches", kData},
    Topic{"ss_shuffle", kData},
    Topic{"ss_keep_tokens", kData},
    Topic{"ss_flip_aug", kData},
    Topic{"ss_color_aug", kData},
    Topic{"ss_random_crop", kData},
    Topic{"ss_face_crop", kData},
    Topic{"ss_caption", kData},
    Topic{"ss_", kOtherTraining},
    Topic{"modelspec.", kCard},
    Topic{"training_info", kInfo},
    Topic{"", kOther},
};
constexpr std::array kTitles{kTraining,      kRates, kNetwork, kModel, kData,
                             kOtherTraining, kCard,  kInfo,    kOther};

std::string_view topic_of(std::string_view key) {
    const auto found = std::find_if(kTopics.begin(), kTopics.end(),
                                    [&](const Topic& topic) { return key.starts_with(topic.prefix); });
    return found->title;
}

}  // namespace

grid::Details describe_picture(const std::filesystem::path& file) {
    grid::Details details;
    grid::DetailSection about = file_section(file);
    const auto bytes = read_file(file, image::kLargestPictureFile);
    const auto metadata = bytes ? image::read_metadata(*bytes, side_car_of(file, details))
                                : Result<image::PictureMetadata>(bytes.error());
    if (!metadata) {
        details.error = to_display(metadata.error().message);
        details.sections.push_back(std::move(about));
        return details;
    }
    grid::DetailSection made = generation_section(*metadata);
    if (metadata->raw.empty() && made.fields.empty())
        details.notes.push_back("No metadata available: the picture does not say how it was made.");
    for (const std::string& note : metadata->notes) details.notes.push_back(to_display(note));
    if (!made.fields.empty()) details.sections.push_back(std::move(made));
    const image::PictureInfo& info = metadata->info;
    add(about, "Picture",
        std::string_view(fmt::format("{}, {} × {} pixels", image::name_of(info.format), info.size.width,
                                     info.size.height)));
    details.sections.push_back(std::move(about));
    for (const auto& [name, text] : metadata->raw) details.raw.push_back({to_display(name), unfolded(text)});
    return details;
}

std::vector<grid::DetailSection> checkpoint_sections(const SafetensorsHeader& header) {
    std::vector<grid::DetailSection> sections;
    for (const std::string_view title : kTitles) {
        grid::DetailSection section{std::string(title), {}};
        for (const auto& [key, value] : header.metadata)
            if (topic_of(key) == title) section.fields.push_back({to_display(key), unfolded(value)});
        if (!section.fields.empty()) sections.push_back(std::move(section));
    }
    return sections;
}

grid::Details describe_checkpoint(const std::filesystem::path& file) {
    grid::Details details;
    grid::DetailSection about = file_section(file);
    const auto header = read_safetensors_header(file);
    if (!header) {
        details.error = to_display(header.error().message);
    } else {
        add(about, "Tensors", std::string_view(fmt::format("{}", header->tensors)));
        details.sections = checkpoint_sections(*header);
        for (const std::string& note : header->notes) details.notes.push_back(to_display(note));
        if (header->metadata.empty())
            details.notes.push_back("No metadata available: the trainer wrote none into the header.");
    }
    details.sections.push_back(std::move(about));
    return details;
}

grid::Details describe_file(const std::filesystem::path& file) {
    return is_safetensors_name(file.filename().native()) ? describe_checkpoint(file) : describe_picture(file);
}

}  // namespace proofsheet::scan
