#include "cache/decode_job.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "cache/mip_size.h"

namespace proofsheet::cache {
namespace {

using Outcome = DecodeNews::Outcome;

Result<LoadedPicture> load_without_throwing(PictureSource& source, const PictureKey& key,
                                            std::stop_token stop, const Admit& admit) {
    try {
        return source.load_admitted(key, std::move(stop), admit);
    } catch (const std::exception& thrown) {
        return Error{ErrorKind::Io, std::string("The picture could not be loaded: ") + thrown.what()};
    }
}

void take_picture(DecodeNews& news, LoadedPicture picture) {
    if (!is_mip_chain(picture.levels)) {
        news.outcome = Outcome::Failed;
        news.error = {ErrorKind::InvalidInput, "The picture came without all of its reduced levels."};
        return;
    }
    news.outcome = Outcome::Loaded;
    news.size = picture.full_size;
    news.picture = std::move(picture);
}

}  // namespace

void DecodeJob::run(std::stop_token stop) {
    State expected = State::Waiting;
    if (!state_.compare_exchange_strong(expected, State::Running)) return;
    DecodeNews news = decode(std::move(stop));
    state_.store(State::Posted);
    desk_->news.post(std::move(news));
}

DecodeNews DecodeJob::decode(std::stop_token stop) {
    DecodeNews news;
    news.job = id_;
    news.key = key_;
    news.lease = MemoryLease(desk_->gate);
    if (stop.stop_requested()) return news;
    if (news.lease.try_grow_to(std::min(estimate_, desk_->gate->limit())))
        load(news, std::move(stop));
    else
        news.outcome = Outcome::Deferred;
    news.lease.set_bytes(news.outcome == Outcome::Loaded ? news.picture.bytes() : 0);
    return news;
}

void DecodeJob::load(DecodeNews& news, std::stop_token stop) {
    Outcome refused = Outcome::Cancelled;
    const Admit admit = [&](SizePx full_size, std::size_t bytes) {
        news.size = full_size;
        news.peak_bytes = bytes;
        if (news.lease.try_grow_to(bytes)) return true;
        refused = bytes > desk_->gate->limit() ? Outcome::TooLarge : Outcome::Deferred;
        return false;
    };
    ++desk_->started;
    Result<LoadedPicture> loaded = load_without_throwing(*desk_->source, key_, stop, admit);
    if (loaded) return take_picture(news, std::move(loaded).value());
    news.outcome = refused;
    const bool gave_up_as_asked = refused != Outcome::Cancelled || stop.stop_requested();
    if (gave_up_as_asked && loaded.error().kind == ErrorKind::Cancelled) return;
    news.outcome = Outcome::Failed;
    news.error = std::move(loaded).error();
}

}  // namespace proofsheet::cache
