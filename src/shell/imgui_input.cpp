#include "shell/imgui_input.h"

#include <array>

namespace proofsheet::shell {
namespace {

using ui::Key;

#if IMGUI_VERSION_NUM < 18700

/// Before 1.87 the library has no keys of its own: our numbers index its table.
constexpr std::array kEditingKeys{
    std::pair{ImGuiKey_Tab, Key::Tab},
    std::pair{ImGuiKey_LeftArrow, Key::Left},
    std::pair{ImGuiKey_RightArrow, Key::Right},
    std::pair{ImGuiKey_UpArrow, Key::Up},
    std::pair{ImGuiKey_DownArrow, Key::Down},
    std::pair{ImGuiKey_PageUp, Key::PageUp},
    std::pair{ImGuiKey_PageDown, Key::PageDown},
    std::pair{ImGuiKey_Home, Key::Home},
    std::pair{ImGuiKey_End, Key::End},
    std::pair{ImGuiKey_Insert, Key::Insert},
    std::pair{ImGuiKey_Delete, Key::Delete},
    std::pair{ImGuiKey_Backspace, Key::Backspace},
    std::pair{ImGuiKey_Space, Key::Space},
    std::pair{ImGuiKey_Enter, Key::Enter},
    std::pair{ImGuiKey_Escape, Key::Escape},
    std::pair{ImGuiKey_A, Key::A},
    std::pair{ImGuiKey_C, Key::C},
    std::pair{ImGuiKey_V, Key::V},
    std::pair{ImGuiKey_X, Key::X},
    std::pair{ImGuiKey_Y, Key::Y},
    std::pair{ImGuiKey_Z, Key::Z},
};

void set_mods(ImGuiIO& io, const ui::Mods& mods) {
    io.KeyCtrl = mods.ctrl;
    io.KeyShift = mods.shift;
    io.KeyAlt = mods.alt;
    io.KeySuper = mods.super;
}
void set_key(ImGuiIO& io, Key key, bool down) {
    io.KeysDown[static_cast<int>(key)] = down;
}
void set_mouse(ImGuiIO& io, float x, float y) {
    io.MousePos = ImVec2(x, y);
}
void set_button(ImGuiIO& io, ui::MouseButton button, bool down) {
    io.MouseDown[static_cast<int>(button)] = down;
}
void add_wheel(ImGuiIO& io, float dx, float dy) {
    io.MouseWheelH += dx;
    io.MouseWheel += dy;
}
void set_focus(ImGuiIO& io, bool focused) {
    io.AddFocusEvent(focused);
}

#else

constexpr std::array kEditingKeys{
    std::pair{Key::Tab, ImGuiKey_Tab},
    std::pair{Key::Left, ImGuiKey_LeftArrow},
    std::pair{Key::Right, ImGuiKey_RightArrow},
    std::pair{Key::Up, ImGuiKey_UpArrow},
    std::pair{Key::Down, ImGuiKey_DownArrow},
    std::pair{Key::PageUp, ImGuiKey_PageUp},
    std::pair{Key::PageDown, ImGuiKey_PageDown},
    std::pair{Key::Home, ImGuiKey_Home},
    std::pair{Key::End, ImGuiKey_End},
    std::pair{Key::Insert, ImGuiKey_Insert},
    std::pair{Key::Delete, ImGuiKey_Delete},
    std::pair{Key::Backspace, ImGuiKey_Backspace},
    std::pair{Key::Space, ImGuiKey_Space},
    std::pair{Key::Enter, ImGuiKey_Enter},
    std::pair{Key::Escape, ImGuiKey_Escape},
    std::pair{Key::A, ImGuiKey_A},
    std::pair{Key::C, ImGuiKey_C},
    std::pair{Key::V, ImGuiKey_V},
    std::pair{Key::X, ImGuiKey_X},
    std::pair{Key::Y, ImGuiKey_Y},
    std::pair{Key::Z, ImGuiKey_Z},
};

void set_mods(ImGuiIO& io, const ui::Mods& mods) {
    io.AddKeyEvent(ImGuiMod_Ctrl, mods.ctrl);
    io.AddKeyEvent(ImGuiMod_Shift, mods.shift);
    io.AddKeyEvent(ImGuiMod_Alt, mods.alt);
    io.AddKeyEvent(ImGuiMod_Super, mods.super);
}
void set_key(ImGuiIO& io, Key key, bool down) {
    for (const auto& [ours, theirs] : kEditingKeys)
        if (ours == key) io.AddKeyEvent(theirs, down);
}
void set_mouse(ImGuiIO& io, float x, float y) {
    io.AddMousePosEvent(x, y);
}
void set_button(ImGuiIO& io, ui::MouseButton button, bool down) {
    io.AddMouseButtonEvent(static_cast<int>(button), down);
}
void add_wheel(ImGuiIO& io, float dx, float dy) {
    io.AddMouseWheelEvent(dx, dy);
}
void set_focus(ImGuiIO& io, bool focused) {
    io.AddFocusEvent(focused);
}

#endif

struct Feed {
    ImGuiIO& io;
    void operator()(const ui::KeyPressed& event) const {
        set_mods(io, event.mods);
        set_key(io, event.key, true);
    }
    void operator()(const ui::KeyReleased& event) const {
        // The event of a modifier itself still carries it.
        ui::Mods mods = event.mods;
        if (event.key == Key::LeftCtrl) mods.ctrl = false;
        if (event.key == Key::LeftShift) mods.shift = false;
        if (event.key == Key::LeftAlt) mods.alt = false;
        if (event.key == Key::LeftSuper) mods.super = false;
        set_mods(io, mods);
        set_key(io, event.key, false);
    }
    void operator()(const ui::CharTyped& event) const {
        io.AddInputCharacter(static_cast<unsigned int>(event.character));
    }
    void operator()(const ui::MouseMoved& event) const { set_mouse(io, event.x, event.y); }
    void operator()(const ui::MousePressed& event) const {
        set_mods(io, event.mods);
        set_button(io, event.button, true);
    }
    void operator()(const ui::MouseReleased& event) const {
        set_mods(io, event.mods);
        set_button(io, event.button, false);
    }
    void operator()(const ui::WheelTurned& event) const {
        set_mods(io, event.mods);
        add_wheel(io, event.dx, event.dy);
    }
    void operator()(const ui::FocusChanged& event) const { set_focus(io, event.focused); }
    void operator()(const ui::PathsDropped&) const {}
    void operator()(const ui::CloseRequested&) const {}
    void operator()(const ui::Resized&) const {}
};

}  // namespace

void set_up_keys(ImGuiIO& io) {
#if IMGUI_VERSION_NUM < 18700
    for (const auto& [theirs, ours] : kEditingKeys) io.KeyMap[theirs] = static_cast<int>(ours);
#else
    static_cast<void>(io);
#endif
}

void feed_imgui(ImGuiIO& io, const ui::InputEvent& event) {
    std::visit(Feed{io}, event.kind);
}

}  // namespace proofsheet::shell
