#include <doctest/doctest.h>

#include <fstream>

#include "core/file_bytes.h"
#include "sheet/sheet_fixture.h"

using namespace proofsheet;
using namespace proofsheet::sheet;
using namespace proofsheet::test;

namespace {

Error error_of(const SheetRequest& request, const std::stop_token& stop = {},
               const OnSheetRows& on_rows = {}) {
    tasks::WorkerPool pool(1);
    const auto written = write_sheet(request, pool, on_rows, stop);
    REQUIRE_FALSE(written);
    return written.error();
}

bool says(const Error& error, std::string_view part) {
    CAPTURE(error.message);
    return error.message.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE_FIXTURE(SheetFixture, "broken pictures and gaps get a place of their own") {
    add("a.png", plain_picture({96, 96}, {9, 9, 9}), {{"x", "1"}, {"y", "1"}});
    add_bytes("b.png", "not a picture at all", {{"x", "2"}, {"y", "1"}});
    add_bytes("c.png", "\x89PNG\r\n\x1A\n", {{"x", "1"}, {"y", "2"}});
    auto made = request();
    made.layout.cell_side = 96;
    const auto written = write(made);
    CHECK(written.pictures == 1);
    CHECK(written.broken == 2);
    CHECK(written.missing == 1);
    const auto where = plan(made);
    const auto sheet = read_png(made.target);
    const Palette palette = palette_of(Background::Dark);
    const auto cell = [&](int column, int row) {
        return RectPx{where.x_of(where.pages[0], column), where.top + row * where.row_height(), 96, 96};
    };
    const auto shows = [&](RectPx rect, Colour colour) {
        for (int y = rect.y; y < rect.bottom(); ++y)
            for (int x = rect.x; x < rect.right(); ++x)
                if (colour_at(sheet, x, y) == colour) return true;
        return false;
    };
    CHECK(shows(cell(1, 0), palette.broken));
    CHECK(shows(cell(0, 1), palette.broken));
    CHECK_FALSE(shows(cell(1, 1), palette.broken));
    CHECK(shows(cell(1, 1), palette.quiet));
    CHECK(colour_at(sheet, cell(1, 1).x, cell(1, 1).y) == palette.empty);
}

TEST_CASE_FIXTURE(SheetFixture, "a picture that is gone is a broken cell") {
    add_grid(2, 1, 1, {32, 32});
    const auto made = request();
    std::filesystem::remove(std::filesystem::path(made.catalog->root) / "c1r0p0.png");
    const auto written = write(made);
    CHECK(written.pictures == 1);
    CHECK(written.broken == 1);
}

TEST_CASE_FIXTURE(SheetFixture, "a stop in the middle leaves nothing, and what was there stays") {
    add_grid(2, 6, 1, {32, 32});
    auto made = request();
    std::ofstream(made.target) << "old";
    for (const int tile : {30'000, 160}) {
        made.layout.tile_side = tile;
        for (const std::size_t after : {0u, 1u, 5u, 6u}) {
            CAPTURE(after);
            std::stop_source stop;
            const Error error = error_of(made, stop.get_token(), [&](std::size_t done, std::size_t) {
                if (done == after) stop.request_stop();
            });
            CHECK(error.kind == ErrorKind::Cancelled);
            CHECK(files() == std::vector<std::string>{"sheet.png"});
            CHECK(read_file(made.target, 10)->size() == 3);
        }
    }
}

TEST_CASE_FIXTURE(SheetFixture, "a target that cannot be written is an error before any picture is read") {
    add_grid(1, 1, 1, {32, 32});
    auto made = request();
    made.target = out_dir() / "no such folder" / "sheet.png";
    CHECK(says(error_of(made), "Cannot create (No such file or directory)"));
    made.target = out_dir();
    CHECK(says(error_of(made), "This is a folder"));
    made.target.clear();
    CHECK(error_of(made).kind == ErrorKind::Io);
    std::filesystem::create_directory(out_dir() / "sheet-2.png");
    made = request();
    made.positions = SheetPositions::Each;
    CHECK(write(made).files == std::vector{made.target});
}

TEST_CASE_FIXTURE(SheetFixture, "when one of several files cannot be written there is none") {
    add_grid(1, 1, 3, {32, 32});
    auto made = request();
    made.positions = SheetPositions::Each;
    std::filesystem::create_directory(out_dir() / "sheet-3.png");
    CHECK(says(error_of(made), "This is a folder"));
    CHECK(files() == std::vector<std::string>{"sheet-3.png"});
}

TEST_CASE_FIXTURE(SheetFixture, "layouts and positions out of range are refused with the range") {
    add_grid(1, 1, 2, {32, 32});
    const auto made = request();
    auto wrong = made;
    wrong.layout.cell_side = 7;
    CHECK(says(error_of(wrong), "cell size of a contact sheet must be from 8 to 8192 pixels, not 7"));
    wrong = made;
    wrong.layout.gap = -1;
    CHECK(error_of(wrong).kind == ErrorKind::InvalidInput);
    wrong = made;
    wrong.layout.label_size = 0;
    CHECK(error_of(wrong).kind == ErrorKind::InvalidInput);
    wrong = made;
    wrong.layout.tile_side = 2'000'000'000;
    CHECK(error_of(wrong).kind == ErrorKind::InvalidInput);
    wrong = made;
    wrong.position = 2;
    CHECK(says(error_of(wrong), "no position 3"));
    wrong.position = -1;
    CHECK(error_of(wrong).kind == ErrorKind::InvalidInput);
    wrong = made;
    wrong.view = {};
    CHECK(says(error_of(wrong), "no picture"));
    wrong.catalog = nullptr;
    CHECK(error_of(wrong).kind == ErrorKind::InvalidInput);
    CHECK(files().empty());
}

TEST_CASE_FIXTURE(SheetFixture, "without a font there is no sheet, and a font that is none is passed over") {
    add_grid(1, 1, 1, {32, 32});
    auto made = request();
    made.fonts.insert(made.fonts.begin(), {"/dev/null", 0});
    CHECK(write(made).pictures == 1);
    made.fonts = {{"/dev/null", 0}, {"", 3}};
    CHECK(says(error_of(made), "There is no font"));
}

TEST_CASE_FIXTURE(SheetFixture, "labels may hold anything") {
    const std::string very_long(100'000, 'x');
    int number = 0;
    for (const std::string& label :
         {std::string("\xFF\xFE"), std::string("a\nb\tc\x01"), very_long,
          std::string("\xE6\x97\xA5\xE6\x9C\xAC"), std::string("\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85"),
          std::string("\xF0\x9F\x90\x88"), std::string("{}%s")})
        for (const char* axis : {"x", "y", "slider"})
            add(std::to_string(number++) + ".png", plain_picture({32, 32}, {9, 99, 9}), {{axis, label}});
    auto made = request();
    made.title = {very_long, "{0}", "\xFF"};
    made.positions = SheetPositions::SideBySide;
    CHECK(write(made).pictures == 21);
}
