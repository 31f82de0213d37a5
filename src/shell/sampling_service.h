#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/config.h"
#include "core/result.h"
#include "jobs/provider.h"
#include "jobs/sample_form.h"

namespace proofsheet::shell {

/// A service that sample jobs can be made with, and what is asked of it before one starts. For one thread.
class SamplingService {
public:
    virtual ~SamplingService() = default;
    virtual jobs::Provider& provider() = 0;

    /// The text of a workflow template, by its name in the workflow folder; empty where the service needs
    /// none. Errors: InvalidInput, NotFound, Unsupported, Io.
    virtual Result<std::string> workflow(const std::string& name) = 0;

    /// What the workflow cannot do of what is asked for, as sentences.
    virtual std::vector<std::string> misfits(const std::string& workflow_json, const jobs::SampleForm& form,
                                             const jobs::SamplePreset& preset) = 0;

    /// Names of the models that a workflow's checkpoint can be, byte for byte; nullopt: every checkpoint will
    /// do. Blocks. Errors: InvalidInput (the workflow), those of the service.
    virtual Result<std::optional<std::vector<std::string>>> models(const std::string& workflow_json,
                                                                   std::stop_token stop) = 0;
};

/// Names of the services: "comfyui" and "demo".
std::vector<std::string> sampling_services();

/// The one place where names become services. Opens no connection yet. Errors: InvalidInput (no such service,
/// or the configuration names no address for it).
Result<std::unique_ptr<SamplingService>> make_sampling_service(const std::string& name,
                                                               const app::Config& config);

}  // namespace proofsheet::shell
