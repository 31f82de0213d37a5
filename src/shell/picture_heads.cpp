#include "shell/picture_heads.h"

#include <utility>

namespace proofsheet::shell {
namespace {

std::optional<std::string> copied(const std::string* text) {
    return text == nullptr ? std::nullopt : std::optional(*text);
}

}  // namespace

std::optional<report::PictureFacts> PictureHeads::find(const std::string& path,
                                                       const FileStamp& stamp) const {
    const auto head = heads_.find(path);
    if (head == heads_.end() || head->second.stamp != stamp) return std::nullopt;
    report::PictureFacts facts = head->second.facts;
    facts.parameters.prompt = copied(head->second.prompt);
    facts.parameters.negative_prompt = copied(head->second.negative_prompt);
    facts.parameters.model = copied(head->second.model);
    return facts;
}

void PictureHeads::keep(const std::string& path, const FileStamp& stamp, report::PictureFacts facts) {
    Head head;
    head.stamp = stamp;
    head.prompt = shared(facts.parameters.prompt);
    head.negative_prompt = shared(facts.parameters.negative_prompt);
    head.model = shared(facts.parameters.model);
    head.facts = std::move(facts);
    heads_.insert_or_assign(path, std::move(head));
}

const std::string* PictureHeads::shared(std::optional<std::string>& text) {
    if (!text) return nullptr;
    const std::string* kept = &*texts_.insert(std::move(*text)).first;
    text.reset();
    return kept;
}

}  // namespace proofsheet::shell
