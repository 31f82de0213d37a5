#pragma once

#include <string>
#include <string_view>

#include "grid/catalog.h"
#include "image/metadata.h"
#include "scan/discover.h"
#include "scan/safetensors.h"

/// The JSON documents of `--json`: well-formed UTF-8, bytes that are not become U+FFFD, keys that are not
/// known are absent.
namespace proofsheet::cli {

/// "step", "epoch", "final", "samples only".
std::string_view name_of(grid::CheckpointKind kind);

/// {"runs":[{"name","has_samples","checkpoints":[{"file","label","kind","number","has_samples","sample_dirs"}]}],
///  "problems":[{"path","kind","message"}]}
std::string runs_document(const scan::Discovery& discovery);

/// {"run","dimensions":[{"name","type","values"}],"images":[{"path","dims","batch"}],"superseded","problems"}
std::string run_document(const grid::Catalog& catalog);

/// {"format","width","height","software","parameters":{...},"raw":{...}}
std::string picture_document(const image::PictureMetadata& metadata);

/// {"format","tensors","metadata":{...},"problems":[...]}
std::string checkpoint_document(const scan::SafetensorsHeader& header, const std::vector<Problem>& problems);

/// A number without a needless fraction: 20, not 20.0.
std::string plain_number(double number);

}  // namespace proofsheet::cli
