#pragma once

#include <optional>
#include <string>

#include "jobs/credits.h"
#include "jobs/experiment_call.h"
#include "store/database.h"

namespace proofsheet::store {

/// A picture that a service made, with what the screens need to know of it.
struct KnownPicture {
    std::string image_id;
    jobs::CallConfig call;         ///< that made it
    bool can_be_upscaled = false;  ///< the service still knows it by its address
    int upscales = 0;              ///< on the disk
    std::string original;          ///< of an upscale: absolute path of what it was made from, empty otherwise
    std::optional<jobs::Credits> cost;  ///< its share; nothing where the answer did not say
};

/// By the file, whichever way it was made. Errors: what the database says (Io).
Result<std::optional<KnownPicture>> find_picture_by_file(const Database& database,
                                                         const std::string& file_path);
/// By `images.id`.
Result<std::optional<KnownPicture>> find_picture_by_id(const Database& database, const std::string& image_id);

}  // namespace proofsheet::store
