#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "app/command.h"
#include "app/effect.h"
#include "image/pixels.h"
#include "tasks/inbox.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// Two pictures at one size: of different sizes the smaller one is brought to the larger one's by Lanczos-3.
struct MeasuredPair {
    std::string first, second;
    SizePx first_size, second_size;  ///< of the files
    image::Pixels left, right;
};
/// Errors: those of reading and decoding.
Result<MeasuredPair> read_pair(const std::string& first, const std::string& second);

/// The numbers of the whole pair and its map of errors. What goes wrong is `error`.
app::PairMeasures measure_whole(const MeasuredPair& pair, const std::stop_token& stop = {});
/// The numbers of a part.
app::PartMeasures measure_part(const MeasuredPair& pair, const app::Box& part,
                               const std::stop_token& stop = {});

/// Measures pairs of pictures on a thread of its own; what is newer stops what was asked for before.
class MeasureLink {
public:
    explicit MeasureLink(tasks::Inbox<app::Command>& inbox);
    ~MeasureLink();

    void run(const app::MeasurePair& effect);
    void run(const app::MeasurePart& effect);
    int pending() const { return pool_.pending(); }

private:
    Result<std::shared_ptr<const MeasuredPair>> pair_of(const std::string& first, const std::string& second);

    tasks::Inbox<app::Command>& inbox_;
    std::stop_source pair_stop_;
    std::stop_source part_stop_;
    std::shared_ptr<const MeasuredPair> pair_;  ///< read last; the thread's own
    tasks::WorkerPool pool_;                    ///< last: its tasks use everything above
};

}  // namespace proofsheet::shell
