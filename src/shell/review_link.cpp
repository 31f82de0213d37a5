#include "shell/review_link.h"

#include <algorithm>

#include "image/decode.h"
#include "image/pixel_hash.h"
#include "report/recorded_parameters.h"
#include "scan/picture_parameters.h"
#include "scan/sample_name.h"
#include "store/review_log.h"
#include "store/review_values.h"

namespace proofsheet::shell {
namespace {

/// So many pictures are recognised before their values are asked for.
constexpr std::size_t kBatch = 32;

using ValuesByPath = std::unordered_map<std::string, app::PictureValues>;

std::vector<store::FileVersion> versions_of(const grid::Catalog& catalog) {
    std::vector<store::FileVersion> versions;
    versions.reserve(catalog.samples.size());
    for (const grid::Sample& sample : catalog.samples)
        versions.push_back({catalog.root + "/" + sample.path, sample.stamp});
    return versions;
}

ValuesByPath by_path(std::span<const store::FileVersion> versions, const store::FileValues& found) {
    std::unordered_map<review::PictureId, app::PictureValues> values;
    for (const review::CurrentValue& value : found.values)
        values[value.picture][value.criterion] = value.value;
    ValuesByPath paths;
    if (values.empty()) return paths;
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (!found.pictures[i]) continue;
        const auto picture = values.find(*found.pictures[i]);
        if (picture != values.end()) paths[versions[i].path] = picture->second;
    }
    return paths;
}

Result<store::PictureFile> hash_file(const store::FileVersion& version) {
    const auto bytes = read_file(version.path, image::kLargestPictureFile);
    if (!bytes) return bytes.error();
    const auto pixels = image::decode(*bytes);
    if (!pixels) return pixels.error();
    return store::PictureFile{version, image::to_text(image::hash_pixels(*pixels)), {}, {}, {}};
}

/// How the picture was made, for tables of runs that are not open.
std::string parameters_of(const std::filesystem::path& path) {
    scan::PictureHead head = scan::read_picture_head(path);
    return report::recorded_parameters(scan::parse_sample_name(path.stem().native()).dimensions,
                                       {head.size, std::move(head.parameters)});
}

Result<review::PictureId> identify(store::Database& database, const app::EditReview& effect) {
    store::PictureTable pictures(database);
    const store::FileVersion version{effect.path, effect.stamp};
    Result<store::PictureFile> file = hash_file(version);
    if (!file) return with_context(file.error(), "This picture cannot be scored");
    file->training_run = effect.run;
    file->parameters_json = parameters_of(effect.path);
    if (!effect.checkpoint.empty()) file->checkpoint = effect.checkpoint;
    const auto ids = pictures.remember(std::span(&*file, 1));
    if (!ids) return ids.error();
    return ids->front();
}

/// The files of the picture whose score was the last one; none when there is none or it cannot be read.
std::vector<std::string> last_scored_files(store::Database& database) {
    std::vector<std::string> paths;
    const auto event = store::ReviewLog(database).last_scored();
    if (!event || !*event) return paths;
    const auto files = store::PictureTable(database).files_of((*event)->edit.picture);
    if (!files) return paths;
    for (const store::FileVersion& version : *files) paths.push_back(version.path);
    return paths;
}

}  // namespace

ReviewLink::ReviewLink(StoreLink& store, tasks::Inbox<app::Command>& inbox, std::function<void()> wake)
    : store_(store), inbox_(inbox), wake_(std::move(wake)), decoding_(1, tasks::PoolPriority::Background) {}

ReviewLink::~ReviewLink() {
    // Both threads hand work to each other, and all of it uses this.
    store_.finish();
    recognising_.request_stop();
    decoding_.finish();
    store_.finish();
}

void ReviewLink::run(const app::ReadReview& effect) {
    store_.submit([this, effect, wanted = reading_.next()](store::Database& database) {
        if (wanted.is_latest()) read(database, effect);
    });
}

void ReviewLink::run(const app::EditReview& effect) {
    store_.submit([this, effect](store::Database& database) { edit(database, effect); },
                  [this, id = effect.id](const Error& error) {
                      inbox_.post(app::ReviewRefused{id, error.message});
                  });
}

void ReviewLink::run(const app::ReverseReview& effect) {
    store_.submit([this, effect](store::Database& database) { reverse(database, effect); });
}

void ReviewLink::stop() {
    store_.submit([this](store::Database&) { recognising_.request_stop(); });
}

void ReviewLink::read(store::Database& database, const app::ReadReview& effect) {
    const std::vector<store::FileVersion> versions = versions_of(*effect.catalog);
    store::ReviewValues values(database);
    const auto found = values.of_files(versions);
    const auto sizes = values.sizes_of_reviewed();
    if (!found || !sizes) {
        const Error& error = found ? sizes.error() : found.error();
        inbox_.post(app::Noticed{app::ToastKind::Error, error.message});
        return;
    }
    inbox_.post(app::ReviewRead{effect.ticket, by_path(versions, *found), last_scored_files(database)});
    recognising_.request_stop();
    if (sizes->empty()) return;  // nothing was said of any picture yet
    std::vector<store::FileVersion> unknown;
    for (std::size_t i = 0; i < versions.size(); ++i)
        if (!found->pictures[i]) unknown.push_back(versions[i]);
    // A moved or copied file has the size of the one that is known.
    std::stable_partition(unknown.begin(), unknown.end(), [&](const store::FileVersion& version) {
        return sizes->contains(version.stamp.bytes);
    });
    recognising_ = std::stop_source();
    decoding_.submit([this, unknown = std::move(unknown), stop = recognising_.get_token()](std::stop_token) {
        recognise(unknown, stop);
    });
}

void ReviewLink::recognise(std::vector<store::FileVersion> unknown, const std::stop_token& stop) {
    std::vector<store::PictureFile> batch;
    for (std::size_t i = 0; i < unknown.size() && !stop.stop_requested(); ++i) {
        if (auto file = hash_file(unknown[i])) batch.push_back(std::move(*file));
        if (batch.size() < kBatch && i + 1 < unknown.size()) continue;
        note_.set("Recognising pictures: " + std::to_string(i + 1) + " of " + std::to_string(unknown.size()));
        wake_();
        tell_recognised(std::exchange(batch, {}));
    }
    note_.set({});
    wake_();
}

void ReviewLink::tell_recognised(std::vector<store::PictureFile> files) {
    store_.submit([this, files = std::move(files)](store::Database& database) {
        if (!store::PictureTable(database).recognise(files)) return;  // the next start tries again
        std::vector<store::FileVersion> versions;
        for (const store::PictureFile& file : files) versions.push_back(file.version);
        const auto found = store::ReviewValues(database).of_files(versions);
        if (!found) return;
        ValuesByPath values = by_path(versions, *found);
        if (!values.empty()) inbox_.post(app::PicturesRecognised{std::move(values)});
    });
}

void ReviewLink::edit(store::Database& database, const app::EditReview& effect) {
    const auto refuse = [&](const Error& error) {
        inbox_.post(app::ReviewRefused{effect.id, error.message});
    };
    const auto picture = identify(database, effect);
    if (!picture) return refuse(picture.error());
    review::ReviewEdit edit;
    edit.picture = *picture;
    edit.criterion = effect.criterion;
    edit.before = effect.before;
    edit.after = effect.after;
    edit.when = std::chrono::system_clock::now();
    edit.screen = effect.screen;
    edit.since_shown = effect.since_shown;
    const auto event = store::ReviewLog(database).apply(edit);
    if (!event) return refuse(event.error());
    answer(database, effect.id, *event);
}

void ReviewLink::reverse(store::Database& database, const app::ReverseReview& effect) {
    store::ReviewLog log(database);
    const auto now = std::chrono::system_clock::now();
    const bool undo = effect.kind == review::EventKind::Undo;
    const auto event = undo ? log.undo(now, effect.screen) : log.redo(now, effect.screen);
    if (!event) {
        inbox_.post(app::Noticed{app::ToastKind::Error, event.error().message});
    } else if (!*event) {
        inbox_.post(app::Noticed{app::ToastKind::Info, undo ? "Nothing to undo" : "Nothing to redo"});
    } else {
        answer(database, 0, **event);
    }
}

void ReviewLink::answer(store::Database& database, std::uint64_t edit, const review::ReviewEvent& event) {
    app::ReviewCommitted committed{edit, {}, event.edit.criterion, event.edit.after, event.kind};
    if (const auto files = store::PictureTable(database).files_of(event.edit.picture))
        for (const store::FileVersion& version : *files) committed.paths.push_back(version.path);
    inbox_.post(std::move(committed));
}

}  // namespace proofsheet::shell
