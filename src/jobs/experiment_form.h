#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proofsheet::jobs {

/// Where a picture's seed comes from. `FixedSeed`: every call has the first seed of the list. `SeedList`: the
/// n-th call of every combination has the n-th seed, from the start again when the list is used up.
enum class SeedMode : std::uint8_t { RandomPerImage, FixedSeed, SeedList };
enum class ControlNet : std::uint8_t { None, Canny, Depth, OpenPose };

/// As the JSON file and the service say it: "random_per_image", "fixed", "seed_list".
std::string_view name_of(SeedMode mode);
/// "none", "canny", "depth", "openpose".
std::string_view name_of(ControlNet controlnet);
std::optional<SeedMode> seed_mode_from(std::string_view name);
std::optional<ControlNet> controlnet_from(std::string_view name);

/// The schedulers that the service knows, its default first.
constexpr std::array<std::string_view, 6> kSchedulers{
    "DPMSolverMultistep", "K_EULER_ANCESTRAL", "DDIM", "K_EULER", "PNDM", "KLMS"};

/// The smallest and largest value of a field.
template <typename T>
struct Range {
    T least;
    T most;
};
constexpr Range<int> kSideRange{128, 896};  ///< pixels
constexpr int kSideStep = 8;
constexpr Range<int> kTotalImagesRange{1, 10'000};
constexpr Range<int> kVariationsRange{1, 100};
constexpr int kMostPictures = 10'000;  ///< of a run, variations included
constexpr Range<int> kStepsRange{1, 50};
constexpr Range<double> kScaleRange{1, 20};
constexpr Range<std::uint64_t> kSeedRange{0, 4'294'967'295};
constexpr std::size_t kMostSeeds = 10'000;
constexpr Range<int> kImagesPerCallRange{1, 4};  ///< the service names no limit; its clients stop at 4
constexpr Range<double> kLoraScaleRange{0, 2};
constexpr Range<double> kStrengthRange{0, 1};
constexpr Range<int> kUpscaleRange{2, 4};
constexpr std::size_t kLongestName = 200;       ///< bytes
constexpr std::size_t kLongestPrompt = 20'000;  ///< bytes

/// Sizes that are used a lot, as width and height in pixels.
struct CommonSize {
    int width;
    int height;
    std::string_view label;
};
constexpr std::array<CommonSize, 6> kCommonSizes{{{512, 512, "512 x 512"},
                                                  {512, 768, "512 x 768"},
                                                  {768, 512, "768 x 512"},
                                                  {640, 640, "640 x 640"},
                                                  {576, 832, "576 x 832"},
                                                  {896, 512, "896 x 512"}}};

/// The run form while it is typed in: lists are texts, numbers may be out of range.
struct ExperimentForm {
    std::string name;
    std::string prompt;
    std::string negative_prompt;
    bool use_default_neg = true;  ///< the service adds its own hidden negative prompt
    std::string model_id;
    std::string model_name;  ///< for people; may be empty
    std::string version;     ///< empty is the newest
    int width = 512;
    int height = 768;
    int total_images = 100;  ///< spread over the combinations, once for each variation
    int variations_count = 1;
    std::vector<std::string> schedulers{std::string(kSchedulers[0])};
    std::string steps = "30";
    std::string scales = "7.5";
    SeedMode seed_mode = SeedMode::RandomPerImage;
    std::string seeds;
    int num_images = 4;  ///< pictures a call; the seed is known only of the first one
    std::string lora;    ///< id; empty is none
    double lora_scale = 0.75;
    std::string init_image_file;  ///< path; empty is text to image
    double image_strength = 0.75;
    ControlNet controlnet = ControlNet::None;
    bool fallback_to_text2img = false;
    bool operator==(const ExperimentForm&) const = default;
};

/// A form whose every field is in range.
struct ExperimentSettings {
    std::string name;
    std::string prompt;
    std::string negative_prompt;
    bool use_default_neg = true;
    std::string model_id;
    std::string model_name;
    std::string version;
    int width = 512;
    int height = 768;
    int total_images = 100;
    int variations_count = 1;
    std::vector<std::string> schedulers{std::string(kSchedulers[0])};
    std::vector<int> steps{30};
    std::vector<double> scales{7.5};
    SeedMode seed_mode = SeedMode::RandomPerImage;
    std::vector<std::uint64_t> seeds;
    int num_images = 4;
    std::string lora;
    double lora_scale = 0.75;
    std::string init_image_file;
    double image_strength = 0.75;
    ControlNet controlnet = ControlNet::None;
    bool fallback_to_text2img = false;
    bool operator==(const ExperimentSettings&) const = default;
};

/// What is wrong with one field; `field` as the JSON file names it ("steps", "init_image_file").
struct FieldError {
    std::string field;
    std::string message;  ///< a sentence: what is allowed
    bool operator==(const FieldError&) const = default;
};

/// `settings` only when there are no errors.
struct FormCheck {
    std::optional<ExperimentSettings> settings;
    std::vector<FieldError> errors;  ///< in the order of the form, at most one a field
};

/// Reads the lists and checks every field. Pure: does not look whether the init image is there.
FormCheck check_form(const ExperimentForm& form);
/// The same for values that are typed already.
std::vector<FieldError> check_settings(const ExperimentSettings& settings);

/// The form that says the same, for "use these settings".
ExperimentForm form_of(const ExperimentSettings& settings);

/// The message for that field, empty when it has none.
std::string error_of(const std::vector<FieldError>& errors, std::string_view field);

}  // namespace proofsheet::jobs
