#include "providers/demo_generator.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "image/encode.h"
#include "providers/demo_painter.h"

namespace proofsheet::providers {
namespace {

constexpr std::size_t kKeptScenes = 4;
constexpr int kLargestKeptSide = 1024;
constexpr int kPreviewSide = 128;

Error interrupted() {
    return {ErrorKind::Cancelled, "The picture was interrupted"};
}

Status check_size(const jobs::GenerationRequest& request) {
    for (const int side : {request.width, request.height})
        if (side < kSmallestDemoSide || side > kLargestDemoSide)
            return Error{
                ErrorKind::InvalidInput,
                fmt::format("The demo generator paints sides of {} to {} px, not {}. Change the size "
                            "in the preset",
                            kSmallestDemoSide, kLargestDemoSide, side)};
    return {};
}

DemoPicture picture_of(const jobs::GenerationRequest& request) {
    return {request.prompt, request.seed,           request.cfg,
            request.steps,  demo_progress(request), {request.width, request.height}};
}

/// The same, small enough to be painted in no time.
DemoPicture small_version(DemoPicture picture) {
    const int longest = std::max(picture.size.longest(), 1);
    if (longest <= kPreviewSide) return picture;
    const auto scaled = [&](int side) { return std::max(side * kPreviewSide / longest, kSmallestDemoSide); };
    picture.size = {scaled(picture.size.width), scaled(picture.size.height)};
    return picture;
}

/// What it was made from, as the metadata reader knows it.
std::vector<image::TextChunk> texts_of(const jobs::GenerationRequest& request) {
    const nlohmann::ordered_json parameters{{"prompt", request.prompt},
                                            {"negative_prompt", request.negative_prompt},
                                            {"seed", request.seed},
                                            {"steps", request.steps},
                                            {"cfg", request.cfg},
                                            {"sampler_name", request.sampler},
                                            {"scheduler", request.scheduler},
                                            {"checkpoint", request.checkpoint_file},
                                            {"width", request.width},
                                            {"height", request.height}};
    return {
        {"proofsheet", parameters.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)}};
}

void report_step(const jobs::ReportEvent& report, const jobs::GenerationRequest& request, int quarters,
                 const char* note) {
    report(jobs::Progress{request.steps * quarters / 4, request.steps, note});
}

}  // namespace

double demo_progress(const jobs::GenerationRequest& request) {
    constexpr double kMost = 1.3;
    constexpr double kEpochs = 100;
    if (request.base_model) return 0;
    const double number = std::max(request.checkpoint_number.value_or(kEpochs), 0.0);
    const double half_way = number <= kEpochs ? 8 : 1400;
    const double learnt = kMost * number / (number + half_way);
    return std::clamp(learnt * request.lora_strength.value_or(1), 0.0, kMost);
}

Status DemoGenerator::generate(const jobs::GenerationRequest& request, const jobs::ReportEvent& report,
                               std::stop_token stop) {
    if (Status possible = check_size(request); !possible) return possible;
    report(jobs::Accepted{request.attempt_id});
    report_step(report, request, 0, "Painting a sketch");
    const DemoPicture wanted = picture_of(request);
    if (auto sketch = image::encode_png(paint_demo(small_version(wanted)), {}, kDemoCompression))
        report(jobs::Preview{std::move(*sketch)});
    if (stop.stop_requested()) return interrupted();
    report_step(report, request, 1, "Painting the scene");
    const PaintedScene& scene = scene_for(wanted);
    if (stop.stop_requested()) return interrupted();
    report_step(report, request, 3, "Painting as the checkpoint does");
    auto bytes = image::encode_png(paint_demo(scene, wanted), texts_of(request), kDemoCompression,
                                   image::PngAlpha::Drop);
    if (!bytes) return bytes.error();
    if (stop.stop_requested()) return interrupted();
    report_step(report, request, 4, "");
    report(jobs::Finished{std::move(*bytes), "", "Demo generator 1"});
    return {};
}

Status DemoGenerator::find(const jobs::GenerationRequest&, const std::string&, const jobs::ReportEvent&,
                           std::stop_token) {
    return Error{ErrorKind::NotFound, "The demo generator keeps no pictures"};
}

const PaintedScene& DemoGenerator::scene_for(const DemoPicture& what) {
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [&](const Kept& kept) { return same_scene(kept.what, what); });
    if (found != kept_.end()) return found->scene;
    const std::size_t most = what.size.longest() > kLargestKeptSide ? 1 : kKeptScenes;
    while (kept_.size() >= most) kept_.pop_front();
    kept_.push_back({what, paint_scene(what)});
    return kept_.back().scene;
}

}  // namespace proofsheet::providers
