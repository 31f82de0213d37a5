#include "grid/query.h"

#include <doctest/doctest.h>

#include "grid/view.h"
#include "grid_samples.h"

using namespace proofsheet;
using namespace proofsheet::grid;
using namespace proofsheet::test;

namespace {

using Selected = std::set<std::string>;
const std::vector<std::string> kAll{"a", "b", "c"};

int roles_held(const Mapping& mapping, const std::string& dimension) {
    return (mapping.x == dimension) + (mapping.y == dimension) + (mapping.slider == dimension);
}

}  // namespace

TEST_CASE("a dimension that takes a role swaps with whoever held it") {
    const Mapping mapping{"seed", "prompt", "checkpoint"};
    CHECK(assign_role(mapping, "seed", Role::Slider) == Mapping{"checkpoint", "prompt", "seed"});
    CHECK(assign_role(mapping, "seed", Role::X) == mapping);
    CHECK(assign_role(mapping, "cfg", Role::Y) == Mapping{"seed", "cfg", "checkpoint"});
    CHECK(assign_role(mapping, "prompt", Role::None) == Mapping{"seed", std::nullopt, "checkpoint"});
    CHECK(assign_role({"seed", std::nullopt, std::nullopt}, "seed", Role::Y) ==
          Mapping{std::nullopt, "seed", std::nullopt});
}

TEST_CASE("a dimension never holds two roles, and its swap partner gets the role that it had") {
    RandomGrids random(3);
    Mapping mapping;
    for (int round = 0; round < 1000; ++round) {
        const std::string dimension = random.some_name();
        const auto role = static_cast<Role>(random.up_to(3));
        const Mapping before = mapping;
        mapping = assign_role(mapping, dimension, role);
        REQUIRE(role_of(mapping, dimension) == role);
        for (int other = 0; other <= 6; ++other) {
            const std::string name = random.name(other);
            REQUIRE(roles_held(mapping, name) <= 1);
            const bool displaced = name != dimension && role != Role::None && role_of(before, name) == role;
            const Role expected = name == dimension ? role
                                  : displaced       ? role_of(before, dimension)
                                                    : role_of(before, name);
            REQUIRE(role_of(mapping, name) == expected);
        }
    }
}

TEST_CASE("a mapping that names a dimension twice is mended by the next assignment") {
    CHECK(assign_role({"seed", "seed", "seed"}, "seed", Role::Y) ==
          Mapping{std::nullopt, "seed", std::nullopt});
}

TEST_CASE("solo keeps one value, and solo again lets all through") {
    CHECK(solo(multi({"a", "b"}), "a").selected == Selected{"a"});
    CHECK(solo(multi({"a"}), "a").selected.empty());
    CHECK(solo(multi({"a"}), "b").selected == Selected{"b"});
    for (const FilterMode mode : {FilterMode::Hide, FilterMode::Single, FilterMode::Multi}) {
        const Filter open{mode, {}};
        CHECK(solo(solo(open, "a"), "a") == open);
    }
}

TEST_CASE("toggling takes values out of all and puts them back") {
    CHECK(toggle(multi({}), "b", kAll).selected == Selected{"a", "c"});
    CHECK(toggle(multi({"a", "c"}), "b", kAll).selected.empty());
    CHECK(toggle(multi({"a"}), "b", kAll).selected == Selected{"a", "b"});
    CHECK(toggle(multi({"a"}), "a", kAll).selected.empty());
    CHECK(toggle(multi({}), "a", {"a"}).selected.empty());
}

TEST_CASE("toggling a value that does not exist changes nothing that is shown") {
    CHECK(toggle(multi({}), "gone", kAll).selected.empty());
    CHECK(toggle(multi({}), "gone", {}).selected.empty());
}

TEST_CASE("a selection of which nothing exists any more toggles as if it were empty") {
    CHECK(toggle(multi({"gone"}), "a", kAll).selected == Selected{"b", "c"});
    CHECK(toggle(multi({std::string(kNoValueLabel)}), "a", kAll).selected ==
          Selected{"a", std::string(kNoValueLabel)});
}

TEST_CASE("toggling twice is no change") {
    for (const Selected& selected : {Selected{}, Selected{"a", "b"}, Selected{"a", "c"}})
        for (const std::string& value : kAll)
            CHECK(toggle(toggle(multi(selected), value, kAll), value, kAll).selected == selected);
}

TEST_CASE("single keeps the first selected value in the dimension's order, else the first of all") {
    CHECK(with_mode(multi({"c", "b"}), FilterMode::Single, kAll) == Filter{FilterMode::Single, {"b"}});
    CHECK(with_mode(multi({"c", "b"}), FilterMode::Single, {"c", "b", "a"}).selected == Selected{"c"});
    CHECK(with_mode(multi({}), FilterMode::Single, kAll).selected == Selected{"a"});
    CHECK(with_mode(multi({"gone"}), FilterMode::Single, kAll).selected == Selected{"a"});
    CHECK(with_mode(multi({"b"}), FilterMode::Single, {}).selected == Selected{"b"});
}

TEST_CASE("the other modes keep the selection") {
    CHECK(with_mode({FilterMode::Single, {"b"}}, FilterMode::Multi, kAll) == multi({"b"}));
    CHECK(with_mode(multi({"a", "b"}), FilterMode::Hide, kAll) == Filter{FilterMode::Hide, {"a", "b"}});
}

TEST_CASE("a dimension with a role is filtered as multi, one without an entry not at all") {
    const Filters filters{{"seed", {FilterMode::Single, {}}}, {"cfg", {FilterMode::Single, {}}}};
    CHECK(effective_mode({"seed", {}, {}}, filters, "seed") == FilterMode::Multi);
    CHECK(effective_mode({"seed", {}, {}}, filters, "cfg") == FilterMode::Single);
    CHECK(effective_mode({"seed", {}, {}}, filters, "other") == FilterMode::Hide);
}
