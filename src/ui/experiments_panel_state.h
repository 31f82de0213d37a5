#pragma once

#include <string>

namespace proofsheet::ui {

/// What waits for a second click on the Experiments screen.
struct ExperimentsPanelState {
    std::string doubted_call;    ///< id of the call that may be paid twice
    bool doubts_cancel = false;  ///< all that wait are about to be cancelled
    std::string model_search;
};

}  // namespace proofsheet::ui
