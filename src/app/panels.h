#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/folder_listing.h"
#include "grid/details.h"

namespace proofsheet::app {

/// A card that lies over the screen; one at a time.
enum class Overlay : std::uint8_t { None, Help, Problems, Palette, OpenFolder, Sheet, Upscale, Launch };
std::string_view name_of(Overlay overlay);

/// What the drawer on the right tells about.
enum class DetailKind : std::uint8_t { None, Picture, Checkpoint };
std::string_view name_of(DetailKind kind);

/// The drawer on the right: metadata of the focused picture or of a checkpoint.
struct DetailDrawer {
    DetailKind kind = DetailKind::None;
    float width_pt = 420;
    std::string checkpoint;    ///< file name of the chosen one; empty for the last of the run
    std::string path;          ///< absolute path of what is shown or being read; empty for nothing
    std::uint64_t ticket = 0;  ///< of the latest reading
    bool loading = false;
    std::shared_ptr<const grid::Details> details;  ///< of `path`; null until they are read
};

enum class SheetExtent : std::uint8_t { OnePosition, SideBySide, FileForEach };
enum class SheetGround : std::uint8_t { Dark, Light, White };

/// How the contact sheet of the grid is written.
struct SheetOptions {
    SheetExtent extent = SheetExtent::OnePosition;
    SheetGround ground = SheetGround::Dark;
    int cell_px = 256;
    std::string target;  ///< path of a .png file
    bool operator==(const SheetOptions&) const = default;
};

/// The card that looks for a folder to open.
struct FolderBrowser {
    std::uint64_t ticket = 0;
    bool loading = false;
    FolderListing listing;
};

}  // namespace proofsheet::app
