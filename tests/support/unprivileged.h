#pragma once

#include <unistd.h>

#include <filesystem>
#include <stdexcept>

namespace proofsheet::test {

/// While it lives, the process is nobody in particular, who owns what is below `folder`: locked files are
/// locked for a test that runs as root too.
class Unprivileged {
public:
    explicit Unprivileged(const std::filesystem::path& folder) : was_root_(::geteuid() == 0) {
        if (!was_root_) return;
        give(folder);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) give(entry.path());
        if (::seteuid(kNobody) != 0) throw std::runtime_error("cannot give up being root");
    }
    ~Unprivileged() {
        if (was_root_ && ::seteuid(0) != 0) std::terminate();
    }
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

private:
    static constexpr uid_t kNobody = 65534;
    static void give(const std::filesystem::path& path) {
        if (::lchown(path.c_str(), kNobody, static_cast<gid_t>(-1)) != 0)
            throw std::runtime_error("cannot give a file away");
    }
    bool was_root_;
};

}  // namespace proofsheet::test
