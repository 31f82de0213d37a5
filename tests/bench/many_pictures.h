#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>

#include "store/database.h"

namespace proofsheet::bench {

inline std::string hex_of(int number) {
    char digits[33];
    std::snprintf(digits, sizeof digits, "%032x", number);
    return digits;
}

/// A prompt of some 180 bytes; every fifth one is not Latin.
inline std::string prompt_of(int i) {
    const std::string subject = i % 5 == 0 ? "тихое озеро на рассвете" : "a quiet lake at dawn";
    return subject + " number " + std::to_string(i % 4000) +
           ", mist over the water, pine trees, soft light, 35 mm film, grain, muted colours, wide angle, "
           "highly detailed, masterpiece";
}

/// Fills a new database with pictures of 20 training runs: three of four have a score, one of ten a flag.
inline void fill_database(const std::filesystem::path& file, int count) {
    { const auto made = store::open_database(file); }
    SQLite::Database db(file.c_str(), SQLite::OPEN_READWRITE);
    SQLite::Transaction change(db);
    const auto criterion = [&](const char* key) {
        return db.execAndGet(std::string("SELECT id FROM criteria WHERE key = '") + key + "'").getInt();
    };
    const int quality = criterion("overall_quality");
    const int flag = criterion("flag");
    SQLite::Statement picture(db, "INSERT INTO pictures VALUES (?, ?, '2026-01-01T00:00:00.000Z')");
    SQLite::Statement stamp(db, "INSERT INTO file_stamps VALUES (?, 1000000, ?, ?)");
    SQLite::Statement image(
        db,
        "INSERT INTO images (id, file_path, created_at, picture_id, training_run, checkpoint, "
        "parameters_json) VALUES (?, ?, '2026-01-01T00:00:00.000Z', ?, ?, ?, ?)");
    SQLite::Statement event(
        db,
        "INSERT INTO review_events (kind, picture_id, criterion_id, after, happened_at, screen, "
        "blind) VALUES ('edit', ?, ?, ?, '2026-02-03T04:05:06.789Z', 'review', 0)");
    SQLite::Statement score(db, "INSERT INTO scores VALUES (?, ?, ?, last_insert_rowid())");
    const auto run = [](SQLite::Statement& statement, auto... values) {
        statement.reset();
        int index = 0;
        (statement.bind(++index, values), ...);
        statement.exec();
    };
    const auto give = [&](int id, int which, int value) {
        run(event, id, which, value);
        run(score, id, which, value);
    };
    for (int i = 0; i < count; ++i) {
        const int id = i + 1;
        const std::string name = "lora-" + std::to_string(i % 20);
        const std::string step = std::to_string(500 * (1 + i / 20 % 24));
        const std::string path = "/pictures/samples/" + name + "-step" + step +
                                 ".safetensors/prompt=" + std::to_string(i) +
                                 "&seed=" + std::to_string(i * 7919LL) + "_00001_.png";
        const std::string parameters =
            "{\"prompt\":\"" + prompt_of(i) + "\",\"model\":\"flux-" + std::to_string(i % 3) +
            "\",\"scheduler\":\"simple\",\"steps\":" + std::to_string(8 + i % 4 * 4) +
            ",\"cfg\":" + std::to_string(1 + i % 7) + ",\"seed\":" + std::to_string(i * 7919LL) +
            ",\"width\":1024,\"height\":1024,\"dims\":{\"sampler_name\":\"euler\"}}";
        run(picture, id, hex_of(id));
        run(stamp, path, std::int64_t{1'767'225'600 + i} * 1'000'000'000, id);
        run(image, "image-" + std::to_string(id), path, id, name, step, parameters);
        if (i % 4 != 0) give(id, quality, 1 + (i * 31 + i / 480) % 10);
        if (i % 10 == 0) give(id, flag, 1 + i / 10 % 2);
    }
    change.commit();
}

}  // namespace proofsheet::bench
