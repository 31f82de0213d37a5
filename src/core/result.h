#pragma once

#include <utility>
#include <variant>

#include "core/error.h"

namespace proofsheet {

/// A value or the error that kept it from being there. Becomes std::expected one day.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : content_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : content_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return content_.index() == 0; }
    bool has_value() const { return content_.index() == 0; }

    T& value() & { return std::get<0>(content_); }
    const T& value() const& { return std::get<0>(content_); }
    T&& value() && { return std::get<0>(std::move(content_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &std::get<0>(content_); }
    const T* operator->() const { return &std::get<0>(content_); }

    const Error& error() const& { return std::get<1>(content_); }
    Error&& error() && { return std::get<1>(std::move(content_)); }

private:
    std::variant<T, Error> content_;
};

/// Success, or the error.
template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : error_(std::move(error)), failed_(true) {}

    explicit operator bool() const { return !failed_; }
    bool has_value() const { return !failed_; }
    const Error& error() const& { return error_; }

private:
    Error error_;
    bool failed_ = false;
};

using Status = Result<void>;

}  // namespace proofsheet
