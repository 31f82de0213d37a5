#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "jobs/sample_form.h"
#include "jobs/sample_preset.h"

namespace proofsheet::jobs {

/// How a job's pictures spell long texts in their names. A file name has at most 255 bytes, counter,
/// extension and `.part` included.
enum class NameSpelling {
    Exact,
    Shortened,  ///< texts that are longer than a fixed number of bytes are `short_form`
};

/// Exact where every name of the preset fits, so that each text has one spelling within a job.
NameSpelling spelling_of(const SamplePreset& preset);

/// The key that a picture's name has for a text or number of `SampleParameters`.
enum class NameKey { Prompt, Steps, Cfg, Sampler, Scheduler, Seed, LoraStrength };
std::string_view name_of(NameKey key);

/// A text as it is, or its beginning with `~` and eight hexadecimal digits of its hash where it is longer
/// than the key's fixed number of bytes in a name. A short form is its own short form.
std::string short_form(NameKey key, const std::string& text);

/// The dimensions of a picture in the order of its name: `prompt_name`, `steps`, `cfg`, `sampler_name`,
/// `scheduler`, `seed` and, where the job varies it, `lora_strength`.
std::vector<std::pair<std::string, std::string>> name_dimensions(const SampleParameters& parameters,
                                                                 NameSpelling spelling);

/// "<dimensions>.png"; with a counter above 0 "<dimensions>&_00001_.png", which replaces lower ones in the
/// grid. The name parser reads back exactly `name_dimensions`.
std::string output_name(const SampleParameters& parameters, NameSpelling spelling, int counter);

/// Equal for pictures that have one cell of a checkpoint's grid: numbers by value (7 is 7.0), texts by their
/// short form, other keys do not count. For names that the parser has read.
std::string cell_key(const std::vector<std::pair<std::string, std::string>>& dimensions);

/// The folder of a checkpoint's pictures, relative to the sample folder: `<file>` or `<study>/<file>`.
std::string output_folder(const std::string& study, const std::string& checkpoint_file);

/// Why this cannot be one part of a path below the sample folder, as the end of a sentence ("is empty");
/// empty when it can.
std::string path_part_fault(std::string_view part);

}  // namespace proofsheet::jobs
