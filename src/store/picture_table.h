#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/file_bytes.h"
#include "core/result.h"
#include "store/database.h"
#include "store/review_types.h"

namespace proofsheet::store {

/// One version of one file.
struct FileVersion {
    std::string path;  ///< absolute, native bytes
    FileStamp stamp;
    bool operator==(const FileVersion&) const = default;
};

/// A file and what is in it.
struct PictureFile {
    FileVersion version;
    std::string pixel_hash;  ///< 32 lower-case hexadecimal digits
    /// What is known of how it was made, for tables and exports that work without a scan.
    std::optional<std::string> training_run, checkpoint, parameters_json;
};

/// Which content the files of pictures have. Scores belong to the content: files that were moved, renamed,
/// copied or saved again with the same pixels are the same picture; a path whose pixels changed is another
/// one. Every function may fail with what the database says (Io; Unsupported when it is read-only).
class PictureTable {
public:
    explicit PictureTable(Database& database) : database_(database) {}

    /// What is known of each version without decoding it; in the order given.
    Result<std::vector<std::optional<PictureId>>> find(std::span<const FileVersion> versions) const;
    /// Learns the content of files, one transaction for all; in the order given. Errors: InvalidInput (a hash
    /// that is none).
    Result<std::vector<PictureId>> recognise(std::span<const PictureFile> files);
    /// As `recognise`, and makes a row in `images` for each content that has none: before its first score.
    Result<std::vector<PictureId>> remember(std::span<const PictureFile> files);
    /// The files in which a picture was seen, by path; they may be gone.
    Result<std::vector<FileVersion>> files_of(PictureId picture) const;

private:
    Database& database_;
};

}  // namespace proofsheet::store
