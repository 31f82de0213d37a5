#include <doctest/doctest.h>
#include <imgui.h>

#include "app/update.h"
#include "cache/fakes.h"
#include "ui/panels.h"

using namespace proofsheet;
using namespace proofsheet::ui;

namespace {

constexpr float kWidth = 1600;
constexpr float kHeight = 1000;

grid::ScanReport report_of(int checkpoints, int prompts, int seeds) {
    grid::ScanReport report{"run", "/samples", {}, {}, {}, {}};
    for (int c = 0; c < checkpoints; ++c) {
        const std::string checkpoint = std::to_string((c + 1) * 500);
        report.checkpoint_order.push_back(checkpoint);
        for (int p = 0; p < prompts; ++p)
            for (int s = 0; s < seeds; ++s) {
                grid::FoundSample found;
                found.dimensions = {{"checkpoint", checkpoint},
                                    {"prompt_name", "p" + std::to_string(p)},
                                    {"seed", std::to_string(s)}};
                found.sample.path = checkpoint + "/p" + std::to_string(p) + "s" + std::to_string(s) + ".png";
                report.found.push_back(std::move(found));
            }
    }
    return report;
}

/// The real panels, commands and cache without a window and without OpenGL; decodes run when the test turns
/// the crank.
class Frames {
public:
    explicit Frames(const grid::ScanReport& report) {
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = ImVec2(kWidth, kHeight);
        io.DeltaTime = 1.0f / 60;
        unsigned char* pixels = nullptr;
        int width = 0, height = 0;
        io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
        for (ImFont*& font : fonts_.fonts) font = io.Fonts->Fonts[0];
        apply(app::OpenPaths{{"/samples"}});
        apply(app::CatalogScanned{state.scan.ticket, grid::make_catalog(report, Generation{1}), true});
        apply(app::SetDrawer{false});
    }
    ~Frames() { ImGui::DestroyContext(context_); }

    void apply(const app::Command& command) { state = app::update(std::move(state), command).state; }

    void draw() {
        now_ += app::Millis{16};
        apply(app::FrameStarted{now_, all_shown(panel, state)});
        textures.begin_frame();
        ImGui::NewFrame();
        std::vector<app::Command> wishes;
        const Emit emit = [&](app::Command wish) { wishes.push_back(std::move(wish)); };
        targets.clear();
        const Context context{kDarkTheme, fonts_, keymap_, 1, targets, missing_, emit, panel.keyboard, {}};
        draw_root(context, state, {}, panel, textures, rect(0, 0, kWidth, kHeight));
        ImGui::Render();
        textures.end_frame();
        for (const app::Command& wish : wishes) apply(wish);
    }
    void draw(int frames) {
        for (int i = 0; i < frames; ++i) draw();
    }
    void load_all() {
        do draw();
        while (textures.run_one());
        draw(4);
    }
    void click(const std::string& name) {
        draw();
        const Target* target = targets.find(name);
        REQUIRE_MESSAGE(target != nullptr, name);
        ImGuiIO& io = ImGui::GetIO();
        io.MousePos =
            ImVec2(static_cast<float>(target->box.center().x), static_cast<float>(target->box.center().y));
        draw();
        io.MouseDown[0] = true;
        draw();
        io.MouseDown[0] = false;
        draw(2);
    }
    int count(CellLevel level) const {
        int count = 0;
        for (const CellReport& cell : panel.grid.visible) count += cell.level == level ? 1 : 0;
        return count;
    }

private:
    ImGuiContext* context_ = ImGui::CreateContext();
    Fonts fonts_;
    Keymap keymap_;
    std::set<char32_t> missing_;
    app::Millis now_{0};

public:
    std::shared_ptr<test::FakeSource> source = std::make_shared<test::FakeSource>();
    test::FakeUploader uploader;
    cache::TextureCache textures{source, uploader, {}, 0};
    app::AppState state;
    PanelState panel;
    Targets targets;
};

}  // namespace

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
