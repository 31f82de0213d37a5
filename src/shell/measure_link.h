#pragma once

#include <functional>
#include <stop_token>

#include "app/command.h"
#include "app/effect.h"
#include "tasks/inbox.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Measures pairs of pictures on a thread of its own; a newer pair stops the one before.
class MeasureLink {
public:
    explicit MeasureLink(tasks::Inbox<app::Command>& inbox);
    ~MeasureLink();

    void run(const app::MeasurePair& effect);
    int pending() const { return pool_.pending(); }

private:
    tasks::Inbox<app::Command>& inbox_;
    std::stop_source current_;
    tasks::WorkerPool pool_;  ///< last: its tasks use everything above
};

/// The numbers of two picture files. Of different sizes the smaller one is brought to the larger one's size
/// by Lanczos-3 first. What goes wrong is `error`.
app::PairMeasures measure_files(const std::string& first, const std::string& second,
                                const std::stop_token& stop = {});

}  // namespace proofsheet::shell
