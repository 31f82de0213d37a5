#include "scan/checkpoint_name.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "core/text.h"
#include "scan/name_parts.h"

namespace proofsheet::scan {
namespace {

using grid::CheckpointKind;

struct CheckpointPath {
    std::vector<std::string_view> folders;
    std::string_view stem;  ///< without extension and shard
    std::string_view root_name;
};

/// What one name alone leaves open.
enum class Doubt {
    None,
    Epoch,   ///< six digits: an epoch or a date
    Folder,  ///< a generic name: the final of the folder's run or a run of its own
    Suffix,  ///< a timestamp or noise half: said by the trainer or part of the base
};

struct Reading {
    CheckpointName name;
    Doubt doubt = Doubt::None;
    CheckpointName plain;  ///< the other reading where there is a doubt: what is doubted stays in the base
};

constexpr std::array<std::string_view, 5> kGenericNames{"pytorch_lora_weights", "adapter_model", "lora",
                                                        "model", "diffusion_pytorch_model"};

bool is_generic(std::string_view stem) {
    return std::find(kGenericNames.begin(), kGenericNames.end(), stem) != kGenericNames.end();
}

bool is_unfinished(std::string_view part) {
    return part.ends_with(".tmp");
}

/// Folders in which kohya and OneTrainer keep what they need to go on training.
bool is_state_folder(std::string_view folder) {
    return folder.ends_with("-state") || folder.find("-backup-") != std::string_view::npos ||
           is_unfinished(folder);
}

bool is_no_checkpoint(std::string_view stem) {
    return stem.empty() || stem.starts_with('.') || stem.starts_with("optimizer") ||
           stem.starts_with("CRITIC_") || is_unfinished(stem);
}

/// Without `-00001-of-00003`.
std::string_view without_shard(std::string_view stem) {
    NameTail tail(stem);
    const bool is_shard =
        tail.take_digits(5, 5) && tail.take("-of-") && tail.take_digits(5, 5) && tail.take("-");
    return is_shard && !tail.rest().empty() ? tail.rest() : stem;
}

std::optional<CheckpointPath> path_of_checkpoint(std::string_view relative, std::string_view root_name) {
    std::vector<std::string_view> parts = split_name(relative, '/');
    if (parts.empty() || relative.ends_with('/')) return std::nullopt;
    NameTail file(parts.back());
    parts.pop_back();
    if (!file.take_extension("safetensors") || is_no_checkpoint(file.rest())) return std::nullopt;
    if (std::any_of(parts.begin(), parts.end(), is_state_folder)) return std::nullopt;
    return CheckpointPath{std::move(parts), without_shard(file.rest()), root_name};
}

std::string joined(const std::vector<std::string_view>& folders, std::size_t count) {
    std::string path;
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) path += '/';
        path += folders[i];
    }
    return path;
}

CheckpointName final_of(const CheckpointPath& path, std::string_view base) {
    CheckpointName name;
    name.folder = joined(path.folders, path.folders.size());
    name.base = base;
    return name;
}

/// The run that is a folder: its name is the base. `depth` counts folders from the root, which is 0;
/// `fallback` is the base where the root has no name.
CheckpointName final_of_folder(const CheckpointPath& path, std::size_t depth, std::string_view fallback) {
    CheckpointName name;
    if (depth > 0) {
        name.folder = joined(path.folders, depth - 1);
        name.base = path.folders[depth - 1];
    } else {
        name.base = path.root_name.empty() ? fallback : path.root_name;
    }
    return name;
}

CheckpointName numbered(CheckpointName name, CheckpointKind kind, std::int64_t number) {
    name.kind = kind;
    name.number = number;
    return name;
}

/// Takes `<mark><digits>` where something stands before it.
std::optional<std::int64_t> take_marked(NameTail& tail, std::string_view mark, std::size_t least,
                                        std::size_t most) {
    NameTail ahead = tail;
    const auto number = ahead.take_number(least, most);
    if (!number || !ahead.take(mark) || ahead.rest().empty()) return std::nullopt;
    tail = ahead;
    return number;
}

std::optional<std::string> take_noise(NameTail& tail) {
    for (const std::string_view half : {"high", "low"}) {
        NameTail ahead = tail;
        if (!ahead.take("_noise") || !ahead.take(half) || !ahead.take("_") || ahead.rest().empty()) continue;
        tail = ahead;
        return std::string(half);
    }
    return std::nullopt;
}

/// The prefix of OneTrainer, or the folder where it is empty.
CheckpointName final_of_prefix(const CheckpointPath& path, std::string_view prefix) {
    if (prefix.empty()) return final_of_folder(path, path.folders.size(), "save");
    return final_of(path, prefix);
}

/// `<prefix><YYYY-MM-DD_HH-MM-SS>-save-<step>-<epoch>-<epoch step>`. Before the shorter patterns: an epoch
/// step of six digits would be taken for an epoch.
std::optional<Reading> read_onetrainer(const CheckpointPath& path) {
    NameTail tail(path.stem);
    if (!tail.take_number() || !tail.take("-")) return std::nullopt;
    const auto epoch = tail.take_number();
    if (!epoch || !tail.take("-")) return std::nullopt;
    const auto step = tail.take_number();
    if (!step || !tail.take("-save-") || !tail.take_timestamp()) return std::nullopt;
    Reading reading{.name = numbered(final_of_prefix(path, tail.rest()), CheckpointKind::Step, *step),
                    .plain = {}};
    reading.name.epoch = epoch;
    return reading;
}

/// kohya, musubi: `<name>[-<epoch:6>][-step<step>]`.
std::optional<Reading> read_kohya(const CheckpointPath& path) {
    NameTail tail(path.stem);
    const auto step = take_marked(tail, "-step", 1, NameTail::kAnyCount);
    const std::string_view before_step = tail.rest();
    const auto epoch = take_marked(tail, "-", 6, 6);
    if (!step && !epoch) return std::nullopt;
    Reading reading;
    reading.name = final_of(path, tail.rest());
    reading.plain = final_of(path, before_step);
    if (step) {
        reading.name = numbered(std::move(reading.name), CheckpointKind::Step, *step);
        reading.name.epoch = epoch;
        reading.plain = numbered(std::move(reading.plain), CheckpointKind::Step, *step);
    } else {
        reading.name = numbered(std::move(reading.name), CheckpointKind::Epoch, *epoch);
    }
    reading.name.uncertain = epoch.has_value();
    reading.doubt = epoch ? Doubt::Epoch : Doubt::None;
    return reading;
}

/// ai-toolkit: `<job>_<step:9>[_high_noise|_low_noise]`.
std::optional<Reading> read_ai_toolkit(const CheckpointPath& path) {
    NameTail tail(path.stem);
    auto noise = take_noise(tail);
    const auto step = take_marked(tail, "_", 9, 9);
    if (!step) return std::nullopt;
    Reading reading{.name = numbered(final_of(path, tail.rest()), CheckpointKind::Step, *step), .plain = {}};
    reading.name.noise = std::move(noise);
    return reading;
}

struct NumberedFolder {
    CheckpointKind kind = CheckpointKind::Step;
    std::int64_t number = 0;
};

std::optional<NumberedFolder> read_numbered_folder(std::string_view folder) {
    NameTail tail(folder);
    const auto number = tail.take_number();
    if (!number) return std::nullopt;
    const std::string_view word = tail.rest();
    if (word == "epoch") return NumberedFolder{CheckpointKind::Epoch, *number};
    if (word != "checkpoint-" && word != "step" && word != "global_step") return std::nullopt;
    return NumberedFolder{CheckpointKind::Step, *number};
}

/// SimpleTuner, diffusers, diffusion-pipe: a name that says nothing in a folder that holds the number, and
/// the final of the same name in the folder above.
std::optional<Reading> read_generic(const CheckpointPath& path) {
    if (!is_generic(path.stem)) return std::nullopt;
    const std::size_t depth = path.folders.size();
    const auto folder = depth > 0 ? read_numbered_folder(path.folders.back()) : std::nullopt;
    if (!folder)
        return Reading{final_of_folder(path, depth, path.stem), Doubt::Folder, final_of(path, path.stem)};
    return Reading{
        .name = numbered(final_of_folder(path, depth - 1, path.stem), folder->kind, folder->number),
        .plain = {}};
}

/// The last file of OneTrainer: `<prefix><YYYY-MM-DD_HH-MM-SS>`.
std::optional<Reading> read_timestamped_final(const CheckpointPath& path) {
    NameTail tail(path.stem);
    if (!tail.take_timestamp()) return std::nullopt;
    return Reading{final_of_prefix(path, tail.rest()), Doubt::Suffix, final_of(path, path.stem)};
}

/// The last files of ai-toolkit where a run trains two halves.
std::optional<Reading> read_noise_final(const CheckpointPath& path) {
    NameTail tail(path.stem);
    auto noise = take_noise(tail);
    if (!noise) return std::nullopt;
    Reading reading{final_of(path, tail.rest()), Doubt::Suffix, final_of(path, path.stem)};
    reading.name.noise = std::move(noise);
    return reading;
}

std::optional<Reading> read(std::string_view relative, std::string_view root_name) {
    const auto path = path_of_checkpoint(relative, root_name);
    if (!path) return std::nullopt;
    constexpr std::array kRules{read_onetrainer,        read_kohya,      read_ai_toolkit, read_generic,
                                read_timestamped_final, read_noise_final};
    for (const auto rule : kRules)
        if (auto reading = rule(*path)) return reading;
    return Reading{.name = final_of(*path, path->stem), .plain = {}};
}

using FolderAndBase = std::pair<std::string, std::string>;

FolderAndBase key_of(const CheckpointName& name) {
    return {name.folder, name.base};
}

/// Which endings the names of a run have: one that all share is part of the base.
class Endings {
public:
    void add(const Reading& reading) {
        const bool doubted = reading.doubt == Doubt::Epoch;
        if (reading.doubt != Doubt::Folder)
            endings_[key_of(reading.name)].insert(doubted ? reading.plain.base : reading.name.base);
        if (reading.doubt != Doubt::None) endings_[key_of(reading.plain)].insert(reading.plain.base);
    }
    bool vary(const CheckpointName& name) const {
        const auto found = endings_.find(key_of(name));
        return found != endings_.end() && found->second.size() > 1;
    }

private:
    std::map<FolderAndBase, std::set<std::string>> endings_;
};

using Readings = std::vector<std::optional<Reading>>;

void settle_epochs(Readings& readings) {
    Endings endings;
    for (const auto& reading : readings)
        if (reading) endings.add(*reading);
    for (auto& reading : readings) {
        if (!reading || reading->doubt != Doubt::Epoch) continue;
        if (!endings.vary(reading->name)) reading->name = reading->plain;
        reading->name.uncertain = false;
    }
}

void settle_finals(Readings& readings) {
    std::set<FolderAndBase> numbered_runs;
    for (const auto& reading : readings)
        if (reading && reading->name.kind != CheckpointKind::Final)
            numbered_runs.insert(key_of(reading->name));
    for (auto& reading : readings) {
        if (!reading || (reading->doubt != Doubt::Folder && reading->doubt != Doubt::Suffix)) continue;
        const bool alone = reading->doubt == Doubt::Folder && !numbered_runs.contains(key_of(reading->name));
        if (alone || numbered_runs.contains(key_of(reading->plain))) reading->name = reading->plain;
    }
}

}  // namespace

std::optional<CheckpointName> parse_checkpoint_name(std::string_view relative, std::string_view root_name) {
    auto reading = read(relative, root_name);
    if (!reading) return std::nullopt;
    return std::move(reading->name);
}

std::vector<std::optional<CheckpointName>> parse_checkpoint_names(std::span<const std::string> relatives,
                                                                  std::string_view root_name) {
    Readings readings;
    readings.reserve(relatives.size());
    for (const std::string& relative : relatives) readings.push_back(read(relative, root_name));
    settle_epochs(readings);
    settle_finals(readings);
    std::vector<std::optional<CheckpointName>> names;
    names.reserve(readings.size());
    for (auto& reading : readings)
        names.push_back(reading ? std::optional(std::move(reading->name)) : std::nullopt);
    return names;
}

std::optional<std::int64_t> number_in_run_name(std::string_view run_name) {
    const std::string name = ascii_lower(run_name);
    constexpr std::string_view kWord = "step";
    for (std::size_t at = name.rfind(kWord); at != std::string::npos;
         at = at > 0 ? name.rfind(kWord, at - 1) : std::string::npos) {
        std::string_view rest = std::string_view(name).substr(at + kWord.size());
        if (rest.starts_with('s')) rest.remove_prefix(1);
        if (rest.starts_with('-')) rest.remove_prefix(1);
        const auto number = parse_digits(rest.substr(0, rest.find_first_not_of("0123456789")));
        if (number) return number;
    }
    return std::nullopt;
}

}  // namespace proofsheet::scan
