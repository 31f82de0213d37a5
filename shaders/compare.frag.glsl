// One or two pictures over each other. Before this text stand, as macros: SHOW, one of the functions below;
// READ_FIRST and READ_SECOND, functions of resample.glsl.

uniform sampler2D pictures[2];
uniform sampler2D map;

uniform float framebuffer_height;
uniform vec2 area_min;      // top left corner in pixels of the screen, rows counted from the top
uniform ivec2 whole[3];     // place under area_min, see Place; index 2 is the map
uniform vec2 part[3];
uniform vec2 pixels_per_step[3];  // pixels of the picture for each pixel of the screen
uniform vec2 size[3];
uniform float level[3];
uniform int is_shown[3];
uniform int level_compared;  // where pictures are compared pixel by pixel

uniform vec3 surround;      // behind what is transparent
uniform vec2 wipe;          // the line where the second picture begins; beyond all pixels in the other direction
uniform float amount;       // of the second picture
uniform float gain;
uniform vec3 neutral;
uniform vec3 less;
uniform vec3 more;
uniform vec3 stops[9];
uniform vec3 circle;        // centre and radius; all of the area where the radius is 0
uniform int fills;          // what no picture covers is painted, not left

out vec4 colour;

Place place_of(int index, vec2 step_in_area) {
    return Place(whole[index], step_in_area * pixels_per_step[index] + part[index], size[index], level[index]);
}

bool covers(int index, Place place) {
    ivec2 at = pixel_of(place);
    return is_shown[index] != 0 && all(greaterThanEqual(at, ivec2(0))) && all(lessThan(at, ivec2(place.size)));
}

vec3 over_surround(vec4 multiplied_colour) {
    float alpha = clamp(multiplied_colour.a, 0.0, 1.0);
    vec3 straight = alpha > 0.0 ? clamp(multiplied_colour.rgb / multiplied_colour.a, 0.0, 1.0) : vec3(0.0);
    return mix(surround, straight, alpha);
}

vec3 first_at(Place place) {
    return over_surround(READ_FIRST(pictures[0], place));
}

vec3 second_at(Place place) {
    return over_surround(READ_SECOND(pictures[1], place));
}

vec3 to_linear(vec3 encoded) {
    return mix(encoded / 12.92, pow((encoded + 0.055) / 1.055, vec3(2.4)), greaterThan(encoded, vec3(0.04045)));
}

vec3 to_encoded(vec3 linear) {
    return mix(linear * 12.92, 1.055 * pow(linear, vec3(1.0 / 2.4)) - 0.055,
               greaterThan(linear, vec3(0.0031308)));
}

bool uncovered(out vec3 result) {
    result = surround;
    return false;
}

bool show_plain(vec2 at, vec2 position, out vec3 result) {
    Place place = place_of(0, at);
    if (!covers(0, place)) return uncovered(result);
    result = first_at(place);
    return true;
}

bool show_wipe(vec2 at, vec2 position, out vec3 result) {
    bool is_second = position.x > wipe.x || position.y > wipe.y;
    Place place = is_second ? place_of(1, at) : place_of(0, at);
    if (!covers(is_second ? 1 : 0, place)) return uncovered(result);
    if (is_second)
        result = second_at(place);
    else
        result = first_at(place);
    return true;
}

// In linear light, as if both pictures were projected onto one wall: halfway between black and white is half
// the light, and fine detail of one picture over the other keeps its brightness.
bool show_blend(vec2 at, vec2 position, out vec3 result) {
    Place first = place_of(0, at);
    Place second = place_of(1, at);
    bool first_covers = covers(0, first);
    bool second_covers = covers(1, second);
    if (!first_covers && !second_covers) return uncovered(result);
    vec3 below = first_covers ? first_at(first) : surround;
    vec3 above = second_covers ? second_at(second) : surround;
    result = amount <= 0.0 ? below : amount >= 1.0 ? above
                           : to_encoded(mix(to_linear(below), to_linear(above), amount));
    return true;
}

float size_of(vec3 difference) {
    vec3 sizes = abs(difference);
    return max(sizes.r, max(sizes.g, sizes.b));
}

// Second less first. Where several pixels share one pixel of the screen, the largest difference among them, so
// that a lone different pixel is not averaged away.
bool difference_at(vec2 at, out vec3 difference) {
    Place first = place_of(0, at);
    Place second = place_of(1, at);
    difference = vec3(0.0);
    if (!covers(0, first) || !covers(1, second)) return false;
#ifdef PIXEL_BY_PIXEL
    ivec2 last = textureSize(pictures[0], level_compared) - 1;
    vec2 half_step = pixels_per_step[0] / 2.0;
    vec2 shrunk = vec2(last + 1) / first.size;
    ivec2 from = ivec2(floor((vec2(first.whole) + first.part - half_step) * shrunk + 0.001));
    ivec2 to = ivec2(ceil((vec2(first.whole) + first.part + half_step) * shrunk - 0.001)) - 1;
    from = clamp(from, ivec2(0), last);
    to = clamp(to, from, min(last, from + 7));
    for (int y = from.y; y <= to.y; ++y)
        for (int x = from.x; x <= to.x; ++x) {
            vec3 one = over_surround(multiplied(texelFetch(pictures[1], ivec2(x, y), level_compared))) -
                       over_surround(multiplied(texelFetch(pictures[0], ivec2(x, y), level_compared)));
            if (size_of(one) > size_of(difference)) difference = one;
        }
#else
    difference = second_at(second) - first_at(first);
#endif
    return true;
}

bool show_absolute(vec2 at, vec2 position, out vec3 result) {
    vec3 difference;
    if (!difference_at(at, difference)) return uncovered(result);
    result = min(abs(difference) * gain, 1.0);
    return true;
}

// The channel that differs most, so that a change of colour alone is seen; of equal ones green, then red.
float leading(vec3 difference) {
    float size = size_of(difference);
    if (abs(difference.g) == size) return difference.g;
    return abs(difference.r) == size ? difference.r : difference.b;
}

bool show_signed(vec2 at, vec2 position, out vec3 result) {
    vec3 difference;
    if (!difference_at(at, difference)) return uncovered(result);
    float share = clamp(leading(difference) * gain, -1.0, 1.0);
    result = mix(neutral, share < 0.0 ? less : more, abs(share));
    return true;
}

bool show_map(vec2 at, vec2 position, out vec3 result) {
    Place place = place_of(2, at);
    if (!covers(2, place)) return uncovered(result);
    float error = level[2] > 0.0 ? textureLod(map, (vec2(place.whole) + place.part) / place.size, level[2]).r
                                 : texelFetch(map, pixel_of(place), 0).r;
    float step_at = clamp(error * gain, 0.0, 1.0) * 8.0;
    int below = min(int(step_at), 7);
    result = mix(stops[below], stops[below + 1], step_at - float(below));
    return true;
}

void main() {
    vec2 position = vec2(gl_FragCoord.x, framebuffer_height - gl_FragCoord.y);
    if (circle.z > 0.0 && distance(position, circle.xy) > circle.z) discard;
    vec3 result;
    bool covered = SHOW(position - area_min, position, result);
    if (!covered && fills == 0) discard;
    colour = vec4(result, 1.0);
}
