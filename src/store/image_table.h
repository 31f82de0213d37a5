#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/file_bytes.h"
#include "core/result.h"
#include "store/database.h"
#include "store/review_types.h"

namespace proofsheet::store {

/// A row of `images` with what `runs` and `configs` say of it.
struct ImageRecord {
    PictureId picture;  ///< none when the content is not known
    std::string id;
    std::optional<std::string> file_path, upscale_url, inf_id, created_at;
    std::optional<std::string> run_id, run_name, prompt, negative_prompt, model_id, model_name, version;
    std::optional<std::int64_t> batch_number, steps, width, height, credit_cost_micro;
    std::optional<std::uint64_t> seed;
    std::optional<double> scale, image_strength;
    std::optional<std::string> scheduler, controlnet;
    std::optional<std::string> training_run, checkpoint, parameters_json;
    std::optional<FileStamp> stamp;  ///< of the file when it was last seen
    std::optional<std::int64_t> use_default_neg;  ///< 1 when the service added its own negative prompt
    std::optional<std::string> mode;              ///< "text2img", "img2img", "fallback"
    std::optional<std::string> lora, upscale_of;  ///< `upscale_of`: the id of the original
    std::optional<double> lora_scale;
};

/// Pictures that were made or looked at.
class ImageTable {
public:
    explicit ImageTable(const Database& database) : database_(database) {}

    /// All rows of these contents: by picture, the oldest first. Errors: Io.
    Result<std::vector<ImageRecord>> of_pictures(std::span<const PictureId> pictures) const;
    /// All rows, in the same order; those whose content is not known come last. Errors: Io.
    Result<std::vector<ImageRecord>> all() const;

private:
    const Database& database_;
};

}  // namespace proofsheet::store
