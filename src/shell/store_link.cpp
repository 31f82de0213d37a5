#include "shell/store_link.h"

#include "core/file_bytes.h"
#include "store/criteria_table.h"
#include "store/memory_table.h"
#include "store/preset_table.h"

namespace proofsheet::shell {

StoreLink::StoreLink(std::filesystem::path file, tasks::Inbox<app::Command>& inbox)
    : file_(std::move(file)), inbox_(inbox), pool_(1) {}

StoreLink::~StoreLink() {
    pool_.finish();
}

void StoreLink::submit(Work work, Otherwise otherwise) {
    pool_.submit([this, work = std::move(work), otherwise = std::move(otherwise)](std::stop_token) {
        if (database_) {
            work(*database_);
            last_done_ = std::chrono::steady_clock::now();
            return;
        }
        if (otherwise)
            otherwise(Error{ErrorKind::Io,
                            "This was not saved, because the database could not be opened. See that its "
                            "folder may be written and start again: " +
                                display_path(file_)});
    });
}

void StoreLink::submit_wish(Work work) {
    submit(std::move(work), [this](const Error& error) { tell(error); });
}

void StoreLink::tell(const Status& done) {
    if (!done) inbox_.post(app::Noticed{app::ToastKind::Error, done.error().message});
}

void StoreLink::open() {
    pool_.submit([this](std::stop_token) {
        Result<store::OpenedDatabase> opened = store::open_database(file_);
        if (opened) {
            database_.emplace(std::move(opened->database));
            for (const std::string& notice : opened->notices)
                inbox_.post(app::Noticed{app::ToastKind::Warning, notice});
        } else {
            inbox_.post(app::Noticed{app::ToastKind::Error, opened.error().message});
        }
        read_everything();
    });
}

void StoreLink::read_everything() {
    app::Stored stored;
    if (database_) {
        const store::MemoryTable memory(*database_);
        if (auto settings = memory.settings()) stored.settings = std::move(*settings);
        if (auto runs = memory.runs())
            for (auto& [key, run] : *runs) stored.arrangements[key] = std::move(run.query);
    }
    inbox_.post(app::StoredRead{std::move(stored)});
    if (!database_) return;
    answer_presets();
    answer_criteria();
}

void StoreLink::answer_presets() {
    const auto list = store::PresetTable(*database_).list();
    if (!list) return tell(list.error());
    for (const std::string& notice : list->notices)
        inbox_.post(app::Noticed{app::ToastKind::Warning, notice});
    inbox_.post(app::PresetsRead{list->presets});
}

void StoreLink::run(const app::AddPreset& effect) {
    submit_wish([this, preset = effect.preset](store::Database& database) {
        const auto saved =
            store::PresetTable(database).save_new(preset.name, {preset.mapping, preset.filters});
        if (!saved) return tell(saved.error());
        inbox_.post(app::Noticed{app::ToastKind::Good, "Saved as “" + saved->name + "”"});
        answer_presets();
    });
}

void StoreLink::run(const app::ReplacePreset& effect) {
    submit_wish([this, preset = effect.preset](store::Database& database) {
        store::PresetTable presets(database);
        const auto renamed = presets.rename(preset.id, preset.name);
        if (!renamed) return tell(renamed.error());
        const auto replaced = presets.overwrite(preset.id, {preset.mapping, preset.filters});
        if (!replaced) return tell(replaced.error());
        answer_presets();
    });
}

void StoreLink::run(const app::RemovePreset& effect) {
    submit_wish([this, id = effect.id](store::Database& database) {
        tell(store::PresetTable(database).remove(id));
        answer_presets();
    });
}

void StoreLink::run(const app::ShowCriteriaSet& effect) {
    submit_wish([this, effect](store::Database& database) {
        store::CriteriaTable criteria(database);
        const Status done = effect.shown ? criteria.switch_on(effect.set) : criteria.switch_off(effect.set);
        if (!done) return tell(done);
        answer_criteria();
    });
}

void StoreLink::answer_criteria() {
    auto criteria = store::CriteriaTable(*database_).list();
    if (!criteria) return tell(criteria.error());
    inbox_.post(app::CriteriaRead{std::move(*criteria)});
}

void StoreLink::remember(app::Settings settings) {
    submit([this, settings = std::move(settings)](store::Database& database) {
        if (database.access() == store::Database::Access::ReadOnly) return;  // said when it was opened
        tell(store::MemoryTable(database).keep_settings(settings));
    });
}

void StoreLink::remember(RunArrangement arrangement) {
    submit([this, arrangement = std::move(arrangement)](store::Database& database) {
        if (database.access() == store::Database::Access::ReadOnly) return;  // said when it was opened
        tell(store::MemoryTable(database).keep_run(arrangement.run_key, {arrangement.query, std::nullopt}));
    });
}

}  // namespace proofsheet::shell
