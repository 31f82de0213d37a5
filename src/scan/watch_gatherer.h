#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "scan/watch_change.h"

namespace proofsheet::scan {

struct GatherTimes {
    std::chrono::milliseconds quiet{100};          ///< without news, then they are told
    std::chrono::milliseconds longest{500};        ///< that news wait for quiet
    std::chrono::milliseconds never_closed{5000};  ///< without a write, then a file counts as complete
    /// The same for a file of which nobody knows whether it is still open.
    std::chrono::milliseconds settle{500};
};

/// Whether a file may have been seen by a scan before.
enum class FileAge { Fresh, Known };

/// Makes few changes of many events and knows which files are growing. A value without disk or clock: the
/// caller says when something happened, in any order of paths but never going back in time.
class ChangeGatherer {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit ChangeGatherer(GatherTimes times = {}) : times_(times) {}

    /// Something to look at that is no file growing.
    void changed(Changed what, Time now);
    /// The same, told by the next `take` without waiting for quiet.
    void changed_at_once(Changed what, Time now);

    /// A file was created and may be written from now on.
    void created(const std::string& path, Changed what, const FileFacts& facts, Time now);
    /// A file was written to. `facts` count only for one that was not growing.
    void modified(const std::string& path, Changed what, const FileFacts& facts, Time now);
    /// A file was found that may or may not be open for writing.
    void suspected(const std::string& path, Changed what, FileAge age, const FileFacts& facts, Time now);
    /// A file was closed after writing, or renamed into place.
    void completed(const std::string& path, Changed what, Time now);
    void gone(const std::string& path, Changed what, Time now);
    /// A folder went away with all that is in it.
    void gone_below(const std::string& folder, Time now);

    /// Events about a growing file may be lost: from now on only looks tell. nullopt when it is gone.
    void unsettle(const std::string& path, const std::optional<FileFacts>& facts, Time now);

    bool is_growing(const std::string& path) const { return growing_.contains(path); }
    std::vector<std::string> growing_paths() const;
    /// Files that had no news for so long that somebody has to look at them: `checked` is the answer.
    std::vector<std::string> overdue(Time now) const;
    /// A growing file as it is now, nullopt when it is gone: complete unless it changed since the last look.
    void checked(const std::string& path, const std::optional<FileFacts>& facts, Time now);

    /// When `take` or `overdue` will have something; nullopt when only an event can change that.
    std::optional<Time> deadline() const;
    /// News that waited long enough.
    std::optional<Change> take(Time now);

private:
    struct Growth {
        Changed what = Changed::Pictures;
        FileIdentity file;
        bool is_fresh = true;
        std::optional<FileStamp> looked_at;  ///< nullopt after a write, which a look would not tell from none
        std::chrono::milliseconds patience{};
        Time deadline;
    };

    Time due() const;
    void begin(const std::string& path, Growth growth, Time now);

    GatherTimes times_;
    std::map<std::string, Growth> growing_;
    std::optional<Changed> news_;
    Time first_;
    Time last_;
};

}  // namespace proofsheet::scan
