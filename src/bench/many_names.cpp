#include "bench/many_names.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "core/file_bytes.h"
#include "image/encode.h"

namespace proofsheet::bench {
namespace {

namespace fs = std::filesystem;

Result<std::vector<std::byte>> small_picture(int index) {
    image::Pixels picture({24, 16});
    for (std::size_t i = 0; i < picture.bytes().size(); ++i)
        picture.bytes()[i] =
            static_cast<std::uint8_t>(i % 4 == 3 ? 255 : static_cast<std::size_t>(index) * 5 + i / 3);
    return image::encode_png(picture, {}, 1, image::PngAlpha::Drop);
}

std::string sample_name(int index) {
    constexpr int kSeeds = 10;
    return fmt::format("prompt_name=p{:02}&seed={}&cfg=3.5&_00001_.png", index / kSeeds,
                       100 + index % kSeeds);
}

/// One file under many names: what is measured is the names.
Status fill_folder(const fs::path& folder, int index) {
    std::error_code failure;
    fs::create_directories(folder, failure);
    const auto picture = small_picture(index);
    if (!picture) return picture.error();
    const fs::path first = folder / sample_name(0);
    if (const Status written = write_file_atomically(first, *picture); !written) return written;
    for (int i = 1; i < kManyInEach; ++i)
        if (::link(first.c_str(), (folder / sample_name(i)).c_str()) != 0 && errno != EEXIST)
            return Error{ErrorKind::Io,
                         "A name cannot be added; is there space and permission? " + display_path(folder)};
    return {};
}

}  // namespace

Status make_many_names(const fs::path& folder) {
    std::error_code failure;
    fs::create_directories(folder / "checkpoints", failure);
    for (int i = 0; i < kManyFolders; ++i) {
        const std::string name = fmt::format("many-step{:08}.safetensors", 100 * (i + 1));
        const fs::path checkpoint = folder / "checkpoints" / name;
        // Written last, so that a folder with its checkpoint is complete.
        if (fs::exists(checkpoint, failure)) continue;
        if (const Status filled = fill_folder(folder / "samples" / name, i); !filled) return filled;
        constexpr unsigned char kEmptyHeader[] = {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'};
        if (const Status written = write_file_atomically(checkpoint, std::as_bytes(std::span(kEmptyHeader)));
            !written)
            return written;
    }
    return {};
}

}  // namespace proofsheet::bench
