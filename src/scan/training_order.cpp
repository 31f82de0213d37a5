#include "scan/training_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "core/text.h"
#include "scan/checkpoint_name.h"
#include "scan/folder_walk.h"

namespace proofsheet::scan {
namespace {

using grid::CheckpointKind;

/// Sorts by part of the run, number, kind and noise half.
struct OrderKey {
    int part = 0;
    std::int64_t number = 0;
    bool is_final = false;
    std::string noise;
    std::string relative;
    auto operator<=>(const OrderKey&) const = default;
};

struct Ordered {
    OrderKey key;
    DraftCheckpoint draft;
};

bool holds(const DraftRun& run, CheckpointKind named) {
    return std::any_of(run.checkpoints.begin(), run.checkpoints.end(),
                       [&](const DraftCheckpoint& draft) { return draft.named == named; });
}

void number_finals(DraftRun& run, const StepInHeader& step_in_header) {
    const auto in_name = number_in_run_name(run.path());
    for (DraftCheckpoint& draft : run.checkpoints) {
        if (draft.named != CheckpointKind::Final) continue;
        const std::string& path = draft.checkpoint.path;
        draft.checkpoint.number = in_name || path.empty() ? in_name : step_in_header(path);
    }
}

using StepsOfEpochs = std::map<const DraftCheckpoint*, std::int64_t>;

/// Empty unless every epoch's header gives its step.
StepsOfEpochs steps_of_epochs(const DraftRun& run, const StepInHeader& step_in_header) {
    StepsOfEpochs steps;
    for (const DraftCheckpoint& draft : run.checkpoints) {
        if (draft.named != CheckpointKind::Epoch) continue;
        const std::string& path = draft.checkpoint.path;
        const auto step = path.empty() ? std::nullopt : step_in_header(path);
        if (!step) return {};
        steps[&draft] = *step;
    }
    return steps;
}

OrderKey key_of(const DraftCheckpoint& draft) {
    OrderKey key;
    key.is_final = draft.named == CheckpointKind::Final;
    key.number = draft.checkpoint.number.value_or(0);
    key.part = draft.checkpoint.number ? 1 : 2;
    key.noise = draft.checkpoint.noise.value_or("");
    key.relative = draft.relative;
    return key;
}

std::vector<OrderKey> keys_of(DraftRun& run, const StepInHeader& step_in_header) {
    const bool is_mixed = holds(run, CheckpointKind::Epoch) && holds(run, CheckpointKind::Step);
    StepsOfEpochs steps;
    if (is_mixed) {
        steps = steps_of_epochs(run, step_in_header);
        run.note = steps.empty()
                       ? "This run mixes epochs and steps, and not every epoch's header says its step: "
                         "epochs come first."
                       : "This run mixes epochs and steps: all are ordered by the step in their headers.";
    }
    std::vector<OrderKey> keys;
    for (const DraftCheckpoint& draft : run.checkpoints) {
        OrderKey key = key_of(draft);
        if (const auto step = steps.find(&draft); step != steps.end())
            key.number = step->second;
        else if (is_mixed && draft.named == CheckpointKind::Epoch)
            key.part = 0;
        keys.push_back(std::move(key));
    }
    return keys;
}

std::string label_of(const DraftCheckpoint& draft) {
    const auto& number = draft.checkpoint.number;
    if (draft.named == CheckpointKind::Final) return number ? fmt::format("final ({})", *number) : "final";
    return number ? fmt::format("{}", *number) : to_display(draft.checkpoint.file);
}

using LabelCounts = std::map<std::pair<std::string, std::string>, int>;

/// How often each label occurs in each noise half.
LabelCounts count_labels(const DraftRun& run) {
    LabelCounts counts;
    for (const DraftCheckpoint& draft : run.checkpoints)
        ++counts[{draft.checkpoint.label, draft.checkpoint.noise.value_or("")}];
    return counts;
}

bool is_shared(const LabelCounts& counts, const DraftCheckpoint& draft) {
    return counts.at({draft.checkpoint.label, draft.checkpoint.noise.value_or("")}) > 1;
}

void label(DraftRun& run) {
    for (DraftCheckpoint& draft : run.checkpoints) draft.checkpoint.label = label_of(draft);
    LabelCounts counts = count_labels(run);
    for (DraftCheckpoint& draft : run.checkpoints)
        if (draft.named == CheckpointKind::Epoch && is_shared(counts, draft))
            draft.checkpoint.label = fmt::format("epoch {}", draft.checkpoint.label);
    counts = count_labels(run);
    for (DraftCheckpoint& draft : run.checkpoints)
        if (is_shared(counts, draft))
            draft.checkpoint.label =
                fmt::format("{} ({})", draft.checkpoint.label, to_display(draft.relative));
}

}  // namespace

void put_in_training_order(DraftRun& run, const StepInHeader& step_in_header) {
    number_finals(run, step_in_header);
    std::vector<OrderKey> keys = keys_of(run, step_in_header);
    std::vector<Ordered> ordered;
    for (std::size_t i = 0; i < keys.size(); ++i)
        ordered.push_back({std::move(keys[i]), std::move(run.checkpoints[i])});
    std::sort(ordered.begin(), ordered.end(),
              [](const Ordered& a, const Ordered& b) { return a.key < b.key; });
    for (std::size_t i = 0; i < ordered.size(); ++i) run.checkpoints[i] = std::move(ordered[i].draft);
    label(run);
}

}  // namespace proofsheet::scan
