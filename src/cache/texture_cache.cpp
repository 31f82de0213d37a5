#include "cache/texture_cache.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "cache/decode_line.h"
#include "cache/mip_size.h"
#include "cache/picture_table.h"
#include "cache/residency_plan.h"
#include "cache/resident_set.h"

namespace proofsheet::cache {
namespace {

std::string whole_mebibytes(std::size_t bytes) {
    return std::to_string((bytes >> 20) + 1) + " MB";
}

Error too_large_error(std::size_t needed, std::size_t budget) {
    return {ErrorKind::Unsupported, "Loading this picture takes " + whole_mebibytes(needed) +
                                        ", more than the memory budget of " + whole_mebibytes(budget) +
                                        " for decoding: allow more in the settings."};
}

Error no_texture_error(SizePx size) {
    return {ErrorKind::Unsupported,
            "The graphics card has no room for a picture of " + std::to_string(size.width) + " x " +
                std::to_string(size.height) +
                " pixels: lower the memory budget for textures, or use a smaller picture."};
}

}  // namespace

struct TextureCache::Impl {
    struct Wish {
        Rank rank;
        Picture* picture = nullptr;
        Slot* slot = nullptr;
    };

    Impl(std::shared_ptr<PictureSource> source, TextureUploader& to, CacheBudgets with, int threads,
         std::function<void()> wake)
        : uploader(to),
          budgets(with),
          resident(to),
          line(std::move(source), with.cpu_bytes, threads, std::move(wake)) {}

    void begin_frame();
    CachedTexture want(const PictureKey& key, Priority priority);
    CachedTexture answer(const Picture& picture, const Slot& slot) const;
    void end_frame();
    void load_on();
    void open_frame();
    void forget_failure(Slot& slot);
    void set_budgets(CacheBudgets to);

    void take(DecodeNews news);
    void fail(Slot& slot, Error error);
    void make_plan();
    std::size_t planned_bytes_of(const Picture& picture, const Slot& slot) const;
    void drop_what_has_no_room(std::size_t planned_bytes);
    void drop(Slot& slot);
    void drop_unwanted();
    void upload();
    bool place(Slot& slot);
    void upload_rows(Slot& slot);
    void note_change(const Slot& slot);
    void rank_decodes();
    void count();

    bool is_wanted(const Slot& slot) const { return slot.wanted_frame == frame; }
    static bool is_unresolved(const Slot& slot) { return !slot.is_resident() && !slot.failed; }
    bool is_planned(const Slot& slot) const { return slot.planned_frame == frame; }
    bool waits_for_decode(const Slot& slot) const {
        return is_planned(slot) && !slot.failed && slot.texture == 0 && !slot.upload;
    }

    TextureUploader& uploader;
    CacheBudgets budgets;
    PictureTable pictures;
    ResidentSet resident;
    std::uint64_t frame = 1;  ///< never that of a new slot
    std::vector<Wish> wishes;
    std::vector<PlanItem> items;
    std::vector<Slot*> decoded;  ///< with pixels that are not completely uploaded
    std::vector<std::unique_ptr<Error>> retired_errors;
    int unresolved = 0;  ///< wishes of this frame that are neither resident nor failed
    bool settled = true;
    CacheStats counters;
    DecodeLine line;  ///< last member: its threads end before anything else goes
};

void TextureCache::Impl::begin_frame() {
    open_frame();
    wishes.clear();
    unresolved = 0;
    pictures.forget_idle(frame - 1);
}

void TextureCache::Impl::open_frame() {
    ++frame;
    retired_errors.clear();
    counters.upload_bytes_this_frame = 0;
    resident.begin_frame();
    for (DecodeNews& news : line.take_news()) take(std::move(news));
}

void TextureCache::Impl::load_on() {
    open_frame();
    unresolved = 0;
    for (const Wish& wish : wishes) {
        wish.slot->wanted_frame = frame;
        if (is_unresolved(*wish.slot)) ++unresolved;
    }
    end_frame();
}

void TextureCache::Impl::take(DecodeNews news) {
    Picture* picture = pictures.find(news.key);
    if (!picture) return;
    Slot& slot = picture->at(news.key.level);
    if (!slot.job || slot.job->id() != news.job) return;
    slot.job.reset();
    if (news.size.area() > 0) picture->full_size = news.size;
    slot.peak_bytes = news.peak_bytes;
    using Outcome = DecodeNews::Outcome;
    if (news.outcome == Outcome::Cancelled || news.outcome == Outcome::Deferred) return;
    ++counters.decodes_finished;
    if (news.outcome == Outcome::Failed) return fail(slot, std::move(news.error));
    if (news.outcome == Outcome::TooLarge) {
        fail(slot, too_large_error(news.peak_bytes, budgets.cpu_bytes));
        slot.failed_for_memory = true;
        return;
    }
    slot.upload = std::make_unique<PictureUpload>(std::move(news.picture), std::move(news.lease));
    slot.size = slot.upload->size();
    decoded.push_back(&slot);
}

void TextureCache::Impl::fail(Slot& slot, Error error) {
    slot.failed = true;
    slot.failed_for_memory = false;
    slot.error = std::make_unique<Error>(std::move(error));
    note_change(slot);
}

void TextureCache::Impl::forget_failure(Slot& slot) {
    if (!slot.failed) return;
    slot.failed = false;
    retired_errors.push_back(std::move(slot.error));
}

CachedTexture TextureCache::Impl::want(const PictureKey& key, Priority priority) {
    Picture& picture = pictures.at(key);
    Slot& slot = picture.at(key.level);
    if (is_wanted(slot)) {
        slot.priority = std::min(slot.priority, priority);
        return answer(picture, slot);
    }
    slot.wanted_frame = frame;
    slot.priority = priority;
    slot.order = static_cast<std::uint32_t>(wishes.size());
    wishes.push_back({{}, &picture, &slot});
    if (is_unresolved(slot)) ++unresolved;
    return answer(picture, slot);
}

CachedTexture TextureCache::Impl::answer(const Picture& picture, const Slot& slot) const {
    CachedTexture answer;
    answer.size = slot.size;
    answer.full_size = picture.full_size;
    if (slot.is_resident()) {
        slot.answered_frame = frame;
        answer.residency = Residency::Resident;
        answer.texture = slot.texture;
    } else if (slot.failed) {
        answer.residency = Residency::Failed;
        answer.error = slot.error.get();
    } else if (slot.upload || slot.planned_frame + 1 >= frame) {
        answer.residency = Residency::Loading;
    }
    return answer;
}

void TextureCache::Impl::end_frame() {
    if (unresolved > 0 || !decoded.empty() || resident.bytes() > budgets.gpu_bytes) {
        make_plan();
        resident.begin_round(frame, budgets.gpu_bytes);
        resident.trim();
        upload();
    }
    rank_decodes();
    std::erase_if(decoded, [](const Slot* slot) { return !slot->upload; });
    count();
}

void TextureCache::Impl::make_plan() {
    for (Wish& wish : wishes) wish.rank = rank_of(*wish.slot);
    std::ranges::sort(wishes, {}, &Wish::rank);
    items.clear();
    for (const auto& [rank, picture, slot] : wishes) {
        const std::size_t bytes = slot->failed ? 0 : planned_bytes_of(*picture, *slot);
        items.push_back({rank.band, bytes, rank.band == kVisibleProxyBand, slot->texture != 0, false});
    }
    const std::size_t planned_bytes = plan_residency(items, budgets.gpu_bytes);
    for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i].planned) wishes[i].slot->planned_frame = frame;
    drop_what_has_no_room(planned_bytes);
}

/// A guess never takes more than a part of the budget, or a picture of unknown size would never be looked at.
std::size_t TextureCache::Impl::planned_bytes_of(const Picture& picture, const Slot& slot) const {
    const std::size_t bytes = texture_bytes(picture, slot);
    const bool is_guess = slot.size.area() == 0 && picture.full_size.area() == 0;
    return is_guess ? std::min(bytes, budgets.gpu_bytes / 4) : bytes;
}

void TextureCache::Impl::drop_what_has_no_room(std::size_t planned_bytes) {
    for (Slot* slot : decoded) {
        if (is_planned(*slot)) continue;
        planned_bytes += mip_chain_bytes(slot->size);
        const bool stays = !is_wanted(*slot) && planned_bytes <= budgets.gpu_bytes;
        if (stays)
            slot->planned_frame = frame;
        else
            drop(*slot);
    }
    std::erase_if(decoded, [](const Slot* slot) { return !slot->upload; });
}

void TextureCache::Impl::drop(Slot& slot) {
    slot.upload.reset();
    if (slot.texture != 0) resident.release(slot);
}

void TextureCache::Impl::upload() {
    for (const Wish& wish : wishes)
        if (wish.slot->upload && is_planned(*wish.slot) && place(*wish.slot)) upload_rows(*wish.slot);
    for (Slot* slot : decoded)
        if (slot->upload && !is_wanted(*slot) && place(*slot)) upload_rows(*slot);
}

/// Sees that the slot has a texture; false when it has to wait or was given up.
bool TextureCache::Impl::place(Slot& slot) {
    if (counters.upload_bytes_this_frame >= budgets.upload_bytes_per_frame) return false;
    if (slot.texture != 0) return true;
    const ResidentSet::Room room = resident.make_room(slot);
    if (room == ResidentSet::Room::NextFrame) return false;
    if (room == ResidentSet::Room::None && !is_wanted(slot)) {
        drop(slot);
        return false;
    }
    if (resident.add(slot)) return true;
    drop(slot);
    fail(slot, no_texture_error(slot.size));
    return false;
}

void TextureCache::Impl::upload_rows(Slot& slot) {
    const std::size_t before = counters.upload_bytes_this_frame;
    std::size_t budget = budgets.upload_bytes_per_frame - before;
    if (before == 0) budget = std::max(budget, slot.upload->next_row_bytes());
    const std::size_t done = slot.upload->upload_rows(uploader, slot.texture, budget);
    counters.upload_bytes_this_frame += done;
    counters.upload_bytes += done;
    if (!slot.upload->is_complete()) return;
    slot.upload.reset();
    note_change(slot);
}

void TextureCache::Impl::note_change(const Slot& slot) {
    // A result is taken before the wishes of its frame are known.
    const bool wanted = slot.wanted_frame + 1 >= frame;
    if (wanted && slot.priority.band == Priority::Visible) ++counters.visible_changes;
}

void TextureCache::Impl::rank_decodes() {
    line.begin_ranking();
    for (const auto& [rank, picture, slot] : wishes) {
        if (unresolved == 0) break;
        if (!waits_for_decode(*slot) || line.offer(*picture, *slot)) continue;
        drop_unwanted();
        line.reopen();
        line.offer(*picture, *slot);
    }
    line.hand_out();
}

/// Late results go first when decoding needs memory.
void TextureCache::Impl::drop_unwanted() {
    for (Slot* slot : decoded)
        if (slot->upload && !is_wanted(*slot)) drop(*slot);
}

void TextureCache::Impl::count() {
    counters.wanted = static_cast<int>(wishes.size());
    counters.unresolved = unresolved;
    counters.decodes_pending = 0;
    settled = true;
    for (const Wish& wish : wishes) {
        if (unresolved == 0) break;
        if (waits_for_decode(*wish.slot)) ++counters.decodes_pending;
        if (is_planned(*wish.slot) && wish.slot->upload) settled = false;
    }
    if (counters.decodes_pending > 0) settled = false;
    counters.uploads_pending = static_cast<int>(decoded.size());
    counters.evictions = resident.evictions();
}

void TextureCache::Impl::set_budgets(CacheBudgets to) {
    budgets = to;
    line.set_memory_limit(to.cpu_bytes);
    pictures.for_each_slot([this](Slot& slot) {
        if (slot.failed_for_memory) forget_failure(slot);
    });
}

TextureCache::TextureCache(std::shared_ptr<PictureSource> source, TextureUploader& uploader,
                           CacheBudgets budgets, int threads, std::function<void()> wake)
    : impl_(std::make_unique<Impl>(std::move(source), uploader, budgets, threads, std::move(wake))) {}

TextureCache::~TextureCache() = default;

void TextureCache::begin_frame() {
    impl_->begin_frame();
}

CachedTexture TextureCache::want(const PictureKey& key, Priority priority) {
    return impl_->want(key, priority);
}

CachedTexture TextureCache::peek(const PictureKey& key) const {
    const Picture* picture = impl_->pictures.find(key);
    return picture ? impl_->answer(*picture, picture->at(key.level)) : CachedTexture{};
}

void TextureCache::end_frame() {
    impl_->end_frame();
}

void TextureCache::load_on() {
    impl_->load_on();
}

bool TextureCache::run_one() {
    return impl_->line.run_one();
}

void TextureCache::retry(const PictureKey& key) {
    if (Picture* picture = impl_->pictures.find(key)) impl_->forget_failure(picture->at(key.level));
}

void TextureCache::set_budgets(CacheBudgets budgets) {
    impl_->set_budgets(budgets);
}

const CacheStats& TextureCache::stats() const {
    impl_->counters.decodes_started = impl_->line.started();
    impl_->counters.gpu_bytes = impl_->resident.bytes();
    impl_->counters.cpu_bytes = impl_->line.memory_used();
    return impl_->counters;
}

bool TextureCache::settled() const {
    return impl_->settled;
}

}  // namespace proofsheet::cache
