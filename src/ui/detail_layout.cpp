#include "ui/detail_layout.h"

#include "ui/format.h"
#include "ui/text_draw.h"

namespace proofsheet::ui {
namespace {

std::string_view without_partial_character(std::string_view text) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) text.remove_suffix(1);
    if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) text.remove_suffix(1);
    return text;
}

/// Puts line under line.
class Stack {
public:
    Stack(const Context& context, DetailLayout& layout) : context_(context), layout_(layout) {}

    void gap(float points) { layout_.height += context_.px(points); }

    void text(DetailLook look, std::string_view text) {
        for (const std::string_view line : wrap_lines(context_, type_of(look), text, layout_.width))
            add(look, line, -1);
    }

    void field(DetailLook look, const grid::DetailField& field) {
        gap(space::k8);
        layout_.copies.push_back(field.value);
        add(DetailLook::Name, field.name, static_cast<int>(layout_.copies.size()) - 1);
        if (field.value.size() <= kMostShownBytes) return text(look, field.value);
        text(look, without_partial_character(std::string_view(field.value).substr(0, kMostShownBytes)));
        layout_.made.push_back("… and " + memory_text(field.value.size() - kMostShownBytes) +
                               " more. Copy takes all of it.");
        text(DetailLook::Note, layout_.made.back());
    }

private:
    void add(DetailLook look, std::string_view line, int copies) {
        layout_.lines.push_back({line, layout_.height, static_cast<std::uint8_t>(look), copies});
        layout_.height += line_height(context_, type_of(look));
    }

    const Context& context_;
    DetailLayout& layout_;
};

}  // namespace

Type type_of(DetailLook look) {
    switch (look) {
        case DetailLook::Title:
            return Type::Title;
        case DetailLook::Name:
        case DetailLook::Note:
            return Type::Small;
        case DetailLook::Raw:
            return Type::Mono;
        case DetailLook::Value:
        case DetailLook::Error:
            break;
    }
    return Type::Body;
}

void lay_out_details(const Context& context, const std::shared_ptr<const grid::Details>& details, float width,
                     DetailLayout& layout) {
    if (layout.details == details && layout.width == width && layout.scale == context.scale) return;
    layout = {};
    layout.details = details;
    layout.width = width;
    layout.scale = context.scale;
    if (!details) return;
    Stack stack(context, layout);
    if (!details->error.empty()) stack.text(DetailLook::Error, details->error);
    for (const std::string& note : details->notes) stack.text(DetailLook::Note, note);
    for (const grid::DetailSection& section : details->sections) {
        stack.gap(space::k12);
        stack.text(DetailLook::Title, section.title);
        for (const grid::DetailField& field : section.fields) stack.field(DetailLook::Value, field);
    }
    if (!details->raw.empty()) {
        stack.gap(space::k16);
        stack.text(DetailLook::Title, "As it is in the file");
    }
    for (const grid::DetailField& text : details->raw) stack.field(DetailLook::Raw, text);
    stack.gap(space::k16);
}

}  // namespace proofsheet::ui
