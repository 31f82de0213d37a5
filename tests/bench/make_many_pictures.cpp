#include <cstdio>
#include <cstdlib>

#include "many_pictures.h"

/// make_many_pictures DATA_FOLDER COUNT: a database to look at with `proofsheet --data DATA_FOLDER`.
int main(int count, char** arguments) {
    if (count != 3) {
        std::fputs("make_many_pictures DATA_FOLDER COUNT\n", stderr);
        return 2;
    }
    const std::filesystem::path folder = arguments[1];
    std::filesystem::create_directories(folder);
    proofsheet::bench::fill_database(folder / "experiments.db", std::atoi(arguments[2]));
    return 0;
}
