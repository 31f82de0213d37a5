#include "scan/preview_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace proofsheet::scan {
namespace {

using grid::CheckpointKind;

enum class Unit { Epoch, Step };

/// A number of a preview that no checkpoint of the run has.
using LooseNumber = std::pair<Unit, std::int64_t>;

/// Whether a run counts mainly in steps or epochs.
Unit unit_of(const grid::TrainingRun& run, std::span<const TrainingPreview> previews) {
    const auto holds = [&](CheckpointKind kind) {
        return std::any_of(run.checkpoints.begin(), run.checkpoints.end(),
                           [&](const grid::Checkpoint& checkpoint) { return checkpoint.kind == kind; });
    };
    if (holds(CheckpointKind::Step)) return Unit::Step;
    if (holds(CheckpointKind::Epoch)) return Unit::Epoch;
    const bool any_step = std::any_of(previews.begin(), previews.end(), [](const TrainingPreview& preview) {
        return preview.step.has_value();
    });
    return any_step ? Unit::Step : Unit::Epoch;
}

/// The checkpoints of a run by kind and number.
class NumberedCheckpoints {
public:
    explicit NumberedCheckpoints(const grid::TrainingRun& run) {
        for (const grid::Checkpoint& checkpoint : run.checkpoints)
            if (checkpoint.number)
                checkpoints_.try_emplace({checkpoint.kind, *checkpoint.number}, &checkpoint);
    }

    const grid::Checkpoint* find(const TrainingPreview& preview) const {
        if (const auto* step = find(CheckpointKind::Step, preview.step)) return step;
        if (const auto* epoch = find(CheckpointKind::Epoch, preview.epoch)) return epoch;
        return find(CheckpointKind::Final, preview.step);
    }

private:
    const grid::Checkpoint* find(CheckpointKind kind, const std::optional<std::int64_t>& number) const {
        const auto found = number ? checkpoints_.find({kind, *number}) : checkpoints_.end();
        return found == checkpoints_.end() ? nullptr : found->second;
    }

    std::map<std::pair<CheckpointKind, std::int64_t>, const grid::Checkpoint*> checkpoints_;
};

std::optional<LooseNumber> loose_number(const TrainingPreview& preview, Unit unit) {
    const bool by_epoch = preview.epoch && (unit == Unit::Epoch || !preview.step);
    if (by_epoch) return LooseNumber{Unit::Epoch, *preview.epoch};
    if (preview.step) return LooseNumber{Unit::Step, *preview.step};
    return std::nullopt;
}

std::string label_of(const LooseNumber& number, Unit unit) {
    if (number.first == unit) return fmt::format("{}", number.second);
    return fmt::format("{} {}", number.first == Unit::Step ? "step" : "epoch", number.second);
}

/// Labels in order, each once.
class LabelOrder {
public:
    void add(const std::string& label) {
        if (seen_.insert(label).second) labels_.push_back(label);
    }
    std::vector<std::string> take() && { return std::move(labels_); }

private:
    std::set<std::string> seen_;
    std::vector<std::string> labels_;
};

/// Whether a loose number of the run's own unit stands before this checkpoint.
bool comes_before(std::int64_t number, const grid::Checkpoint& checkpoint) {
    return checkpoint.number ? number < *checkpoint.number : checkpoint.kind == CheckpointKind::Final;
}

/// Numbers of the other unit come first; those of the run's unit go between its checkpoints.
std::vector<std::string> merge_order(const grid::TrainingRun& run, const std::set<LooseNumber>& loose,
                                     Unit unit) {
    LabelOrder order;
    std::vector<std::int64_t> own;
    for (const LooseNumber& number : loose) {
        if (number.first == unit)
            own.push_back(number.second);
        else
            order.add(label_of(number, unit));
    }
    auto next = own.begin();
    const auto add_next = [&] { order.add(label_of({unit, *next++}, unit)); };
    for (const grid::Checkpoint& checkpoint : run.checkpoints) {
        const bool counts =
            checkpoint.kind != (unit == Unit::Step ? CheckpointKind::Epoch : CheckpointKind::Step);
        while (next != own.end() && counts && comes_before(*next, checkpoint)) add_next();
        order.add(checkpoint.label);
    }
    while (next != own.end()) add_next();
    return std::move(order).take();
}

}  // namespace

PreviewLabels label_previews(const grid::TrainingRun& run, std::span<const TrainingPreview> previews) {
    const Unit unit = unit_of(run, previews);
    const NumberedCheckpoints checkpoints(run);
    PreviewLabels result;
    std::set<LooseNumber> loose;
    for (const TrainingPreview& preview : previews) {
        const grid::Checkpoint* const checkpoint = checkpoints.find(preview);
        const auto number = checkpoint == nullptr ? loose_number(preview, unit) : std::nullopt;
        if (number) loose.insert(*number);
        result.labels.push_back(checkpoint != nullptr ? checkpoint->label
                                : number              ? label_of(*number, unit)
                                                      : std::string{});
    }
    result.checkpoint_order = merge_order(run, loose, unit);
    return result;
}

}  // namespace proofsheet::scan
