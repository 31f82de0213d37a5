#include <X11/Xatom.h>
#include <X11/Xlib.h>

#include <cstdio>
#include <cstdlib>

/// ask_to_close WINDOW: what a window manager sends when its close button is pressed.
int main(int count, char** arguments) {
    Display* display = XOpenDisplay(nullptr);
    if (display == nullptr || count != 2) {
        std::fprintf(stderr, "ask_to_close: no display or no window\n");
        return 1;
    }
    XEvent event{};
    event.xclient.type = ClientMessage;
    event.xclient.window = std::strtoul(arguments[1], nullptr, 0);
    event.xclient.message_type = XInternAtom(display, "WM_PROTOCOLS", 0);
    event.xclient.format = 32;
    event.xclient.data.l[0] = static_cast<long>(XInternAtom(display, "WM_DELETE_WINDOW", 0));
    const int sent = XSendEvent(display, event.xclient.window, 0, NoEventMask, &event);
    XCloseDisplay(display);
    return sent != 0 ? 0 : 1;
}
