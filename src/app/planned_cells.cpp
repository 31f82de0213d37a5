#include "app/planned_cells.h"

#include <optional>
#include <string>
#include <unordered_map>

#include "app/sampling_state.h"
#include "grid/decimal.h"
#include "jobs/output_name.h"

namespace proofsheet::app {
namespace {

using Dimensions = std::vector<std::pair<std::string, std::string>>;

/// The values along one axis, found by value: 7 is 7.0.
class Axis {
public:
    Axis(const std::optional<std::string>& dimension, const std::vector<std::string>& labels)
        : dimension_(dimension) {
        for (std::size_t i = 0; i < labels.size(); ++i) {
            exact_.emplace(labels[i], static_cast<int>(i));
            if (const auto number = grid::parse_decimal(labels[i]))
                numbers_.emplace(*number, static_cast<int>(i));
        }
    }

    std::optional<int> index_of(const Dimensions& dimensions) const {
        if (!dimension_) return 0;
        for (const auto& [name, value] : dimensions)
            if (name == *dimension_) return index_of(value);
        return std::nullopt;
    }

private:
    std::optional<int> index_of(const std::string& value) const {
        if (const auto found = exact_.find(value); found != exact_.end()) return found->second;
        const auto number = grid::parse_decimal(value);
        const auto found = number ? numbers_.find(*number) : numbers_.end();
        if (found == numbers_.end()) return std::nullopt;
        return found->second;
    }

    std::optional<std::string> dimension_;
    std::unordered_map<std::string, int> exact_;
    std::map<grid::Decimal, int> numbers_;
};

int rank(jobs::ItemStatus status) {
    switch (status) {
        case jobs::ItemStatus::Running:
            return 3;
        case jobs::ItemStatus::Failed:
            return 2;
        case jobs::ItemStatus::Pending:
            return 1;
        default:
            return 0;
    }
}

class Planner {
public:
    explicit Planner(const AppState& state)
        : state_(state),
          x_(state.query.mapping.x, state.view->columns),
          y_(state.query.mapping.y, state.view->rows),
          slider_(state.query.mapping.slider, state.view->positions) {}

    std::map<grid::Place, PlannedCell> plan() {
        const std::vector<JobView>& views = state_.sampling->jobs;
        for (std::size_t i = 0; i < views.size(); ++i)
            if (views[i].job.run == state_.library.selected_run) add_job(i, views[i]);
        return std::move(cells_);
    }

private:
    void add_job(std::size_t index, const JobView& view) {
        const grid::TrainingRun* run = selected_run(state_);
        if (run == nullptr) return;
        const jobs::NameSpelling spelling = jobs::spelling_of(view.job.preset);
        for (std::size_t i = 0; i < view.items.size(); ++i) {
            const jobs::JobItem& item = view.items[i];
            if (rank(item.status) == 0) continue;
            Dimensions dimensions = jobs::name_dimensions(item.parameters, spelling);
            dimensions.emplace_back(grid::kCheckpointDimension, checkpoint_label(*run, item.checkpoint));
            const auto column = x_.index_of(dimensions);
            const auto row = y_.index_of(dimensions);
            const auto position = slider_.index_of(dimensions);
            if (column && row && position) add({*column, *row, *position}, {index, i});
        }
    }

    void add(const grid::Place& place, const PlannedCell& cell) {
        const auto [known, is_new] = cells_.try_emplace(place, cell);
        if (!is_new && status_of(cell) > status_of(known->second)) known->second = cell;
    }

    int status_of(const PlannedCell& cell) const {
        return rank(state_.sampling->jobs[cell.job].items[cell.item].status);
    }

    const AppState& state_;
    Axis x_, y_, slider_;
    std::map<grid::Place, PlannedCell> cells_;
};

}  // namespace

std::string checkpoint_label(const grid::TrainingRun& run, const std::string& file) {
    for (const grid::Checkpoint& checkpoint : run.checkpoints)
        if (checkpoint.file == file) return checkpoint.label;
    return file;
}

std::map<grid::Place, PlannedCell> planned_cells(const AppState& state) {
    return Planner(state).plan();
}

}  // namespace proofsheet::app
