#include <algorithm>
#include <fstream>

#include "experiment_rig.h"
#include "grid/query.h"
#include "image/metadata.h"
#include "scan/discover.h"
#include "scan/picture_parameters.h"

using namespace proofsheet;
using namespace proofsheet::jobs;
using namespace proofsheet::test;

namespace {

ExperimentSettings matrix() {
    ExperimentSettings settings = small_settings(12);
    settings.schedulers = {"DDIM", "K_EULER"};
    settings.steps = {20, 30, 40};
    settings.scales = {5, 7.5};
    return settings;
}

std::filesystem::path only_file(ExperimentRig& rig) {
    return rig.answer("SELECT file_path FROM images");
}

PictureToFetch only_missing(ExperimentRig& rig) {
    const auto missing = rig.pictures.missing(Missing::All);
    REQUIRE(missing);
    REQUIRE(missing->size() == 1);
    return missing->front();
}

/// A paid picture that is not on the disk yet.
PictureToFetch paid_picture(ExperimentRig& rig) {
    rig.add_run(small_settings(1));
    rig.stand_in.fail_pictures(std::vector<PictureFault>(4, PictureFault::Unavailable));
    rig.run_all();
    rig.stand_in.fail_pictures({});
    return only_missing(rig);
}

void put(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

/// Answers every request the same.
class OneAnswer : public net::HttpClient {
public:
    explicit OneAnswer(net::HttpResponse response) : response_(std::move(response)) {}
    Result<net::HttpResponse> send(const net::HttpRequest& request, std::stop_token) override {
        asked.push_back(request.url);
        return response_;
    }
    std::vector<std::string> asked;

private:
    net::HttpResponse response_;
};

}  // namespace

TEST_CASE_FIXTURE(ExperimentRig, "the folder of a batch opens as a grid of scheduler, scale and steps") {
    const store::AddedRun run = add_run(matrix());
    run_all();
    const auto report = scan::scan_folder(image_dir() / std::to_string(run.batch_number), {}, {}, {});
    CHECK(report.found.size() == 12);
    CHECK(report.superseded.empty());
    CHECK(report.problems.empty());
    const auto catalog = grid::make_catalog(report, {});
    const auto values = [&](const char* name) {
        const std::size_t at = catalog->find_dimension(name);
        REQUIRE(at < catalog->dimensions.size());
        return catalog->dimensions[at].values;
    };
    CHECK(values("scheduler") == std::vector<std::string>{"DDIM", "K_EULER"});
    CHECK(values("steps") == std::vector<std::string>{"20", "30", "40"});
    CHECK(values("scale") == std::vector<std::string>{"5", "7.5"});
    CHECK(values("model") == std::vector<std::string>{"majicMIX realistic"});
    CHECK(values("seed").size() == 12);
}

TEST_CASE_FIXTURE(ExperimentRig,
                  "the arrangement of a new batch is kept for its folder, and a user's own stays") {
    REQUIRE(runs.suggest_arrangement("/pictures/1"));
    CHECK(answer("SELECT mapping FROM run_memory WHERE run_key = 'folder:/pictures/1'").find("scheduler") !=
          std::string::npos);
    sql().exec("UPDATE run_memory SET mapping = 'mine'");
    REQUIRE(runs.suggest_arrangement("/pictures/1"));
    CHECK(answer("SELECT mapping FROM run_memory") == "mine");
}

TEST_CASE_FIXTURE(ExperimentRig, "pictures whose seed is not known do not hide each other") {
    ExperimentSettings settings = small_settings(8);
    settings.num_images = 4;
    settings.seed_mode = SeedMode::FixedSeed;
    settings.seeds = {7};
    add_run(settings);
    run_all();
    CHECK(answer("SELECT COUNT(DISTINCT file_path) FROM images") == "8");
    const auto report = scan::scan_folder(image_dir() / "1", {}, {}, {});
    CHECK(report.found.size() == 8);
    CHECK(report.superseded.empty());
}

TEST_CASE_FIXTURE(ExperimentRig, "the side-car tells how the picture was made") {
    ExperimentSettings settings = small_settings(1);
    settings.negative_prompt = "blurry";
    add_run(settings, 42);
    run_all();
    const auto head = scan::read_picture_head(only_file(*this));
    CHECK(head.parameters.prompt == "a harbour at dawn");
    CHECK(head.parameters.negative_prompt == "blurry");
    CHECK(head.parameters.model == "majicMIX realistic");
    CHECK(head.parameters.steps == 30);
    CHECK(head.parameters.cfg == 7.5);
    CHECK(head.parameters.scheduler == "DPMSolverMultistep");
    CHECK(head.parameters.seed == expand(settings, 42).calls[0].seed);
}

TEST_CASE("every address is tried again, and no try costs anything") {
    for (const PictureFault fault :
         {PictureFault::Truncated, PictureFault::Html, PictureFault::RedirectElsewhere,
          PictureFault::Unavailable, PictureFault::Broken}) {
        CAPTURE(static_cast<int>(fault));
        ExperimentRig rig;
        rig.add_run(small_settings(1));
        rig.stand_in.fail_pictures({fault, fault, fault});
        rig.run_all();
        CHECK(rig.stand_in.downloads() == 4);
        CHECK(rig.stand_in.calls().size() == 1);
        CHECK(std::filesystem::exists(only_file(rig)));
    }
}

TEST_CASE_FIXTURE(ExperimentRig, "a download that is too large is given up, and nothing of it is kept") {
    add_run(small_settings(1));
    stand_in.fail_pictures({PictureFault::Huge});
    run_all();
    CHECK(stand_in.downloads() == 1);
    CHECK(overview().queue.at(0).unfetched == 1);
    CHECK(std::filesystem::is_empty(image_dir() / "1"));
}

TEST_CASE_FIXTURE(ExperimentRig, "a picture that was given up is fetched later without paying again") {
    const PictureToFetch picture = paid_picture(*this);
    CHECK(stand_in.downloads() == 4);
    CHECK(overview().runs.at(0).unfetched == 1);
    CHECK(overview().queue.at(0).problem.find("HTTP 503") != std::string::npos);
    REQUIRE(runner.recover());
    CHECK(!work());
    CHECK(stand_in.downloads() == 4);
    REQUIRE(runner.fetch_missing());
    CHECK(!work());
    CHECK(stand_in.downloads() == 5);
    CHECK(stand_in.calls().size() == 1);
    CHECK(std::filesystem::exists(only_file(*this)));
    CHECK(overview().queue.empty());
}

TEST_CASE_FIXTURE(ExperimentRig, "an address that has expired is said to be so, and stays") {
    add_run(small_settings(1));
    stand_in.fail_pictures({PictureFault::Broken});
    REQUIRE(runner.run_all());
    static_cast<void>(runner.turn(now, {}));
    stand_in.expire_pictures();
    work();
    CHECK(overview().queue.at(0).problem.find("does not have the picture any more") != std::string::npos);
    CHECK(only_missing(*this).url == "http://sinkin.test/pictures/1-0.png");
}

TEST_CASE_FIXTURE(ExperimentRig,
                  "a picture that arrived before the program ended is taken without a download") {
    const PictureToFetch picture = paid_picture(*this);
    const auto first = keeper.keep(picture, {});
    REQUIRE(first);
    stand_in.expire_pictures();
    const auto second = keeper.keep(picture, {});
    REQUIRE(second);
    CHECK(second->file == first->file);
    CHECK(second->pixel_hash == first->pixel_hash);
    CHECK(stand_in.downloads() == 5);
}

TEST_CASE_FIXTURE(ExperimentRig, "a file of somebody else keeps its name and its content") {
    const PictureToFetch picture = paid_picture(*this);
    const auto first = keeper.keep(picture, {});
    REQUIRE(first);
    PictureToFetch other = picture;
    other.image_id = "another";
    const auto second = keeper.keep(other, {});
    REQUIRE(second);
    CHECK(second->file != first->file);
    CHECK(second->file.native().find("copy=2") != std::string::npos);
    // A picture without a side-car is nobody's that we know.
    std::filesystem::remove(std::filesystem::path(first->file).replace_extension(".json"));
    put(first->file, "mine");
    REQUIRE(keeper.keep(picture, {}));
    std::ifstream in(first->file);
    CHECK(std::string(std::istreambuf_iterator<char>(in), {}) == "mine");
}

TEST_CASE_FIXTURE(ExperimentRig, "only https and the service itself are asked for pictures") {
    PictureToFetch picture = paid_picture(*this);
    OneAnswer nothing({404, {}, ""});
    providers::SinkInPictures strict(nothing, image_dir(), SinkInHttp::url());
    for (const char* url : {"http://elsewhere.test/1.png", "http://sinkin.test:81/1.png",
                            "file:///etc/passwd", "ftp://sinkin.test/1.png", "", "sinkin.test/1.png"}) {
        CAPTURE(url);
        picture.url = url;
        const auto kept = strict.keep(picture, {});
        REQUIRE(!kept);
        CHECK(kept.error().kind == ErrorKind::InvalidInput);
    }
    CHECK(nothing.asked.empty());
    picture.url = "https://cdn.test/1.png";
    CHECK(strict.keep(picture, {}).error().kind == ErrorKind::NotFound);
    CHECK(nothing.asked.size() == 1);
}

TEST_CASE_FIXTURE(ExperimentRig, "a redirect is followed on the same server only, and not for ever") {
    PictureToFetch picture = paid_picture(*this);
    picture.url = "https://cdn.test/1.png";
    OneAnswer loop({302, {{"Location", "/2.png"}}, ""});
    CHECK(!providers::SinkInPictures(loop, image_dir(), SinkInHttp::url()).keep(picture, {}));
    CHECK(loop.asked.size() == 4);
    CHECK(loop.asked.back() == "https://cdn.test:443/2.png");
    for (const char* target :
         {"https://elsewhere.test/2.png", "//elsewhere.test/2.png", "http://cdn.test/2.png", ""}) {
        CAPTURE(target);
        OneAnswer away({302, {{"Location", target}}, ""});
        CHECK(!providers::SinkInPictures(away, image_dir(), SinkInHttp::url()).keep(picture, {}));
        CHECK(away.asked.size() == 1);
    }
}

TEST_CASE_FIXTURE(ExperimentRig, "names come from the batch number and the settings, and lead nowhere else") {
    PictureToFetch picture = paid_picture(*this);
    picture.folder = "../outside";
    CHECK(!keeper.keep(picture, {}));
    picture.folder = "1";
    picture.dimensions = {{"scheduler", "../../x"}, {"model", std::string(400, 'm')}, {"seed", "1"}};
    const auto kept = keeper.keep(picture, {});
    REQUIRE(kept);
    CHECK(kept->file.parent_path() == image_dir() / "1");
    CHECK(kept->file.filename().native().size() < 250);
}

TEST_CASE_FIXTURE(ExperimentRig,
                  "upscales are pictures of their own, linked to their original, and several are kept") {
    ExperimentSettings settings = small_settings(2);
    settings.num_images = 2;
    add_run(settings);
    run_all();
    const std::string original = answer("SELECT id FROM images WHERE batch_index = 1");
    for (const UpscaleWish& wish : {UpscaleWish{original, "", UpscaleType::Esrgan, 2, 0.6},
                                    UpscaleWish{original, "", UpscaleType::Esrgan, 4, 0.6},
                                    UpscaleWish{original, "", UpscaleType::HiresFix, 2, 0.3}})
        REQUIRE(runs.add_upscale(wish));
    run_all();
    CHECK(answer("SELECT COUNT(*) FROM images WHERE upscale_of = '" + original +
                 "' AND file_path IS NOT NULL") == "3");
    CHECK(answer("SELECT COUNT(*) FROM images WHERE upscale_of = '" + original +
                 "' AND upscale_url = download_url") == "3");
    CHECK(answer("SELECT COUNT(*) FROM images WHERE id = '" + original + "' AND upscale_url IS NOT NULL") ==
          "1");
    CHECK(answer("SELECT COUNT(*) FROM configs c JOIN images i ON i.id = c.image_id WHERE i.upscale_of IS "
                 "NOT NULL "
                 "AND NOT c.seed_known") == "3");
    const auto seen = stand_in.calls();
    CHECK(seen.at(1).endpoint == "/upscale");
    CHECK(seen.at(1).fields ==
          std::map<std::string, std::string>{{"inf_id", "inf-1"},
                                             {"url", "http://sinkin.test/pictures/1-1.png"},
                                             {"type", "esrgan"},
                                             {"scale", "2"}});
    CHECK(seen.at(3).fields.at("strength") == "0.3");
    const auto report = scan::scan_folder(image_dir() / "1", {}, {}, {});
    CHECK(report.found.size() == 5);
    const auto catalog = grid::make_catalog(report, {});
    const std::size_t upscale = catalog->find_dimension("upscale");
    REQUIRE(upscale < catalog->dimensions.size());
    CHECK(catalog->dimensions[upscale].values ==
          std::vector<std::string>{"esrgan 2x", "esrgan 4x", "hires_fix 0.3"});
}

TEST_CASE_FIXTURE(
    ExperimentRig,
    "an upscale is asked for by the picture's file, within the service's ranges, for its pictures only") {
    add_run(small_settings(1));
    run_all();
    UpscaleWish wish{"", only_file(*this).native(), UpscaleType::Esrgan, 3, 0.6};
    CHECK(runs.add_upscale(wish));
    wish.scale = 5;
    CHECK(runs.add_upscale(wish).error().kind == ErrorKind::InvalidInput);
    wish = {"", "/pictures/mine.png", UpscaleType::Esrgan, 2, 0.6};
    CHECK(runs.add_upscale(wish).error().kind == ErrorKind::NotFound);
    wish = {"", only_file(*this).native(), UpscaleType::HiresFix, 2, 1.5};
    CHECK(runs.add_upscale(wish).error().kind == ErrorKind::InvalidInput);
}

TEST_CASE_FIXTURE(ExperimentRig,
                  "an init image is copied once, by its content, and what is no picture is refused") {
    const std::filesystem::path assets = folder.path() / "assets";
    add_run(small_settings(1));
    run_all();
    const auto first = providers::keep_asset(only_file(*this), assets);
    const auto second = providers::keep_asset(only_file(*this), assets);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(first->file == second->file);
    CHECK(first->mime_type == "image/png");
    CHECK(std::filesystem::file_size(first->file) == first->bytes);
    put(folder.path() / "text.png", "no picture");
    CHECK(!providers::keep_asset(folder.path() / "text.png", assets));
    CHECK(!providers::keep_asset(folder.path() / "nowhere.png", assets));
}
