#include "providers/demo_data.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <utility>

#include "core/file_bytes.h"
#include "image/encode.h"
#include "providers/demo_checkpoint.h"
#include "providers/demo_enlarge.h"
#include "providers/demo_graph.h"
#include "providers/demo_painter.h"
#include "tasks/inbox.h"

namespace proofsheet::providers {
namespace {

/// Raise it when the demo's files change.
constexpr int kVersion = 1;
constexpr std::string_view kFinalFile = "gloaming-style.safetensors";

Error cannot_write(const std::filesystem::path& path, const std::error_code& why) {
    return {ErrorKind::Io,
            fmt::format("The demo file cannot be written{}{}; is there space and permission? {}",
                        why ? ": " : "", why ? why.message() : "", display_path(path))};
}

/// Anything, a broken link too, counts as somebody's file.
bool is_there(const std::filesystem::path& path) {
    std::error_code ignored;
    return std::filesystem::exists(std::filesystem::symlink_status(path, ignored));
}

Status write_unflushed(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    std::filesystem::path part = path;
    // Two programs that make the demo at once must not write into one file.
    part += fmt::format(".{}.part", ::getpid());
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    file.close();
    std::error_code error;
    if (!file) {
        std::filesystem::remove(part, error);
        return cannot_write(path, {});
    }
    std::filesystem::rename(part, path, error);
    return error ? cannot_write(path, error) : Status{};
}

/// Writes files one after the other and keeps the last scene, since the next file often shows it too.
class DemoWriter {
public:
    Status write(const DemoFile& file) {
        if (is_there(file.path)) return {};
        const auto bytes =
            std::visit([&](const auto& content) { return bytes_of(content, file.path); }, file.content);
        if (!bytes) return bytes.error();
        return write_unflushed(file.path, *bytes);
    }

private:
    using Bytes = Result<std::vector<std::byte>>;

    image::Pixels paint(const DemoPicture& picture) {
        if (!scene_ || !same_scene(painted_, picture)) {
            scene_.reset();
            scene_ = paint_scene(picture);
            painted_ = picture;
        }
        return paint_demo(*scene_, picture);
    }

    static Bytes encode(const image::Pixels& pixels, const DemoGraph& graph) {
        return image::encode_png(pixels, comfy_texts(graph), kDemoCompression, image::PngAlpha::Drop);
    }

    Bytes bytes_of(const DemoCheckpoint& checkpoint, const std::filesystem::path& path) {
        return demo_checkpoint_file(checkpoint, path.filename().native());
    }

    Bytes bytes_of(const DemoSample& sample, const std::filesystem::path&) {
        Bytes bytes =
            encode(paint(sample.picture), {sample.picture, sample.checkpoint, sample.name_prefix, ""});
        if (bytes && sample.ending == DemoEnding::CutShort) bytes->resize(bytes->size() / 2);
        return bytes;
    }

    Bytes bytes_of(const DemoUpscale& upscale, const std::filesystem::path& path) {
        DemoGraph graph{upscale.picture, std::string(kFinalFile), path.stem().native(), ""};
        if (upscale.scaling == DemoScaling::None) return encode(paint(upscale.picture), graph);
        if (upscale.scaling == DemoScaling::Lanczos) {
            graph.scaled_by = "lanczos";
            return encode(enlarge_twice(paint(upscale.picture)), graph);
        }
        graph.picture.size = {upscale.picture.size.width * 2, upscale.picture.size.height * 2};
        return encode(paint(graph.picture), graph);
    }

    DemoPicture painted_;
    std::optional<PaintedScene> scene_;
};

const DemoPicture* picture_of(const DemoFile& file) {
    const auto* sample = std::get_if<DemoSample>(&file.content);
    return sample ? &sample->picture : nullptr;
}

/// Runs of files of the plan that share a scene; each other file is its own.
std::vector<std::span<const DemoFile>> by_scene(std::span<const DemoFile> plan) {
    std::vector<std::span<const DemoFile>> groups;
    for (std::size_t begin = 0; begin < plan.size();) {
        const DemoPicture* first = picture_of(plan[begin]);
        std::size_t end = begin + 1;
        while (first && end < plan.size() && picture_of(plan[end]) &&
               same_scene(*first, *picture_of(plan[end])))
            ++end;
        groups.push_back(plan.subspan(begin, end - begin));
        begin = end;
    }
    return groups;
}

/// The work that the threads share. Shared ownership: a pool thread may look for more after the last file is
/// done.
struct DemoWork {
    std::vector<DemoFile> plan;  ///< what is missing
    std::vector<std::span<const DemoFile>> groups;
    std::atomic<std::size_t> next_group{0};
    std::atomic<std::size_t> done{0};  ///< files written, skipped or given up
    std::atomic<bool> failed{false};
    std::atomic<bool> cut_off{false};  ///< files were left out because of a stop
    tasks::Inbox<Error> errors;
    std::stop_token stop;

    void make(DemoWriter& writer, const DemoFile& file) {
        if (failed) return;
        if (stop.stop_requested()) {
            cut_off = true;
            return;
        }
        if (const Status status = writer.write(file); !status) {
            errors.post(status.error());
            failed = true;
        }
    }

    /// `tell` after each file.
    void run_groups(const std::function<void()>& tell) {
        for (std::size_t i = next_group++; i < groups.size(); i = next_group++) {
            DemoWriter writer;
            for (const DemoFile& file : groups[i]) {
                make(writer, file);
                ++done;
                done.notify_all();
                tell();
            }
        }
    }
};

Status make_folders(const std::vector<DemoFile>& plan) {
    for (const DemoFile& file : plan) {
        std::error_code error;
        std::filesystem::create_directories(file.path.parent_path(), error);
        if (error) return cannot_write(file.path.parent_path(), error);
    }
    return {};
}

/// Works with the pool until every file is done.
Status work_through(const std::shared_ptr<DemoWork>& work, tasks::WorkerPool& pool,
                    const std::function<void(std::size_t done)>& on_progress) {
    const std::size_t total = work->plan.size();
    std::size_t told = total + 1;
    const auto tell = [&] {
        const std::size_t done = work->done;
        if (done != std::exchange(told, done)) on_progress(done);
    };
    // One thread fewer than there are: the calling one works too.
    for (int i = 1; i < std::max(pool.thread_count(), 2); ++i)
        pool.submit([work](const std::stop_token&) { work->run_groups([] {}); });
    tell();
    work->run_groups(tell);
    for (std::size_t done = work->done; done < total; done = work->done) {
        tell();
        work->done.wait(done);
    }
    tell();
    if (const std::vector<Error> errors = work->errors.drain(); !errors.empty()) return errors.front();
    if (work->cut_off)
        return Error{ErrorKind::Cancelled, "Making the demo was stopped; what is there stays."};
    return {};
}

}  // namespace

Status write_demo_file(const DemoFile& file) {
    return DemoWriter().write(file);
}

bool demo_is_complete(const std::filesystem::path& dir) {
    constexpr std::uint64_t kLongest = 4096;
    const auto bytes = read_file(demo_folders(dir).marker, kLongest);
    if (!bytes) return false;
    const auto* text = reinterpret_cast<const char*>(bytes->data());
    const auto marker = nlohmann::json::parse(text, text + bytes->size(), nullptr, false);
    const auto version = marker.is_object() ? marker.find("demo_version") : marker.end();
    return marker.is_object() && version != marker.end() && *version == kVersion;
}

Status make_demo(const std::filesystem::path& dir, tasks::WorkerPool& pool,
                 const std::function<void(std::size_t done, std::size_t total)>& on_progress,
                 const std::stop_token& stop, int side) {
    const auto work = std::make_shared<DemoWork>();
    work->plan = plan_demo(dir, side);
    const std::size_t total = work->plan.size();
    const std::size_t there =
        std::erase_if(work->plan, [](const DemoFile& file) { return is_there(file.path); });
    work->groups = by_scene(work->plan);
    work->stop = stop;
    if (Status folders = make_folders(work->plan); !folders) return folders;
    const auto tell = [&](std::size_t done) {
        if (on_progress) on_progress(there + done, total);
    };
    if (Status worked = work_through(work, pool, tell); !worked) return worked;
    if (demo_is_complete(dir)) return {};
    const std::string marker = nlohmann::json{{"demo_version", kVersion}, {"files", total}}.dump() + "\n";
    return write_unflushed(demo_folders(dir).marker, std::as_bytes(std::span(marker)));
}

}  // namespace proofsheet::providers
