#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "cache/picture_source.h"
#include "tasks/guarded.h"

namespace proofsheet::cache {

/// The path under which the preview of a picture in the making is wanted; no file has it.
std::string preview_path(const std::string& job_id);
/// The newest preview of a job by its number; each number is another picture.
PictureKey preview_key(const std::string& job_id, std::uint64_t number);

/// Pictures that are on no disk yet beside those of another source. Of each job only the newest is kept.
class PreviewSource final : public PictureSource {
public:
    explicit PreviewSource(std::shared_ptr<PictureSource> files) : files_(std::move(files)) {}

    /// `file` is the bytes of a picture file. What is larger than 16 MiB is not taken. Any thread.
    void put(const std::string& job_id, std::uint64_t number, std::vector<std::byte> file);
    void forget(const std::string& job_id);

    Result<LoadedPicture> load(const PictureKey& key, std::stop_token stop) override;
    Result<LoadedPicture> load_admitted(const PictureKey& key, std::stop_token stop,
                                        const Admit& admit) override;

private:
    struct Held {
        std::uint64_t number = 0;
        std::shared_ptr<const std::vector<std::byte>> file;
    };

    std::shared_ptr<PictureSource> files_;
    tasks::Guarded<std::map<std::string, Held>> held_;  ///< by path
};

}  // namespace proofsheet::cache
