#include <imgui.h>

#include <algorithm>
#include <utility>

#include "core/text.h"
#include "ui/card.h"
#include "ui/format.h"
#include "ui/layer.h"
#include "ui/panels.h"
#include "ui/text_field.h"

namespace proofsheet::ui {
namespace {

std::string last_part(const std::string& path) {
    return path.substr(path.rfind('/') + 1);
}

std::string inside(const std::string& folder, const std::string& name) {
    return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

/// What is typed, below the listed folder unless it begins at the top, without the '/' at its end.
std::string typed_folder(const FolderListing& listing, const std::string& text) {
    const bool below = !text.empty() && !text.starts_with('/') && !listing.path.empty();
    std::string path = below ? inside(listing.path, text) : text;
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
}

/// The beginning of a name that is typed: behind the listed folder, or alone.
std::string typed_name(const FolderListing& listing, const std::string& typed) {
    if (typed.find('/') == std::string::npos) return typed;
    const bool below = typed.starts_with(listing.path) && typed.size() > listing.path.size();
    return below ? last_part(typed) : std::string();
}

/// The folders whose names begin with what is typed; all of them while nothing is.
std::vector<std::string> matching_folders(const FolderListing& listing, const std::string& typed) {
    const std::string begin = ascii_lower(typed_name(listing, typed));
    std::vector<std::string> names;
    for (const std::string& name : listing.folders) {
        if (!begin.starts_with('.') && name.starts_with('.')) continue;
        if (ascii_lower(name).starts_with(begin)) names.push_back(name);
    }
    return names;
}

/// The folder that Enter opens: the listed one, the chosen one while its name is typed, else what is typed.
std::string meant_folder(const FolderListing& listing, const PanelState& panel,
                         const std::vector<std::string>& names) {
    const std::string typed = typed_folder(listing, panel.folder_text);
    if (typed.empty() || typed == listing.path) return listing.path;
    if (!typed_name(listing, panel.folder_text).empty() && !names.empty())
        return inside(listing.path, names[panel.cursor.index]);
    return typed;
}

std::string contents_text(const FolderListing& listing) {
    if (!listing.error.empty()) return listing.error;
    std::string text = counted(static_cast<std::int64_t>(listing.folders.size()), "folder", "folders");
    if (listing.pictures > 0) text += " · " + counted(listing.pictures, "picture", "pictures");
    if (listing.checkpoints > 0) text += " · " + counted(listing.checkpoints, "checkpoint", "checkpoints");
    return text;
}

void browse(const Context& context, PanelState& panel, const std::string& folder) {
    panel.folder_follows = true;
    context.emit(app::BrowseFolder{folder});
}

/// What is typed stays, also when the listing that it asked for arrives later.
void follow_listing(const app::FolderBrowser& browser, PanelState& panel) {
    if (browser.loading || !std::exchange(panel.folder_follows, false)) return;
    const FolderListing& listing = browser.listing;
    panel.folder_text = listing.path.ends_with('/') ? listing.path : listing.path + "/";
    panel.cursor = {};
}

void folder_rows(const Context& context, const std::vector<std::string>& names, const FolderListing& listing,
                 PanelState& panel, const Rect& area) {
    const ScrollArea scroll(context, "folders", area);
    const float row = context.px(metric::kControl);
    ListCursor& cursor = panel.cursor;
    const int count = static_cast<int>(names.size());
    if (std::exchange(cursor.reveal, false)) scroll.show(row * static_cast<float>(cursor.index), row);
    std::optional<int> entered;
    for (int i = 0; i < count; ++i) {
        const Rect place =
            rect(scroll.origin().x, scroll.origin().y + row * static_cast<float>(i), scroll.width(), row);
        if (place.max.y < area.min.y - row || place.min.y > area.max.y + row) continue;
        if (list_row(context, "folder[" + std::to_string(i) + "]", place, "", i == cursor.index).clicked)
            entered = i;
        draw_icon(context, *ImGui::GetWindowDrawList(), Icon::Folder,
                  {place.min.x + context.px(20), place.center().y}, context.theme.text_dim, 14);
        draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Body,
                     {place.min.x + context.px(36), place.min.y}, place.max, context.theme.text,
                     to_display(names[i]));
    }
    scroll.set_content_height(row * static_cast<float>(count));
    if (std::exchange(cursor.enter, false) && count > 0) entered = cursor.index;
    if (entered) browse(context, panel, inside(listing.path, names[*entered]));
}

void open_button(const Context& context, const FolderListing& listing, PanelState& panel,
                 const std::vector<std::string>& names, const Rect& area) {
    const float width = context.px(150);
    const Rect open = {{area.max.x - width, area.min.y}, area.max};
    const bool accepted = std::exchange(panel.cursor.accept, false);
    if (text_button(context, "folder.open", open, "Open this folder", ButtonLook::Accent).clicked || accepted)
        context.emit(app::OpenPaths{{meant_folder(listing, panel, names)}});
}

}  // namespace

void folder_panel(const Context& context, const app::AppState& app, PanelState& panel, const Rect& screen) {
    if (app.overlay != app::Overlay::OpenFolder) return;
    const FolderListing& listing = app.browser.listing;
    follow_listing(app.browser, panel);
    const Layer layer(context, "open folder", screen, Layer::Order::Modal);
    const Rect area = card(context, "folder", "Open a folder", screen, {640, 520});
    const float height = context.px(32);
    const Rect up = rect(area.min.x, area.min.y, height, height);
    if (icon_button(context, "folder.up", up, Icon::Up, "One folder up", ButtonLook::Control).clicked &&
        !listing.parent.empty())
        browse(context, panel, listing.parent);
    const Rect field = {{up.max.x + context.px(space::k8), area.min.y}, {area.max.x, area.min.y + height}};
    const TextEdit edit = text_field(context, "folder.path", field, panel.folder_text,
                                     "Samples, checkpoints or any pictures", panel.focus_text);
    if (edit.changed) {
        panel.cursor.index = 0;
        panel.folder_follows = false;
        const std::string typed = typed_folder(listing, panel.folder_text);
        if (panel.folder_text.ends_with('/') && typed != listing.path) context.emit(app::BrowseFolder{typed});
    }
    const auto names = matching_folders(listing, panel.folder_text);
    panel.cursor.index = std::clamp(panel.cursor.index, 0, std::max(0, static_cast<int>(names.size()) - 1));
    const Rect buttons = {{area.min.x, area.max.y - height}, area.max};
    const float text_y = field.max.y + context.px(space::k8);
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Small, {area.min.x, text_y},
                 {area.max.x, text_y + context.px(20)},
                 listing.error.empty() ? context.theme.text_dim : context.theme.bad, contents_text(listing));
    folder_rows(
        context, names, listing, panel,
        {{area.min.x, text_y + context.px(24)}, {area.max.x, buttons.min.y - context.px(space::k12)}});
    draw_text_in(context, *ImGui::GetWindowDrawList(), Type::Small, buttons.min,
                 {buttons.max.x - context.px(160), buttons.max.y}, context.theme.text_dim,
                 "Enter opens · Tab goes into the chosen folder · ↑ ↓ choose");
    open_button(context, listing, panel, names, buttons);
}

}  // namespace proofsheet::ui
