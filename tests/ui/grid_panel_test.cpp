#include "ui_frames.h"

using namespace proofsheet;
using namespace proofsheet::ui;
using test::Frames;
using test::report_of;

TEST_CASE("all cells of a small run show their pictures") {
    Frames frames(report_of(3, 4, 4));
    frames.draw();
    CHECK(frames.count(CellLevel::Loading) == 16);
    frames.load_all();
    CHECK(frames.count(CellLevel::Loading) == 0);
    CHECK(frames.panel.grid.visible.size() == 16);
}

TEST_CASE("a flip with everything resident decodes nothing and shows every cell at once") {
    Frames frames(report_of(4, 4, 4));
    frames.load_all();
    const int loads = frames.source->total_loads();
    CHECK(loads == 64);
    for (int i = 0; i < 3; ++i) {
        frames.apply(app::StepSlider{1});
        frames.draw();
        CHECK(frames.count(CellLevel::Loading) == 0);
    }
    CHECK(frames.source->total_loads() == loads);
}

TEST_CASE("visible pictures are decoded before those of other slider positions") {
    Frames frames(report_of(5, 2, 2));
    frames.draw();
    for (int i = 0; i < 4; ++i) REQUIRE(frames.textures.run_one());
    frames.draw(2);
    CHECK(frames.count(CellLevel::Loading) == 0);
}

TEST_CASE("of a huge grid only the visible cells are drawn and wanted first") {
    Frames frames(report_of(1, 100, 100));
    frames.draw(2);
    CHECK(frames.panel.grid.visible.size() < 400);
    CHECK(frames.panel.grid.visible.size() > 20);
}

TEST_CASE("a click on a header solos its value and a second one brings all back") {
    Frames frames(report_of(2, 4, 4));
    frames.load_all();
    frames.click("grid.header.x[1]");
    CHECK(frames.state.view->columns == std::vector<std::string>{"1"});
    frames.click("grid.header.x[0]");
    CHECK(frames.state.view->columns.size() == 4);
}

TEST_CASE("a click opens the lightbox, its cross closes it") {
    Frames frames(report_of(2, 4, 4));
    frames.load_all();
    frames.click("grid.cell[2,1]");
    CHECK(frames.state.lightbox);
    CHECK(frames.state.focus == app::CellAt{2, 1});
    frames.load_all();
    frames.click("lightbox.close");
    CHECK_FALSE(frames.state.lightbox);
}

TEST_CASE("the lightbox asks for the full picture") {
    Frames frames(report_of(1, 2, 2));
    frames.source->default_size = {1344, 1344};
    frames.load_all();
    frames.apply(app::OpenLightbox{{0, 0}});
    frames.draw(2);
    CHECK(frames.panel.lightbox.report.level == CellLevel::Loading);
    frames.load_all();
    CHECK(frames.panel.lightbox.report.level == CellLevel::Full);
}

TEST_CASE("zoomed cells fetch their full pictures") {
    Frames frames(report_of(1, 2, 2));
    frames.source->default_size = {1344, 1344};
    frames.load_all();
    CHECK(frames.count(CellLevel::Proxy) == 4);
    frames.apply(app::SetCamera{{6, 0.5, 0.5}});
    frames.load_all();
    CHECK(frames.count(CellLevel::Full) == 4);
}

TEST_CASE("a missing combination shows a placeholder, a broken file says why") {
    grid::ScanReport report = report_of(2, 2, 2);
    report.found.erase(report.found.begin());
    Frames frames(report);
    frames.source->errors["/samples/500/p1s1.png"] = {ErrorKind::InvalidInput, "The file is cut short"};
    frames.load_all();
    CHECK(frames.count(CellLevel::Missing) == 1);
    REQUIRE(frames.count(CellLevel::Failed) == 1);
    for (const CellReport& cell : frames.panel.grid.visible)
        if (cell.level == CellLevel::Failed) CHECK(cell.error == "The file is cut short");
}

TEST_CASE("the master slider, the filters and the drawer answer to clicks") {
    Frames frames(report_of(5, 2, 2));
    frames.load_all();
    frames.click("slider.master");
    CHECK(frames.state.slider == 2);
    frames.click("slider.next");
    CHECK(frames.state.slider == 3);
    frames.click("filters.toggle");
    CHECK(frames.state.filters_open);
    frames.click("filter.seed");
    frames.click("filter.seed[1]");
    CHECK(frames.state.view->columns.size() == 1);
    frames.click("drawer.toggle");  // a click outside an open list only closes it
    CHECK_FALSE(frames.state.drawer_open);
    frames.click("drawer.toggle");
    CHECK(frames.state.drawer_open);
}

TEST_CASE("a role chosen from the list rearranges the grid") {
    Frames frames(report_of(3, 2, 4));
    frames.load_all();
    frames.click("mapping.X");
    frames.draw(2);
    frames.click("mapping.X[0]");
    CHECK(frames.state.query.mapping.x == "checkpoint");
    CHECK(frames.state.query.mapping.slider == "seed");
}
