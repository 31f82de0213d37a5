#include "providers/demo_checkpoint.h"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <nlohmann/json.hpp>

#include "providers/demo_noise.h"

namespace proofsheet::providers {
namespace {

using OrderedJson = nlohmann::ordered_json;

constexpr DemoTraining kStyle{"gloaming-style", "gloaming style", 3200, 100, 40, 10, 4, 4,
                              "0.0001",         1748779200.0};
constexpr DemoTraining kSmall{"paper-boats", "paper boat", 600, 50, 20, 10, 4, 4, "0.0002", 1749384000.0};
constexpr double kSecondsPerStep = 0.71;

const DemoTraining& training_of(const DemoCheckpoint& checkpoint) {
    return checkpoint.run == kSmall.name ? kSmall : kStyle;
}

/// How often a caption holds each tag, by folder.
std::string tag_frequency(const DemoTraining& training) {
    static constexpr std::array<std::string_view, 12> kTags{
        "dusk",    "soft light", "reflection", "window", "mist",   "lantern",
        "harbour", "forest",     "mountain",   "water",  "clouds", "silhouette"};
    Dice dice(static_cast<std::uint64_t>(training.pictures));
    OrderedJson tags{{std::string(training.trigger), training.pictures}};
    for (const std::string_view tag : kTags) tags[std::string(tag)] = 2 + dice.below(training.pictures / 2);
    return OrderedJson{{fmt::format("{}_{}", training.repeats, training.trigger), tags}}.dump();
}

std::string folders(const DemoTraining& training) {
    return OrderedJson{{fmt::format("{}_{}", training.repeats, training.trigger),
                        {{"n_repeats", training.repeats}, {"img_count", training.pictures}}}}
        .dump();
}

std::string buckets(const DemoTraining& training) {
    const int wide = training.pictures / 4;
    return OrderedJson{
        {"buckets",
         {{"0", {{"resolution", {448, 576}}, {"count", wide * training.repeats}}},
          {"1", {{"resolution", {512, 512}}, {"count", (training.pictures - 2 * wide) * training.repeats}}},
          {"2", {{"resolution", {576, 448}}, {"count", wide * training.repeats}}}}},
        {"mean_img_ar_error", 0.018394132}}
        .dump();
}

void add_progress(OrderedJson& metadata, const DemoTraining& training, const DemoCheckpoint& checkpoint) {
    metadata["ss_session_id"] =
        fmt::format("{}", scramble(static_cast<std::uint64_t>(training.started)) % 4294967296ULL);
    metadata["ss_training_started_at"] = fmt::format("{:.2f}", training.started);
    metadata["ss_training_finished_at"] =
        fmt::format("{:.2f}", training.started + kSecondsPerStep * checkpoint.step);
    metadata["ss_steps"] = fmt::format("{}", checkpoint.step);
    metadata["ss_epoch"] = fmt::format("{}", checkpoint.epoch);
    metadata["ss_max_train_steps"] = fmt::format("{}", training.steps);
    metadata["ss_num_epochs"] = fmt::format("{}", training.steps / training.epoch_steps);
    metadata["ss_num_batches_per_epoch"] = fmt::format("{}", training.epoch_steps);
}

void add_settings(OrderedJson& metadata, const DemoTraining& training) {
    const OrderedJson settings{{"ss_learning_rate", training.learning_rate},
                               {"ss_unet_lr", training.learning_rate},
                               {"ss_text_encoder_lr", "5e-05"},
                               {"ss_lr_scheduler", "cosine_with_restarts"},
                               {"ss_lr_warmup_steps", fmt::format("{}", training.steps / 20)},
                               {"ss_optimizer", "bitsandbytes.optim.adamw.AdamW8bit(weight_decay=0.01)"},
                               {"ss_max_grad_norm", "1.0"},
                               {"ss_gradient_accumulation_steps", "1"},
                               {"ss_gradient_checkpointing", "False"},
                               {"ss_mixed_precision", "bf16"},
                               {"ss_full_fp16", "False"},
                               {"ss_seed", "1234"},
                               {"ss_clip_skip", "None"},
                               {"ss_max_token_length", "225"},
                               {"ss_noise_offset", "0.03"},
                               {"ss_min_snr_gamma", "5.0"},
                               {"ss_prior_loss_weight", "1.0"},
                               {"ss_cache_latents", "True"},
                               {"ss_caption_dropout_rate", "0.05"},
                               {"ss_flip_aug", "False"},
                               {"ss_network_module", "networks.lora"},
                               {"ss_network_dim", fmt::format("{}", training.rank)},
                               {"ss_network_alpha", fmt::format("{}", training.rank / 2)},
                               {"ss_network_dropout", "None"},
                               {"ss_network_args", R"({"conv_dim": "4", "conv_alpha": "1.0"})"}};
    metadata.update(settings);
}

void add_data(OrderedJson& metadata, const DemoTraining& training) {
    metadata["ss_num_train_images"] = fmt::format("{}", training.pictures * training.repeats);
    metadata["ss_num_reg_images"] = "0";
    metadata["ss_total_batch_size"] = fmt::format("{}", training.batch);
    metadata["ss_batch_size_per_device"] = fmt::format("{}", training.batch);
    metadata["ss_resolution"] = "(512, 512)";
    metadata["ss_bucket_info"] = buckets(training);
    metadata["ss_dataset_dirs"] = folders(training);
    metadata["ss_reg_dataset_dirs"] = "{}";
    metadata["ss_tag_frequency"] = tag_frequency(training);
}

OrderedJson metadata_of(const DemoTraining& training, const DemoCheckpoint& checkpoint,
                        std::string_view title) {
    OrderedJson metadata{{"ss_output_name", training.name},
                         {"ss_sd_model_name", "v1-5-pruned-emaonly.safetensors"},
                         {"ss_base_model_version", "sd_v1"},
                         {"ss_v2", "False"}};
    add_progress(metadata, training, checkpoint);
    add_settings(metadata, training);
    add_data(metadata, training);
    metadata["modelspec.sai_model_spec"] = "1.0.0";
    metadata["modelspec.architecture"] = "stable-diffusion-v1/lora";
    metadata["modelspec.implementation"] = "diffusers";
    metadata["modelspec.title"] = title;
    metadata["modelspec.resolution"] = "512x512";
    metadata["modelspec.prediction_type"] = "epsilon";
    metadata["modelspec.trigger_phrase"] = training.trigger;
    return metadata;
}

struct Tensor {
    std::string name;
    std::vector<int> shape;
    float scale = 0;  ///< largest value
};

std::vector<Tensor> tensors_of(const DemoTraining& training, const DemoCheckpoint& checkpoint) {
    constexpr int kWidth = 320;
    const float learnt = static_cast<float>(checkpoint.step) / static_cast<float>(training.steps);
    std::vector<Tensor> tensors;
    for (const std::string_view part : {"to_k", "to_out_0", "to_q", "to_v"}) {
        const std::string base =
            fmt::format("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_{}", part);
        tensors.push_back({base + ".alpha", {}, static_cast<float>(training.rank) / 2});
        tensors.push_back({base + ".lora_down.weight", {training.rank, kWidth}, 0.05F});
        tensors.push_back({base + ".lora_up.weight", {kWidth, training.rank}, 0.02F * learnt});
    }
    return tensors;
}

/// BF16 is the upper half of a float, here little-endian.
void append_bf16(std::vector<std::byte>& data, float value) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(value) >> 16;
    data.push_back(static_cast<std::byte>(bits & 0xFF));
    data.push_back(static_cast<std::byte>(bits >> 8));
}

void append_values(std::vector<std::byte>& data, const Tensor& tensor, Dice& dice) {
    if (tensor.shape.empty()) return append_bf16(data, tensor.scale);
    for (int i = 0; i < tensor.shape[0] * tensor.shape[1]; ++i)
        append_bf16(data, tensor.scale * dice.between(-1, 1));
}

}  // namespace

const DemoTraining& demo_style_training() {
    return kStyle;
}

const DemoTraining& demo_small_training() {
    return kSmall;
}

std::vector<std::byte> demo_checkpoint_file(const DemoCheckpoint& checkpoint, std::string_view file_name) {
    const DemoTraining& training = training_of(checkpoint);
    OrderedJson header{
        {"__metadata__", metadata_of(training, checkpoint, file_name.substr(0, file_name.rfind('.')))}};
    std::vector<std::byte> data;
    Dice dice(static_cast<std::uint64_t>(training.steps) * 100'000 +
              static_cast<std::uint64_t>(checkpoint.step));
    for (const Tensor& tensor : tensors_of(training, checkpoint)) {
        const std::size_t begin = data.size();
        append_values(data, tensor, dice);
        header[tensor.name] = {
            {"dtype", "BF16"}, {"shape", tensor.shape}, {"data_offsets", {begin, data.size()}}};
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    std::vector<std::byte> file;
    for (int shift = 0; shift < 64; shift += 8)
        file.push_back(static_cast<std::byte>(std::uint64_t{text.size()} >> shift & 0xFF));
    const auto* bytes = reinterpret_cast<const std::byte*>(text.data());
    file.insert(file.end(), bytes, bytes + text.size());
    file.insert(file.end(), data.begin(), data.end());
    return file;
}

}  // namespace proofsheet::providers
