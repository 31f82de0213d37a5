#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "report/table.h"

namespace proofsheet::test {

using CsvLine = std::vector<std::string>;

/// Reads RFC 4180 strictly, one character after the other; nothing when the text breaks a rule.
inline std::optional<std::vector<CsvLine>> parse_csv(std::string_view text) {
    std::vector<CsvLine> lines;
    CsvLine line;
    std::size_t at = 0;
    while (at < text.size()) {
        std::string cell;
        if (text[at] == '"') {
            for (++at;; ++at) {
                if (at >= text.size()) return std::nullopt;
                if (text[at] != '"')
                    cell += text[at];
                else if (at + 1 < text.size() && text[at + 1] == '"')
                    cell += text[at++];
                else
                    break;
            }
            ++at;
        } else {
            for (; at < text.size() && text[at] != ',' && text[at] != '\r'; ++at) {
                if (text[at] == '"' || text[at] == '\n') return std::nullopt;
                cell += text[at];
            }
        }
        line.push_back(cell);
        if (at >= text.size()) return std::nullopt;
        if (text[at] == ',') {
            ++at;
            continue;
        }
        if (text.substr(at, 2) != "\r\n") return std::nullopt;
        at += 2;
        lines.push_back(std::move(line));
        line.clear();
    }
    return line.empty() ? std::optional(lines) : std::nullopt;
}

/// The cell of this line under a name of the first line; "(no column)" when there is none.
inline std::string cell_of(const std::vector<CsvLine>& lines, std::size_t line, std::string_view name) {
    for (std::size_t i = 0; i < lines.at(0).size(); ++i)
        if (lines[0][i] == name) return lines.at(line).at(i);
    return "(no column)";
}

inline review::Criterion criterion(std::uint32_t id, const std::string& key, review::Scale scale,
                                   std::vector<std::string> choices = {}) {
    review::Criterion made;
    made.id = {id};
    made.key = key;
    made.name = key;
    made.scale = scale;
    made.maximum = scale == review::Scale::Score ? 10 : 3;
    made.choices = std::move(choices);
    made.set = "standard";
    return made;
}

inline report::GivenValue given(std::uint32_t criterion_id, review::ReviewValue value) {
    using Clock = std::chrono::system_clock;
    return {{criterion_id},
            std::move(value),
            Clock::time_point(std::chrono::milliseconds(1'767'225'600'123)),
            false,
            std::chrono::milliseconds(740)};
}

/// Two pictures: one with everything, one with nothing.
inline report::ScoreTable small_table() {
    report::ScoreTable table;
    table.criteria = {criterion(1, "overall_quality", review::Scale::Score),
                      criterion(5, "use_again", review::Scale::Choice, {"no", "test_more", "yes"}),
                      criterion(7, "flag", review::Scale::Choice, {"reject", "pick"}),
                      criterion(8, "favourite", review::Scale::Tag),
                      criterion(9, "note", review::Scale::Note)};
    report::PictureRow full;
    full.run = "lora";
    full.path = "/s/lora-500/a.png";
    full.stamp.mtime_ns = 1'767'225'600'000'000'000;
    full.batch = 2;
    full.dimensions = {{"checkpoint", "500"},
                       {"cfg", "-1.5"},
                       {"seed", "18446744073709551615"},
                       {"prompt_name", "=1+1"},
                       {"steps", "20"}};
    full.facts.size = SizePx{512, 768};
    full.facts.parameters.prompt = "a cat, \"quoted\"\nsecond line";
    full.facts.parameters.sampler = "euler";
    full.facts.parameters.seed = 7;
    full.facts.parameters.steps = 30.0;
    full.values = {given(1, 9), given(5, 3), given(7, 2), given(8, 1), given(9, std::string("-hands, ok"))};
    report::PictureRow empty;
    empty.run = "lora";
    empty.path = "/s/lora-500/\xFF.png";
    table.rows = {full, empty};
    return table;
}

}  // namespace proofsheet::test
