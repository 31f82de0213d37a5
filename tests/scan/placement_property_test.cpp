#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

#include "grid/view.h"
#include "scan/discover.h"
#include "support/sample_tree.h"

using namespace proofsheet;

namespace {

constexpr unsigned kFirstSeed = 51000;
constexpr unsigned kTrees = 60;

/// How often something was met, by path.
using Counts = std::map<std::string, int>;

/// Checkpoints and pictures on the disk in all layouts, some checkpoints gone, some pictures empty, some
/// replaced by a later one of the same name.
class RandomTree {
public:
    explicit RandomTree(unsigned seed) : random_(seed) {
        folders.checkpoint_dirs = {tree_.folder("checkpoints")};
        folders.sample_dir = tree_.folder("samples");
        for (const std::string base : {"alpha", "beta"})
            for (int checkpoint = up_to(4); checkpoint > 0; --checkpoint) add_checkpoint(base, checkpoint);
    }

    /// 1 or 2 dimensions of whatever name and value.
    grid::GridQuery query() {
        grid::GridQuery query;
        for (auto* slot : {&query.mapping.x, &query.mapping.y, &query.mapping.slider})
            if (!one_in(3)) *slot = dimension();
        for (int i = up_to(2); i > 0; --i)
            query.filters[dimension()] = {static_cast<grid::FilterMode>(up_to(2)),
                                          {std::to_string(up_to(3)), std::string(grid::kNoValueLabel)}};
        return query;
    }

    scan::Folders folders;
    Counts pictures;  ///< relative to the sample folder

private:
    int up_to(int last) { return std::uniform_int_distribution<int>(0, last)(random_); }
    bool one_in(int n) { return up_to(n - 1) == 0; }
    std::string dimension() {
        constexpr const char* kNames[] = {"checkpoint", "seed",   "cfg", "prompt_name",
                                          "study",      "folder", "gone"};
        return kNames[up_to(6)];
    }

    void add_checkpoint(const std::string& base, int number) {
        const std::string file = one_in(4) ? base + ".safetensors"
                                           : base + "-step0000" + std::to_string(number) + "000.safetensors";
        if (!one_in(3)) tree_.checkpoint("checkpoints/" + file);
        if (!one_in(4)) add_pictures(file + "/");
        if (one_in(3)) add_pictures("study " + std::to_string(up_to(1)) + "/" + file + "/");
        if (one_in(4)) add_pictures(base + "/portrait/" + file + "/");
        if (one_in(4)) add_pictures(file + "/deeper/");
    }

    void add_pictures(const std::string& folder) {
        for (int i = up_to(12); i > 0; --i) {
            const std::string name = folder + picture_name();
            if (one_in(12))
                tree_.file("samples/" + name, "");
            else
                tree_.picture("samples/" + name);
            pictures[name] = 1;
        }
    }

    std::string picture_name() {
        std::string name;
        for (const char* key : {"seed", "cfg", "prompt_name"})
            if (!one_in(4)) name += std::string(key) + "=" + value() + "&";
        name += "_0000" + std::to_string(up_to(3)) + "_";
        return (one_in(8) ? "ComfyUI_0000" + std::to_string(up_to(3)) + "_" : name) +
               (one_in(6) ? ".JPG" : ".png");
    }

    std::string value() {
        constexpr const char* kValues[] = {"1", "1.0", "2", "3", "%41", "x+y", "%zz", ""};
        return kValues[up_to(7)];
    }

    test::SampleTree tree_;
    std::mt19937 random_;
};

/// Adds what is shown in one cell or counted as filtered out.
void count_shown(const grid::Catalog& catalog, const grid::GridView& view, Counts& met) {
    int shown = 0;
    for (int row = 0; row < std::ssize(view.rows); ++row)
        for (int column = 0; column < std::ssize(view.columns); ++column)
            for (int position = 0; position < std::ssize(view.positions); ++position)
                for (const grid::SampleId sample : view.at({column, row, position})) {
                    ++met[catalog.sample(sample).path];
                    ++shown;
                }
    REQUIRE(shown + view.filtered_out == static_cast<int>(catalog.samples.size()));
    for (std::uint32_t i = 0; i < catalog.samples.size(); ++i)
        if (!view.find({i})) ++met[catalog.samples[i].path];
}

/// Every picture of the folder, as often as it is shown, filtered out, superseded or refused as empty.
Counts count_all(const std::vector<std::shared_ptr<const grid::Catalog>>& catalogs,
                 const grid::GridQuery& query) {
    Counts met;
    for (const auto& catalog : catalogs) {
        count_shown(*catalog, grid::arrange(*catalog, query), met);
        for (const std::string& path : catalog->superseded) ++met[path];
        for (const Problem& problem : catalog->problems)
            if (problem.kind == "empty") ++met[problem.path];
    }
    return met;
}

}  // namespace

TEST_CASE("every picture on the disk is in one cell at one slider position or counted as left out") {
    for (unsigned seed = kFirstSeed; seed < kFirstSeed + kTrees; ++seed) {
        CAPTURE(seed);
        RandomTree tree(seed);
        std::vector<std::shared_ptr<const grid::Catalog>> catalogs;
        for (const grid::TrainingRun& run : scan::discover(tree.folders).runs)
            catalogs.push_back(grid::make_catalog(scan::scan_run(run, tree.folders.sample_dir), {}));
        REQUIRE(count_all(catalogs, {}) == tree.pictures);
        for (int i = 0; i < 5; ++i) REQUIRE(count_all(catalogs, tree.query()) == tree.pictures);
    }
}
