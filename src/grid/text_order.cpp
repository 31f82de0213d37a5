#include "grid/text_order.h"

#include <algorithm>
#include <numeric>

#include "core/text.h"

namespace proofsheet::grid {
namespace {

/// Eight bytes of a text, so that most comparisons need no look at the text itself.
struct Item {
    std::uint64_t key = 0;
    std::uint32_t index = 0;
};

constexpr std::size_t kKeyBytes = 8;
constexpr std::ptrdiff_t kFewItems = 12;
constexpr int kMaxLevels = 32;

/// Up to eight bytes from `from` as a big-endian number, filled up with zeros.
std::uint64_t key_at(std::string_view text, std::size_t from) {
    const std::string_view bytes = text.substr(std::min(from, text.size()), kKeyBytes);
    std::uint64_t key = 0;
    for (const char byte : bytes) key = (key << 8) | static_cast<unsigned char>(byte);
    return bytes.size() == kKeyBytes ? key : bytes.empty() ? 0 : key << (8 * (kKeyBytes - bytes.size()));
}

std::size_t common_length(std::string_view left, std::string_view right, std::size_t from,
                          std::size_t at_most) {
    while (from < at_most && left[from] == right[from]) ++from;
    return from;
}

class ByteSorter {
public:
    explicit ByteSorter(std::span<const std::string_view> texts) : texts_(texts) {}

    /// Sorts items whose first `from` bytes are equal.
    void sort(std::span<Item> items, std::size_t from, int level) const {
        if (std::ssize(items) <= kFewItems || level == kMaxLevels) return sort_by_text(items);
        const std::size_t start = common_beginning(items, from);
        for (Item& item : items) item.key = key_at(texts_[item.index], start);
        std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.key < b.key; });
        for (std::size_t first = 0; first < items.size();) {
            const std::size_t last = end_of_run(items, first);
            sort_equal_keys(items.subspan(first, last - first), start + kKeyBytes, level);
            first = last;
        }
    }

private:
    static std::size_t end_of_run(std::span<const Item> items, std::size_t first) {
        std::size_t last = first + 1;
        while (last < items.size() && items[last].key == items[first].key) ++last;
        return last;
    }

    /// A key that ends in a zero byte mostly means that the texts are over and equal: no deeper level tells
    /// them apart.
    void sort_equal_keys(std::span<Item> items, std::size_t from, int level) const {
        if (items.size() == 1) return;
        if ((items.front().key & 0xFF) == 0) return sort_by_text(items);
        sort(items, from, level + 1);
    }

    void sort_by_text(std::span<Item> items) const {
        std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
            const int order = texts_[a.index].compare(texts_[b.index]);
            return order != 0 ? order < 0 : a.index < b.index;
        });
    }

    std::size_t common_beginning(std::span<const Item> items, std::size_t from) const {
        const std::string_view first = texts_[items.front().index];
        std::size_t length = first.size();
        for (const Item& item : items) {
            const std::string_view text = texts_[item.index];
            length = common_length(first, text, from, std::min(length, text.size()));
            if (length == from) break;
        }
        return length;
    }

    std::span<const std::string_view> texts_;
};

/// Appends what makes `text` sort by bytes as natural_compare sorts it: lower case, and for a run of digits a
/// digit, its length without leading zeros, and the digits. A length of 255 and more takes several bytes.
void append_natural_key(std::string& key, std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        if (!is_digit(text[i])) {
            const char c = text[i++];
            key += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            continue;
        }
        const std::size_t end = std::min(text.find_first_not_of("0123456789", i), text.size());
        const std::size_t first = std::min(text.find_first_not_of('0', i), end - 1);
        key += '0';
        std::size_t length = end - first;
        for (; length >= 255; length -= 255) key += '\xFF';
        key += static_cast<char>(length);
        key.append(text.substr(first, end - first));
        i = end;
    }
}

/// Texts that differ in case or leading zeros alone have the same key and are told apart by their bytes.
void order_ties(std::vector<std::uint32_t>& order, std::span<const std::string_view> keys,
                std::span<const std::string_view> texts) {
    for (auto first = order.begin(); first != order.end();) {
        const auto last = std::find_if(first + 1, order.end(),
                                       [&](std::uint32_t index) { return keys[index] != keys[*first]; });
        if (last - first > 1)
            std::sort(first, last, [&](std::uint32_t a, std::uint32_t b) { return texts[a] < texts[b]; });
        first = last;
    }
}

}  // namespace

std::vector<std::uint32_t> order_by_bytes(std::span<const std::string_view> texts) {
    std::vector<std::uint32_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0u);
    if (std::is_sorted(texts.begin(), texts.end())) return order;
    std::vector<Item> items(texts.size());
    for (std::uint32_t i = 0; i < items.size(); ++i) items[i].index = i;
    ByteSorter(texts).sort(items, 0, 0);
    std::transform(items.begin(), items.end(), order.begin(), [](const Item& item) { return item.index; });
    return order;
}

std::vector<std::uint32_t> order_naturally(std::span<const std::string_view> texts) {
    std::string buffer;
    std::vector<std::size_t> ends;
    ends.reserve(texts.size());
    for (const std::string_view text : texts) {
        append_natural_key(buffer, text);
        ends.push_back(buffer.size());
    }
    std::vector<std::string_view> keys;
    keys.reserve(texts.size());
    std::size_t start = 0;
    for (const std::size_t end : ends) {
        keys.push_back(std::string_view(buffer).substr(start, end - start));
        start = end;
    }
    std::vector<std::uint32_t> order = order_by_bytes(keys);
    order_ties(order, keys, texts);
    return order;
}

}  // namespace proofsheet::grid
