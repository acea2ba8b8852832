#include "core/ops/window.h"

#include <QtTest>

#include "core/base/error.h"

using namespace fovea;
using Dims = std::vector<std::int64_t>;

namespace {

std::string refusal(const Attributes& attributes, const Dims& input, const Dims& kernel = {}) {
  try {
    WindowAttributes::parse(attributes).resolve(input, kernel);
    return {};
  } catch (const Error& error) {
    return error.clause();
  }
}

Window resolved(const Attributes& attributes, std::int64_t input) {
  return WindowAttributes::parse(attributes).resolve(Dims{input}, {})[0];
}

/// Positions by trying: windows that begin before `end`, and fit up to `room`.
std::int64_t counted_positions(const Window& w, std::int64_t input) {
  const std::int64_t padded = w.pad_begin + input + w.pad_end;
  if (w.span() > padded) return 0;
  std::int64_t count = 0;
  for (std::int64_t start = 0;; start += w.stride) {
    const bool fits = start + w.span() <= padded;
    const bool previous_hangs_over = start - w.stride + w.span() >= padded;
    if (!fits && (!w.ceil || previous_hangs_over)) break;
    if (w.ceil && start >= w.pad_begin + input) break;
    ++count;
  }
  return count;
}

}  // namespace

class WindowTest : public QObject {
  Q_OBJECT

 private slots:
  void positionsAreThoseThatCanBeCountedByHand() {
    for (std::int64_t input = 1; input <= 9; ++input) {
      for (const std::int64_t kernel : {1, 2, 3, 5}) {
        for (const std::int64_t stride : {1, 2, 3, 7}) {
          for (const std::int64_t dilation : {1, 2, 3}) {
            for (const std::int64_t pad : {0, 1, 2}) {
              for (const bool ceil : {false, true}) {
                const Window w{kernel, stride, dilation, pad, pad / 2, ceil};
                const std::int64_t counted = counted_positions(w, input);
                const std::string text =
                    "input " + std::to_string(input) + " kernel " + std::to_string(kernel) +
                    " stride " + std::to_string(stride) + " dilation " + std::to_string(dilation) +
                    " pad " + std::to_string(pad) + (ceil ? " ceil" : "") + ": " +
                    std::to_string(w.positions(input)) + ", not " + std::to_string(counted);
                QVERIFY2(w.positions(input) == counted, text.c_str());
              }
            }
          }
        }
      }
    }
  }

  void tapsAreThoseWhoseSamplesExist() {
    for (std::int64_t input = 1; input <= 7; ++input) {
      for (const std::int64_t dilation : {1, 2, 3}) {
        const Window w{
            .kernel = 3, .stride = 2, .dilation = dilation, .pad_begin = 4, .pad_end = 5};
        for (std::int64_t p = 0; p < w.positions(input); ++p) {
          const Range taps = w.taps(p, input);
          for (std::int64_t tap = 0; tap < w.kernel; ++tap) {
            const std::int64_t sample = p * w.stride - w.pad_begin + tap * w.dilation;
            QCOMPARE(tap >= taps.first && tap < taps.last, sample >= 0 && sample < input);
          }
        }
      }
    }
  }

  void readsAreClippedToTheInput() {
    const Window w{.kernel = 3, .stride = 2, .dilation = 2, .pad_begin = 1, .pad_end = 1};
    QCOMPARE(w.span(), 5);
    QVERIFY((w.reads(0, 6) == Range{0, 4}));
    QVERIFY((w.reads(1, 6) == Range{1, 6}));
    QVERIFY((w.axis_reads() == AxisReads{.scale = 2, .offset = -1, .extent = 5}));
  }

  void aWindowThatWouldStartInTheEndPaddingIsNotCounted() {
    const Window w{.kernel = 1, .stride = 2, .pad_begin = 0, .pad_end = 1, .ceil = true};
    QCOMPARE(w.positions(2), 2 - 1);
  }

  void samePaddingGoesToTheEndOrTheBeginning() {
    const Window upper =
        resolved({{"kernel_shape", Dims{2}}, {"auto_pad", std::string("SAME_UPPER")}}, 5);
    QCOMPARE(upper.pad_begin, 0);
    QCOMPARE(upper.pad_end, 1);
    const Window lower =
        resolved({{"kernel_shape", Dims{2}}, {"auto_pad", std::string("SAME_LOWER")}}, 5);
    QCOMPARE(lower.pad_begin, 1);
    QCOMPARE(lower.pad_end, 0);
    QCOMPARE(lower.positions(5), 5);
  }

  void samePaddingKeepsInputOverStride() {
    for (std::int64_t input = 1; input < 12; ++input) {
      for (const std::int64_t stride : {1, 2, 3, 5}) {
        const Window w = resolved({{"kernel_shape", Dims{3}},
                                   {"strides", Dims{stride}},
                                   {"auto_pad", std::string("SAME_UPPER")}},
                                  input);
        QCOMPARE(w.positions(input), (input + stride - 1) / stride);
      }
    }
  }

  void whatDoesNotFitIsRefusedWithItsSizes() {
    const std::string text = refusal({{"kernel_shape", Dims{9, 9}}}, {8, 8});
    QVERIFY2(text.find("9 × 9") != std::string::npos, text.c_str());
    QVERIFY2(text.find("8 × 8") != std::string::npos, text.c_str());
    QVERIFY2(text.find("empty") != std::string::npos, text.c_str());
  }

  void wrongCountsAndEntriesAreRefusedByName() {
    const Dims kernel{3, 3};
    QVERIFY(refusal({{"pads", Dims{1, 1}}}, {8, 8}, kernel).find("pads has 2") !=
            std::string::npos);
    QVERIFY(refusal({{"strides", Dims{1}}}, {8, 8}, kernel).find("strides has 1") !=
            std::string::npos);
    QVERIFY(refusal({{"dilations", Dims{1, 1, 1}}}, {8, 8}, kernel).find("dilations has 3") !=
            std::string::npos);
    QVERIFY(refusal({{"strides", Dims{0, 1}}}, {8, 8}, kernel).find("at least 1") !=
            std::string::npos);
    QVERIFY(refusal({{"pads", Dims{-1, 0, 0, 0}}}, {8, 8}, kernel).find("at least 0") !=
            std::string::npos);
    QVERIFY(refusal({{"kernel_shape", Dims{3}}}, {8, 8}).find("2 spatial axes") !=
            std::string::npos);
    QVERIFY(refusal({{"auto_pad", std::string("SAME")}}, {8, 8}, kernel).find("“SAME”") !=
            std::string::npos);
    QVERIFY(refusal({}, {8, 8}, kernel).empty());
    const std::string same = "SAME_UPPER";
    QVERIFY(refusal({{"auto_pad", same}, {"pads", Dims{0, 1, 0, 0}}}, {8, 8}, kernel)
                .find("both pads and auto_pad") != std::string::npos);
    QVERIFY(refusal({{"auto_pad", same}, {"pads", Dims{0, 0, 0, 0}}}, {8, 8}, kernel).empty());
  }

  void hugeEntriesAreRefusedInsteadOfOverflowing() {
    const std::int64_t huge = std::int64_t{1} << 62;
    QVERIFY(!refusal({{"kernel_shape", Dims{huge}}}, {8}).empty());
    QVERIFY(!refusal({{"kernel_shape", Dims{3}}, {"dilations", Dims{huge}}}, {8}).empty());
    QVERIFY(!refusal({{"kernel_shape", Dims{3}}, {"pads", Dims{huge, huge}}}, {8}).empty());
    const std::int64_t half = std::int64_t{1} << 29;
    QVERIFY(
        refusal(
            {{"kernel_shape", Dims{2}}, {"dilations", Dims{2 * half}}, {"pads", Dims{half, half}}},
            {8})
            .find("more than any input needs") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(WindowTest)
#include "window_test.moc"
