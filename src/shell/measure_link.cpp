#include "shell/measure_link.h"

#include <algorithm>
#include <limits>

#include "core/file_bytes.h"
#include "image/compare_resample.h"
#include "image/decode.h"
#include "image/measures_error.h"
#include "image/measures_flip.h"
#include "image/measures_ssim.h"

namespace proofsheet::shell {
namespace {

constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();
/// Of one picture; larger ones are read again for each part.
constexpr std::size_t kLargestKept = std::size_t{128} << 20;

Result<image::Pixels> read_pixels(const std::string& path) {
    const auto bytes = read_file(path, image::kLargestPictureFile);
    if (!bytes) return bytes.error();
    return image::decode(*bytes);
}

Result<image::Pixels> at_size(image::Pixels picture, SizePx size) {
    if (picture.size() == size) return picture;
    return image::resample(picture, size, image::Kernel::Lanczos3);
}

/// Fills in the numbers of a part; the map of errors is what FLIP found there.
Result<image::FlipMap> measure(const MeasuredPair& pair, const image::PartPx& part,
                               const std::stop_token& stop, app::PairNumbers& numbers) {
    const auto differences = image::count_differences(pair.left, pair.right, part, stop);
    if (!differences) return differences.error();
    numbers.psnr = image::psnr_of(*differences);
    for (const int largest : differences->largest) numbers.largest = std::max(numbers.largest, largest);
    numbers.differing = static_cast<std::int64_t>(differences->differing);
    // Small parts have no window of 11 x 11 pixels; the other numbers stand without these.
    const auto ssim = image::ssim(pair.left, pair.right, part, stop);
    numbers.ssim = ssim ? *ssim : kNotMeasured;
    const auto ms_ssim = image::ms_ssim(pair.left, pair.right, part, stop);
    numbers.ms_ssim = ms_ssim ? ms_ssim->value : kNotMeasured;
    auto flip = image::flip(pair.left, pair.right, part, stop);
    if (flip) numbers.flip = flip->mean;
    return flip;
}

}  // namespace

Result<MeasuredPair> read_pair(const std::string& first, const std::string& second) {
    auto left = read_pixels(first);
    if (!left) return left.error();
    auto right = read_pixels(second);
    if (!right) return right.error();
    MeasuredPair pair{first, second, left->size(), right->size(), {}, {}};
    const SizePx size = image::size_to_compare(pair.first_size, pair.second_size);
    left = at_size(std::move(*left), size);
    if (!left) return left.error();
    right = at_size(std::move(*right), size);
    if (!right) return right.error();
    pair.left = std::move(*left);
    pair.right = std::move(*right);
    return pair;
}

app::PairMeasures measure_whole(const MeasuredPair& pair, const std::stop_token& stop) {
    app::PairMeasures measures;
    measures.first = pair.first;
    measures.second = pair.second;
    measures.first_size = pair.first_size;
    measures.second_size = pair.second_size;
    auto map = measure(pair, image::whole_of(pair.left.size()), stop, measures.whole);
    if (!map) {
        measures.error = map.error().message;
        return measures;
    }
    measures.map_size = pair.left.size();
    measures.map = std::make_shared<const std::vector<float>>(std::move(map->errors));
    return measures;
}

app::PartMeasures measure_part(const MeasuredPair& pair, const app::Box& part, const std::stop_token& stop) {
    app::PartMeasures measures;
    measures.part = part;
    const image::ContentRect content{part.min.x, part.min.y, part.min.x + part.size.x,
                                     part.min.y + part.size.y};
    const auto map = measure(pair, image::pixels_of(content, pair.left.size()), stop, measures.numbers);
    if (!map) measures.error = map.error().message;
    return measures;
}

MeasureLink::MeasureLink(tasks::Inbox<app::Command>& inbox)
    : inbox_(inbox), pool_(1, tasks::PoolPriority::Background) {}

MeasureLink::~MeasureLink() {
    pair_stop_.request_stop();
    part_stop_.request_stop();
}

Result<std::shared_ptr<const MeasuredPair>> MeasureLink::pair_of(const std::string& first,
                                                                 const std::string& second) {
    if (pair_ && pair_->first == first && pair_->second == second) return pair_;
    pair_.reset();
    auto pair = read_pair(first, second);
    if (!pair) return pair.error();
    auto read = std::make_shared<const MeasuredPair>(std::move(*pair));
    if (read->left.bytes().size() <= kLargestKept) pair_ = read;
    return read;
}

void MeasureLink::run(const app::MeasurePair& effect) {
    pair_stop_.request_stop();
    part_stop_.request_stop();
    pair_stop_ = std::stop_source();
    pool_.submit([this, effect, stop = pair_stop_.get_token()](std::stop_token) {
        if (stop.stop_requested()) return;
        pair_.reset();  // the files may have changed
        const auto pair = pair_of(effect.first, effect.second);
        app::PairMeasures measures;
        if (pair)
            measures = measure_whole(**pair, stop);
        else
            measures.error = pair.error().message;
        if (!stop.stop_requested())
            inbox_.post(app::PairMeasured{effect.ticket,
                                          std::make_shared<const app::PairMeasures>(std::move(measures))});
    });
}

void MeasureLink::run(const app::MeasurePart& effect) {
    part_stop_.request_stop();
    part_stop_ = std::stop_source();
    pool_.submit([this, effect, stop = part_stop_.get_token()](std::stop_token) {
        if (stop.stop_requested()) return;
        const auto pair = pair_of(effect.first, effect.second);
        app::PartMeasures measures{effect.part, {}, {}};
        if (pair)
            measures = measure_part(**pair, effect.part, stop);
        else
            measures.error = pair.error().message;
        if (!stop.stop_requested())
            inbox_.post(app::PartMeasured{effect.ticket,
                                          std::make_shared<const app::PartMeasures>(std::move(measures))});
    });
}

}  // namespace proofsheet::shell
