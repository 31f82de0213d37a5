#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "jobs/experiment_call.h"

namespace proofsheet::cli {

enum class OutputForm;

/// The models and LoRAs that SinkIn offers.
struct SinkInModelsCall {
    OutputForm form{};
    bool operator==(const SinkInModelsCall&) const = default;
};

/// How far a run goes.
enum class RunExtent : std::uint8_t {
    Work,       ///< queued, and the queue worked to its end
    QueueOnly,  ///< queued
    DryRun,     ///< only said
};
struct SinkInRunCall {
    std::filesystem::path file;
    RunExtent extent = RunExtent::Work;
    OutputForm form{};
    bool operator==(const SinkInRunCall&) const = default;
};

enum class QueueAction : std::uint8_t { List, Run, Pause, Cancel };
/// `id`: the beginning of a call's id is enough; nothing stands for all of them.
struct SinkInQueueCall {
    QueueAction action = QueueAction::List;
    std::optional<std::string> id;
    OutputForm form{};
    bool operator==(const SinkInQueueCall&) const = default;
};

struct SinkInUpscaleCall {
    std::filesystem::path image;
    jobs::UpscaleType type = jobs::UpscaleType::Esrgan;
    int scale = 2;
    double strength = 0.6;
    OutputForm form{};
    bool operator==(const SinkInUpscaleCall&) const = default;
};

}  // namespace proofsheet::cli
