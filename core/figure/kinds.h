#pragma once

#include "core/base/csv.h"
#include "core/figure/figure.h"

namespace fovea {

/// A scene and the data of each kind of figure, one file a kind.
Scene maps_scene(const FigureSpec& spec, const FigureSource& source);
FigureData maps_data(const FigureSpec& spec, const FigureSource& source);
Scene comparison_scene(const FigureSpec& spec, const FigureSource& source);
FigureData comparison_data(const FigureSpec& spec, const FigureSource& source);
Scene kernels_scene(const FigureSpec& spec, const FigureSource& source);
FigureData kernels_data(const FigureSpec& spec, const FigureSource& source);
Scene unit_scene(const FigureSpec& spec, const FigureSource& source);
FigureData unit_data(const FigureSpec& spec, const FigureSource& source);
Scene arithmetic_scene(const FigureSpec& spec, const FigureSource& source);
FigureData arithmetic_data(const FigureSpec& spec, const FigureSource& source);
Scene activations_scene(const FigureSpec& spec, const FigureSource& source);
FigureData activations_data(const FigureSpec& spec, const FigureSource& source);
Scene confusion_scene(const FigureSpec& spec, const FigureSource& source);
FigureData confusion_data(const FigureSpec& spec, const FigureSource& source);
Scene network_scene(const FigureSpec& spec, const FigureSource& source);
FigureData network_data(const FigureSpec& spec, const FigureSource& source);
Scene timeline_scene(const FigureSpec& spec, const FigureSource& source);
FigureData timeline_data(const FigureSpec& spec, const FigureSource& source);

/// Cells of a CSV (see csv_cell), with as many digits as bring the value back.
std::string csv_number(float value);
std::string csv_number(double value);
/// Rows "layer,unit,row,column,value" of chosen units, and them as [units, rows, columns].
void add_maps(FigureData& data, const std::string& first_cells, const Tensor& values,
              const std::vector<std::int64_t>& units);

}  // namespace fovea
