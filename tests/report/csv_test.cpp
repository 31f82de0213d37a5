#include "report/csv.h"

#include <doctest/doctest.h>

#include <random>

#include "core/text.h"
#include "report/table_fixture.h"

using namespace proofsheet;
using namespace proofsheet::report;
using test::cell_of;
using test::parse_csv;

namespace {

/// What a strict reader finds in a line of this one cell.
std::string read_back(std::string_view text) {
    const auto lines = parse_csv(csv_cell(text) + "\r\n");
    REQUIRE(lines);
    REQUIRE(lines->size() == 1);
    REQUIRE(lines->at(0).size() == 1);
    return lines->at(0).at(0);
}

}  // namespace

TEST_CASE("cells come back as they were") {
    for (const char* text :
         {"plain", "", "a,b", "say \"hi\"", "\"", "two\nlines", "two\r\nlines", "a;b", " spaced ",
          "tab\there", "\xE7\x8C\xAB\xF0\x9F\x90\x88", "\xD0\xBA\xD0\xBE\xD1\x82, \"\xD0\xB4\xD0\xB0\""})
        CHECK(read_back(text) == text);
    CHECK(csv_cell("plain") == "plain");
    CHECK(csv_cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
}

TEST_CASE("what a spreadsheet would run is defused, and numbers stay numbers") {
    for (const char* text : {"=1+1", "+x", "@x", "-x", "\tx", "\rx", "\nx", "=", "-", "-1-1",
                             "+1+cmd|' /C calc'!A0", "-1.5.5", "-.5", "-1e", "--1",
                             "\xEF\xBC\x9D"
                             "1",
                             "\xEF\xBC\xA0x"})
        CHECK(read_back(text) == "'" + std::string(text));
    for (const char* number : {"-1.5", "+5", "-1e-5", "18446744073709551615", "-0", "7.50", "1=1"})
        CHECK(csv_cell(number) == number);
}

TEST_CASE("bytes that are no text are replaced") {
    CHECK(csv_cell("a\xFF"
                   "b") ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(csv_cell(std::string_view("a\0b", 3)) ==
          "a\xEF\xBF\xBD"
          "b");
}

TEST_CASE("any cells make lines that a strict reader takes apart again") {
    std::mt19937 random(1);
    constexpr std::string_view kCharacters = ",\"\r\n\t;=+-@' a1.e\xC3\xA9\xFF";
    for (int round = 0; round < 2000; ++round) {
        ScoreTable table = test::small_table();
        std::string text;
        for (std::size_t i = random() % 12; i > 0; --i) text += kCharacters[random() % kCharacters.size()];
        table.rows[0].facts.parameters.prompt = text;
        table.rows[0].dimensions.emplace_back("x" + text, text);
        const auto lines = parse_csv(wide_csv(table));
        REQUIRE(lines);
        REQUIRE(lines->size() == 3);
        for (const auto& line : *lines) REQUIRE(line.size() == lines->at(0).size());
        const std::string cell = cell_of(*lines, 1, "prompt");
        REQUIRE(is_utf8(cell));
        const bool whole_number = cell.find_first_not_of("+-.0123456789e") == std::string::npos;
        REQUIRE((cell.empty() || whole_number ||
                 std::string_view("=+-@\t\r\n").find(cell[0]) == std::string::npos));
        if (is_utf8(text) && !cell.starts_with("'")) REQUIRE(cell == text);
    }
}

TEST_CASE("the wide table has one line a picture, with the criteria by their keys") {
    const std::string csv = wide_csv(test::small_table());
    CHECK(csv.starts_with(
        "run,batch_number,checkpoint,prompt,negative_prompt,model,model_id,version,scheduler,steps,scale,"
        "width,"
        "height,seed,image_strength,controlnet,use_default_neg,mode,lora,lora_scale,overall_quality,use_again,"
        "flag,favourite,note,scored_at,"
        "credit_cost,created_at,file_path,batch,upscale_url,upscale_of,inf_id,image_id,run_id,dim.prompt_name,"
        "dim.sampler_name\r\n"));
    const auto lines = parse_csv(csv);
    REQUIRE(lines);
    REQUIRE(lines->size() == 3);
    const auto cell = [&](const char* name) { return cell_of(*lines, 1, name); };
    CHECK(cell("run") == "lora");
    CHECK(cell("checkpoint") == "500");
    CHECK(cell("prompt") == "a cat, \"quoted\"\nsecond line");
    CHECK(cell("seed") == "18446744073709551615");
    CHECK(cell("steps") == "20");
    CHECK(cell("scale") == "-1.5");
    CHECK(cell("width") == "512");
    CHECK(cell("height") == "768");
    CHECK(cell("overall_quality") == "9");
    CHECK(cell("use_again") == "yes");
    CHECK(cell("flag") == "pick");
    CHECK(cell("favourite") == "1");
    CHECK(cell("note") == "'-hands, ok");
    CHECK(cell("scored_at") == "2026-01-01T00:00:00.123Z");
    CHECK(cell("created_at") == "2026-01-01T00:00:00.000Z");
    CHECK(cell("batch") == "2");
    CHECK(cell("dim.prompt_name") == "'=1+1");
    CHECK(cell("dim.sampler_name") == "euler");
    CHECK(cell_of(*lines, 2, "overall_quality").empty());
    CHECK(cell_of(*lines, 2, "file_path") == "/s/lora-500/\xEF\xBF\xBD.png");
}

TEST_CASE("what an experiment recorded stands in the columns of its tables") {
    ScoreTable table = test::small_table();
    store::ImageRecord record;
    record.run_id = "r";
    record.run_name = "Portraits";
    record.batch_number = 12;
    record.prompt = "asked for";
    record.scheduler = "K_EULER";
    record.scale = 7.5;
    record.credit_cost_micro = 1'230'000;
    record.created_at = "2026-02-01T00:00:00.000Z";
    record.seed = 18446744073709551614u;
    table.rows[1].record = record;
    const auto lines = parse_csv(wide_csv(table));
    REQUIRE(lines);
    const auto cell = [&](const char* name) { return cell_of(*lines, 2, name); };
    CHECK(cell("run") == "Portraits");
    CHECK(cell("batch_number") == "12");
    CHECK(cell("prompt") == "asked for");
    CHECK(cell("scheduler") == "K_EULER");
    CHECK(cell("scale") == "7.5");
    CHECK(cell("seed") == "18446744073709551614");
    CHECK(cell("credit_cost") == "1.23");
    CHECK(cell("created_at") == "2026-02-01T00:00:00.000Z");
}

TEST_CASE("the long table has one line for each picture and criterion") {
    const auto lines = parse_csv(long_csv(test::small_table()));
    REQUIRE(lines);
    REQUIRE(lines->size() == 1 + 2 * 5);
    CHECK(cell_of(*lines, 1, "criterion") == "overall_quality");
    CHECK(cell_of(*lines, 1, "value") == "9");
    CHECK(cell_of(*lines, 1, "blind") == "0");
    CHECK(cell_of(*lines, 1, "ms_since_shown") == "740");
    CHECK(cell_of(*lines, 1, "seed") == "18446744073709551615");
    CHECK(cell_of(*lines, 2, "criterion") == "use_again");
    CHECK(cell_of(*lines, 2, "value") == "yes");
    CHECK(cell_of(*lines, 6, "criterion") == "overall_quality");
    CHECK(cell_of(*lines, 6, "value").empty());
    CHECK(cell_of(*lines, 6, "blind").empty());
}

TEST_CASE("a table without pictures is its line of names") {
    const auto wide = parse_csv(wide_csv({}));
    REQUIRE(wide);
    CHECK(wide->size() == 1);
    const auto lines = parse_csv(long_csv({}));
    REQUIRE(lines);
    CHECK(lines->size() == 1);
}
