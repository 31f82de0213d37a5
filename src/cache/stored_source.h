#pragma once

#include <memory>

#include "cache/picture_source.h"
#include "cache/proxy_store.h"

namespace proofsheet::cache {

/// Takes proxies from the store where it has them, and everything else from another source, whose proxies it
/// keeps for the next time. A picture that changed while it was read, or just before, is not kept.
class StoredPictureSource final : public PictureSource {
public:
    StoredPictureSource(std::shared_ptr<PictureSource> source, std::shared_ptr<ProxyStore> store)
        : source_(std::move(source)), store_(std::move(store)) {}

    Result<LoadedPicture> load(const PictureKey& key, std::stop_token stop) override;
    Result<LoadedPicture> load_admitted(const PictureKey& key, std::stop_token stop,
                                        const Admit& admit) override;

private:
    std::shared_ptr<PictureSource> source_;
    std::shared_ptr<ProxyStore> store_;
};

}  // namespace proofsheet::cache
