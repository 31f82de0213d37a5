#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "providers/demo_data.h"

namespace proofsheet::providers {

/// What one of the demo's training runs was told to do.
struct DemoTraining {
    std::string_view name, trigger;
    int steps = 0;        ///< of the whole training
    int epoch_steps = 0;  ///< steps of one epoch
    int pictures = 0, repeats = 0, batch = 0;
    int rank = 0;  ///< of the LoRA
    std::string_view learning_rate;
    double started = 0;  ///< seconds since 1970
};

/// The run with samples, and a small one without.
const DemoTraining& demo_style_training();
const DemoTraining& demo_small_training();

/// The bytes of a small LoRA: a .safetensors file with kohya's metadata and a few BF16 tensors.
std::vector<std::byte> demo_checkpoint_file(const DemoCheckpoint& checkpoint, std::string_view file_name);

}  // namespace proofsheet::providers
