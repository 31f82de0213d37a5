#pragma once

#include "jobs/experiment_journal.h"
#include "store/database.h"

namespace proofsheet::store {

/// The journal of paid pictures in the table `images`; a picture that arrived is known by its pixels.
class PictureLog : public jobs::PictureJournal {
public:
    explicit PictureLog(Database& database) : database_(database) {}

    Result<std::vector<jobs::PictureToFetch>> missing(jobs::Missing which) override;
    Status fetched(const std::string& image_id, const jobs::KeptPicture& picture) override;
    Status fetch_failed(const std::string& image_id, const std::string& message) override;

private:
    Database& database_;
};

}  // namespace proofsheet::store
