#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "jobs/credit_ledger.h"
#include "jobs/credit_price.h"
#include "jobs/experiment_call.h"

namespace proofsheet::jobs {

/// How many calls of a run are in which state.
struct CallCounts {
    int queued = 0, running = 0, completed = 0, failed = 0, cancelled = 0, indeterminate = 0;
    bool operator==(const CallCounts&) const = default;
    int all() const { return queued + running + completed + failed + cancelled + indeterminate; }
    int over() const { return completed + failed + cancelled + indeterminate; }
};

/// A numbered batch as the dashboard shows it.
struct RunSummary {
    std::string id;
    int batch_number = 0;
    std::string name;
    std::string created_at;  ///< RFC 3339, UTC
    std::string prompt;
    std::string model_id;
    std::string model_name;
    int planned = 0;    ///< pictures that its calls ask for
    int pictures = 0;   ///< on the disk, upscales not counted
    int unfetched = 0;  ///< paid, but not downloaded yet
    int scored = 0;     ///< of `pictures`, with an overall score
    int upscaled = 0;   ///< of `pictures`, with at least one upscale on the disk
    int fallbacks = 0;  ///< of `pictures`, made without the init image
    CallCounts calls;
    CreditTotals credits;
    bool operator==(const RunSummary&) const = default;
    int unscored() const { return pictures - scored; }
};

/// A row of the queue: calls that wait, run, or ended in a way the user may act on.
struct CallRow {
    std::string id;
    std::string run_id;    ///< empty for an upscale of a picture without a run
    int batch_number = 0;  ///< 0 without a run
    std::string run_name;
    CallStatus status = CallStatus::Queued;
    std::int64_t position = 0;
    CallConfig config;
    Credits expected;
    std::optional<Credits> cost;
    int images = 0;                       ///< pictures that the answer named
    int unfetched = 0;                    ///< of those, not on the disk yet
    std::string problem;                  ///< why it failed, waits or is indeterminate; empty otherwise
    std::string started_at, finished_at;  ///< RFC 3339, UTC; empty when it did not
    bool operator==(const CallRow&) const = default;
};

/// A model or a LoRA that the service offers.
struct ServiceModel {
    std::string id;
    std::string name;
    std::string link;
    std::vector<std::string> tags;
    bool operator==(const ServiceModel&) const = default;
};
struct ModelList {
    std::vector<ServiceModel> models;
    std::vector<ServiceModel> loras;
    std::string fetched_at;  ///< RFC 3339, UTC; empty when it never was
    bool operator==(const ModelList&) const = default;
};

/// Everything that the experiment screens show; a new value replaces the old one whole.
struct ExperimentOverview {
    std::vector<RunSummary> runs;  ///< the newest batch first
    std::vector<CallRow> queue;    ///< running, queued in order, then those that are over but not completed
    Spending spending;
    Budget budget;
    PriceBook prices;
    bool is_paused = false;
    std::string pause_reason;  ///< why the queue stands still by itself; empty when a user paused it
    bool operator==(const ExperimentOverview&) const = default;
};

/// An upscale that a user asked for.
struct UpscaleWish {
    std::string image_id;   ///< of table `images`
    std::string file_path;  ///< finds the image when the id is empty
    UpscaleType type = UpscaleType::Esrgan;
    int scale = 2;          ///< esrgan, 2 to 4
    double strength = 0.6;  ///< hires_fix, 0 to 1
    bool operator==(const UpscaleWish&) const = default;
};

}  // namespace proofsheet::jobs
