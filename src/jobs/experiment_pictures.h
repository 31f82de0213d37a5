#pragma once

#include <string>
#include <string_view>

#include "jobs/experiment_call.h"
#include "jobs/experiment_service.h"

namespace proofsheet::jobs {

/// What the name of a call's picture says: scheduler, steps, scale, model, then `seed` where it is known. Of
/// a call for several pictures only the first one has the call's seed; all have `image`, from 1, and the
/// others `call_seed` instead. Runs from an init image also have `mode`. `index` from 0.
PictureDimensions dimensions_of(const CallConfig& call, int index);
/// Those of the original with `upscale` behind them: "esrgan 2x", "hires_fix 0.6".
PictureDimensions upscaled_dimensions(PictureDimensions original, const CallConfig& upscale);
/// Whether the picture can be made again from its own seed alone.
bool is_seed_known(const CallConfig& call, int index);

/// As the database keeps them; equal dimensions give equal texts.
std::string dimensions_to_json(const PictureDimensions& dimensions);
/// Empty for what cannot be read.
PictureDimensions dimensions_from_json(std::string_view text);

/// What is known of a picture besides its call.
struct PictureFacts {
    std::string image_id;  ///< tells whose file it is when the program ended before that was written down
    int index = 0;
    int batch_number = 0;
    std::string run_name;
    std::string inf_id;
    std::optional<Credits> cost;  ///< its share
};
/// The text of the `.json` beside the picture, with the names that the metadata reader knows.
std::string side_car_text(const CallConfig& call, const PictureFacts& facts);

}  // namespace proofsheet::jobs
