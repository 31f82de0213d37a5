#include <doctest/doctest.h>

#include "app_fixture.h"

using namespace proofsheet;
using test::Session;

TEST_CASE("the first run with samples opens by itself") {
    Session session;
    session.apply(app::Rescan{});
    session.discovered({test::run_named("a", false), test::run_named("b", true)});
    CHECK(session.state.library.selected_run == "b");
    const auto scans = session.effects_of<app::ScanRun>();
    REQUIRE(scans.size() == 1);
    CHECK(scans[0].run.name == "b");
}

TEST_CASE("news about a wish that was overtaken is ignored") {
    Session session;
    session.open(test::small_catalog(2, "first"));
    const std::uint64_t old = session.state.scan.ticket;
    session.apply(app::OpenPaths{{"/other"}});
    session.apply(app::CatalogScanned{old, test::small_catalog(5, "late"), true});
    CHECK(session.state.library.catalog->run == "first");
}

TEST_CASE("pictures that arrive during the scan do not move slider, focus or cells") {
    Session session;
    session.apply(app::OpenPaths{{"/samples"}});
    session.apply(app::CatalogScanned{session.state.scan.ticket, test::small_catalog(3), false});
    CHECK(session.state.scan.scanning);
    session.apply(app::SetSlider{2});
    session.apply(app::Focus{{3, 2}});
    session.apply(app::SetCellSlider{{1, 1}, 0});
    session.apply(app::CatalogScanned{session.state.scan.ticket, test::small_catalog(6), true});
    CHECK_FALSE(session.state.scan.scanning);
    CHECK(session.state.view->positions.size() == 6);
    CHECK(session.state.view->positions[session.state.slider] == "1500");
    CHECK(session.state.focus == app::CellAt{3, 2});
    CHECK(app::position_of(session.state, {1, 1}) == 0);
}

TEST_CASE("another run starts with a view of its own") {
    Session session;
    session.open(test::small_catalog(3, "one"));
    session.apply(app::SetSlider{2});
    session.apply(app::SoloValue{"seed", "421"});
    session.open(test::small_catalog(2, "two"));
    CHECK(session.state.query.filters.empty());
    CHECK(session.state.view->columns.size() == 4);
}

TEST_CASE("what cannot be opened is told and changes nothing") {
    Session session;
    session.open(test::small_catalog(2));
    session.apply(app::OpenPaths{{"/none"}});
    session.apply(app::OpenFailed{"Not there: /none"});
    REQUIRE(session.state.toasts.size() == 1);
    CHECK(session.state.toasts[0].kind == app::ToastKind::Error);
    CHECK(session.state.library.catalog->samples.size() == 32);
}

TEST_CASE("news fade, errors stay until they are dismissed") {
    Session session;
    session.apply(app::Noticed{app::ToastKind::Info, "done"});
    session.apply(app::Noticed{app::ToastKind::Error, "failed"});
    session.at(app::kToastTime.count() + 1);
    REQUIRE(session.state.toasts.size() == 1);
    CHECK(session.state.toasts[0].text == "failed");
    session.apply(app::DismissToast{session.state.toasts[0].id});
    CHECK(session.state.toasts.empty());
}
