// Writes the first inputs of fuzz_metadata: one of each way in, with texts of each tool.
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "support/picture_files.h"

using namespace proofsheet;

namespace {

constexpr std::string_view kGraph =
    R"({"1":{"class_type":"KSampler","inputs":{"seed":["8",0],"steps":20,"cfg":NaN,"sampler_name":"euler","scheduler":"normal","model":["2",0],"positive":["3",0],"negative":["4",0],"latent_image":["5",0]}},"2":{"class_type":"CheckpointLoaderSimple","inputs":{"ckpt_name":"m"}},"3":{"class_type":"ConditioningCombine","inputs":{"conditioning_1":["4",0],"conditioning_2":["6",0]}},"4":{"class_type":"CLIPTextEncode","inputs":{"text":["7",0]}},"5":{"class_type":"LatentUpscaleBy","inputs":{"samples":["9",0],"scale_by":1.5}},"6":{"class_type":"CLIPTextEncodeSDXL","inputs":{"text_g":"a","text_l":"b"}},"7":{"class_type":"StringConcatenate","inputs":{"string_a":"a","string_b":["7",0],"delimiter":","}},"8":{"class_type":"PrimitiveInt","inputs":{"value":18446744073709551615}},"9":{"class_type":"EmptyLatentImage","inputs":{"width":512,"height":768}},"10":{"class_type":"SaveImage","inputs":{"images":["1",0]}}})";

constexpr std::string_view kInfotext =
    "a cat\nNegative prompt: a dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x768, "
    "Model: \"a, b\"";

constexpr std::string_view kFields =
    R"({"prompt":"a","positive_prompt":"a","negative_prompt":"b","seed":"5","steps":20,"cfg":7.5,"sampler_name":"e","checkpoint":"m","base_model":"m","resolution":"[512, 768]","software":"comfyui","sui_image_params":{"prompt":"\ud83d\ude00"},"image":{"prompt":[{"prompt":"a [b]"}]}})";

class SeedFolder {
public:
    explicit SeedFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

    void add(char way, char choice, std::string_view content) {
        std::ofstream file(folder_ / ("seed" + std::to_string(count_++)), std::ios::binary);
        file << way << choice << content;
    }

private:
    std::filesystem::path folder_;
    int count_ = 0;
};

std::string text_of(const test::FileBytes& bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) return 2;
    SeedFolder folder(argv[1]);
    const std::string comment = test::utf16_comment(kInfotext, test::ExifOrder::Big);
    const std::string exif = test::exif_block(
        {{test::kUserComment, comment, 7}, {0x0110, "prompt:" + std::string(kGraph)}, {0x010F, "Canon"}});
    folder.add(0, 0,
               text_of(test::png_with({test::deflated_part("parameters", kInfotext),
                                       test::deflated_international_part("prompt", kGraph)})));
    folder.add(0, 0, text_of(test::jpeg_with(exif)));
    folder.add(0, 0, text_of(test::webp_with(exif)));
    for (char keyword = 0; keyword < 10; ++keyword) {
        for (const std::string_view text : {kGraph, kInfotext, kFields}) folder.add(1, keyword, text);
    }
    folder.add(1, 5, "\"a cat [a dog]\" -s 50 -S 42 -W 512 -H 512 -C 7.5 -A k_lms");
    folder.add(2, 0, exif);
    folder.add(3, 0, kFields);
    folder.add(4, 0, test::deflated_international_part("Comment", kFields).data);
    folder.add(4, 1, test::deflated_part("prompt", kGraph).data);
    for (const std::string_view text : {kGraph, kFields}) folder.add(5, 0, text);
    return 0;
}
