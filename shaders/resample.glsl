// How a picture is read at a place between its pixels. Results have colours multiplied with alpha.

// Places are counted in pixels of the picture, from its top left corner; the first pixel reaches from 0 to 1.
// They are the sum of a whole and a small part, so that a place deep in a large picture keeps its fraction.
struct Place {
    ivec2 whole;
    vec2 part;
    vec2 size;    // of the picture, in its pixels
    float level;  // of the mip chain that fits one pixel of the screen
};

vec4 multiplied(vec4 straight) {
    return vec4(straight.rgb * straight.a, straight.a);
}

vec4 pixel_at(sampler2D picture, Place place, ivec2 at) {
    return multiplied(texelFetch(picture, clamp(at, ivec2(0), ivec2(place.size) - 1), 0));
}

ivec2 pixel_of(Place place) {
    return place.whole + ivec2(floor(place.part));
}

vec4 read_nearest(sampler2D picture, Place place) {
    return pixel_at(picture, place, pixel_of(place));
}

vec4 read_bilinear(sampler2D picture, Place place) {
    vec2 from_centre = place.part - 0.5;
    ivec2 first = place.whole + ivec2(floor(from_centre));
    vec2 share = fract(from_centre);
    vec4 upper = mix(pixel_at(picture, place, first), pixel_at(picture, place, first + ivec2(1, 0)), share.x);
    vec4 lower = mix(pixel_at(picture, place, first + ivec2(0, 1)),
                     pixel_at(picture, place, first + ivec2(1, 1)), share.x);
    return mix(upper, lower, share.y);
}

// Sine and cosine by their series: the built-in functions may be as coarse as 1/2000.
float sine(float x) {  // 0 to pi / 2
    float s = x * x;
    return x * (1.0 - s / 6.0 * (1.0 - s / 20.0 * (1.0 - s / 42.0 * (1.0 - s / 72.0 * (1.0 - s / 110.0)))));
}

float cosine(float x) {  // 0 to pi / 3
    float s = x * x;
    return 1.0 - s / 2.0 * (1.0 - s / 12.0 * (1.0 - s / 30.0 * (1.0 - s / 56.0 * (1.0 - s / 90.0))));
}

// Weights of the six pixels around a place that lies `share` behind the centre of the third; their sum is 1.
// With d = share + 2 - k the weight of pixel k is sinc(d) sinc(d / 3) = 3 sin(pi d) sin(pi d / 3) / (pi d)^2,
// where sin(pi d) differs in its sign only, and sin(pi d / 3) comes from the sum formula.
void lanczos_weights(float share, out float weights[6]) {
    const float pi = 3.14159265358979;
    float whole = sine(pi * min(share, 1.0 - share));
    float third_sine = sine(pi * share / 3.0);
    float third_cosine = cosine(pi * share / 3.0);
    const float cosines[6] = float[6](-0.5, 0.5, 1.0, 0.5, -0.5, -1.0);
    const float sines[6] = float[6](0.866025403784, 0.866025403784, 0.0, -0.866025403784, -0.866025403784, 0.0);
    float sum = 0.0;
    for (int k = 0; k < 6; ++k) {
        float d = share + 2.0 - float(k);
        float third = third_sine * cosines[k] + third_cosine * sines[k];
        float signed_whole = (k & 1) == 0 ? whole : -whole;
        weights[k] = abs(d) < 1e-6 ? 1.0 : 3.0 * signed_whole * third / (pi * pi * d * d);
        sum += weights[k];
    }
    for (int k = 0; k < 6; ++k) weights[k] /= sum;
}

vec4 read_lanczos(sampler2D picture, Place place) {
    vec2 from_centre = place.part - 0.5;
    ivec2 first = place.whole + ivec2(floor(from_centre)) - 2;
    vec2 share = fract(from_centre);
    float across[6];
    float down[6];
    lanczos_weights(share.x, across);
    lanczos_weights(share.y, down);
    vec4 sum = vec4(0.0);
    for (int y = 0; y < 6; ++y) {
        vec4 row = vec4(0.0);
        for (int x = 0; x < 6; ++x) row += pixel_at(picture, place, first + ivec2(x, y)) * across[x];
        sum += row * down[y];
    }
    return sum;
}

// For pictures that are drawn smaller: between the levels that were made in linear light.
vec4 read_levels(sampler2D picture, Place place) {
    return multiplied(textureLod(picture, (vec2(place.whole) + place.part) / place.size, place.level));
}
