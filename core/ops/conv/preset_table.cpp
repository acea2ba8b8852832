#include "core/ops/conv/preset_makers.h"
#include "core/ops/conv/presets.h"

namespace fovea {
namespace {

using namespace presets;

constexpr KernelParameter size_of_kernel(double fallback) {
  return {.name = "size",
          .unit = "px",
          .fallback = fallback,
          .least = 1,
          .most = 31,
          .usual = 31,
          .is_whole = true};
}
constexpr KernelParameter sigma() {
  return {.name = "sigma", .unit = "px", .least = 0, .most = 31, .usual = 8, .follows = true};
}
constexpr KernelParameter angle() {
  return {.name = "angle", .unit = "°", .least = -360, .most = 360, .usual = 180};
}

constexpr KernelParameter k_size3[] = {size_of_kernel(3)};
constexpr KernelParameter k_size5[] = {size_of_kernel(5)};
constexpr KernelParameter k_size_sigma[] = {size_of_kernel(5), sigma()};
constexpr KernelParameter k_dog[] = {
    size_of_kernel(5),
    {.name = "sigma", .unit = "px", .fallback = 0.7, .most = 31, .usual = 8, .follows = true},
    {.name = "wide sigma", .unit = "px", .fallback = 1.4, .least = 0.01, .most = 31, .usual = 8}};
constexpr KernelParameter k_motion[] = {size_of_kernel(5), angle()};
constexpr KernelParameter k_even[] = {{.name = "size",
                                       .unit = "px",
                                       .fallback = 4,
                                       .least = 2,
                                       .most = 31,
                                       .usual = 31,
                                       .is_whole = true}};
constexpr KernelParameter k_unsharp[] = {
    size_of_kernel(5), sigma(), {.name = "amount", .fallback = 1, .most = 10, .usual = 4}};
constexpr KernelParameter k_random[] = {
    size_of_kernel(3),
    {.name = "seed", .fallback = 1, .most = 9999, .usual = 99, .is_whole = true}};
constexpr KernelParameter k_gabor[] = {
    size_of_kernel(7),
    angle(),
    {.name = "wavelength", .unit = "px", .most = 62, .usual = 20, .follows = true},
    sigma(),
    {.name = "phase", .unit = "°", .least = -360, .most = 360, .usual = 180},
};
constexpr KernelParameter k_gabor_bank[] = {
    size_of_kernel(15),
    {.name = "directions", .fallback = 6, .least = 1, .most = 12, .usual = 12, .is_whole = true},
    {.name = "widths", .fallback = 3, .least = 1, .most = 4, .usual = 4, .is_whole = true},
    {.name = "finest", .unit = "px", .fallback = 4, .least = 2, .most = 16, .usual = 16},
    {.name = "phase", .unit = "°", .least = -360, .most = 360, .usual = 180},
};

template <int... cells>
Tensor fixed2(Values) {
  static_assert(sizeof...(cells) == 4);
  return Tensor::of(Shape{2, 2}, std::vector<float>{static_cast<float>(cells)...});
}

template <int... cells>
Tensor fixed3(Values) {
  static_assert(sizeof...(cells) == 9);
  return Tensor::of(Shape{3, 3}, std::vector<float>{static_cast<float>(cells)...});
}

constexpr KernelPreset k_presets[] = {
    {"identity", "Identity", "Leaves the picture as it is",
     "Nothing changes: only the middle pixel counts, once", k_size3, identity},
    {"box", "Box blur", "Averages all pixels under it alike",
     "Fine detail melts away; a bright dot becomes a square", k_size3, box},
    {"gaussian", "Gaussian blur", "Averages, near pixels more than far ones",
     "A soft picture without the box blur's squares; a bright dot becomes a round spot",
     k_size_sigma, gaussian},
    {"binomial", "Binomial blur", "A Gaussian blur in whole fractions, of repeated averaging",
     "Hardly to be told from a Gaussian blur: averaging again and again ends there", k_size3,
     binomial},
    {"disk", "Disk blur", "Averages within a circle, as a lens out of focus does",
     "Bright dots become round discs with a clear rim", k_size5, disk},
    {"sharpen",
     "Sharpen",
     "Adds to each pixel what sets it apart from its neighbours",
     "Edges are crisper, with a thin light line on one side and a dark one on the other; noise "
     "grows too",
     {},
     fixed3<0, -1, 0, -1, 5, -1, 0, -1, 0>},
    {"unsharp", "Unsharp mask", "Adds what a blur takes away, as many times as told",
     "Crisper edges with halos beside them: the wider sigma, the wider the halo", k_unsharp,
     unsharp},
    {"sobel-x",
     "Sobel x",
     "Brighter to the right counts up: upright edges",
     "Orange where it gets brighter to the right, blue where darker; level lines vanish",
     {},
     fixed3<-1, 0, 1, -2, 0, 2, -1, 0, 1>},
    {"sobel-y",
     "Sobel y",
     "Brighter below counts up: level edges",
     "Orange where it gets brighter downwards, blue where darker; upright lines vanish",
     {},
     fixed3<-1, -2, -1, 0, 0, 0, 1, 2, 1>},
    {"prewitt-x",
     "Prewitt x",
     "Upright edges, its three rows counting alike",
     "Almost what Sobel x shows, a little weaker: compare the two on slanted edges",
     {},
     fixed3<-1, 0, 1, -1, 0, 1, -1, 0, 1>},
    {"prewitt-y",
     "Prewitt y",
     "Level edges, its three columns counting alike",
     "Almost what Sobel y shows, a little weaker: compare the two on slanted edges",
     {},
     fixed3<-1, -1, -1, 0, 0, 0, 1, 1, 1>},
    {"scharr-x",
     "Scharr x",
     "Upright edges, alike in all directions as nearly as 3 × 3 can be",
     "As Sobel x, with values four times as large; round shapes fade evenly towards the top",
     {},
     fixed3<-3, 0, 3, -10, 0, 10, -3, 0, 3>},
    {"scharr-y",
     "Scharr y",
     "Level edges, alike in all directions as nearly as 3 × 3 can be",
     "As Sobel y, with values four times as large; round shapes fade evenly towards the side",
     {},
     fixed3<-3, -10, -3, 0, 0, 0, 3, 10, 3>},
    {"roberts-x",
     "Roberts x",
     "A diagonal step, down to the right, in four pixels",
     "Very thin edges; noise shows as much, since only two pixels are compared",
     {},
     fixed2<-1, 0, 0, 1>},
    {"roberts-y",
     "Roberts y",
     "A diagonal step, down to the left, in four pixels",
     "Very thin edges; noise shows as much, since only two pixels are compared",
     {},
     fixed2<0, -1, 1, 0>},
    {"laplacian",
     "Laplacian",
     "Edges of every direction: a pixel against its four neighbours",
     "Two lines along each edge, orange on its dark side and blue on its bright one; even areas "
     "are 0",
     {},
     fixed3<0, 1, 0, 1, -4, 1, 0, 1, 0>},
    {"laplacian-8",
     "Laplacian, diagonals too",
     "Edges of every direction: a pixel against its eight neighbours",
     "As the Laplacian, stronger on slanted edges and corners",
     {},
     fixed3<1, 1, 1, 1, -8, 1, 1, 1, 1>},
    {"log", "Laplacian of Gaussian", "Blurs, then finds edges and spots of about its size",
     "Bright spots turn blue and dark ones orange, most where they are as large as the middle of "
     "the kernel",
     k_size_sigma, laplacian_of_gaussian},
    {"dog", "Difference of Gaussians", "A fine blur less a coarse one: spots of about its size",
     "Bright spots turn orange and dark ones blue; larger sigmas find larger spots", k_dog,
     difference_of_gaussians},
    {"emboss",
     "Emboss",
     "Lights the picture from the upper left, as if it were raised",
     "The picture stays, with a bright and a dark side at each shape, like stamped metal",
     {},
     fixed3<-2, -1, 0, -1, 1, 1, 0, 1, 2>},
    {"motion", "Motion blur", "Averages along a line, as a moving camera does",
     "Dots become short lines; edges along the line stay sharp, edges across it do not", k_motion,
     motion},
    {"gabor", "Gabor", "Stripes of one direction and width",
     "Strong orange and blue only where the picture has stripes or edges of that direction and "
     "width; turn the angle",
     k_gabor, gabor},
    {"haar-x", "Haar x", "The right half against the left",
     "Broad upright edges; the larger the kernel, the coarser the shapes that remain", k_even,
     haar_x},
    {"haar-y", "Haar y", "The lower half against the upper",
     "Broad level edges; the larger the kernel, the coarser the shapes that remain", k_even,
     haar_y},
    {"haar-diagonal", "Haar diagonal", "Two opposite quarters against the two others",
     "Corners and crossings light up; straight edges, upright or level, vanish", k_even,
     haar_diagonal},
    {"random", "Random", "Chance: what a network starts to learn from",
     "No clear purpose, and yet edges show: try a few seeds", k_random, random},
};

constexpr BankPreset k_banks[] = {
    {"gabor-bank", "Gabor bank", "Gabors of several directions and widths, side by side",
     "Each picks out its own direction and width of stripes; together they describe a texture. "
     "First layers of trained networks look much like this",
     k_gabor_bank, gabor_bank},
};

}  // namespace

std::span<const KernelPreset> kernel_presets() { return k_presets; }
std::span<const BankPreset> kernel_banks() { return k_banks; }

}  // namespace fovea
