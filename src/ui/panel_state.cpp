#include "ui/panel_state.h"

#include "ui/analysis_panel_state.h"
#include "ui/experiments_panel_state.h"
#include "ui/sampling_panel_state.h"

namespace proofsheet::ui {

PanelState::PanelState()
    : experiments(std::make_unique<ExperimentsPanelState>()),
      sampling(std::make_unique<SamplingPanelState>()),
      analysis(std::make_unique<AnalysisPanelState>()) {}

PanelState::~PanelState() = default;

}  // namespace proofsheet::ui
