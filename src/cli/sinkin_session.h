#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/config.h"
#include "cli/console.h"
#include "shell/experiment_desk.h"

namespace proofsheet::cli {

/// A call that did not come to pictures, in words.
struct EndedCall {
    std::string id;
    std::string message;
};

/// What working the queue came to.
struct WorkReport {
    std::vector<std::string> made;  ///< files
    std::vector<EndedCall> refused, indeterminate, given_up;
    int completed = 0;
    jobs::Credits spent;          ///< confirmed since this command began
    std::string stopped_because;  ///< empty when the queue came to its end

    bool is_complete() const {
        return refused.empty() && indeterminate.empty() && given_up.empty() && stopped_because.empty();
    }
};

/// The database and the service for one command.
class SinkInSession {
public:
    /// Opens the database, which is made when it is not there. Errors: those of opening it.
    static Result<std::unique_ptr<SinkInSession>> open(const app::Config& config, const Console& console);

    shell::ExperimentDesk& desk() { return *desk_; }
    /// Turns until nothing is left to do, with a line for every call that ends.
    WorkReport work();

private:
    SinkInSession(store::OpenedDatabase opened, const app::Config& config, const Console& console);
    void take_news(const jobs::RunnerNews& news);
    void take(const jobs::CallStarted& news);
    void take(const jobs::CallEnded& news);
    void take(const jobs::PictureKept& news);
    void take(const jobs::PictureGivenUp& news);

    const Console& console_;
    std::unique_ptr<net::HttpClient> http_;
    std::unique_ptr<shell::ExperimentDesk> desk_;
    WorkReport report_;
};

/// The parts of a report as one JSON object, and as lines for people.
std::string report_document(const WorkReport& report, const shell::ExperimentDesk& desk);
void print_report(const WorkReport& report, const Console& console);

}  // namespace proofsheet::cli
