#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "jobs/provider.h"
#include "jobs/sample_job.h"

namespace proofsheet::jobs {

/// What is known of a picture once it is made.
struct SideCarFacts {
    std::string timestamp;      ///< RFC 3339
    std::string workflow_hash;  ///< of the graph that was sent
    std::string service;        ///< name and version
    std::string version;        ///< of this program
};

/// Everything that was used for a picture, as one JSON object. Seeds are exact.
std::string side_car_text(const SampleJob& job, const JobItem& item, const SideCarFacts& facts);

/// `<stem>.json` beside the picture.
std::filesystem::path side_car_path(const std::filesystem::path& picture);

/// Whether a side-car was written for this attempt at this item.
bool is_side_car_of(std::span<const std::byte> side_car, const std::string& item_id,
                    const std::string& attempt_id);

/// Whether a job wrote it. Without its picture, which somebody deleted or which never came, it can go.
bool is_side_car_of_a_job(std::span<const std::byte> side_car);

}  // namespace proofsheet::jobs
