#include "grid/preload.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <set>

#include "grid_samples.h"

using namespace proofsheet;
using namespace proofsheet::grid;
using namespace proofsheet::test;

namespace {

using Texts = std::vector<std::string>;

/// Columns x rows x positions, paths "column.row.position", with `stacked` pictures at each place.
std::shared_ptr<const Catalog> block(int columns, int rows, int positions, int stacked = 1) {
    std::vector<FoundSample> found;
    for (int c = 0; c < columns; ++c)
        for (int r = 0; r < rows; ++r)
            for (int p = 0; p < positions; ++p)
                for (int s = 0; s < stacked; ++s) {
                    const std::string place =
                        std::to_string(c) + "." + std::to_string(r) + "." + std::to_string(p);
                    const std::string path =
                        stacked == 1 ? place : place + std::string(1, static_cast<char>('a' + s));
                    found.push_back(picture(
                        path,
                        {{"c", std::to_string(c)}, {"r", std::to_string(r)}, {"p", std::to_string(p)}}));
                }
    return catalog_of(std::move(found));
}

const GridQuery kQuery{{"c", "r", "p"}, {}};

struct Asked {
    std::shared_ptr<const Catalog> catalog;
    std::vector<PreloadItem> items;

    Texts paths(PreloadBand band) const {
        Texts found;
        for (const PreloadItem& item : items)
            if (item.band == band) found.push_back(catalog->sample(item.sample).path);
        return found;
    }
};

Asked ask(std::shared_ptr<const Catalog> catalog, const PreloadWindow& window) {
    std::vector<PreloadItem> items = preload_order(arrange(*catalog, kQuery), window);
    return {std::move(catalog), std::move(items)};
}

PreloadWindow window_of(int c0, int c1, int r0, int r1, int position, int travel) {
    PreloadWindow window;
    window.first_column = c0;
    window.last_column = c1;
    window.first_row = r0;
    window.last_row = r1;
    window.position = position;
    window.travel = travel;
    return window;
}

auto rank(const PreloadItem& item) {
    return std::pair(item.band, item.distance);
}

}  // namespace

TEST_CASE("the positions of a visible cell come nearest first, and those ahead before those behind") {
    const auto catalog = block(1, 1, 7);
    CHECK(ask(catalog, window_of(0, 0, 0, 0, 3, 1)).paths(PreloadBand::Flip) ==
          Texts{"0.0.3", "0.0.4", "0.0.5", "0.0.2", "0.0.6", "0.0.1", "0.0.0"});
    CHECK(ask(catalog, window_of(0, 0, 0, 0, 3, -1)).paths(PreloadBand::Flip) ==
          Texts{"0.0.3", "0.0.2", "0.0.1", "0.0.4", "0.0.0", "0.0.5", "0.0.6"});
    CHECK(ask(catalog, window_of(0, 0, 0, 0, 3, 0)).paths(PreloadBand::Flip) ==
          Texts{"0.0.3", "0.0.2", "0.0.4", "0.0.1", "0.0.5", "0.0.0", "0.0.6"});
}

TEST_CASE("all visible cells get one position before the next position starts") {
    CHECK(ask(block(2, 2, 2), window_of(0, 1, 0, 1, 0, 1)).paths(PreloadBand::Flip) ==
          Texts{"0.0.0", "1.0.0", "0.1.0", "1.1.0", "0.0.1", "1.0.1", "0.1.1", "1.1.1"});
}

TEST_CASE("a cell that was moved by hand counts from its own position") {
    PreloadWindow window = window_of(0, 1, 0, 0, 0, 1);
    window.cells = {{1, 0, 2, 0}};
    CHECK(ask(block(2, 1, 3), window).paths(PreloadBand::Flip) ==
          Texts{"0.0.0", "1.0.2", "0.0.1", "0.0.2", "1.0.1", "1.0.0"});
}

TEST_CASE("cells that differ may be given in any order") {
    PreloadWindow window = window_of(0, 2, 0, 0, 0, 1);
    window.cells = {{2, 0, 1, 0}, {1, 0, 2, 0}, {0, 0, 1, 0}};
    const Texts flips = ask(block(3, 1, 3), window).paths(PreloadBand::Flip);
    CHECK(Texts(flips.begin(), flips.begin() + 3) == Texts{"0.0.1", "1.0.2", "2.0.1"});
}

TEST_CASE("cells just outside are near at the current position, and the rest goes outwards") {
    const Asked asked = ask(block(5, 1, 2), window_of(0, 0, 0, 0, 1, 1));
    CHECK(asked.paths(PreloadBand::Flip) == Texts{"0.0.1", "0.0.0"});
    CHECK(asked.paths(PreloadBand::Near) == Texts{"1.0.1", "2.0.1"});
    CHECK(asked.paths(PreloadBand::Rest) == Texts{"1.0.0", "2.0.0", "3.0.0", "3.0.1", "4.0.0", "4.0.1"});
}

TEST_CASE("rings around the visible cells are near in every direction") {
    const Asked asked = ask(block(7, 7, 1), window_of(3, 3, 3, 3, 0, 0));
    CHECK(asked.paths(PreloadBand::Flip) == Texts{"3.3.0"});
    const Texts near = asked.paths(PreloadBand::Near);
    REQUIRE(near.size() == 24);
    CHECK(std::set<std::string>(near.begin(), near.begin() + 8) ==
          std::set<std::string>{"2.2.0", "3.2.0", "4.2.0", "2.3.0", "4.3.0", "2.4.0", "3.4.0", "4.4.0"});
    CHECK(asked.paths(PreloadBand::Rest).size() == 24);
}

TEST_CASE("of several pictures in a cell the shown one flips, the others are near or rest") {
    PreloadWindow window = window_of(0, 0, 0, 0, 0, 1);
    const Asked first = ask(block(1, 1, 2, 3), window);
    CHECK(first.paths(PreloadBand::Flip) == Texts{"0.0.0a", "0.0.1a"});
    CHECK(first.paths(PreloadBand::Near) == Texts{"0.0.0b", "0.0.0c"});
    CHECK(first.paths(PreloadBand::Rest) == Texts{"0.0.1b", "0.0.1c"});
    window.cells = {{0, 0, 0, 4}};
    CHECK(ask(block(1, 1, 2, 3), window).paths(PreloadBand::Flip) == Texts{"0.0.0b", "0.0.1b"});
}

TEST_CASE("the limit keeps the soonest") {
    PreloadWindow window = window_of(0, 1, 0, 1, 2, 1);
    const auto catalog = block(6, 6, 5, 2);
    const std::vector<PreloadItem> all = ask(catalog, window).items;
    for (const std::size_t limit : {0u, 1u, 3u, 7u, 19u, 20u, 21u, 30u, 100u, 359u, 360u}) {
        window.limit = limit;
        const std::vector<PreloadItem> some = ask(catalog, window).items;
        REQUIRE(some.size() == limit);
        CHECK(std::equal(some.begin(), some.end(), all.begin()));
    }
}

TEST_CASE("a window beyond the view and nonsense in it do no harm") {
    constexpr int kHuge = std::numeric_limits<int>::max();
    PreloadWindow window = window_of(-kHuge, kHuge, kHuge, -kHuge, kHuge, kHuge);
    window.cells = {{0, 0, -kHuge, -kHuge}, {kHuge, 0, kHuge, kHuge}, {0, 2, kHuge, kHuge}};
    CHECK(ask(block(3, 3, 3), window).items.size() == 27);
    CHECK(preload_order(GridView{}, window).empty());
    CHECK(ask(catalog_of({}), window).items.empty());
}

TEST_CASE("everything in the view is named once, in ascending order of band and distance") {
    RandomGrids random(9);
    for (int round = 0; round < 500; ++round) {
        const auto catalog = catalog_of(random.samples());
        const GridView view = arrange(*catalog, {random.mapping(), random.filters()});
        PreloadWindow window = window_of(random.up_to(8), random.up_to(8), random.up_to(8), random.up_to(8),
                                         random.up_to(8), random.up_to(2) - 1);
        for (int i = random.up_to(3); i > 0; --i)
            window.cells.push_back({random.up_to(5), random.up_to(5), random.up_to(5), random.up_to(5)});
        const std::vector<PreloadItem> items = preload_order(view, window);
        REQUIRE(std::is_sorted(items.begin(), items.end(),
                               [](const auto& a, const auto& b) { return rank(a) < rank(b); }));
        std::vector<SampleId> named;
        for (const PreloadItem& item : items) named.push_back(item.sample);
        std::vector<SampleId> expected = view.samples;
        std::sort(named.begin(), named.end());
        std::sort(expected.begin(), expected.end());
        REQUIRE(named == expected);
    }
}

TEST_CASE("the distance of what is outside is the number of cells to the visible ones") {
    RandomGrids random(10);
    const auto catalog = block(9, 8, 3, 2);
    const GridView view = arrange(*catalog, kQuery);
    for (int round = 0; round < 100; ++round) {
        const PreloadWindow window = window_of(random.up_to(4), 4 + random.up_to(4), random.up_to(3),
                                               3 + random.up_to(4), random.up_to(2), 1);
        for (const PreloadItem& item : preload_order(view, window)) {
            const Place place = view.find(item.sample).value_or(Place{-1, -1, -1});
            const int columns =
                std::max({0, window.first_column - place.column, place.column - window.last_column});
            const int rows = std::max({0, window.first_row - place.row, place.row - window.last_row});
            if (item.band == PreloadBand::Flip)
                REQUIRE(columns + rows == 0);
            else
                REQUIRE(item.distance == std::max(columns, rows));
        }
    }
}
