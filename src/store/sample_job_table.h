#pragma once

#include "jobs/job_journal.h"
#include "store/database.h"

namespace proofsheet::store {

/// Sample jobs and their items in the database. See the interface for what each function does; each is one
/// transaction.
class SampleJobTable final : public jobs::JobJournal {
public:
    explicit SampleJobTable(Database& database) : database_(database) {}

    Result<jobs::SampleJob> create(const jobs::NewJob& wanted) override;
    Result<std::vector<jobs::SampleJob>> jobs() const override;
    Result<jobs::SampleJob> job(const std::string& job_id) const override;
    Result<std::vector<jobs::JobItem>> items(const std::string& job_id) const override;
    Result<std::vector<jobs::ItemState>> item_states(const std::string& job_id) const override;
    Result<jobs::JobItem> item(const std::string& item_id) const override;
    Result<std::vector<jobs::SampleJob>> line(const std::string& provider) const override;

    Result<jobs::SampleJob> advance(const std::string& job_id, jobs::JobEvent event,
                                    const std::string& message) override;
    Result<jobs::SampleJob> request_stop(const std::string& job_id) override;
    Result<jobs::StopWish> stop_wish(const std::string& job_id) const override;

    Status begin_attempt(const std::string& item_id, const std::string& attempt_id,
                         const std::string& output_path) override;
    Status accepted(const std::string& item_id, const std::string& attempt_id,
                    const std::string& remote_id) override;
    Status redirect(const std::string& item_id, const std::string& output_path) override;
    Status complete(const std::string& item_id, std::optional<std::chrono::milliseconds> duration) override;
    Status give_up(const std::string& item_id, jobs::ItemEvent event, const std::string& message) override;

    Result<std::size_t> retry_failed(const std::string& job_id,
                                     const std::map<std::string, std::string>& model_paths) override;
    Status retry_item(const std::string& item_id) override;
    Status remove(const std::string& job_id) override;

private:
    Database& database_;
};

}  // namespace proofsheet::store
