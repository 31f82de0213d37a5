#include "cache/proxy_store.h"

#include <utility>

namespace proofsheet::cache {
namespace {

/// What may wait to be written; more is not kept, so that a slow disk holds up nobody.
constexpr std::size_t kMostWaitingBytes = std::size_t{48} << 20;

/// A record on its way to the disk and the memory that it takes.
struct Waiting {
    ProxyRecord record;
    MemoryLease lease;
};

}  // namespace

ProxyStore::ProxyStore(const std::filesystem::path& folder, std::uint64_t limit_bytes, int threads)
    : folder_path_(folder),
      folder_(folder, limit_bytes),
      waiting_(std::make_shared<MemoryGate>(kMostWaitingBytes)),
      gave_up_(limit_bytes == 0),
      writer_(threads, tasks::PoolPriority::Background) {}

ProxyRead ProxyStore::read(const PictureKey& key, const Admit& admit) {
    ProxyRead read = read_proxy_file(folder_path_ / proxy_file_name(key.path), key, admit);
    if (read.answer == ProxyAnswer::Found) ++found_;
    if (read.answer == ProxyAnswer::Damaged) ++damaged_;
    return read;
}

void ProxyStore::keep(const PictureKey& key, const LoadedPicture& picture) {
    if (gave_up_ || !can_be_kept(key, picture)) return;
    MemoryLease lease(waiting_);
    if (!lease.try_grow_to(picture.bytes())) {
        ++skipped_;
        return;
    }
    const auto waiting = std::make_shared<Waiting>(make_proxy_record(key, picture), std::move(lease));
    writer_.submit([this, path = key.path, waiting](const std::stop_token&) {
        const bool done = !gave_up_ && write(path, waiting->record);
        ++(done ? written_ : skipped_);
        if (!done) gave_up_ = true;
    });
}

bool ProxyStore::write(const std::string& path, ProxyRecord& record) {
    seal_proxy_record(record);
    std::optional<PartFile> part = folder_.begin_file(record.size);
    return part && part->write(record.view()) && folder_.commit(std::move(*part), proxy_file_name(path));
}

ProxyStoreStats ProxyStore::stats() const {
    return {found_, damaged_, written_, skipped_};
}

}  // namespace proofsheet::cache
