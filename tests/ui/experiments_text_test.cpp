#include "ui/experiments_text.h"

#include <doctest/doctest.h>

#include <set>

using namespace proofsheet;
using namespace proofsheet::ui;

namespace {

/// Thin spaces as plain ones.
std::string plain(std::string text) {
    const std::string thin = "\xE2\x80\x89";
    for (std::size_t at = text.find(thin); at != std::string::npos; at = text.find(thin, at))
        text.replace(at, thin.size(), " ");
    return text;
}

app::FormPreview preview_of(int combinations, int images) {
    app::FormPreview preview;
    for (int i = 0; i < combinations; ++i) preview.combinations.push_back({"DDIM", 20 + i, 7.5, images});
    preview.pictures = combinations * images;
    preview.calls = combinations;
    preview.cost.expected = jobs::Credits{52'800'000};
    return preview;
}

}  // namespace

TEST_CASE("the summary says combinations, pictures, calls and credits") {
    CHECK(plain(plan_text(preview_of(24, 4))) ==
          "24 combinations × 4 pictures = 96 pictures · 24 calls · about 52.8 credits");
    CHECK(plain(queue_button_text(preview_of(24, 4))) ==
          "Queue 96 pictures in 24 calls for about 52.8 credits");
}

TEST_CASE("an uneven share is told as a range") {
    app::FormPreview preview = preview_of(3, 4);
    preview.combinations[0].images = 5;
    preview.pictures = 13;
    CHECK(plain(plan_text(preview)).starts_with("3 combinations × 4 to 5 pictures = 13 pictures"));
    preview.variations = 2;
    CHECK(plain(plan_text(preview)).find("× 2 variations") != std::string::npos);
}

TEST_CASE("credits have one decimal and grouped thousands") {
    CHECK(plain(credits_text(jobs::Credits{14'249'999})) == "14.2 credits");
    CHECK(plain(credits_text(jobs::Credits{14'250'000})) == "14.3 credits");
    CHECK(plain(credits_text(jobs::Credits{1'234'567'000'000})) == "1 234 567.0 credits");
}

TEST_CASE("a call whose outcome is unknown is perhaps paid, a failed one costs nothing") {
    jobs::CallRow row;
    row.expected = jobs::Credits{2'200'000};
    CHECK(cost_text(row) == "about 2.2");
    row.status = jobs::CallStatus::Indeterminate;
    CHECK(cost_text(row) == "perhaps 2.2");
    row.status = jobs::CallStatus::Failed;
    CHECK(cost_text(row) == "nothing");
    row.status = jobs::CallStatus::Completed;
    row.cost = jobs::Credits{2'300'000};
    CHECK(cost_text(row) == "2.3");
}

TEST_CASE("every state of a call has its own word and icon") {
    std::set<std::string_view> words;
    std::set<Icon> icons;
    for (int i = 0; i < 6; ++i) {
        const StatusLook look = look_of(kDarkTheme, static_cast<jobs::CallStatus>(i));
        words.insert(look.word);
        icons.insert(look.icon);
    }
    CHECK(words.size() == 6);
    CHECK(icons.size() == 6);
}

TEST_CASE("parameters are told in words") {
    jobs::CallConfig call;
    call.scheduler = "DDIM";
    call.steps = 20;
    call.num_images = 4;
    call.seed = 42;
    CHECK(plain(call_text(call)) == "DDIM · 20 steps · scale 7.5 · 512 × 768 · 4 pictures · seed 42");
    call.mode = jobs::ImageMode::Fallback;
    CHECK(call_text(call).find("fallback to text") != std::string::npos);
    call.kind = jobs::CallKind::Upscale;
    call.upscale_scale = 3;
    CHECK(call_text(call) == "Upscale with ESRGAN, 3×");
}

TEST_CASE("spending says the session, and the day against its budget") {
    app::ExperimentsState experiments;
    CHECK(spending_text(experiments).empty());
    jobs::ExperimentOverview overview;
    experiments.overview = std::make_shared<const jobs::ExperimentOverview>(overview);
    CHECK(spending_text(experiments).empty());
    overview.spending.session.confirmed = jobs::Credits{14'200'000};
    overview.spending.day.confirmed = jobs::Credits{31'000'000};
    overview.budget.day = jobs::Credits{50'000'000};
    experiments.overview = std::make_shared<const jobs::ExperimentOverview>(overview);
    CHECK(plain(spending_text(experiments)) == "14.2 credits · 31.0 of 50.0 today");
}
