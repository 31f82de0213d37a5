#include <fstream>
#include <random>

#include "scan/watcher_show.h"

using namespace proofsheet;
using namespace proofsheet::test;
namespace fs = std::filesystem;

TEST_CASE_TEMPLATE("whatever happens, what is shown is what a new scan finds", Method, Inotify, Polling) {
    Show show(quick(Method::kMethod));
    std::mt19937 random(7);
    const auto pick = [&](std::vector<std::string> names) { return names[random() % names.size()]; };
    const auto folder = [&] {
        return show.tree.at(Show::kFolder + pick({"", "a", "a/b", "a/b/c", "d", "d/e"}));
    };
    const auto file = [&] {
        return folder() / pick({"seed=1.png", "seed=2&_00001_.png", "seed=2&_00002_.png"});
    };
    const auto sample_folder = [&] {
        return show.tree.at("samples/" + pick({"", "study/", "l/study/"}) +
                            pick({"l", "l-step00000500", "m"}) + ".safetensors");
    };
    const auto checkpoint = [&] {
        return show.tree.at("checkpoints/" + pick({"", "sub/"}) + pick({"l", "l-step00001000", "m"}) +
                            ".safetensors");
    };
    std::error_code ignored;
    const auto write = [&](const fs::path& path, const std::string& bytes) {
        fs::create_directories(path.parent_path(), ignored);
        std::ofstream(path, std::ios::binary) << bytes << std::string(random() % 3, ' ');
    };
    const std::vector<std::function<void()>> deeds{
        [&] { write(file(), test::png_bytes()); },
        [&] { write(file(), test::png_bytes()); },
        [&] { fs::rename(file(), file(), ignored); },
        [&] { fs::remove(file(), ignored); },
        [&] { fs::rename(folder(), folder(), ignored); },
        [&] { fs::remove_all(folder(), ignored); },
        [&] { fs::create_directory_symlink(folder(), folder() / "link", ignored); },
        [&] { fs::create_symlink("seed=1.png", file(), ignored); },
        [&] { write(sample_folder() / "seed=5.png", test::png_bytes()); },
        [&] { fs::rename(sample_folder(), sample_folder(), ignored); },
        [&] { write(checkpoint(), test::safetensors_bytes()); },
        [&] { fs::rename(checkpoint(), checkpoint(), ignored); },
        [&] { fs::remove(checkpoint(), ignored); },
        [&] {
            write(show.tree.at("checkpoints/sample/l_000500_00_20240101120000_1.png"), test::png_bytes());
        },
        [&] { fs::rename(show.tree.at("samples"), show.tree.at("other samples"), ignored); },
        [&] { fs::rename(show.tree.at("other samples"), show.tree.at("samples"), ignored); },
    };
    for (int round = 0; round < 15; ++round) {
        CAPTURE(round);
        for (int i = 0; i < 12; ++i) deeds[random() % deeds.size()]();
        show.until([&] { return show.is_up_to_date(); });
    }
}
