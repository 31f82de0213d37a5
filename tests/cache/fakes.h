#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cache/mip_size.h"
#include "cache/picture_source.h"
#include "cache/texture_uploader.h"

namespace proofsheet::test {

/// All mip levels of a picture, contents undefined.
inline std::vector<image::Pixels> blank_levels(SizePx size) {
    std::vector<image::Pixels> levels;
    for (int level = 0; level < cache::mip_level_count(size); ++level)
        levels.emplace_back(cache::mip_level_size(size, level));
    return levels;
}

/// Makes pictures out of nothing and counts how often it was asked. One thread.
class FakeSource final : public cache::PictureSource {
public:
    SizePx default_size{64, 64};
    std::map<std::string, SizePx> sizes;
    std::map<std::string, Error> errors;
    std::map<std::string, int> loads;
    std::vector<std::string> order;
    std::function<void(const cache::PictureKey&, std::stop_token)> on_load;
    bool heeds_stop = true;

    int total_loads() const { return static_cast<int>(order.size()); }

    Result<cache::LoadedPicture> load(const cache::PictureKey& key, std::stop_token stop) override {
        return load_admitted(key, std::move(stop), [](SizePx, std::size_t) { return true; });
    }
    Result<cache::LoadedPicture> load_admitted(const cache::PictureKey& key, std::stop_token stop,
                                               const cache::Admit& admit) override {
        ++loads[key.path];
        order.push_back(key.path);
        if (on_load) on_load(key, stop);
        if (errors.contains(key.path)) return errors[key.path];
        const SizePx full = sizes.contains(key.path) ? sizes[key.path] : default_size;
        if ((heeds_stop && stop.stop_requested()) || !admit(full, cache::mip_chain_bytes(full)))
            return Error{ErrorKind::Cancelled, ""};
        cache::LoadedPicture picture;
        picture.full_size = full;
        const SizePx proxy{std::min(full.width, cache::kProxySide), std::min(full.height, cache::kProxySide)};
        picture.levels = blank_levels(key.level == cache::Level::Full ? full : proxy);
        return picture;
    }
};

/// Counts textures and checks that every row of every level arrives exactly once, in order.
class FakeUploader final : public cache::TextureUploader {
public:
    struct Texture {
        SizePx size;
        int level = 0;
        int row = 0;
    };
    std::map<cache::TextureHandle, Texture> live;
    std::size_t bytes = 0;
    std::size_t uploaded_bytes = 0;
    int created = 0;
    int destroyed = 0;
    int faults = 0;
    int longest_side = 1 << 20;
    std::size_t most_textures = 1 << 20;

    bool is_complete(cache::TextureHandle handle) const {
        const auto found = live.find(handle);
        return found != live.end() && found->second.level == cache::mip_level_count(found->second.size);
    }

    cache::TextureHandle create(SizePx size) override {
        if (size.longest() > longest_side || live.size() >= most_textures) return 0;
        live[++last_] = {size, 0, 0};
        bytes += cache::mip_chain_bytes(size);
        ++created;
        return last_;
    }
    void upload(cache::TextureHandle handle, int level, int first_row, int rows,
                std::span<const std::uint8_t> rgba) override {
        const auto found = live.find(handle);
        if (found == live.end()) {
            ++faults;
            return;
        }
        Texture& texture = found->second;
        if (level == 0 && first_row == 0) texture.level = texture.row = 0;
        const SizePx size = cache::mip_level_size(texture.size, level);
        const bool in_order = level == texture.level && first_row == texture.row;
        const bool in_shape =
            rows > 0 && first_row + rows <= size.height && rgba.size() == std::size_t(rows) * size.width * 4;
        if (!in_order || !in_shape) ++faults;
        uploaded_bytes += rgba.size();
        texture.row = first_row + rows;
        if (texture.row == size.height) {
            ++texture.level;
            texture.row = 0;
        }
    }
    void destroy(cache::TextureHandle handle) override {
        const auto found = live.find(handle);
        if (found == live.end()) {
            ++faults;
            return;
        }
        bytes -= cache::mip_chain_bytes(found->second.size);
        live.erase(found);
        ++destroyed;
    }

private:
    cache::TextureHandle last_ = 0;
};

}  // namespace proofsheet::test
