#include "cli/job_documents.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/table.h"
#include "core/text.h"
#include "jobs/job_line.h"
#include "jobs/job_progress.h"

namespace proofsheet::cli {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kJobNameWidth = 40;
constexpr std::size_t kReasonWidth = 100;

std::string dumped(const ordered_json& document) {
    return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

ordered_json json_of(const jobs::SampleJob& job, const std::filesystem::path& database) {
    return {{"id", job.id},
            {"run", to_display(job.run)},
            {"status", name_of(job.status)},
            {"provider", job.provider},
            {"workflow", to_display(job.workflow)},
            {"preset", job.preset.name},
            {"study", to_display(job.study)},
            {"total", job.counts.total()},
            {"done", job.counts.done()},
            {"pending", job.counts.pending},
            {"running", job.counts.running},
            {"completed", job.counts.completed},
            {"failed", job.counts.failed},
            {"skipped", job.counts.skipped},
            {"stop", static_cast<int>(job.stop)},
            {"interrupted", jobs::is_cut_off(job, database)},
            {"message", job.message},
            {"created_at", job.created_at},
            {"updated_at", job.updated_at}};
}

ordered_json json_of(const jobs::JobItem& item) {
    const jobs::SampleParameters& made = item.parameters;
    ordered_json document{{"id", item.id},
                          {"position", item.position},
                          {"checkpoint", to_display(item.checkpoint)},
                          {"prompt_name", made.prompt_name},
                          {"steps", made.steps},
                          {"cfg", made.cfg},
                          {"sampler_name", made.sampler},
                          {"scheduler", made.scheduler},
                          {"seed", made.seed}};
    if (made.lora_strength) document["lora_strength"] = *made.lora_strength;
    document["status"] = name_of(item.status);
    document["output_path"] = to_display(item.output_path);
    document["message"] = item.message;
    if (item.duration) document["duration_ms"] = item.duration->count();
    return document;
}

std::string state_text(const jobs::SampleJob& job, const std::filesystem::path& database) {
    if (jobs::is_cut_off(job, database)) return "interrupted";
    if (job.status == jobs::JobStatus::Running && job.stop != jobs::StopWish::None) return "stopping";
    return std::string(name_of(job.status));
}

std::string counts_text(const jobs::ItemCounts& counts) {
    std::string text = fmt::format("{} of {}", counts.completed, counts.total());
    if (counts.failed > 0) text += fmt::format(", {} failed", counts.failed);
    if (counts.skipped > 0) text += fmt::format(", {} skipped", counts.skipped);
    return text;
}

std::string checkpoints_table(const jobs::JobProgress& progress) {
    std::vector<std::vector<std::string>> rows{{"CHECKPOINT", "PICTURES"}};
    for (const jobs::CheckpointProgress& each : progress.checkpoints)
        rows.push_back({elide_middle(to_display(each.checkpoint), kJobNameWidth), counts_text(each.counts)});
    return format_table({Align::Left, Align::Left}, rows);
}

std::string reasons_table(const std::vector<jobs::JobItem>& items) {
    std::vector<std::vector<std::string>> rows{{"PICTURE", "CHECKPOINT", "STATE", "WHY"}};
    for (const jobs::JobItem& item : items)
        if (!item.message.empty())
            rows.push_back({fmt::format("{}", item.position + 1),
                            elide_middle(to_display(item.checkpoint), kJobNameWidth),
                            std::string(name_of(item.status)),
                            elide_middle(to_display(item.message), kReasonWidth)});
    if (rows.size() == 1) return {};
    return "\n" + format_table({Align::Right, Align::Left, Align::Left, Align::Left}, rows);
}

}  // namespace

std::string jobs_document(const std::vector<jobs::SampleJob>& all, const std::filesystem::path& database) {
    ordered_json documents = ordered_json::array();
    for (const jobs::SampleJob& job : all) documents.push_back(json_of(job, database));
    return dumped({{"jobs", std::move(documents)}});
}

std::string jobs_table(const std::vector<jobs::SampleJob>& all, const std::filesystem::path& database) {
    if (all.empty()) return "No sample jobs. Start one with 'proofsheet sample'.\n";
    std::vector<std::vector<std::string>> rows{{"JOB", "STATE", "PICTURES", "RUN", "PRESET", "STARTED"}};
    for (const jobs::SampleJob& job : all)
        rows.push_back({job.id, state_text(job, database), counts_text(job.counts),
                        elide_middle(to_display(job.run), kJobNameWidth),
                        elide_middle(to_display(job.preset.name), kJobNameWidth), job.created_at});
    return format_table({Align::Left, Align::Left, Align::Left, Align::Left, Align::Left, Align::Left}, rows);
}

std::string job_document(const jobs::SampleJob& job, const std::vector<jobs::JobItem>& items,
                         const std::filesystem::path& database) {
    const jobs::JobProgress progress = jobs::progress_of(items);
    ordered_json document{{"job", json_of(job, database)}};
    if (progress.left) document["eta_s"] = static_cast<double>(progress.left->count()) / 1000;
    document["checkpoints"] = ordered_json::array();
    for (const jobs::CheckpointProgress& each : progress.checkpoints)
        document["checkpoints"].push_back({{"checkpoint", to_display(each.checkpoint)},
                                           {"total", each.counts.total()},
                                           {"done", each.counts.done()},
                                           {"completed", each.counts.completed},
                                           {"failed", each.counts.failed},
                                           {"skipped", each.counts.skipped}});
    document["items"] = ordered_json::array();
    for (const jobs::JobItem& item : items) document["items"].push_back(json_of(item));
    return dumped(document);
}

std::string job_text(const jobs::SampleJob& job, const std::vector<jobs::JobItem>& items,
                     const std::filesystem::path& database) {
    const jobs::JobProgress progress = jobs::progress_of(items);
    std::string text = fmt::format("{}: {}, {}\nRun {}, preset {}, by {}\nPictures in {}\n", job.id,
                                   state_text(job, database), counts_text(job.counts), to_display(job.run),
                                   to_display(job.preset.name), job.provider, to_display(job.sample_dir));
    if (!job.message.empty()) text += to_display(job.message) + "\n";
    if (progress.left && job.status == jobs::JobStatus::Running)
        text += fmt::format("{} left\n", jobs::duration_text(*progress.left));
    return text + "\n" + checkpoints_table(progress) + reasons_table(items);
}

}  // namespace proofsheet::cli
