#include "jobs/output_place.h"

#include <algorithm>

#include "jobs/output_name.h"
#include "jobs/side_car.h"
#include "scan/sample_name.h"

namespace proofsheet::jobs {
namespace {

/// The counter of the newest picture of the cell; -1 when there is none.
int newest_counter(const std::vector<std::string>& names, const std::string& cell) {
    int newest = -1;
    for (const std::string& name : names) {
        const std::size_t dot = name.rfind('.');
        if (dot == std::string::npos || name.substr(dot) != ".png") continue;
        const scan::SampleName parsed = scan::parse_sample_name(std::string_view(name).substr(0, dot));
        if (cell_key(parsed.dimensions) == cell) newest = std::max(newest, parsed.batch);
    }
    return newest;
}

bool is_free(const OutputFiles& files, const std::filesystem::path& picture) {
    if (files.is_there(picture)) return false;
    const std::filesystem::path side_car = side_car_path(picture);
    if (!files.is_there(side_car)) return true;
    const auto bytes = files.read(side_car);
    return bytes && is_side_car_of_a_job(*bytes);
}

}  // namespace

std::string free_output_path(const OutputFiles& files, const SampleJob& job, const JobItem& item) {
    const NameSpelling spelling = spelling_of(job.preset);
    const std::string cell = cell_key(name_dimensions(item.parameters, NameSpelling::Exact));
    int counter = newest_counter(files.names_in(path_in(job, item.folder)), cell) + 1;
    while (true) {
        const std::string path = item.folder + '/' + output_name(item.parameters, spelling, counter);
        if (is_free(files, path_in(job, path))) return path;
        ++counter;
    }
}

std::filesystem::path path_in(const SampleJob& job, const std::string& relative) {
    return std::filesystem::path(job.sample_dir) / relative;
}

}  // namespace proofsheet::jobs
