#pragma once

#include <deque>

#include "jobs/provider.h"
#include "providers/demo_painter.h"

namespace proofsheet::providers {

/// Paints the pictures of sample jobs, so that a whole job can be run without a server. Equal requests give
/// equal pictures, on every machine. Prompts without a word that names a scene get one all the same. For one
/// thread.
class DemoGenerator final : public jobs::Provider {
public:
    /// Errors: InvalidInput (a side that the painter does not paint), Cancelled.
    Status generate(const jobs::GenerationRequest& request, const jobs::ReportEvent& report,
                    std::stop_token stop) override;
    /// It remembers nothing: always NotFound, so that the picture is painted again.
    Status find(const jobs::GenerationRequest& request, const std::string& remote_id,
                const jobs::ReportEvent& report, std::stop_token stop) override;

private:
    struct Kept {
        DemoPicture what;
        PaintedScene scene;
    };
    const PaintedScene& scene_for(const DemoPicture& what);

    std::deque<Kept> kept_;  ///< scenes that were painted last; the next checkpoint needs them again
};

/// How much a checkpoint has learnt, from its number: up to 100 it counts epochs, above that steps.
double demo_progress(const jobs::GenerationRequest& request);

}  // namespace proofsheet::providers
