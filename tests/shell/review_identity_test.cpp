#include <chrono>
#include <map>
#include <random>
#include <set>

#include "image/encode.h"
#include "link_session.h"
#include "support/temp_folder.h"

using namespace proofsheet;
using test::LinkSession;

namespace {

namespace fs = std::filesystem;

/// A folder of pictures and what must be known of them: scores belong to contents, not to files.
class World {
public:
    explicit World(unsigned seed) : random_(seed) {
        fs::create_directories(root());
        for (int i = 0; i < 5; ++i) write("start" + std::to_string(i) + ".png", new_content());
    }

    fs::path root() const { return folder_.path() / "pictures"; }
    fs::path database() const { return folder_.path() / "experiments.db"; }
    const std::map<std::string, int>& files() const { return files_; }
    std::optional<int> score_of(const std::string& path) const {
        const auto found = scores_.find(files_.at(path));
        return found == scores_.end() ? std::nullopt : std::optional(found->second);
    }
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& [path, content] : files_) names.push_back(path);
        return names;
    }
    int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
    std::string any_file() {
        return names()[static_cast<std::size_t>(below(static_cast<int>(files_.size())))];
    }
    void scored(const std::string& path, int score) { scores_[files_.at(path)] = score; }

    /// Something that happens to files while nobody looks.
    void change() {
        const std::string path = any_file();
        switch (below(6)) {
            case 0:
                return rename(path, new_name());
            case 1:
                return copy(path, new_name());
            case 2:
                return write(path, files_.at(path));  // with other compression and texts
            case 3:
                return write(path, changed_pixel(files_.at(path)));
            case 4:
                return move_folder();
            default:
                return write(new_name(), new_content());
        }
    }

private:
    std::string new_name() { return folder_name_ + std::to_string(++made_) + ".png"; }

    void rename(const std::string& from, const std::string& to) {
        fs::rename(root() / from, root() / to);
        files_[to] = files_.at(from);
        files_.erase(from);
    }
    void copy(const std::string& from, const std::string& to) {
        fs::copy_file(root() / from, root() / to);
        files_[to] = files_.at(from);
    }
    void move_folder() {
        const std::string before = std::exchange(folder_name_, "folder" + std::to_string(++made_) + "/");
        if (before.empty() || !fs::exists(root() / before)) {
            fs::create_directories(root() / folder_name_);
            return;
        }
        fs::rename(root() / before, root() / folder_name_);
        for (const std::string& path : names()) {
            if (!path.starts_with(before)) continue;
            files_[folder_name_ + path.substr(before.size())] = files_.at(path);
            files_.erase(path);
        }
    }
    int new_content() {
        image::Pixels pixels({6 + below(3), 5 + below(3)});
        for (std::uint8_t& byte : pixels.bytes()) byte = static_cast<std::uint8_t>(random_());
        contents_.push_back(std::move(pixels));
        return static_cast<int>(contents_.size()) - 1;
    }
    /// One channel of one pixel by one level.
    int changed_pixel(int content) {
        const image::Pixels& from = contents_[static_cast<std::size_t>(content)];
        image::Pixels pixels(from.size());
        std::copy(from.bytes().begin(), from.bytes().end(), pixels.bytes().begin());
        pixels.bytes()[static_cast<std::size_t>(below(static_cast<int>(pixels.bytes().size())))] ^= 1;
        contents_.push_back(std::move(pixels));
        return static_cast<int>(contents_.size()) - 1;
    }
    void write(const std::string& path, int content) {
        std::vector<image::TextChunk> texts;
        if (below(2) == 0) texts.push_back({"parameters", "Steps: " + std::to_string(below(1000))});
        const auto png = image::encode_png(contents_[static_cast<std::size_t>(content)], texts, below(10));
        REQUIRE(png);
        REQUIRE(write_file_atomically(root() / path, *png));
        // No two versions of a file have one time, however fast the test is.
        fs::last_write_time(root() / path, fs::file_time_type::clock::now() - std::chrono::hours(1) +
                                               std::chrono::seconds(++writes_));
        files_[path] = content;
    }

    test::TempFolder folder_;
    std::mt19937 random_;
    std::vector<image::Pixels> contents_;
    std::map<std::string, int> files_;  ///< content by path below the root
    std::map<int, int> scores_;         ///< by content
    std::string folder_name_;           ///< new files lie in it
    int made_ = 0;
    int writes_ = 0;
};

void score_some(World& world, LinkSession& session) {
    std::set<int> scored;
    for (int i = 0; i < 3; ++i) {
        const std::string path = world.any_file();
        if (!scored.insert(world.files().at(path)).second) continue;
        int score = world.below(10) + 1;
        if (world.score_of(path) == score) score = score % 10 + 1;  // the same one would clear it
        session.rate(path, score);
        world.scored(path, score);
    }
    session.wait_for_edits();
}

}  // namespace

TEST_CASE("scores stay with the pixels when files are moved, renamed, copied and saved again") {
    for (unsigned seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        World world(seed);
        for (int round = 0; round < 6; ++round) {
            CAPTURE(round);
            LinkSession session(world.database());
            session.open(world.root(), world.names());
            if (round > 0) session.wait_for_recognition();
            for (const auto& [path, content] : world.files()) {
                CAPTURE(path);
                CHECK(session.score(path) == world.score_of(path));
            }
            score_some(world, session);
            for (int i = 0; i < 5; ++i) world.change();
        }
    }
}
