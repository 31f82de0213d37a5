#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cache/picture_source.h"
#include "cache/texture_uploader.h"
#include "core/error.h"
#include "tasks/inbox.h"
#include "tasks/ranked_work.h"

namespace proofsheet::cache {

/// Where a wanted picture is.
enum class Residency : std::uint8_t { Absent, Loading, Resident, Failed };

/// Answer to a wish. `texture` is 0 unless Resident.
struct CachedTexture {
    Residency residency = Residency::Absent;
    TextureHandle texture = 0;
    SizePx size;                   ///< of this level
    SizePx full_size;              ///< of the file's picture, 0 x 0 when not known yet
    const Error* error = nullptr;  ///< set when Failed; valid until the next begin_frame
};

/// Rank of a wish: lower is sooner. Visible always comes before everything else.
struct Priority {
    enum Band : std::int32_t { Visible = 0, Flip = 1, Near = 2, Rest = 3 };
    Band band = Rest;
    std::int32_t distance = 0;
    auto operator<=>(const Priority&) const = default;
};

struct CacheBudgets {
    std::size_t gpu_bytes = std::size_t{2048} << 20;  ///< textures with their mip levels
    std::size_t cpu_bytes = std::size_t{1024} << 20;  ///< decoded, waiting for upload, and being decoded
    /// Larger pictures go through in pieces; a single row always does.
    std::size_t upload_bytes_per_frame = std::size_t{16} << 20;
};

/// Counters since the start, for the frame log, the state dump and tests.
struct CacheStats {
    std::uint64_t decodes_started = 0;
    std::uint64_t decodes_finished = 0;
    std::uint64_t upload_bytes = 0;  ///< since the start
    std::uint64_t upload_bytes_this_frame = 0;
    std::uint64_t evictions = 0;
    /// Visible pictures that became resident or failed: when it grows, the next frame shows something else.
    std::uint64_t visible_changes = 0;
    std::size_t gpu_bytes = 0;
    std::size_t cpu_bytes = 0;
    int wanted = 0;           ///< in this frame
    int unresolved = 0;       ///< wanted in this frame, and neither resident nor failed when it began
    int decodes_pending = 0;  ///< wanted in this frame and not resident, waiting or running
    int uploads_pending = 0;  ///< decoded, not completely uploaded
};

/// Pictures as textures. Asked every frame and answers at once: what was wanted in this frame is loaded in
/// the order of its priority, what was not wanted is cancelled before it starts, and evicted, oldest wish
/// first, when room is needed. A picture wanted in this frame is never evicted for one of the same or a later
/// band; visible proxies count as a band before the other visible pictures, and are loaded whatever the
/// budget says. Render thread only; pictures are loaded on threads of its own. The uploader, and what it
/// needs, outlives the cache.
class TextureCache {
public:
    /// `threads` decode at once; 0 for tests that turn the crank with `run_one`. `wake` is called on a pool
    /// thread when a decode ends.
    TextureCache(std::shared_ptr<PictureSource> source, TextureUploader& uploader, CacheBudgets budgets,
                 int threads, std::function<void()> wake = {});
    ~TextureCache();

    void begin_frame();
    /// Asks for a picture and says what is there. A texture answered here, or by `peek`, stays valid until
    /// the next begin_frame.
    CachedTexture want(const PictureKey& key, Priority priority);
    /// What is there, without wanting it.
    CachedTexture peek(const PictureKey& key) const;
    /// Uploads within the budget, evicts, hands the newest ranking to the pool.
    void end_frame();
    /// Between two frames: takes what was decoded and uploads it, as a frame with the wishes of the last one
    /// would that nobody has to draw. What was answered before is no longer valid.
    void load_on();

    /// Runs one decode on the calling thread; false when none waits.
    bool run_one();
    /// Forgets a failure, so that the next wish tries again.
    void retry(const PictureKey& key);
    void set_budgets(CacheBudgets budgets);
    const CacheStats& stats() const;
    /// True when nothing wanted in the last frame is still on its way (and could get there within the
    /// budget). While it is false another frame is needed: at once when `uploads_pending` is not 0, else
    /// after `wake`.
    bool settled() const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace proofsheet::cache
