#include "grid/text_order.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>

#include "core/text.h"

using namespace proofsheet;
using namespace proofsheet::grid;

namespace {

using Views = std::vector<std::string_view>;

/// Texts of few different bytes, so that common beginnings, case, zeros and digit runs of every kind come up.
std::string random_text(std::mt19937& random) {
    static constexpr std::string_view kBytes("aAbZ019/:~\0\xFF\xC3", 13);
    std::string text;
    const auto length = random() % 24;
    if (random() % 3 == 0) text = "a long common beginning 00012 ";
    for (std::size_t i = 0; i < length; ++i) text += kBytes[random() % kBytes.size()];
    return text;
}

std::vector<std::string> random_texts(std::mt19937& random, std::size_t count) {
    std::set<std::string> texts;
    for (std::size_t i = 0; i < count; ++i) texts.insert(random_text(random));
    std::vector<std::string> shuffled(texts.begin(), texts.end());
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    return shuffled;
}

template <typename Less>
std::vector<std::uint32_t> sorted_indices(const Views& texts, Less less) {
    std::vector<std::uint32_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return less(texts[a], texts[b]); });
    return order;
}

}  // namespace

TEST_CASE("texts sort by bytes as the plain comparison sorts them") {
    std::mt19937 random(1);
    for (int round = 0; round < 50; ++round) {
        const std::vector<std::string> texts = random_texts(random, 1 + random() % 300);
        const Views views(texts.begin(), texts.end());
        CHECK(order_by_bytes(views) == sorted_indices(views, std::less<>()));
    }
}

TEST_CASE("paths that differ deep inside are sorted by every byte of them") {
    std::mt19937 random(3);
    std::set<std::string> distinct;
    for (int i = 0; i < 3000; ++i) {
        std::string path;
        for (int part = 0; part < 12; ++part) path += random() % 2 == 0 ? "folder_a" : "folder_b/";
        distinct.insert(path + std::string(random() % 3, '\0'));
    }
    std::vector<std::string> texts(distinct.begin(), distinct.end());
    std::shuffle(texts.begin(), texts.end(), random);
    const Views views(texts.begin(), texts.end());
    CHECK(order_by_bytes(views) == sorted_indices(views, std::less<>()));
}

TEST_CASE("equal texts keep the order in which they are given") {
    Views texts;
    for (int i = 0; i < 100; ++i) texts.push_back(i % 3 == 0 ? "a" : "b");
    CHECK(order_by_bytes(texts) == sorted_indices(texts, std::less<>()));
}

TEST_CASE("natural order agrees with natural_compare for every kind of text") {
    std::mt19937 random(2);
    for (int round = 0; round < 200; ++round) {
        const std::vector<std::string> texts = random_texts(random, 1 + random() % 200);
        const Views views(texts.begin(), texts.end());
        CHECK(order_naturally(views) ==
              sorted_indices(views, [](auto a, auto b) { return natural_compare(a, b) < 0; }));
    }
}

TEST_CASE("digit runs of any length sort by their number") {
    std::vector<std::string> texts;
    for (const std::size_t digits : {1u, 2u, 100u, 254u, 255u, 256u, 300u, 509u, 510u, 511u})
        for (const char* lead : {"1", "9"})
            texts.push_back("s" + std::string(lead) + std::string(digits - 1, '5'));
    const Views views(texts.rbegin(), texts.rend());
    CHECK(order_naturally(views) ==
          sorted_indices(views, [](auto a, auto b) { return natural_compare(a, b) < 0; }));
}

TEST_CASE("texts that share more and more of their beginning are sorted without going deep") {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < 2000; ++i) texts.push_back(std::string(2000 - i, 'a'));
    const Views views(texts.begin(), texts.end());
    CHECK(order_by_bytes(views).front() == 1999);
}
