#include "shell/window_place_file.h"

#include <doctest/doctest.h>

#include <fstream>

#include "support/temp_folder.h"

using namespace proofsheet;
using namespace proofsheet::shell;

TEST_CASE("the window's place comes back") {
    const test::TempFolder folder;
    const WindowPlace place{40, 30, 1280, 720, true, false};
    write_window_place(folder.path() / "new" / "window.json", place);
    CHECK(read_window_place(folder.path() / "new" / "window.json") == place);
}

TEST_CASE("a damaged file gives the usual place") {
    const test::TempFolder folder;
    for (const char* text : {"", "{", "[1,2]", R"({"width":-5,"height":"x"})", R"({"width":1e300})"}) {
        std::ofstream(folder.path() / "window.json") << text;
        const WindowPlace place = read_window_place(folder.path() / "window.json");
        CHECK(place.width >= 320);
        CHECK(place.height >= 240);
        CHECK_FALSE(place.placed);
    }
}
