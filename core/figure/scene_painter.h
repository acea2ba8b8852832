#pragma once

#include <QPainter>
#include <functional>

#include "core/figure/scene.h"

namespace fovea {

/// Draws a scene into a painter that is scaled to its units; maps are drawn by `draw_map`, as a
/// picture of pixels and a page need it differently.
void paint_items(QPainter& painter, const Scene& scene,
                 const std::function<void(const Scene::Map&)>& draw_map);

}  // namespace fovea
