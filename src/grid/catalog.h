#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/file_bytes.h"
#include "core/id.h"
#include "core/problem.h"

namespace proofsheet::grid {

enum class CheckpointKind { Step, Epoch, Final, SamplesOnly };

/// A model file of a training run, or a sample folder whose model file is gone (SamplesOnly).
struct Checkpoint {
    std::string file;   ///< file name with extension
    std::string path;   ///< absolute path of the model file, native bytes; empty for SamplesOnly
    std::string label;  ///< its value in the dimension `checkpoint`: "4500", "final (9000)", "final"
    CheckpointKind kind = CheckpointKind::Final;
    std::optional<std::int64_t> number;
    std::optional<std::string> noise;      ///< "high" or "low" where a run trains two halves
    std::vector<std::string> sample_dirs;  ///< relative to the sample folder, '/' between parts, native bytes
    bool operator==(const Checkpoint&) const = default;
    bool has_samples() const { return !sample_dirs.empty(); }
};

/// The checkpoints of one base name in one folder of one root, in training order.
struct TrainingRun {
    std::string name;  ///< unique over all runs: folder and base, with enough of the root where two are equal
    std::string base;  ///< base name alone
    std::string folder;  ///< relative to its root, '/' between parts, empty at the top
    std::string root;    ///< absolute folder of checkpoints, empty for samples-only runs
    std::vector<Checkpoint> checkpoints;
    /// Absolute folders of the pictures that the trainer made while training, native bytes; shown when no
    /// checkpoint has samples.
    std::vector<std::string> preview_dirs;
    std::string note;  ///< for people, e.g. how a mix of epochs and steps was ordered; empty mostly
    bool operator==(const TrainingRun&) const = default;
    /// Whether any checkpoint has samples or the trainer left previews.
    bool has_samples() const;
};

enum class DimensionType { Number, Text };

/// Name of the dimension that tells the checkpoints of a run apart.
constexpr std::string_view kCheckpointDimension = "checkpoint";

/// A named parameter that varies over samples. Values ascend: numbers by value, texts naturally and
/// case-insensitively, checkpoints in training order.
struct Dimension {
    std::string name;
    DimensionType type = DimensionType::Text;
    std::vector<std::string> values;
    bool operator==(const Dimension&) const = default;
};

using SampleId = Id<struct SampleTag>;

/// Index into Dimension::values, or kNoValue where a sample does not have the dimension.
using ValueIndex = std::int32_t;
constexpr ValueIndex kNoValue = -1;

/// One picture of the scan.
struct Sample {
    std::string path;  ///< relative to the catalog's root, '/' between parts, native bytes
    FileStamp stamp;
    int batch = 0;  ///< ComfyUI's counter, 0 when the name has none
    bool operator==(const Sample&) const = default;
};

/// What a scan found, before it is put in order: one entry a picture.
struct FoundSample {
    Sample sample;
    std::vector<std::pair<std::string, std::string>> dimensions;  ///< name, value; each name once
    bool operator==(const FoundSample&) const = default;
};

/// All pictures of one training run or opened folder and the dimensions that they vary over. Immutable once
/// made.
struct Catalog {
    Generation generation;
    std::string run;   ///< name of the training run, or of the opened folder
    std::string root;  ///< absolute folder that sample paths are relative to
    std::vector<Dimension> dimensions;
    std::vector<Sample> samples;          ///< SampleId is the index
    std::vector<ValueIndex> values;       ///< shape [samples, dimensions], row-major
    std::vector<std::string> superseded;  ///< paths of pictures that a higher batch counter replaced
    std::vector<Problem> problems;

    ValueIndex value(SampleId sample, std::size_t dimension) const {
        return values[sample.value * dimensions.size() + dimension];
    }
    const Sample& sample(SampleId id) const { return samples[id.value]; }
    /// Index of the dimension of this name, or dimensions.size().
    std::size_t find_dimension(std::string_view name) const;
};

/// What a scan of one run reports.
struct ScanReport {
    std::string run;
    std::string root;
    std::vector<FoundSample> found;
    /// Values of `checkpoint` in training order; the order of a dimension of this name follows it.
    std::vector<std::string> checkpoint_order;
    std::vector<std::string> superseded;
    std::vector<Problem> problems;
};

/// What a catalog takes in. The rest of a larger report is named in the catalog's problems (kinds
/// "too-many-pictures", "too-many-dimensions"), so that memory stays within bounds whatever the file names
/// hold.
struct CatalogLimits {
    std::size_t samples = 2'000'000;  ///< the first by path; GridView packs places in 3 x 21 bits
    std::size_t dimensions = 64;      ///< `checkpoint`, then those that most pictures have
};

/// Infers dimensions, types and orders and numbers the samples. Pure; the same report gives the same catalog
/// whatever the order of `found`. A dimension is a number when every value parses as a decimal number; equal
/// numbers ("7", "7.0") are one value, shown as in the first sample by path. Samples are ordered by path
/// (bytes). Dimensions: `checkpoint` first, the others as they first appear in the samples; one with a single
/// value stays. Values of `checkpoint` are told apart as text when the report gives their order, and those
/// that it does not list come last, naturally.
std::shared_ptr<const Catalog> make_catalog(const ScanReport& report, Generation generation,
                                            const CatalogLimits& limits = {});

}  // namespace proofsheet::grid
