#include "shell/sampling_work.h"

#include "store/row_values.h"
#include "store/sample_job_table.h"
#include "tasks/wake_signal.h"

namespace proofsheet::shell {
namespace {

void wait_or_stop(std::chrono::milliseconds time, const std::stop_token& stop) {
    tasks::WakeSignal signal;
    const std::stop_callback on_stop(stop, [&] { signal.wake(); });
    signal.wait(time);
}

}  // namespace

Result<jobs::LineTurn> work_on_samples(const SamplingWork& work, const std::stop_token& stop) {
    store::SampleJobTable journal(work.database);
    jobs::DiskOutputFiles files;
    jobs::JobRunner runner({journal, work.service.provider(), files, store::new_uuid, store::now_text,
                            std::chrono::steady_clock::now, wait_or_stop, work.tell, work.version});
    const std::filesystem::path lock = jobs::line_lock(work.database.file(), work.provider);
    if (work.job_id) return jobs::work_on_job(runner, *work.job_id, lock, stop);
    return jobs::work_on_line(runner, journal, work.provider, lock, stop);
}

bool is_to_be_interrupted(const jobs::JobJournal& journal, const std::string& job_id, bool waiting) {
    const Result<jobs::StopWish> wish = journal.stop_wish(job_id);
    if (!wish) return false;
    return *wish == jobs::StopWish::Now || (*wish == jobs::StopWish::AfterPicture && waiting);
}

}  // namespace proofsheet::shell
