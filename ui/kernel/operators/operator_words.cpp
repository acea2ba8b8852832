#include "ui/kernel/operators/operator_words.h"

#include <QCoreApplication>

#include "core/explain/operators/counts.h"
#include "ui/window/numbers.h"

namespace fovea {
namespace {

using explain::Formula;
using explain::OperatorKind;
using explain::OperatorSettings;

QString tr(const char* text) { return QCoreApplication::translate("OperatorWords", text); }
QString text_of(const std::string& text) { return QString::fromStdString(text); }

/// "3·3 + 1 = 10"; empty where there is nothing to compute.
QString equation(const Formula& formula) {
  const QString numbers = text_of(formula.numbers());
  if (numbers == QString::number(formula.value())) return {};
  return QStringLiteral("%1 = %2").arg(numbers, count_text(formula.value()));
}

/// One line, or one for rows and one for columns where they differ.
QStringList lines_of(const Formula& rows, const Formula& columns) {
  QStringList lines{equation(rows), equation(columns)};
  lines.removeAll(QString());
  lines.removeDuplicates();
  return lines;
}

QVariantMap row(const QString& name, const QString& result, const QStringList& numbers,
                const QStringList& symbols, const QString& help) {
  return {{"name", name},
          {"result", result},
          {"numbers", numbers.join('\n')},
          {"symbols", numbers.isEmpty() ? QString() : symbols.join('\n')},
          {"help", help}};
}

QString place(std::int64_t index, std::int64_t columns) {
  return QStringLiteral("(%1, %2)").arg(index / columns).arg(index % columns);
}

}  // namespace

QString capitalised(const std::string& clause) {
  QString text = text_of(clause);
  if (text.isEmpty()) return text;
  text[0] = text[0].toUpper();
  return text + QLatin1Char('.');
}

QVariantList equation_rows(const OperatorSettings& it) {
  const explain::OperatorCounts counts = count(it);
  const auto pixels = [](const Formula& rows, const Formula& columns) {
    return tr("%1 × %2 px").arg(columns.value()).arg(rows.value());
  };
  return {row(tr("Output"), tr("%1 × %2").arg(it.outputs).arg(pixels(counts.rows, counts.columns)),
              lines_of(counts.columns, counts.rows),
              {QStringLiteral("oW = ") + text_of(counts.columns.symbols())},
              tr("Output maps, their width and height; each equation gives one of the two.")),
          row(tr("Parameters"), count_text(counts.parameters.value()),
              lines_of(counts.parameters, counts.parameters),
              {text_of(counts.parameters.symbols())}, tr("Weights and biases to be learnt.")),
          row(tr("MACs"), count_text(counts.macs.value()), lines_of(counts.macs, counts.macs),
              {text_of(counts.macs.symbols())},
              tr("Multiply-accumulates: products that are added up for one picture.")),
          row(tr("Receptive field"), pixels(counts.field_rows, counts.field_columns),
              lines_of(counts.field_columns, counts.field_rows),
              {text_of(counts.field_columns.symbols())},
              tr("Input pixels that one output value can depend on."))};
}

QStringList operator_notes(const OperatorCase& it) {
  QStringList notes;
  const OperatorSettings& settings = it.settings;
  if (is_pooling(settings.kind)) return {tr("It has no kernel: what is drawn plays no part.")};
  if (settings.kind == OperatorKind::fully_connected) {
    notes << (it.chance ? tr("Weights of chance (seed 1): what it is before any training.")
                        : tr("Its weights are set so that it does what the convolution does."));
    OperatorSettings whole = settings;
    whole.height = it.full[1];
    whole.width = it.full[2];
    if (whole != settings)
      notes << tr("It gets only %1 × %2 px: at %3 × %4 px it would have %5 parameters.")
                   .arg(settings.width)
                   .arg(settings.height)
                   .arg(whole.width)
                   .arg(whole.height)
                   .arg(count_text(count(whole).parameters.value()));
  }
  if (!it.chance && settings.kernel != it.drawn)
    notes
        << tr("The drawn kernel of %1 × %2 is fitted to %3 × %4 here: cut, or surrounded by zeros.")
               .arg(it.drawn[0])
               .arg(it.drawn[1])
               .arg(settings.kernel[0])
               .arg(settings.kernel[1]);
  if (settings.kernel[0] != settings.kernel[1])
    notes << tr("Its window has %1 rows and %2 columns; the slider makes it square.")
                 .arg(settings.kernel[0])
                 .arg(settings.kernel[1]);
  if (settings.kind == OperatorKind::depthwise_separable && settings.outputs <= settings.channels)
    notes << tr(
        "Here it makes the same maps as the convolution, because all of them share the drawn "
        "kernel. In general a convolution can do more.");
  return notes;
}

QString overlap_words(const OperatorSettings& it, bool uneven) {
  const bool even = it.kernel[0] % it.stride == 0 && it.kernel[1] % it.stride == 0;
  const QString size = tr("%1 × %2").arg(it.kernel[0]).arg(it.kernel[1]);
  if (it.stride == 1) return tr("With stride 1 the stamps overlap evenly, but for the rim.");
  if (even)
    return tr("The kernel of %1 is a multiple of stride %2: but for the rim, equally many stamps "
              "meet everywhere.")
        .arg(size)
        .arg(it.stride);
  const QString words =
      tr("The kernel of %1 is no multiple of stride %2: some outputs get more stamps than others.")
          .arg(size)
          .arg(it.stride);
  return words + QLatin1Char(' ') +
         (uneven ? tr("So a checkerboard shows even where the input is flat.")
                 : tr("This kernel's stamps cancel where the input is flat, which hides the "
                      "checkerboard: try a blur."));
}

QString cell_words(const explain::OperatorMatrix& matrix, const Tensor& kernel, std::int64_t row,
                   std::int64_t column) {
  const QString output = place(row, matrix.output()[1]), input = place(column, matrix.input()[1]);
  const int tap = matrix.at(row, column);
  if (tap == explain::OperatorMatrix::k_zero)
    return tr("Output %1 does not see input %2: no weight.").arg(output, input);
  return tr("Output %1 takes input %2 times weight %3, which is %4.")
      .arg(output, input, place(tap, kernel.shape()[1]),
           number_text(double{kernel.floats()[static_cast<std::size_t>(tap)]}, 3));
}

}  // namespace fovea
