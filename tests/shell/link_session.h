#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/update.h"
#include "core/file_bytes.h"
#include "shell/review_link.h"
#include "store/review_values.h"

namespace proofsheet::test {

/// The application's state with the links that keep scores, without a window: what `state` tells of scores
/// comes from here.
class LinkSession {
public:
    explicit LinkSession(const std::filesystem::path& database)
        : store_(database, inbox_), review_(store_, inbox_, [] {}) {
        store_.open();
    }

    /// Opens these pictures, as a scan of their folder would.
    void open(const std::filesystem::path& root, const std::vector<std::string>& pictures) {
        grid::ScanReport report;
        report.run = "run";
        report.root = root.native();
        for (const std::string& path : pictures) {
            const auto stamp = stamp_of(root / path);
            if (!stamp) continue;
            grid::FoundSample found;
            found.sample = {path, *stamp, 0};
            found.dimensions = {{"name", path}};
            report.found.push_back(std::move(found));
        }
        apply(app::OpenPaths{{root.native()}});
        apply(app::CatalogScanned{state.scan.ticket, grid::make_catalog(report, Generation{1}), true});
        wait([this] { return !state.review.criteria.empty() && has_read_; });
    }

    void apply(const app::Command& command) {
        app::Update result = app::update(std::move(state), command);
        state = std::move(result.state);
        for (const app::Effect& effect : result.effects) run(effect);
    }
    /// Takes what arrived; `committed` sees each edit after the state has it.
    void take(const std::function<void(const app::ReviewCommitted&)>& committed = {}) {
        for (const app::Command& news : inbox_.drain()) {
            apply(news);
            has_read_ |= std::holds_alternative<app::ReviewRead>(news);
            const auto* edit = std::get_if<app::ReviewCommitted>(&news);
            if (edit != nullptr && committed) committed(*edit);
        }
    }
    /// Takes what arrives until `done`, or fails after a minute.
    void wait(const std::function<bool()>& done) {
        for (int i = 0; i < 120'000; ++i) {
            take();
            if (done()) return;
            ::usleep(500);
        }
        FAIL("it did not end");
    }
    void wait_for_edits() {
        wait([this] { return state.review.pending.empty() && store_.pending() == 0; });
    }
    /// Until the content of all open pictures is known.
    void wait_for_recognition() {
        std::vector<store::FileVersion> versions;
        for (const grid::Sample& sample : state.library.catalog->samples)
            versions.push_back({state.library.catalog->root + "/" + sample.path, sample.stamp});
        std::atomic<std::size_t> known = 0;
        wait([&] {
            store_.submit([&](store::Database& database) {
                const auto found = store::ReviewValues(database).of_files(versions);
                if (!found) return;
                known =
                    static_cast<std::size_t>(std::count_if(found->pictures.begin(), found->pictures.end(),
                                                           [](const auto& id) { return id.has_value(); }));
            });
            store_.finish();
            take();
            return known == versions.size();
        });
        take();
    }
    std::optional<int> score(const std::string& path) const {
        const auto sample = app::find_sample(state, state.library.catalog->root + "/" + path);
        return sample ? app::committed_score(state, *sample) : std::nullopt;
    }
    void rate(const std::string& path, int score) {
        const auto sample = app::find_sample(state, state.library.catalog->root + "/" + path);
        REQUIRE(sample);
        apply(app::FocusPicture{*sample});
        apply(app::Rate{score});
    }

    app::AppState state;

private:
    void run(const app::Effect& effect) {
        if (const auto* read = std::get_if<app::ReadReview>(&effect)) review_.run(*read);
        if (const auto* edit = std::get_if<app::EditReview>(&effect)) review_.run(*edit);
        if (const auto* reverse = std::get_if<app::ReverseReview>(&effect)) review_.run(*reverse);
    }

    tasks::Inbox<app::Command> inbox_;
    shell::StoreLink store_;
    shell::ReviewLink review_;
    bool has_read_ = false;
};

}  // namespace proofsheet::test
