#include "shell/measure_link.h"

#include "core/file_bytes.h"
#include "image/compare_resample.h"
#include "image/decode.h"
#include "image/measures_error.h"
#include "image/measures_flip.h"
#include "image/measures_ssim.h"

namespace proofsheet::shell {
namespace {

Result<image::Pixels> read_pixels(const std::string& path) {
    const auto bytes = read_file(path, image::kLargestPictureFile);
    if (!bytes) return bytes.error();
    return image::decode(*bytes);
}

Result<image::Pixels> at_size(image::Pixels picture, SizePx size) {
    if (picture.size() == size) return picture;
    return image::resample(picture, size, image::Kernel::Lanczos3);
}

/// Fills in the numbers of two pictures of one size.
Status measure(const image::Pixels& first, const image::Pixels& second, const std::stop_token& stop,
               app::PairMeasures& measures) {
    const image::PartPx whole = image::whole_of(first.size());
    const auto differences = image::count_differences(first, second, whole, stop);
    if (!differences) return differences.error();
    measures.psnr = image::psnr_of(*differences);
    for (const int largest : differences->largest) measures.largest = std::max(measures.largest, largest);
    measures.differing = static_cast<std::int64_t>(differences->differing);
    // Small pictures have no window of 11 x 11 pixels; the other numbers stand without these.
    if (const auto ssim = image::ssim(first, second, whole, stop)) measures.ssim = *ssim;
    if (const auto ms_ssim = image::ms_ssim(first, second, whole, stop)) measures.ms_ssim = ms_ssim->value;
    auto flip = image::flip(first, second, whole, stop);
    if (!flip) return flip.error();
    measures.flip = flip->mean;
    measures.map_size = first.size();
    measures.map = std::make_shared<const std::vector<float>>(std::move(flip->errors));
    return {};
}

}  // namespace

app::PairMeasures measure_files(const std::string& first, const std::string& second,
                                const std::stop_token& stop) {
    app::PairMeasures measures;
    measures.first = first;
    measures.second = second;
    auto left = read_pixels(first);
    auto right = left ? read_pixels(second) : Result<image::Pixels>(left.error());
    if (!right) {
        measures.error = right.error().message;
        return measures;
    }
    measures.first_size = left->size();
    measures.second_size = right->size();
    const SizePx size = image::size_to_compare(left->size(), right->size());
    left = at_size(std::move(*left), size);
    right = left ? at_size(std::move(*right), size) : Result<image::Pixels>(left.error());
    const Status done = right ? measure(*left, *right, stop, measures) : Status(right.error());
    if (!done) measures.error = done.error().message;
    return measures;
}

MeasureLink::MeasureLink(tasks::Inbox<app::Command>& inbox)
    : inbox_(inbox), pool_(1, tasks::PoolPriority::Background) {}

MeasureLink::~MeasureLink() {
    current_.request_stop();
}

void MeasureLink::run(const app::MeasurePair& effect) {
    current_.request_stop();
    current_ = std::stop_source();
    pool_.submit([this, effect, stop = current_.get_token()](std::stop_token) {
        if (stop.stop_requested()) return;
        auto measures =
            std::make_shared<const app::PairMeasures>(measure_files(effect.first, effect.second, stop));
        if (!stop.stop_requested()) inbox_.post(app::PairMeasured{effect.ticket, std::move(measures)});
    });
}

}  // namespace proofsheet::shell
