#pragma once

#include "review/model.h"

/// The words of `review` that the tables of this room speak of.
namespace proofsheet::store {

using review::Criterion;
using review::CriterionId;
using review::CurrentValue;
using review::EventKind;
using review::EventNumber;
using review::CriterionTag;
using review::PictureId;
using review::PictureTag;
using review::ReviewEdit;
using review::ReviewEvent;
using review::ReviewValue;
using review::Scale;

}  // namespace proofsheet::store
