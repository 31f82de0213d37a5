#include "gpu/gl_texture_uploader.h"

#include <utility>

namespace proofsheet::gpu {

cache::TextureHandle GlTextureUploader::create(SizePx size) {
    std::optional<GlTexture> texture = GlTexture::create_with_levels(size);
    if (!texture) return 0;
    const cache::TextureHandle handle = texture->name();
    textures_.emplace(handle, std::move(*texture));
    return handle;
}

void GlTextureUploader::upload(cache::TextureHandle texture, int mip_level, int first_row, int rows,
                               std::span<const std::uint8_t> rgba) {
    const auto found = textures_.find(texture);
    if (found != textures_.end()) found->second.upload(mip_level, first_row, rows, rgba);
}

void GlTextureUploader::destroy(cache::TextureHandle texture) {
    textures_.erase(texture);
}

}  // namespace proofsheet::gpu
