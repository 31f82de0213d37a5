#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "core/file_bytes.h"
#include "report/table.h"

namespace proofsheet::shell {

/// What the heads of picture files said, so that each version of a file is read once. Texts that many
/// pictures share are kept once. One thread at a time.
class PictureHeads {
public:
    /// Nothing when this version was not read yet.
    std::optional<report::PictureFacts> find(const std::string& path, const FileStamp& stamp) const;
    void keep(const std::string& path, const FileStamp& stamp, report::PictureFacts facts);

private:
    struct Head {
        FileStamp stamp;
        report::PictureFacts facts;  ///< without its texts
        const std::string* prompt = nullptr;
        const std::string* negative_prompt = nullptr;
        const std::string* model = nullptr;
    };
    const std::string* shared(std::optional<std::string>& text);

    std::unordered_map<std::string, Head> heads_;
    std::unordered_set<std::string> texts_;
};

}  // namespace proofsheet::shell
