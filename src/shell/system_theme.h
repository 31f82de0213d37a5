#pragma once

namespace proofsheet::shell {

/// Whether the desktop asks for a dark theme: GTK_THEME, then `gtk-application-prefer-dark-theme` and the
/// theme name in the user's GTK 4 and 3 settings, then the colour scheme of KDE. Dark when nothing says
/// otherwise: pictures look best on it.
bool system_prefers_dark();

}  // namespace proofsheet::shell
