#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/file_bytes.h"
#include "core/result.h"
#include "core/size.h"
#include "image/pixels.h"

namespace proofsheet::cache {

/// Which version of a picture: reduced for the grid, or itself.
enum class Level : std::uint8_t { Proxy, Full };

/// Longest side of a proxy in pixels.
constexpr int kProxySide = 512;

/// Names one version of one file at one level. The stamp is part of the name, so a late result is never
/// wrong, only unneeded.
struct PictureKey {
    std::string path;  ///< absolute, native bytes
    FileStamp stamp;
    Level level = Level::Proxy;
    auto operator<=>(const PictureKey&) const = default;
};

/// A decoded picture with its mip chain: `levels[0]` is the picture, each next one half of it, down to 1 x 1.
struct LoadedPicture {
    std::vector<image::Pixels> levels;
    SizePx full_size;  ///< of the file's picture, whatever the level
    std::size_t bytes() const;
};

/// Asked by a source as soon as it knows the picture's size and how many bytes loading takes at its peak,
/// before it takes them. False: not now.
using Admit = std::function<bool(SizePx full_size, std::size_t bytes)>;

/// Where pictures come from: the disk, or a fake in tests. Called on pool threads, several at once.
class PictureSource {
public:
    virtual ~PictureSource() = default;
    /// Errors: those of image::decode, NotFound, Io, Cancelled when the token asked for it.
    virtual Result<LoadedPicture> load(const PictureKey& key, std::stop_token stop) = 0;
    /// As `load`, but asks `admit` once before it takes the memory, and gives up with Cancelled when the
    /// answer is no. A source that does not know better never asks.
    virtual Result<LoadedPicture> load_admitted(const PictureKey& key, std::stop_token stop,
                                                const Admit& admit);
};

/// Reads files and decodes them. `memory_limit_bytes` caps one picture: what would need more is refused with
/// Unsupported.
class FilePictureSource final : public PictureSource {
public:
    explicit FilePictureSource(std::size_t memory_limit_bytes) : memory_limit_bytes_(memory_limit_bytes) {}
    Result<LoadedPicture> load(const PictureKey& key, std::stop_token stop) override;
    Result<LoadedPicture> load_admitted(const PictureKey& key, std::stop_token stop,
                                        const Admit& admit) override;

private:
    std::size_t memory_limit_bytes_;
};

}  // namespace proofsheet::cache
