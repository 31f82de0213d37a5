#pragma once

#include <functional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "app/command.h"
#include "app/effect.h"
#include "sheet/sheet.h"
#include "tasks/guarded.h"
#include "tasks/inbox.h"
#include "tasks/worker_pool.h"

namespace proofsheet::shell {

/// The installed fonts that draw these characters, the one of the user interface first.
std::vector<sheet::FontFile> sheet_fonts(const std::set<char32_t>& characters);

/// "cfg 3.5, seed 7 or 42": what the filters let through, for the title of a sheet.
std::string filters_text(const grid::GridQuery& query);

/// Writes contact sheets, one after the other, on a thread of its own.
class SheetLink {
public:
    SheetLink(tasks::Inbox<app::Command>& inbox, std::function<void()> wake);
    ~SheetLink();

    void run(const app::WriteSheet& effect);
    /// Ends the one that is being written, of which nothing stays, and those that wait.
    void stop();
    /// How far it is, for the status bar; empty when nothing is written. Any thread.
    std::string note() const { return note_.get(); }
    int pending() const { return pool_.pending(); }

private:
    void write(const app::WriteSheet& effect, const std::stop_token& stop);

    tasks::Inbox<app::Command>& inbox_;
    std::function<void()> wake_;
    tasks::Guarded<std::string> note_;
    std::stop_source current_;
    tasks::WorkerPool pool_;  ///< last: its tasks use everything above
};

}  // namespace proofsheet::shell
