#include "cache/texture_shelf.h"

#include <algorithm>

#include "cache/mip_size.h"

namespace proofsheet::cache {

bool TextureShelf::has_spare(SizePx size) const {
    return std::ranges::any_of(spares_, [size](const Spare& spare) { return spare.size == size; });
}

TextureHandle TextureShelf::take(SizePx size) {
    const auto found = std::ranges::find(spares_, size, &Spare::size);
    if (found != spares_.end()) {
        const TextureHandle texture = found->texture;
        spares_.erase(found);
        spare_bytes_ -= mip_chain_bytes(size);
        return texture;
    }
    TextureHandle texture = uploader_.create(size);
    if (texture == 0 && !spares_.empty()) {
        destroy_spares();
        texture = uploader_.create(size);
    }
    if (texture != 0) bytes_ += mip_chain_bytes(size);
    return texture;
}

void TextureShelf::give_back(TextureHandle texture, SizePx size) {
    if (spares_.size() == kMostSpares) destroy_oldest_spare();
    spares_.push_back({texture, size});
    spare_bytes_ += mip_chain_bytes(size);
}

bool TextureShelf::destroy_oldest_spare() {
    if (spares_.empty()) return false;
    const Spare oldest = spares_.front();
    spares_.erase(spares_.begin());
    uploader_.destroy(oldest.texture);
    bytes_ -= mip_chain_bytes(oldest.size);
    spare_bytes_ -= mip_chain_bytes(oldest.size);
    return true;
}

void TextureShelf::destroy_spares() {
    while (destroy_oldest_spare()) {
    }
}

}  // namespace proofsheet::cache
