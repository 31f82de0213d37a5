#pragma once

#include <string>

#include "app/state.h"

namespace proofsheet::shell {

/// What the window shows, for its title bar and the list of windows: "RUN · checkpoint VALUE — Proofsheet".
class WindowTitle {
public:
    /// Whether the text is another one than after the last call. Allocates only then.
    bool follow(const app::AppState& state);
    /// UTF-8 in one line.
    const std::string& text() const { return text_; }

private:
    std::string run_;
    std::string dimension_;  ///< of the slider
    std::string value_;
    std::string text_ = "Proofsheet";
};

}  // namespace proofsheet::shell
