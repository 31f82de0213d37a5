#include "report/side_car.h"

#include <doctest/doctest.h>

#include "report/table_fixture.h"

using namespace proofsheet;
using namespace proofsheet::report;

namespace {

const std::string kHead =
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n <rdf:RDF "
    "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n";
const std::string kTail = " </rdf:RDF>\n</x:xmpmeta>\n";
const std::string kXmp = "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"";

std::string side_car(const std::string& content) {
    return kHead + content + kTail;
}

std::string rated(const std::string& text, int rating) {
    const auto result = with_rating(text, rating);
    if (!result) FAIL(result.error().message);
    return *result;
}

/// `text` with its only `from` replaced.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    REQUIRE(text.find(from, at + 1) == std::string::npos);
    return text.replace(at, from.size(), to);
}

std::string refusal(const std::string& text) {
    const auto result = with_rating(text, 4);
    return result ? "(taken)" : result.error().message;
}

/// As darktable writes it, with a byte order mark, comments and CDATA.
const std::string kDarktable =
    "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- mine: <xmp:Rating>1</xmp:Rating> -->\n" +
    kHead + "  <rdf:Description rdf:about=''\n    " + kXmp +
    "\n    xmlns:darktable=\"http://darktable.sf.net/\"\n   darktable:note = \"a > b &amp; xmp:Rating='2'\"\n"
    "   xmp:Rating = '2'\n   darktable:xmp_version=\"5\">\n"
    "   <darktable:history><rdf:Seq/></darktable:history>\n"
    "   <darktable:blob><![CDATA[<xmp:Rating>5</xmp:Rating> ]] > ]]></darktable:blob>\n"
    "  </rdf:Description>\n" +
    kTail + "<!-- end -->\n";

/// As Lightroom writes it: properties as elements, several descriptions, a packet around them.
const std::string kLightroom =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n" + kHead +
    "  <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
    "   <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">\xE7\x8C\xAB</rdf:li></rdf:Alt></dc:title>\n"
    "  </rdf:Description>\n  <rdf:Description rdf:about=\"\" xmlns:xap=\"http://ns.adobe.com/xap/1.0/\">\n"
    "   <xap:Rating> 3 </xap:Rating>\r\n   <xap:Label>Red</xap:Label>\n  </rdf:Description>\n" +
    kTail + "          \n<?xpacket end=\"w\"?>";

}  // namespace

TEST_CASE("a rating that is an attribute is set in its place, and every other byte stays") {
    CHECK(rated(kDarktable, 4) == replaced(kDarktable, "xmp:Rating = '2'", "xmp:Rating = '4'"));
    CHECK(rated(kDarktable, -1) == replaced(kDarktable, "xmp:Rating = '2'", "xmp:Rating = '-1'"));
    CHECK(rated(kDarktable, 2) == kDarktable);
}

TEST_CASE("a rating that is an element is set in its place, and every other byte stays") {
    CHECK(rated(kLightroom, 5) == replaced(kLightroom, "> 3 <", ">5<"));
    CHECK(rated(kLightroom, 3) == kLightroom);
    const std::string open = "<rdf:Description " + kXmp + ">";
    const std::string close = "</rdf:Description>";
    CHECK(rated(side_car(open + "<xmp:Rating/>" + close), 2) ==
          side_car(open + "<xmp:Rating>2</xmp:Rating>" + close));
    CHECK(rated(side_car(open + "<xmp:Rating></xmp:Rating >" + close), 2) ==
          side_car(open + "<xmp:Rating>2</xmp:Rating >" + close));
    CHECK(rated(side_car(open + "<xmp:Rating><![CDATA[1]]></xmp:Rating>" + close), 2) ==
          side_car(open + "<xmp:Rating>2</xmp:Rating>" + close));
}

TEST_CASE("a rating that is not there is added to the first description") {
    CHECK(rated(side_car("<rdf:Description rdf:about=\"\" " + kXmp + "/>"), 1) ==
          side_car("<rdf:Description xmp:Rating=\"1\" rdf:about=\"\" " + kXmp + "/>"));
    CHECK(rated(side_car("<rdf:Description/>"), 1) ==
          side_car("<rdf:Description " + kXmp + " xmp:Rating=\"1\"/>"));
    CHECK(rated(side_car("<rdf:Description\n   rdf:about=\"\"></rdf:Description>"), 1) ==
          side_car("<rdf:Description\n   " + kXmp +
                   "\n   xmp:Rating=\"1\"\n   rdf:about=\"\"></rdf:Description>"));
    const std::string again = rated(side_car("<rdf:Description/>"), 1);
    CHECK(rated(again, 1) == again);
}

TEST_CASE("a prefix counts by what it stands for") {
    const std::string other = side_car("<rdf:Description xmlns:xmp=\"urn:other\" xmp:Rating=\"9\"/>");
    const std::string result = rated(other, 3);
    CHECK(result ==
          replaced(other, "<rdf:Description ",
                   "<rdf:Description xmlns:xmp1=\"http://ns.adobe.com/xap/1.0/\" xmp1:Rating=\"3\" "));
    CHECK(rated(result, 4) == replaced(result, "xmp1:Rating=\"3\"", "xmp1:Rating=\"4\""));
    const std::string nested = side_car("<rdf:Description " + kXmp +
                                        "><xmp:History><rdf:Description xmp:Rating=\"1\"/></xmp:History>"
                                        "</rdf:Description>");
    CHECK(rated(nested, 5) ==
          replaced(nested, "<rdf:Description " + kXmp, "<rdf:Description xmp:Rating=\"5\" " + kXmp));
}

TEST_CASE("what only looks like a rating is left alone") {
    const std::string text = replaced(
        side_car("<rdf:Description " + kXmp + " xmp:Rating=\"1\"/>"), "</x:xmpmeta>",
        "<o " + kXmp +
            " xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><y><xmp:Rating>5</xmp:Rating></y>"
            "<r:Description xmp:Rating='3'/></o></x:xmpmeta>");
    CHECK(rated(text, 2) == replaced(text, "Rating=\"1\"", "Rating=\"2\""));
    const std::string typed =
        side_car("<t xmlns='urn:t' " + kXmp + "><xmp:Rating>5</xmp:Rating></t><rdf:Description/>");
    CHECK(rated(typed, 2) ==
          replaced(typed, "<rdf:Description", "<rdf:Description " + kXmp + " xmp:Rating=\"2\""));
}

TEST_CASE("what is no side-car is left alone, with the reason") {
    CHECK(refusal("") == "it is not well-formed XML (no element found in line 1)");
    CHECK(refusal(kHead).find("it is not well-formed XML") == 0);
    CHECK(refusal(side_car("<rdf:Description xmp:Rating=\"1\"/>")).find("unbound prefix") !=
          std::string::npos);
    CHECK(refusal(side_car("<rdf:Description a='1' a='2'/>")).find("duplicate") != std::string::npos);
    CHECK(refusal(side_car("")) == "it holds no description of a picture");
    CHECK(refusal("<html><p>1</p></html>") == "it holds no description of a picture");
    CHECK(refusal("<!DOCTYPE x [<!ENTITY a \"b\">]>" + side_car("<rdf:Description/>")) ==
          "it has a document type declaration");
    CHECK(refusal("\xFF\xFE<") == "it is written in UTF-16");
    CHECK(refusal(side_car("<rdf:Description " + kXmp +
                           "><xmp:Rating><!-- why -->3</xmp:Rating></rdf:Description>")) ==
          "its rating is more than a number");
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    CHECK(refusal(deep) == "its elements are nested too deeply");
}

TEST_CASE("cut short anywhere, a side-car is refused and never changed") {
    for (const std::string& text : {kDarktable, kLightroom})
        for (std::size_t length = 0; length < text.size(); ++length) {
            const auto result = with_rating(text.substr(0, length), 4);
            const bool only_the_end_is_missing = length >= text.find("</x:xmpmeta>") + 12;
            if (!only_the_end_is_missing) CHECK_FALSE(result);
        }
}

TEST_CASE("a new side-car holds the rating, and takes another one") {
    CHECK(rated(new_side_car(4), 4) == new_side_car(4));
    CHECK(rated(new_side_car(4), -1) == new_side_car(-1));
}

TEST_CASE("stars are half the score, rounded up; rejected pictures have -1") {
    ScoreTable table = test::small_table();
    PictureRow& row = table.rows[0];
    for (int score = 1; score <= 10; ++score) {
        row.values = {test::given(1, score)};
        CHECK(stars_of(row, table.criteria) == (score + 1) / 2);
    }
    row.values = {test::given(1, 10), test::given(7, 1)};
    CHECK(stars_of(row, table.criteria) == -1);
    row.values = {test::given(1, 10), test::given(7, 2)};
    CHECK(stars_of(row, table.criteria) == 5);
    CHECK_FALSE(stars_of(table.rows[1], table.criteria));
}
