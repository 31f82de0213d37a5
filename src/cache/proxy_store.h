#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "cache/memory_gate.h"
#include "cache/proxy_folder.h"
#include "cache/proxy_record.h"
#include "tasks/worker_pool.h"

namespace proofsheet::cache {

/// Counters since the start.
struct ProxyStoreStats {
    std::uint64_t found = 0;
    std::uint64_t damaged = 0;  ///< noticed and left to be made again
    std::uint64_t written = 0;
    std::uint64_t skipped = 0;  ///< not written: too many waited, or the folder said no
};

/// Proxies on the disk, for the next start: one file for each picture, named by its path, valid for one
/// stamp of it. Reading copies pixels and decodes nothing; a file that is damaged at any byte is noticed.
/// Several processes may share the folder; it never has more than `limit_bytes`. Losing it loses nothing but
/// time.
class ProxyStore {
public:
    /// Writes on `threads` threads of its own: 1, or 0 for tests that turn the crank.
    ProxyStore(const std::filesystem::path& folder, std::uint64_t limit_bytes, int threads = 1);

    /// Any thread.
    ProxyRead read(const PictureKey& key, const Admit& admit);
    /// Copies the proxy and writes it some time later, or never when writing cannot keep up. Any thread.
    void keep(const PictureKey& key, const LoadedPicture& picture);

    bool run_one() { return writer_.run_one(); }
    /// Blocks until all that was kept is written.
    void finish() { writer_.finish(); }
    /// Waiting to be written. Any thread.
    int pending() const { return writer_.pending(); }
    /// Any thread.
    ProxyStoreStats stats() const;

private:
    bool write(const std::string& path, ProxyRecord& record);

    std::filesystem::path folder_path_;
    ProxyFolder folder_;  ///< the writer's
    std::shared_ptr<MemoryGate> waiting_;
    std::atomic<bool> gave_up_ = false;  ///< the folder cannot be written; not tried again
    std::atomic<std::uint64_t> found_ = 0;
    std::atomic<std::uint64_t> damaged_ = 0;
    std::atomic<std::uint64_t> written_ = 0;
    std::atomic<std::uint64_t> skipped_ = 0;
    tasks::WorkerPool writer_;  ///< last: its tasks use everything above
};

}  // namespace proofsheet::cache
