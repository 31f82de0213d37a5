#pragma once

#include <memory>
#include <utility>

namespace proofsheet {

/// A value that copies share until one of them is edited. Who only passes it on need not know `T`, so a
/// header can hold what it merely forward-declares. Copies may live on several threads; one of them belongs
/// to one thread.
template <typename T>
class SharedValue {
public:
    SharedValue() : value_(std::make_shared<T>()) {}
    explicit SharedValue(T value) : value_(std::make_shared<T>(std::move(value))) {}

    const T& operator*() const { return *value_; }
    const T* operator->() const { return value_.get(); }

    /// For changing it: other copies keep what they have.
    T& edit() {
        if (value_.use_count() != 1) value_ = std::make_shared<T>(*value_);
        return *value_;
    }

private:
    std::shared_ptr<T> value_;
};

}  // namespace proofsheet
