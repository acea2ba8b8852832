#include "ui/kernel/library/kernel_exchange.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>
#include <algorithm>
#include <cmath>

#include "core/base/files.h"
#include "core/figure/tone_map.h"
#include "core/kernel/kernel_text.h"
#include "core/media/npy.h"

namespace fovea {
namespace {

constexpr int k_cell_pixels = 16;

std::vector<std::uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

std::vector<std::uint8_t> encode_colours(const Tensor& kernel, bool dark) {
  const int rows = static_cast<int>(kernel.shape()[0]);
  const int columns = static_cast<int>(kernel.shape()[1]);
  const int height = rows * k_cell_pixels, width = columns * k_cell_pixels;
  float largest = 0;
  for (const float cell : kernel.floats()) largest = std::max(largest, std::abs(cell));
  if (largest == 0) largest = 1;
  std::vector<Rgba> drawn(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  draw_map({kernel.floats(), rows, columns}, {-largest, largest, true},
           color_map(Palette::diverging, dark ? Theme::dark : Theme::light), Reduction::mean,
           {drawn, width, height}, {0, 0, width, height});
  Tensor pixels(Shape{height, width, 3}, ElementType::uint8);
  auto to = pixels.mutable_values<std::uint8_t>().begin();
  for (const Rgba color : drawn) {
    for (const int shift : {0, 8, 16}) *to++ = static_cast<std::uint8_t>(color >> shift & 255);
  }
  return encode_png({pixels, {}, {}});
}

}  // namespace

std::vector<std::uint8_t> encode_kernel(const Tensor& kernel, KernelExchange::Format format,
                                        bool dark) {
  switch (format) {
    case KernelExchange::Csv:
      return bytes_of(to_text(kernel, KernelStyle::csv));
    case KernelExchange::Npy:
      return encode_npy(kernel);
    case KernelExchange::Text:
      return bytes_of(to_text(kernel, KernelStyle::lines));
    case KernelExchange::Png:
      break;
  }
  return encode_colours(kernel, dark);
}

KernelExchange::KernelExchange(QObject* parent)
    : QObject(parent), files_(this, [this](const QString& sentence) {
        if (bench_ && bench_->workspace()) bench_->workspace()->fail(sentence);
      }) {}

void KernelExchange::setBench(KernelBench* bench) {
  if (bench == bench_) return;
  if (bench_) bench_->disconnect(this);
  bench_ = bench;
  if (bench_) connect(bench_, &KernelBench::changed, this, &KernelExchange::textChanged);
  emit benchChanged();
  emit textChanged();
}

QString KernelExchange::text() const {
  const Tensor kernel = bench_ ? bench_->kernel() : Tensor();
  return kernel.empty() ? QString() : QString::fromStdString(to_text(kernel));
}

void KernelExchange::setProblem(const QString& problem) {
  if (problem == problem_) return;
  problem_ = problem;
  emit problemChanged();
}

bool KernelExchange::apply(const QString& text) {
  try {
    const Tensor kernel = parse_kernel(text.toStdString());
    bench_->setKernel(kernel, tr("typed kernel"), {}, tr("Typed"));
    setProblem({});
    return true;
  } catch (const Error& error) {
    setProblem(QString::fromStdString(error.sentence()));
    return false;
  }
}

void KernelExchange::paste() {
  const QString text = QGuiApplication::clipboard()->text();
  try {
    if (text.isEmpty()) throw Error{"there are no cells on the clipboard", {}, "Copy some first"};
    bench_->setKernel(parse_kernel(text.toStdString()), tr("pasted kernel"), {}, tr("Pasted"));
    setProblem({});
  } catch (const Error& error) {
    setProblem(QString::fromStdString(error.sentence()));
  }
}

void KernelExchange::copy() {
  const Tensor kernel = bench_ ? bench_->kernel() : Tensor();
  if (kernel.empty()) return;
  QGuiApplication::clipboard()->setText(QString::fromStdString(to_text(kernel, KernelStyle::tabs)));
}

void KernelExchange::write(const QUrl& url, Format format, bool dark) {
  const Tensor kernel = bench_ ? bench_->kernel() : Tensor();
  if (kernel.empty()) return;
  files_.post([kernel, format, dark, path = url.toLocalFile().toStdString()] {
    write_file_atomically(path, encode_kernel(kernel, format, dark));
    return [] {};
  });
}

}  // namespace fovea
