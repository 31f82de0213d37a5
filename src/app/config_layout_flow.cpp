#include <algorithm>

#include "app/config_layout_parts.h"
#include "app/yaml_places.h"

namespace proofsheet::app {
namespace {

/// A part of a collection in brackets: an item of a list, or a key with its value.
struct Part {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::vector<Part> parts_of(const YamlNode& collection) {
    std::vector<Part> parts;
    const bool is_map = collection.kind == YamlNode::Kind::Map;
    for (std::size_t i = 0; i < collection.items.size(); i += is_map ? 2 : 1) {
        const YamlNode& first = collection.items[i];
        parts.push_back({first.begin, end_of(first, is_map ? collection.items[i + 1] : first)});
    }
    return parts;
}

/// Removes the parts from `first` up to `last` and one comma.
Result<Splices> remove_parts(const Layout& layout, const YamlNode& collection, std::size_t first,
                             std::size_t last) {
    const std::vector<Part> parts = parts_of(collection);
    std::size_t begin = parts[first].begin;
    std::size_t end = parts[last].end;
    if (last + 1 < parts.size())
        end = parts[last + 1].begin;
    else if (first > 0)
        begin = parts[first - 1].end;
    else
        end = collection.end - 1;
    const std::string_view gone = layout.text.substr(begin, end - begin);
    if (gone.find('#') != gone.npos && !is_free_of_comments(layout.text, collection))
        return cannot_change(collection.line, "a comment may stand inside");
    return Splices{{begin, end, ""}};
}

Splice insert_parts(const Layout& layout, const YamlNode& collection, std::size_t before,
                    const std::vector<std::string>& written) {
    std::string joined;
    for (const std::string& each : written) joined += (joined.empty() ? "" : ", ") + each;
    const std::vector<Part> parts = parts_of(collection);
    if (parts.empty()) {
        const std::size_t inside = skip_properties(layout.text, collection.begin) + 1;
        return {inside, inside, joined};
    }
    if (before == 0) return {parts[0].begin, parts[0].begin, joined + ", "};
    return {parts[before - 1].end, parts[before - 1].end, ", " + joined};
}

std::string write_item(std::string_view text, ScalarQuotes before) {
    return write_text_scalar(text, ScalarPlace::Flow, before);
}

}  // namespace

Result<Splices> remove_flow_entry(const Layout& layout, const YamlNode& map, std::size_t index) {
    return remove_parts(layout, map, index, index);
}

Result<Splices> add_flow_entry(const Layout& layout, const YamlNode& map, const NewEntry& entry) {
    const std::string written = write_item(entry.key, ScalarQuotes::None) + ": " +
                                write_inline(entry.change, ScalarPlace::Flow, ScalarQuotes::None);
    return Splices{insert_parts(layout, map, map.items.size() / 2, {written})};
}

Result<Splices> change_flow_list(const Layout& layout, const YamlNode& list,
                                 const std::vector<std::string>& wanted) {
    const ListPlan plan = plan_list(list, wanted);
    Splices splices;
    for (const auto& [index, text] : plan.replaced) {
        const YamlNode& item = list.items[index];
        if (!is_free_of_comments(layout.text, item))
            return cannot_change(item.line, "a comment stands inside");
        splices.push_back({item.begin, item.end, write_item(text, quotes_of(layout.text, item))});
    }
    for (std::size_t i = 0; i < plan.removed.size();) {
        std::size_t last = i;
        while (last + 1 < plan.removed.size() && plan.removed[last + 1] == plan.removed[last] + 1) ++last;
        const auto removed = remove_parts(layout, list, plan.removed[i], plan.removed[last]);
        if (!removed) return removed.error();
        splices.push_back(removed->front());
        i = last + 1;
    }
    for (const auto& [before, items] : plan.inserted) {
        std::vector<std::string> written;
        for (const std::string& item : items) written.push_back(write_item(item, ScalarQuotes::None));
        splices.push_back(insert_parts(layout, list, before, written));
    }
    return splices;
}

}  // namespace proofsheet::app
