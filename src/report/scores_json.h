#pragma once

#include <string>

#include "report/table.h"

namespace proofsheet::report {

/// {"criteria":[{"key","name","description","scale":"score|choice|tag|note","minimum","maximum","choices",
/// "set"}], "images":[{the columns of the wide table, "scores":{key: number or text},"dims":{name: text}}]}.
/// What is not known is absent; seeds are exact 64-bit integers; bytes that are not UTF-8 become U+FFFD.
std::string scores_json(const ScoreTable& table);

}  // namespace proofsheet::report
