#include "jobs/experiment_form.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/text.h"
#include "jobs/number_lists.h"

namespace proofsheet::jobs {
namespace {

constexpr std::size_t kLongestId = 100;     ///< bytes of a model, version or LoRA
constexpr std::size_t kLongestPath = 4096;  ///< bytes

constexpr std::array<std::pair<SeedMode, std::string_view>, 3> kSeedModes{
    {{SeedMode::RandomPerImage, "random_per_image"},
     {SeedMode::FixedSeed, "fixed"},
     {SeedMode::SeedList, "seed_list"}}};
constexpr std::array<std::pair<ControlNet, std::string_view>, 4> kControlNets{
    {{ControlNet::None, "none"},
     {ControlNet::Canny, "canny"},
     {ControlNet::Depth, "depth"},
     {ControlNet::OpenPose, "openpose"}}};

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_sound_text(std::string_view text) {
    return is_utf8(text) && text.find('\0') == std::string_view::npos;
}

/// Looks at one field after the other; the first thing that is wrong with a field is kept.
class Checker {
public:
    Checker(const ExperimentSettings& settings, std::vector<FieldError> errors)
        : settings_(settings), errors_(std::move(errors)) {}

    std::vector<FieldError> check() {
        check_texts();
        check_size();
        check_counts();
        check_matrix();
        check_seeds();
        check_number("lora_scale", settings_.lora_scale, kLoraScaleRange);
        check_init_image();
        return in_form_order();
    }

private:
    void wrong(std::string_view field, std::string message) {
        if (error_of(errors_, field).empty()) errors_.push_back({std::string(field), std::move(message)});
    }

    void check_text(std::string_view field, const std::string& text, std::size_t longest) {
        if (!is_sound_text(text)) wrong(field, "This holds characters that cannot be sent. Type it again");
        if (text.size() > longest)
            wrong(field, fmt::format("This is longer than {} bytes. Shorten it", longest));
    }

    void check_texts() {
        check_text("name", settings_.name, kLongestName);
        if (is_blank(settings_.prompt)) wrong("prompt", "A prompt is needed. Type what the pictures show");
        check_text("prompt", settings_.prompt, kLongestPrompt);
        check_text("negative_prompt", settings_.negative_prompt, kLongestPrompt);
        if (is_blank(settings_.model_id)) wrong("model_id", "A model is needed. Choose one");
        check_text("model_id", settings_.model_id, kLongestId);
        check_text("version", settings_.version, kLongestId);
        check_text("lora", settings_.lora, kLongestId);
        check_text("init_image_file", settings_.init_image_file, kLongestPath);
    }

    void check_side(std::string_view field, int side) {
        if (side < kSideRange.least || side > kSideRange.most || side % kSideStep != 0)
            wrong(field, fmt::format("Allowed are {} to {} pixels in steps of {}", kSideRange.least,
                                     kSideRange.most, kSideStep));
    }
    void check_size() {
        check_side("width", settings_.width);
        check_side("height", settings_.height);
    }

    template <typename T>
    void check_number(std::string_view field, T value, Range<T> range) {
        const bool inside = value >= range.least && value <= range.most;  // NaN is not
        if (!inside) wrong(field, fmt::format("Allowed are {} to {}", range.least, range.most));
    }

    void check_counts() {
        check_number("total_images", settings_.total_images, kTotalImagesRange);
        check_number("variations_count", settings_.variations_count, kVariationsRange);
        check_number("num_images", settings_.num_images, kImagesPerCallRange);
        const std::int64_t pictures = std::int64_t{settings_.total_images} * settings_.variations_count;
        if (pictures > kMostPictures)
            wrong("variations_count",
                  fmt::format("{} pictures in {} variations are more than {}. Make it several runs",
                              settings_.total_images, settings_.variations_count, kMostPictures));
    }

    void check_schedulers() {
        if (settings_.schedulers.empty()) wrong("schedulers", "Choose at least one scheduler");
        std::set<std::string_view> seen;
        for (const std::string& each : settings_.schedulers) {
            if (std::find(kSchedulers.begin(), kSchedulers.end(), each) == kSchedulers.end())
                wrong("schedulers", fmt::format("\"{}\" is not known. Allowed are {}", to_display(each),
                                                fmt::join(kSchedulers, ", ")));
            if (!seen.insert(each).second)
                wrong("schedulers", fmt::format("{} is there twice. Name it once", to_display(each)));
        }
    }

    template <typename T>
    void check_list(std::string_view field, const std::vector<T>& values, Range<T> range) {
        if (values.empty()) wrong(field, "At least one value is needed");
        for (const T value : values) check_number(field, value, range);
        if (std::set<T>(values.begin(), values.end()).size() != values.size())
            wrong(field, "A value is there twice. Name it once");
    }

    void check_matrix() {
        check_schedulers();
        check_list("steps", settings_.steps, kStepsRange);
        check_list("scales", settings_.scales, kScaleRange);
        const std::size_t combinations =
            settings_.schedulers.size() * settings_.steps.size() * settings_.scales.size();
        if (combinations > static_cast<std::size_t>(kMostPictures))
            wrong("scales", fmt::format("These are {} combinations, at most {} are allowed. Take values away",
                                        combinations, kMostPictures));
    }

    void check_seeds() {
        const std::vector<std::uint64_t>& seeds = settings_.seeds;
        for (const std::uint64_t seed : seeds) check_number("seeds", seed, kSeedRange);
        if (seeds.size() > kMostSeeds)
            wrong("seeds",
                  fmt::format("These are {} seeds, at most {} are allowed", seeds.size(), kMostSeeds));
        if (settings_.seed_mode == SeedMode::RandomPerImage && !seeds.empty())
            wrong("seeds", "Seeds count only with the seed modes fixed and seed_list");
        if (settings_.seed_mode == SeedMode::FixedSeed && seeds.size() != 1)
            wrong("seeds", "The seed mode fixed takes exactly one seed");
        if (settings_.seed_mode == SeedMode::SeedList && seeds.empty())
            wrong("seeds", "The seed mode seed_list needs at least one seed");
    }

    void check_init_image() {
        check_number("image_strength", settings_.image_strength, kStrengthRange);
        if (settings_.controlnet != ControlNet::None && settings_.init_image_file.empty())
            wrong("controlnet", "ControlNet needs an init image. Give one, or choose none");
    }

    std::vector<FieldError> in_form_order() {
        constexpr std::array<std::string_view, 22> kOrder{"name",
                                                          "prompt",
                                                          "negative_prompt",
                                                          "use_default_neg",
                                                          "model_id",
                                                          "version",
                                                          "width",
                                                          "height",
                                                          "total_images",
                                                          "variations_count",
                                                          "schedulers",
                                                          "steps",
                                                          "scales",
                                                          "seed_mode",
                                                          "seeds",
                                                          "num_images",
                                                          "lora",
                                                          "lora_scale",
                                                          "init_image_file",
                                                          "image_strength",
                                                          "controlnet",
                                                          "fallback_to_text2img"};
        const auto place = [&](const FieldError& error) {
            return std::find(kOrder.begin(), kOrder.end(), error.field) - kOrder.begin();
        };
        std::stable_sort(errors_.begin(), errors_.end(),
                         [&](const auto& left, const auto& right) { return place(left) < place(right); });
        return std::move(errors_);
    }

    const ExperimentSettings& settings_;
    std::vector<FieldError> errors_;
};

template <typename T>
void take_list(std::string_view field, Result<std::vector<T>> read, std::vector<T>& into,
               std::vector<FieldError>& errors) {
    if (read)
        into = std::move(*read);
    else
        errors.push_back({std::string(field), read.error().message});
}

/// Everything but the lists.
ExperimentSettings plain_settings_of(const ExperimentForm& form) {
    ExperimentSettings settings;
    settings.name = form.name;
    settings.prompt = form.prompt;
    settings.negative_prompt = form.negative_prompt;
    settings.use_default_neg = form.use_default_neg;
    settings.model_id = form.model_id;
    settings.model_name = form.model_name;
    settings.version = form.version;
    settings.width = form.width;
    settings.height = form.height;
    settings.total_images = form.total_images;
    settings.variations_count = form.variations_count;
    settings.schedulers = form.schedulers;
    settings.seed_mode = form.seed_mode;
    settings.num_images = form.num_images;
    settings.lora = form.lora;
    settings.lora_scale = form.lora_scale;
    settings.init_image_file = form.init_image_file;
    settings.image_strength = form.image_strength;
    settings.controlnet = form.controlnet;
    settings.fallback_to_text2img = form.fallback_to_text2img;
    return settings;
}

}  // namespace

std::string_view name_of(SeedMode mode) {
    for (const auto& [each, name] : kSeedModes)
        if (each == mode) return name;
    return {};
}

std::string_view name_of(ControlNet controlnet) {
    for (const auto& [each, name] : kControlNets)
        if (each == controlnet) return name;
    return {};
}

std::optional<SeedMode> seed_mode_from(std::string_view name) {
    for (const auto& [mode, each] : kSeedModes)
        if (each == name) return mode;
    return std::nullopt;
}

std::optional<ControlNet> controlnet_from(std::string_view name) {
    for (const auto& [controlnet, each] : kControlNets)
        if (each == name) return controlnet;
    return std::nullopt;
}

FormCheck check_form(const ExperimentForm& form) {
    FormCheck check;
    ExperimentSettings settings = plain_settings_of(form);
    take_list("steps", parse_whole_list(form.steps), settings.steps, check.errors);
    take_list("scales", parse_number_list(form.scales), settings.scales, check.errors);
    if (form.seed_mode != SeedMode::RandomPerImage)
        take_list("seeds", parse_seed_list(form.seeds), settings.seeds, check.errors);
    check.errors = Checker(settings, std::move(check.errors)).check();
    if (check.errors.empty()) check.settings = std::move(settings);
    return check;
}

std::vector<FieldError> check_settings(const ExperimentSettings& settings) {
    return Checker(settings, {}).check();
}

ExperimentForm form_of(const ExperimentSettings& settings) {
    ExperimentForm form;
    form.name = settings.name;
    form.prompt = settings.prompt;
    form.negative_prompt = settings.negative_prompt;
    form.use_default_neg = settings.use_default_neg;
    form.model_id = settings.model_id;
    form.model_name = settings.model_name;
    form.version = settings.version;
    form.width = settings.width;
    form.height = settings.height;
    form.total_images = settings.total_images;
    form.variations_count = settings.variations_count;
    form.schedulers = settings.schedulers;
    form.steps = list_text(settings.steps);
    form.scales = list_text(settings.scales);
    form.seed_mode = settings.seed_mode;
    form.seeds = list_text(settings.seeds);
    form.num_images = settings.num_images;
    form.lora = settings.lora;
    form.lora_scale = settings.lora_scale;
    form.init_image_file = settings.init_image_file;
    form.image_strength = settings.image_strength;
    form.controlnet = settings.controlnet;
    form.fallback_to_text2img = settings.fallback_to_text2img;
    return form;
}

std::string error_of(const std::vector<FieldError>& errors, std::string_view field) {
    for (const FieldError& error : errors)
        if (error.field == field) return error.message;
    return {};
}

}  // namespace proofsheet::jobs
