#pragma once

#include <map>

#include "store/criteria_table.h"
#include "store/picture_table.h"
#include "store/review_log.h"
#include "store/review_values.h"
#include "store_fixture.h"

namespace proofsheet::test {

inline std::string hash_of(int number) {
    char digits[33];
    std::snprintf(digits, sizeof digits, "%032x", number);
    return digits;
}

inline store::PictureFile picture_file(const std::string& path, int hash, std::int64_t mtime = 1) {
    return {{path, {100, mtime}}, hash_of(hash), {}, {}, {}};
}

/// A database with three pictures, for one process.
struct ReviewFixture : StoreFixture {
    store::OpenedDatabase opened = open();
    store::PictureTable pictures{opened.database};
    store::ReviewLog log{opened.database};
    store::ReviewValues values{opened.database};
    std::map<std::string, store::Criterion> criteria = criteria_by_key();
    store::PictureId a = remembered("/runs/a.png", 1);
    store::PictureId b = remembered("/runs/b.png", 2);
    store::PictureId c = remembered("/runs/c.png", 3);

    std::map<std::string, store::Criterion> criteria_by_key() {
        std::map<std::string, store::Criterion> found;
        const auto list = store::CriteriaTable(opened.database).list();
        REQUIRE(list);
        for (const store::Criterion& criterion : *list) found[criterion.key] = criterion;
        return found;
    }
    store::PictureId remembered(const std::string& path, int hash, std::int64_t mtime = 1) {
        const store::PictureFile seen = picture_file(path, hash, mtime);
        const auto ids = pictures.remember({&seen, 1});
        REQUIRE(ids);
        return ids->at(0);
    }
    store::ReviewEdit edit(store::PictureId picture, const std::string& key, store::ReviewValue before,
                           store::ReviewValue after) const {
        store::ReviewEdit edit;
        edit.picture = picture;
        edit.criterion = criteria.at(key).id;
        edit.before = std::move(before);
        edit.after = std::move(after);
        edit.when = std::chrono::system_clock::time_point(std::chrono::milliseconds(1'767'225'600'123));
        edit.screen = "review";
        edit.since_shown = std::chrono::milliseconds(740);
        return edit;
    }
    /// Sets the value, whatever it is now.
    store::ReviewEvent set(store::PictureId picture, const std::string& key, store::ReviewValue after) {
        const auto event = log.apply(edit(picture, key, value(picture, key), std::move(after)));
        if (!event) FAIL(event.error().message);
        return *event;
    }
    store::ReviewValue value(store::PictureId picture, const std::string& key) const {
        const auto found = values.of_pictures({&picture, 1});
        REQUIRE(found);
        for (const store::CurrentValue& current : *found)
            if (current.criterion == criteria.at(key).id) return current.value;
        return {};
    }
    std::optional<store::ReviewEvent> undo() {
        const auto event = log.undo(std::chrono::system_clock::now(), "review");
        REQUIRE(event);
        return *event;
    }
    std::optional<store::ReviewEvent> redo() {
        const auto event = log.redo(std::chrono::system_clock::now(), "review");
        REQUIRE(event);
        return *event;
    }
    void check_replay() const {
        const auto replayed = values.replayed();
        const auto stored = values.all();
        REQUIRE(replayed);
        REQUIRE(stored);
        CHECK(*replayed == *stored);
    }
};

inline const store::ReviewValue kNotSet{};

}  // namespace proofsheet::test
