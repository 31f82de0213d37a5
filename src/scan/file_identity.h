#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <compare>

namespace proofsheet::scan {

/// A folder or file whatever its name is.
struct FileIdentity {
    dev_t device = 0;
    ino_t inode = 0;
    auto operator<=>(const FileIdentity&) const = default;
};

inline FileIdentity identity_of(const struct stat& status) {
    return {status.st_dev, status.st_ino};
}

}  // namespace proofsheet::scan
